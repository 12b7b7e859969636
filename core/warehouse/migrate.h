/*
 * Migrations: numbered scripts of sql/schema/, applied once, checksummed.
 *
 * etl.migration keeps number, name and sha256 of each. A file that was edited
 * after it was applied, and a number that this program does not know, are
 * refused (SHUMAR_ERROR_CONFIG); so is a schema of before the first release,
 * whose migrations had other names. Each migration is one transaction; two
 * programs migrating at once wait for each other. After the migrations the engine
 * is brought to this program's (core/warehouse/engine.h), and the reference tables to the
 * embedded CSV files of sql/reference/ (each file named for its table:
 * district.csv fills ref.district).
 */
#pragma once

#include "core/database/database.h"

/* Applies what is missing; *ret_applied (may be NULL) is how many migrations. */
bool migrate_up(Database *db, int *ret_applied, GError **error);

/* True when schema, engine and reference tables are exactly those of this program;
 * else *ret_missing says how many migrations are missing or, when none is, how many
 * reference tables are another file's, and one more for the engine (never an error),
 * or *error is set for an edited or unknown migration. */
bool migrate_check(Database *db, int *ret_missing, GError **error);
