/*
 * Run: one execution of the ETL, from the claim to the published figures.
 *
 *     claim → clear → extract each source → check → apply → verify → publish
 *
 * Extract, check and apply each commit as a whole or not at all, so that a run
 * that was killed anywhere is simply run again. Facts change in one transaction.
 */
#pragma once

#include "core/config.h"
#include "etl/mapping.h"

/* Finds a mapping by its name; mapping_find, or a test's own. */
typedef Mapping *(*RunFindMapping)(const char *name, GError **error);

typedef struct {
	const char *const
	    *sources;        /* names, NULL-terminated; NULL or empty: all but those asked for */
	bool dry_run;        /* does everything and rolls back */
	RunFindMapping find; /* NULL: mapping_find */
} RunOptions;

/* Runs. SUMMARY gets the closing table, also when the run was applied and could
 * not be published. Errors: SHUMAR_ERROR_LOCKED, UNREACHABLE (the only source is
 * away), CONFIG (mapping), UNPUBLISHED (applied, a cube is wrong), FAILED. */
bool run_nightly(const Config *config, const RunOptions *options, GString *summary, GError **error);

/* Makes CUBE (NULL: all) anew from the facts, as a run of its own, proves and publishes. */
bool run_rebuild(const Config *config, const char *cube, GString *summary, GError **error);
