/*
 * Verify: every cube proven equal to a rebuild, by a keyed checksum over the
 * facts against the cells (etl.cube_prove). Proofs are kept in etl.proof.
 */
#pragma once

#include "core/database.h"

typedef struct {
	gint64 proven;
	gint64 cells;
	GPtrArray *wrong; /* names of the cubes that are not equal to their facts */
} VerifyResult;

void verify_clear(VerifyResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(VerifyResult, verify_clear)

/* Proves all cubes for RUN_NO in a transaction of its own or the caller's. A
 * cube that is wrong is no error: verify_fault makes one of it. */
bool verify_cubes(Database *db, const char *run_no, VerifyResult *ret_result, GError **error);

/* True when no cube was wrong; else SHUMAR_ERROR_UNPUBLISHED naming them, with the repair. */
bool verify_fault(const VerifyResult *result, GError **error);
