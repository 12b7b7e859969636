/*
 * Warehouse: from the configuration to an open, migrated database.
 */
#pragma once

#include "core/config/config.h"
#include "core/database/database.h"

#define WAREHOUSE_DATABASE "shumar" /* its name on the embedded cluster */

/* The advisory lock that a run holds for as long as it works: "SHUMAR" in ASCII; one
 * warehouse has one lock. */
#define WAREHOUSE_RUN_LOCK G_GINT64_CONSTANT(0x5348554D4152)

/* True when the warehouse, or the database of SOURCE, is on the embedded cluster. */
bool warehouse_is_embedded(const Config *config);
bool warehouse_source_is_embedded(const ConfigSource *source);

/* Opens the configured warehouse (starting the embedded cluster and creating its
 * database "shumar" on demand) for JOB. The schema must be the one this program
 * knows: SHUMAR_ERROR_CONFIG with the hint "run 'shumar db migrate'" otherwise.
 * An embedded warehouse is migrated on the spot. */
Database *warehouse_open(const Config *config, const char *job, GError **error);

/* Opens the database of a configured PostgreSQL source ("embedded:NAME" or conninfo). */
Database *warehouse_open_source(const Config *config, const ConfigSource *source, const char *job,
				GError **error);

/* The conninfo that warehouse_open would use (starting an embedded cluster). Transfer full. */
char *warehouse_conninfo(const Config *config, GError **error);

/* The same for another DATABASE of the warehouse's server, which need not exist. Transfer full. */
char *warehouse_conninfo_beside(const Config *config, const char *database, GError **error);
