/*
 * Distribute: the warehouse's tables spread by key over the nodes of a Citus cluster.
 *
 * What belongs where, and what of the schema is in the way, are views of migration
 * 0012; they need no extension. Tables are moved one by one, each in a transaction
 * of its own: stopped in the middle, the same call goes on.
 */
#pragma once

#include "core/database/database.h"

/* SHUMAR_ERROR_CONFIG, with what to do, unless the database has the Citus extension in a
 * version known to go with its PostgreSQL, and nodes that can hold rows. */
bool distribute_check(Database *db, GError **error);

/* What keeps tables from being moved: columns relation, fault; no row when nothing does. */
DatabaseResult *distribute_faults(Database *db, GError **error);

/* Every table that moves, in order, and each schema of those that stay: relation, home,
 * key_column, anchor (null where there is none), placed. */
DatabaseResult *distribute_plan(Database *db, GError **error);

/* Moves what is not yet in its place; *ret_moved (may be NULL) is how many tables. Whoever
 * calls holds WAREHOUSE_RUN_LOCK. */
bool distribute_tables(Database *db, int *ret_moved, GError **error);
