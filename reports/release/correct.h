/*
 * Correcting: a new release that replaces one that was public, and says what changed.
 *
 *     punjab-monthly-2026-10  ─▶  punjab-monthly-2026-10-r2  (audited, approved and published as
 * any) correction.en.txt, correction.ur.txt: each figure and sentence that changed, and whether the
 * headline stands
 */
#pragma once

#include "reports/library/library.h"
#include "reports/release/plan.h"
#include "reports/release/prepare.h"
#include "reports/release/standing.h"

/* How two releases differ. */
typedef struct {
	guint figures; /* of tables that are printed with another value */
	guint said;    /* changes in papers, all languages together */
	bool falls;    /* a headline figure is another, or is not published any more */
	GPtrArray
	    *texts; /* of char*: the correction in each language of the library, in their order */
} Correction;

void correction_clear(Correction *correction);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Correction, correction_clear)

/* Holds NEWER against OLDER, both of PLAN, for REASON. In no transaction, or in one that may be
 * ended by an error. */
bool correction_read(Database *db, const Library *library, const Plan *plan, const char *older,
		     const char *newer, const char *reason, Correction *ret_correction,
		     GError **error);

/* Writes correction.LANGUAGE.txt of NEWER, for which there is a correction, into FOLDER. */
bool correction_write(Database *db, const Library *library, const char *newer, const char *folder,
		      GError **error);

typedef struct {
	const Library *library;
	const char *release_id; /* that is corrected */
	const char *person;
	const char *reason;
	const char *as_of; /* or NULL: the published run */
	const char *table; /* of a plan that counts one; else NULL */
	const char *rules;
} CorrectAsk;

/* Prepares the release that replaces the one that is asked for. When nothing would change, nothing
 * is kept: SHUMAR_ERROR_CONFIG. */
bool release_correct_by(Desk *desk, const CorrectAsk *ask, PrepareResult *ret_result,
			Correction *ret_correction, GError **error);

/* "punjab-monthly-2026-10-r2" of "punjab-monthly-2026-10", -r3 of that. Transfer full. */
char *correction_id(const char *release_id);
