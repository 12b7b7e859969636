#include "tests/bench/same.h"

#include "core/error.h"
#include "tests/bench/planted.h"

#include <string.h>

static void fail(GError **error, const char *what, const char *ours, const char *theirs)
{
	error_set(error, SHUMAR_ERROR_FAILED, NULL, "%s differ: ours %s, the peer's %s", what, ours,
		  theirs);
}

/* A row as "cases 10, checksum 77". Transfer full. */
static char *row_text(const DatabaseResult *row)
{
	GString *text = g_string_new(NULL);
	for (int column = 0; result_rows(row) == 1 && column < result_columns(row); column++)
		g_string_append_printf(
		    text, "%s%s %s", column > 0 ? ", " : "", result_column_name(row, column),
		    result_is_null(row, 0, column) ? "null" : result_text(row, 0, column));
	return g_string_free(text, FALSE);
}

static char *read_row(const Bench *bench, const char *database, const char *file, GError **error)
{
	g_autofree char *path = g_build_filename("same", file, NULL);
	g_autoptr(DatabaseResult) row =
	    bench_query(bench, database, path, DATABASE_NO_PARAMS, error);
	return row != NULL ? row_text(row) : NULL;
}

bool same_row(const Bench *bench, const char *what, const char *our_database, const char *ours,
	      const char *their_database, const char *theirs, GError **error)
{
	g_autofree char *our_row = read_row(bench, our_database, ours, error);
	g_autofree char *their_row =
	    our_row != NULL ? read_row(bench, their_database, theirs, error) : NULL;
	if (their_row == NULL)
		return false;
	if (strcmp(our_row, their_row) == 0)
		return true;
	fail(error, what, our_row, their_row);
	return false;
}

bool same_count(const Bench *bench, const char *what, const char *database, const char *file,
		gint64 rows, GError **error)
{
	g_autofree char *path = g_build_filename("same", file, NULL);
	g_autoptr(DatabaseResult) row =
	    bench_query(bench, database, path, DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	gint64 found = result_int64(row, 0, 0);
	if (found == rows)
		return true;
	error_set(error, SHUMAR_ERROR_FAILED, NULL,
		  "%s: wanted %" G_GINT64_FORMAT ", found %" G_GINT64_FORMAT, what, rows, found);
	return false;
}

/* ── cubes ── */
/* Number of cells and one sum over all of them. Counts are compared as the same type. */
static char *cells(Database *db, const char *schema, const char *cube, const char *columns,
		   GError **error)
{
	g_autofree char *sql = g_strdup_printf(
	    "select count(*) as cells, coalesce(sum(hashtextextended(row(%s)::text, 0)::numeric), 0) "
	    "as checksum from %s.%s",
	    columns, schema, cube);
	g_autoptr(DatabaseResult) row = database_one(db, sql, DATABASE_NO_PARAMS, error);
	if (row == NULL)
		g_prefix_error(error, "cube '%s' of schema '%s': ", cube, schema);
	return row != NULL ? row_text(row) : NULL;
}

/* A cube that the peer lacks must have no cell: its fact has no rows in the bench. */
static bool same_cube(Database *ours, Database *theirs, const char *cube, const char *columns,
		      bool empty, GError **error)
{
	g_autofree char *what = g_strdup_printf("the cells of cube '%s'", cube);
	g_autofree char *our_cells = cells(ours, "cube", cube, columns, error);
	g_autofree char *their_cells = our_cells == NULL ? NULL
				       : empty           ? g_strdup("cells 0, checksum 0")
					       : cells(theirs, "peer", cube, columns, error);
	if (their_cells == NULL)
		return false;
	if (strcmp(our_cells, their_cells) == 0)
		return true;
	fail(error, what, our_cells, their_cells);
	return false;
}

static bool result_holds(const DatabaseResult *rows, const char *text)
{
	for (int row = 0; row < result_rows(rows); row++) {
		if (strcmp(result_text(rows, row, 0), text) == 0)
			return true;
	}
	return false;
}

bool same_cubes(const Bench *bench, const char *warehouse, const char *peer, GError **error)
{
	g_autoptr(DatabaseResult) cubes =
	    bench_query(bench, warehouse, "same/cubes.sql", DATABASE_NO_PARAMS, error);
	g_autoptr(DatabaseResult) made =
	    cubes != NULL
		? bench_query(bench, peer, "same/peer_cubes.sql", DATABASE_NO_PARAMS, error)
		: NULL;
	g_autoptr(Database) ours = made != NULL ? bench_database(bench, warehouse, error) : NULL;
	g_autoptr(Database) theirs = ours != NULL ? bench_database(bench, peer, error) : NULL;
	int compared = 0;
	if (theirs == NULL)
		return false;
	for (int row = 0; row < result_rows(cubes); row++) {
		const char *cube = result_text(cubes, row, 0);
		bool empty = !result_holds(made, cube);
		compared += !empty;
		if (!same_cube(ours, theirs, cube, result_text(cubes, row, 1), empty, error))
			return false;
	}
	if (compared == result_rows(made))
		return true;
	error_set(error, SHUMAR_ERROR_FAILED, NULL, "the peer has cubes that '%s' has not",
		  warehouse);
	return false;
}

/* ── rejects ── */
/* How many rows the ledger has of CODE. */
static gint64 entries_of(const DatabaseResult *rejects, const char *code)
{
	for (int row = 0; row < result_rows(rejects); row++) {
		if (strcmp(result_text(rejects, row, 0), code) == 0)
			return result_int64(rejects, row, 1);
	}
	return 0;
}

static bool same_codes(const DatabaseResult *rejects, gint64 records, GError **error)
{
	int codes = 0;
	for (int kind = 0; kind < PLANTED_KINDS; kind++) {
		gint64 wanted = planted_count(records, kind);
		gint64 found = entries_of(rejects, planted_kinds[kind].code);
		codes += found > 0;
		if (found == wanted)
			continue;
		error_set(error, SHUMAR_ERROR_FAILED, NULL,
			  "rejects '%s' differ: planted %" G_GINT64_FORMAT
			  ", rejected %" G_GINT64_FORMAT,
			  planted_kinds[kind].code, wanted, found);
		return false;
	}
	if (codes == result_rows(rejects))
		return true;
	error_set(error, SHUMAR_ERROR_FAILED, "Look at etl.reject of its last run.",
		  "rejects differ: records were rejected for what nobody planted");
	return false;
}

bool same_rejects(const Bench *bench, const char *warehouse, gint64 records, GError **error)
{
	g_autoptr(DatabaseResult) rejects =
	    bench_query(bench, warehouse, "same/rejects.sql", DATABASE_NO_PARAMS, error);
	if (rejects == NULL || !same_codes(rejects, records, error))
		return false;
	gint64 good = records;
	for (int kind = 0; kind < PLANTED_KINDS; kind++)
		good -= planted_kinds[kind].row ? planted_count(records, kind) : 0;
	return records == 0 ||
	       same_count(bench, "good records staged", warehouse, "stage_ours.sql", good, error);
}
