#include "etl/ledger/definition.h"

#include "core/database/sqltext.h"

static const char *const folders[] = { "etl/rules/", "reference/" };

/* Paths and checksums as array literals; neither holds a character that needs quoting. */
typedef struct {
	GString *paths;
	GString *sums;
} Lists;

static bool add_file(const SqlText *file, gpointer payload, GError **error)
{
	(void)error;
	Lists *lists = payload;
	g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, file->text, -1);
	const char *comma = lists->paths->len > 1 ? "," : "";
	g_string_append_printf(lists->paths, "%s%s", comma, file->path);
	g_string_append_printf(lists->sums, "%s%s", comma, sum);
	return true;
}

static Lists list_files(void)
{
	Lists lists = { g_string_new("{"), g_string_new("{") };
	for (size_t n = 0; n < G_N_ELEMENTS(folders); n++)
		sqltext_each(folders[n], add_file, &lists, NULL);
	g_string_append_c(lists.paths, '}');
	g_string_append_c(lists.sums, '}');
	return lists;
}

static void lists_free(Lists *lists)
{
	g_string_free(lists->paths, TRUE);
	g_string_free(lists->sums, TRUE);
}

bool definition_compare(Database *warehouse, char **ret_reason, GError **error)
{
	g_autoptr(DatabaseResult) any =
	    database_one(warehouse, sqltext(SQL_ETL_DEFINITION_ANY), DATABASE_NO_PARAMS, error);
	if (any == NULL)
		return false;
	*ret_reason = NULL;
	if (!result_bool(any, 0, 0))
		return true;
	Lists lists = list_files();
	g_autoptr(DatabaseResult) rows =
	    database_query(warehouse, sqltext(SQL_ETL_DEFINITION_DIFFERS),
			   DATABASE_PARAMS(lists.paths->str, lists.sums->str), error);
	lists_free(&lists);
	if (rows == NULL)
		return false;
	g_autoptr(GString) reason = g_string_new(NULL);
	for (int row = 0; row < result_rows(rows); row++)
		g_string_append_printf(reason, "%ssql/%s",
				       row > 0 ? ", " : "changed: ", result_text(rows, row, 0));
	if (reason->len > 0)
		*ret_reason = g_strdup(reason->str);
	return true;
}

bool definition_enter(Database *warehouse, GError **error)
{
	Lists lists = list_files();
	bool done = database_exec(warehouse, sqltext(SQL_ETL_DEFINITION_PUT),
				  DATABASE_PARAMS(lists.paths->str, lists.sums->str), NULL, error);
	lists_free(&lists);
	return done;
}
