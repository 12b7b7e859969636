/*
 * Prepare: the figures of a plan, protected together with all that was public before.
 *
 *     plan ─▶ counts (cubes, as of a run) ─▶ lattice ─▶ union with earlier releases ─▶ protect
 *                                                            └─▶ release.release, cell, sum,
 * hidden, fact
 *
 * Both work in the caller's transaction and begin none: an error leaves what to roll back, and who
 * calls adds the event and commits. Same records, plan, parameters and earlier releases: the same
 * cells, sums and content. Earlier releases are those that were ever public (published, withdrawn,
 * replaced), in the order in which they were prepared.
 */
#pragma once

#include "core/config/config.h"
#include "core/database/database.h"
#include "reports/release/plan.h"

typedef struct {
	char *release_id;
	gint64 run_no;
	char *content; /* sha256 of the published figures, states and sums; of no hidden value */
	guint cells;   /* of the plan's tables, those that are missing aside */
	guint published, hidden, missing;
	guint primaries, secondaries; /* for the desk alone */
	guint kept;                   /* hidden since they were hidden in an earlier release */
	guint exposed;                /* were public before, and would be hidden now */
	GPtrArray *exposed_in;        /* of char*: "KEY was public in RELEASE" */
	guint given_up; /* figures of earlier releases that could be found before this one too */
	GPtrArray *given_up_in; /* of char*: "KEY is not protected since RELEASE" */
	guint unpublished;      /* finer figures that tie the tables together */
	guint sums;
	guint earlier; /* releases joined */
	guint choice;  /* by the office's key: from 1; later ones where those before failed */
} PrepareResult;

void prepare_result_clear(PrepareResult *result);

/* Where its figures are from: "run 3", or "its table" of a plan that counts one. Transfer full. */
char *prepare_source(const PrepareResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PrepareResult, prepare_result_clear)

/* What is asked for. */
typedef struct {
	const Plan *plan;
	const char *const *words; /* "name=value", NULL-terminated */
	const char *as_of;        /* number of a run, or a day; NULL: the published run */
	const char *release_id;   /* NULL: the plan's name and its parameters */
	const char *table;        /* file of counts, of a plan that has its own; NULL: none */
	const char *rules;        /* path of the rules, templates/disclosure.yaml */
	GBytes *secret;           /* of what is hidden beside; NULL: the office's own */
} PrepareAsked;

/* Errors: USAGE (parameters), UNPUBLISHED (nothing to count), DISCLOSURE (it cannot be protected,
 * a headline would have to be hidden, or a table would lose more than the plan allows: the message
 * names the coarser table), FAILED (figures do not add up), CONFIG (a release of that id was public
 * already). One of that id that never was public is made anew. */
bool prepare_release(Database *db, const Config *config, const PrepareAsked *asked,
		     PrepareResult *ret_result, GError **error);

typedef struct {
	guint earlier;       /* releases joined */
	guint cells;         /* of the joined system */
	guint sums;          /* of it */
	guint failing;       /* cells that can be found, narrowed or guessed, by anybody */
	char *table;         /* of the plan, that has the first of these; NULL: none has */
	GPtrArray *given_up; /* of char*: cells of earlier releases that could be before this one
				too: "KEY is not protected since RELEASE" */
	gint64 margin;       /* the least range that any withheld figure is left with */
	gint64 threshold;    /* of the rules */
	bool persons;        /* what a person finds by her own figure was asked, too */
	char *union_hash; /* of the contents of all releases joined: publish holds it against what
			     is public then */
} AuditResult;

void audit_result_clear(AuditResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(AuditResult, audit_result_clear)

/* Rebuilds what is public (RELEASE_ID and all earlier ones) from the tables alone and attacks it.
 * SAID gets the safety report for the desk (internal: it has hidden values), with the exact
 * interval of every hidden figure where INTERVALS are asked for. False with DISCLOSURE when a cell
 * fails; they are listed in SAID, and RET_RESULT says how many, and in which table. */
bool audit_release(Database *db, const char *release_id, const char *rules, bool intervals,
		   AuditResult *ret_result, GString *said, GError **error);

/* The hash of audit_result.union_hash as it would be now. Transfer full. */
char *audit_union_hash(Database *db, const char *release_id, GError **error);
