/*
 * Verify: cubes proven equal to their facts, by a keyed checksum (sql/engine/70_cubes.sql).
 *
 * Every run proves the cells it touched while it applies them. All cells are proven
 * against all facts once a week, whenever something is in doubt, and always where
 * there are few facts; the facts are then also counted against the balances. Proofs
 * are kept in etl.proof.
 */
#pragma once

#include "core/database/database.h"

typedef struct {
	bool all;      /* all cells, not only those touched */
	gint64 proven; /* cubes */
	gint64 cells;
	GPtrArray *wrong; /* names of the cubes that are not equal to their facts */
	char *balance;    /* what is wrong with the numbers of facts; or NULL */
} VerifyResult;

void verify_clear(VerifyResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(VerifyResult, verify_clear)

/* Proves all cells of all cubes for RUN_NO in a transaction of its own or the caller's. What
 * is wrong is no error: verify_fault makes one of it. */
bool verify_cubes(Database *db, const char *run_no, VerifyResult *ret_result, GError **error);

/* The proofs of RUN_NO: those that its application made, and, when ALL or due, all others. */
bool verify_run(Database *db, const char *run_no, bool all, VerifyResult *ret_result,
		GError **error);

/* True when nothing was wrong; else SHUMAR_ERROR_UNPUBLISHED naming it, with the repair. */
bool verify_fault(const VerifyResult *result, GError **error);
