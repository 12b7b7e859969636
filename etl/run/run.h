/*
 * Run: one execution of the ETL, from the claim to the published figures.
 *
 *     claim → clear → extract each source → check and apply → verify → publish
 *
 * Extraction commits feed by feed into the stage, which the next run empties; facts,
 * cubes, ledgers and watermarks change in one transaction. A run that was killed
 * anywhere is simply run again. Back-fill, reclassification, trying rejected rows
 * again and the ordinary night are one path with different rows in the stage.
 */
#pragma once

#include "etl/run/run_options.h"

/* Runs. SUMMARY gets the closing table, also when the run was applied and could
 * not be published. Where rules or reference data are not those that the facts were
 * classified by, a run of kind reclassify comes first. Errors: SHUMAR_ERROR_LOCKED,
 * UNREACHABLE (the only source is away), CONFIG (mapping), UNPUBLISHED (applied, a cube
 * is wrong), REFUSED (done and published, but without files that are refused as a whole), FAILED.
 */
bool run_nightly(const Config *config, const RunOptions *options, GString *summary, GError **error);

/* Classifies all facts anew for REASON, reading no source. */
bool run_reclassify(const Config *config, const char *reason, GString *summary, GError **error);

/* The same, where the districts ACCEPT_LOSS names (NULL: none) may lose records by it. */
bool run_reclassify_accepting(const Config *config, const char *reason,
			      const char *const *accept_loss, GString *summary, GError **error);

/* Gives the records of source OLD, which is no longer configured, to NEW, which is, for REASON: its
 * next night finds the same facts. Figures stay. Of OPTIONS, dry_run counts. Errors:
 * SHUMAR_ERROR_USAGE when the names do not fit the configuration and the warehouse. */
bool run_rename(const Config *config, const RunOptions *options, const char *old_name,
		const char *new_name, const char *reason, GString *summary, GError **error);

/* Takes all records of SOURCE, which is no longer configured, out of the figures, for REASON;
 * closed versions and ledgers keep them. What of other sources was rejected for its sake is
 * counted.
 */
bool run_retire(const Config *config, const RunOptions *options, const char *source,
		const char *reason, GString *summary, GError **error);

/* Tries the rejected rows again, reading no source. */
bool run_retry(const Config *config, GString *summary, GError **error);

/* Makes CUBE (NULL: all) anew from the facts, as a run of its own, proves and publishes. */
bool run_rebuild(const Config *config, const char *cube, GString *summary, GError **error);
