#include "etl/verify.h"

#include "core/error.h"
#include "core/log.h"
#include "core/sqltext.h"

void verify_clear(VerifyResult *result)
{
	g_clear_pointer(&result->wrong, g_ptr_array_unref);
}

static bool prove_cube(Database *db, const char *cube, const char *run_no, VerifyResult *result,
		       GError **error)
{
	g_autoptr(DatabaseResult) proof =
	    database_one(db, sqltext("etl/cube_prove.sql"), DATABASE_PARAMS(cube, run_no), error);
	if (proof == NULL)
		return false;
	bool proven = result_bool(proof, 0, 1);
	result->proven += proven;
	result->cells += result_int64(proof, 0, 4);
	if (!proven) {
		g_ptr_array_add(result->wrong, g_strdup(cube));
		log_warning("a cube is not equal to its facts", "cube", cube, NULL);
	}
	return true;
}

bool verify_cubes(Database *db, const char *run_no, VerifyResult *ret_result, GError **error)
{
	g_auto(VerifyResult) result = { .wrong = g_ptr_array_new_with_free_func(g_free) };
	g_autoptr(DatabaseResult) cubes =
	    database_query(db, sqltext("etl/cube_list.sql"), DATABASE_NO_PARAMS, error);
	if (cubes == NULL)
		return false;
	for (int row = 0; row < result_rows(cubes); row++) {
		if (!prove_cube(db, result_text(cubes, row, 0), run_no, &result, error))
			return false;
	}
	verify_clear(ret_result);
	*ret_result = result;
	result.wrong = NULL;
	return true;
}

bool verify_fault(const VerifyResult *result, GError **error)
{
	if (result->wrong->len == 0)
		return true;
	g_autoptr(GString) names = g_string_new(NULL);
	for (guint n = 0; n < result->wrong->len; n++)
		g_string_append_printf(names, "%s'%s'", n > 0 ? ", " : "",
				       (const char *)g_ptr_array_index(result->wrong, n));
	const char *first = g_ptr_array_index(result->wrong, 0);
	g_autofree char *hint =
	    g_strdup_printf("Run 'shumar etl rebuild %s'; it repairs, proves and publishes.",
			    result->wrong->len == 1 ? first : "all");
	error_set(error, SHUMAR_ERROR_UNPUBLISHED, hint,
		  "cannot publish: cube%s %s %s not equal to the facts",
		  result->wrong->len == 1 ? "" : "s", names->str,
		  result->wrong->len == 1 ? "is" : "are");
	return false;
}
