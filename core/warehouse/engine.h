/*
 * The engine: functions and views of sql/engine/, what a warehouse can do, for the
 * facts that sql/facts/ declares (core/database/fact.h).
 *
 * Unlike what migrations make (core/warehouse/migrate.h) it keeps nothing, so it is made
 * anew, whole and in one transaction, whenever a file of it is another than the
 * one applied; etl.engine has the hash. What hangs on it (views of cubes,
 * triggers of releases) goes and comes in the same transaction.
 */
#pragma once

#include "core/database/database.h"

/* Whether the engine of the database is that of this program. */
bool engine_check(Database *db, bool *ret_current, GError **error);

/* Brings it to that of this program; nothing is done where it is already. */
bool engine_up(Database *db, GError **error);
