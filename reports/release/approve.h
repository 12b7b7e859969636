/*
 * Approval: two different people say that a release may leave, and who sees it before.
 *
 * What they approve is what was audited: when a figure changed since, nobody can.
 */
#pragma once

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

/* SHUMAR_ERROR_CONFIG when another set of releases is public than the one that STANDING was audited
 * with. */
bool release_same_company(Desk *desk, const Standing *standing, GError **error);
