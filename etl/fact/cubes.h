/*
 * Cubes: additive counts kept equal to the facts.
 *
 * A cube is one file sql/cubes/<name>.sql: a SELECT of keys and signed counts, one
 * row for each row of engine.signed_<fact>. The engine adds it up (sql/engine/70_cubes.sql) for
 * the delta of a run, the rebuild and the cells as of an earlier run, and proves the
 * cells by it. Adding a cube is adding a file.
 */
#pragma once

#include "core/database/database.h"

typedef struct {
	gint64 cubes; /* cubes with at least one cell touched */
	gint64 cells; /* cells touched */
} CubesTouched;

/* Brings the tables of schema cube to the embedded files, in the caller's
 * transaction or its own; a new or changed cube is empty until cubes_apply.
 * *ret_made (may be NULL) is how many wait to be built or were dropped. */
bool cubes_declare(Database *db, gint64 *ret_made, GError **error);

/* Adds the delta of run RUN_NO to every cube, proving the cells it touches, and builds and
 * proves those that are new. */
bool cubes_apply(Database *db, const char *run_no, CubesTouched *ret_touched, GError **error);

/* Makes all cells of NAME (NULL: of every cube) anew from the facts. */
bool cubes_rebuild(Database *db, const char *run_no, const char *name, CubesTouched *ret_touched,
		   GError **error);

/* True when there is a cube NAME; else SHUMAR_ERROR_USAGE naming the nearest. */
bool cubes_known(const char *name, GError **error);
