#include "etl/fact/cubes.h"

#include "core/config/problem.h"
#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/fault.h"
#include "core/log.h"

#include <string.h>

#define FOLDER "cubes/"
#define ENDING ".sql"

typedef struct {
	Database *db;
	gint64 made;
	GPtrArray *names; /* of the embedded cubes */
} Declare;

static char *cube_name(const SqlText *file)
{
	return g_strndup(file->path + strlen(FOLDER),
			 strlen(file->path) - strlen(FOLDER) - strlen(ENDING));
}

/* The words of a header line as a PostgreSQL array. */
static char *header_array(const SqlText *file, const char *header)
{
	g_autofree char *value = sqltext_header(file->text, header);
	if (value == NULL)
		g_error("sql/%s has no header line '%s'", file->path, header);
	return g_strdup_printf("{%s}", value);
}

static bool declare_cube(const SqlText *file, gpointer payload, GError **error)
{
	Declare *declare = payload;
	char *name = cube_name(file);
	g_ptr_array_add(declare->names, name);
	g_autofree char *keys = header_array(file, "keys");
	g_autofree char *counts = header_array(file, "counts");
	g_autofree char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, file->text, -1);
	return database_exec(declare->db, sqltext(SQL_ETL_CUBE_DECLARE),
			     DATABASE_PARAMS(name, keys, counts, file->text, sha256), NULL, error);
}

/* A cube is empty from its declaration until it is built, whoever declared it. */
static bool count_unbuilt(Declare *declare, GError **error)
{
	g_autoptr(DatabaseResult) cubes =
	    database_query(declare->db, sqltext(SQL_ETL_CUBE_LIST), DATABASE_NO_PARAMS, error);
	if (cubes == NULL)
		return false;
	for (int row = 0; row < result_rows(cubes); row++)
		declare->made += !result_bool(cubes, row, 1);
	return true;
}

static bool retire_others(Declare *declare, GError **error)
{
	g_ptr_array_add(declare->names, NULL);
	g_autofree char *names = g_strjoinv(",", (char **)declare->names->pdata);
	g_autofree char *kept = g_strdup_printf("{%s}", names);
	g_autoptr(DatabaseResult) row =
	    database_one(declare->db, sqltext(SQL_ETL_CUBE_RETIRE), DATABASE_PARAMS(kept), error);
	if (row == NULL)
		return false;
	declare->made += result_int64(row, 0, 0);
	return true;
}

bool cubes_declare(Database *db, gint64 *ret_made, GError **error)
{
	Declare declare = { .db = db, .names = g_ptr_array_new_with_free_func(g_free) };
	bool declared = sqltext_each(FOLDER, declare_cube, &declare, error) &&
			retire_others(&declare, error) && count_unbuilt(&declare, error);
	if (declared && ret_made != NULL)
		*ret_made = declare.made;
	g_ptr_array_unref(declare.names);
	return declared;
}

/* ── cells ── */
/* Runs SQL, which gives the number of cells it touched. */
static bool touch(Database *db, const char *sql, const char *const *params, size_t params_count,
		  CubesTouched *touched, GError **error)
{
	g_autoptr(DatabaseResult) row = database_one(db, sql, params, params_count, error);
	if (row == NULL)
		return false;
	gint64 cells = result_int64(row, 0, 0);
	touched->cells += cells;
	touched->cubes += cells > 0;
	return true;
}

static bool build_cube(Database *db, const char *name, const char *run_no, CubesTouched *touched,
		       GError **error)
{
	log_info("cube built from the facts", "cube", name, NULL);
	return touch(db, sqltext(SQL_ETL_CUBE_BUILD), DATABASE_PARAMS(name, run_no), touched,
		     error);
}

/* Adds the delta to the cubes that are built, and builds those that are not or are WANTED
 * ("" for all, NULL for none); the built ones take their place together. */
static bool work_cubes(Database *db, const char *run_no, const char *wanted, bool patch,
		       CubesTouched *ret_touched, GError **error)
{
	CubesTouched touched = { 0 };
	g_autoptr(DatabaseResult) cubes =
	    database_query(db, sqltext(SQL_ETL_CUBE_LIST), DATABASE_NO_PARAMS, error);
	if (cubes == NULL)
		return false;
	for (int row = 0; row < result_rows(cubes); row++) {
		const char *name = result_text(cubes, row, 0);
		bool build = !result_bool(cubes, row, 1) ||
			     (wanted != NULL && (wanted[0] == '\0' || strcmp(wanted, name) == 0));
		bool done = true;
		if (build)
			done = build_cube(db, name, run_no, &touched, error);
		else if (patch)
			done = touch(db, sqltext(SQL_ETL_CUBE_APPLY), DATABASE_PARAMS(name, run_no),
				     &touched, error);
		if (!done)
			return false;
		fault_point("cubes.one");
	}
	if (!database_exec(db, sqltext(SQL_ETL_CUBE_SWAP), DATABASE_PARAMS(run_no), NULL, error))
		return false;
	fault_point("cubes.swapped");
	*ret_touched = touched;
	return true;
}

bool cubes_apply(Database *db, const char *run_no, CubesTouched *ret_touched, GError **error)
{
	return work_cubes(db, run_no, NULL, true, ret_touched, error);
}

bool cubes_rebuild(Database *db, const char *run_no, const char *name, CubesTouched *ret_touched,
		   GError **error)
{
	return work_cubes(db, run_no, name != NULL ? name : "", false, ret_touched, error);
}

/* ── names ── */
static bool collect_name(const SqlText *file, gpointer payload, GError **error)
{
	(void)error;
	g_ptr_array_add(payload, cube_name(file));
	return true;
}

bool cubes_known(const char *name, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	sqltext_each(FOLDER, collect_name, names, NULL);
	g_ptr_array_add(names, NULL);
	const char *const *list = (const char *const *)(gconstpointer)names->pdata;
	if (g_strv_contains(list, name))
		return true;
	const char *nearest = nearest_name(name, list);
	g_autofree char *all = g_strjoinv(", ", (char **)names->pdata);
	g_autofree char *hint = nearest != NULL ? g_strdup_printf("Did you mean '%s'?", nearest)
						: g_strdup_printf("The cubes are: %s.", all);
	error_set(error, SHUMAR_ERROR_USAGE, hint, "there is no cube '%s'", name);
	return false;
}
