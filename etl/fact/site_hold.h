/*
 * Holding a site to the schema: its cubes, datasets and rules are prepared, their columns compared
 * with their headers, and its cubes shown to add up (core/site/site.h says what a site is).
 */
#pragma once

#include "core/database/database.h"

/* Does it in a transaction of its own, which is taken back. Without ALL only cubes that are not
 * built yet are added up: those that are, are proven by each run. SHUMAR_ERROR_CONFIG with the
 * file's place. */
bool site_hold(Database *db, bool all, GError **error);
