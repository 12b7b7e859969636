/*
 * Approval: two different people say that a release may leave, and who sees it before.
 *
 * What they approve is what was audited: when a figure changed since, nobody can.
 */
#pragma once

#include "reports/library/library.h"
#include "reports/release/standing.h"

typedef struct {
	const char *release_id;
	const char *person;        /* as desk_person gives it */
	const char *embargo;       /* ISO instant with its zone, or NULL */
	const char *const *access; /* names of who sees it before; NULL-terminated */
} ApproveAsk;

/* Writes the approval to the ledger; the second one makes the release approved. *ret_said is a line
 * that tells what stands. Errors: CONFIG says what refuses: the order of steps, a person who
 * approved or prepared it, an embargo that is over, figures that changed; USAGE what cannot be
 * read.
 */
bool release_approve_by(Desk *desk, const ApproveAsk *ask, char **ret_said, GError **error);

/* The sha256 of all that RELEASE_ID is made of, as it is now. Transfer full. */
char *release_figures_hash(Desk *desk, const char *release_id, GError **error);

/* SHUMAR_ERROR_CONFIG when the figures of RELEASE_ID are not those that were audited. */
bool release_unchanged(Desk *desk, const char *release_id, GError **error);

/* Adds to DETAIL what it was that passed an audit, for publishing to hold against what is there
 * then: the sha256 of RELEASE_ID's figures, of the words of its papers and of the file RULES. What
 * was approved stays: SHUMAR_ERROR_CONFIG when the words are others than those that were audited
 * before, and somebody approved these. In the desk's transaction. */
bool release_add_audited(Desk *desk, const Library *library, const char *rules,
			 const char *release_id, GString *detail, GError **error);

/* SHUMAR_ERROR_CONFIG when the papers of RELEASE_ID do not say what they said when it was audited,
 * or the file RULES is another than it was audited by. */
bool release_says_same(Desk *desk, const Library *library, const char *rules,
		       const char *release_id, GError **error);

/* SHUMAR_ERROR_CONFIG when another set of releases is public than the one that STANDING was audited
 * with. */
bool release_same_company(Desk *desk, const Standing *standing, GError **error);
