#include "reports/build/query_check.h"

#include <string.h>

#include "core/database/database.h"
#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/warehouse/warehouse.h"

struct QueryCheck {
	Database *db;
	GHashTable *done; /* names of queries, borrowed from the embedded files */
};

/* ── at hand ── */
static bool is_made(const Config *config)
{
	g_autofree char *cluster = g_build_filename(config->data, "cluster", NULL);
	return !warehouse_is_embedded(config) || g_file_test(cluster, G_FILE_TEST_IS_DIR);
}

/* Views of cubes come with the first run. */
static bool is_filled(Database *db, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_ETL_PUBLISHED), DATABASE_NO_PARAMS, error);
	return row != NULL && !result_is_null(row, 0, result_column(row, "published_run"));
}

QueryCheck *query_check_begin(const Config *config, char **ret_why)
{
	g_autoptr(GError) fault = NULL;
	Database *db = is_made(config) ? warehouse_open(config, "report-check", &fault) : NULL;
	const char *lacks =
	    db == NULL ? "no warehouse was made yet" : "no run has filled the warehouse yet";
	*ret_why = NULL;
	if (db == NULL || !is_filled(db, &fault)) {
		*ret_why = g_strdup(fault != NULL ? fault->message : lacks);
		database_close(db);
		return NULL;
	}
	QueryCheck *check = g_new0(QueryCheck, 1);
	check->db = db;
	check->done = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return check;
}

void query_check_end(QueryCheck *check)
{
	if (check == NULL)
		return;
	database_close(check->db);
	g_hash_table_unref(check->done);
	g_free(check);
}

/* ── one query ── */
static bool refuse(const char *place, const char *hint, const char *why, GError **error)
{
	error_set(error, SHUMAR_ERROR_CONFIG, hint, "%s:1:1: %s", place, why);
	return false;
}

/* Its columns are those of the header, in their order and of their types. */
static bool check_columns(const char *place, const TemplateDataset *dataset,
			  const DatabaseDescription *described, GError **error)
{
	g_autoptr(GPtrArray) said = sqltext_columns(dataset->sql, "returns");
	for (guint n = 0; n < MAX(said->len, described->columns->len); n++) {
		const SqlColumn *line = n < said->len ? said->pdata[n] : NULL;
		const DatabaseColumn *has =
		    n < described->columns->len ? described->columns->pdata[n] : NULL;
		if (line != NULL && has != NULL && strcmp(line->name, has->name) == 0 &&
		    strcmp(line->type, has->type) == 0)
			continue;
		g_autofree char *why = g_strdup_printf(
		    "column %u is '%s %s' in the line 'returns' and '%s %s' in the query", n + 1,
		    line != NULL ? line->name : "(none)", line != NULL ? line->type : "",
		    has != NULL ? has->name : "(none)", has != NULL ? has->type : "");
		return refuse(place, "Cast it in the query, or mend the line.", why, error);
	}
	return true;
}

static bool check_parameters(const char *place, const TemplateDataset *dataset,
			     const DatabaseDescription *described, GError **error)
{
	g_autoptr(GPtrArray) said = sqltext_columns(dataset->sql, "parameters");
	for (guint n = 0; n < MAX(said->len, described->parameters->len); n++) {
		const SqlColumn *line = n < said->len ? said->pdata[n] : NULL;
		const char *has =
		    n < described->parameters->len ? described->parameters->pdata[n] : NULL;
		if (line != NULL && g_strcmp0(line->type, has) == 0)
			continue;
		g_autofree char *why = g_strdup_printf(
		    "parameter $%u is '%s' in the line 'parameters' and '%s' in the query", n + 1,
		    line != NULL ? line->type : "(none)", has != NULL ? has : "(none)");
		return refuse(place, "Cast it in the query, or mend the line.", why, error);
	}
	return true;
}

/* Runs the query with parameters that are null: nothing has them. */
static bool run_empty(Database *db, const TemplateDataset *dataset, guint parameters,
		      GError **error)
{
	g_autofree const char **nothing = g_new0(const char *, parameters + 1);
	g_autoptr(DatabaseResult) rows =
	    database_query(db, dataset->sql, nothing, parameters, error);
	return rows != NULL;
}

static bool check_query(Database *db, const TemplateDataset *dataset, GError **error)
{
	g_autofree char *path = g_strdup_printf("reports/%s.sql", dataset->query);
	g_autofree char *place = sqltext_place(path);
	g_autoptr(DatabaseDescription) described = database_describe(db, dataset->sql, error);
	return described != NULL && check_columns(place, dataset, described, error) &&
	       check_parameters(place, dataset, described, error) &&
	       run_empty(db, dataset, described->parameters->len, error);
}

/* The same in a transaction of its own, which changes nothing. */
static bool check_apart(Database *db, const TemplateDataset *dataset, GError **error)
{
	if (!database_begin(db, DATABASE_SNAPSHOT_READ, error))
		return false;
	bool done = check_query(db, dataset, error);
	database_rollback(db);
	return done;
}

bool query_check(QueryCheck *check, const Template *template, GError **error)
{
	g_autoptr(GString) faults = g_string_new(NULL);
	for (guint n = 0; n < template->datasets->len; n++) {
		const TemplateDataset *dataset = template->datasets->pdata[n];
		g_autoptr(GError) fault = NULL;
		bool is_query = dataset->from == NULL && dataset->office == NULL;
		if (!is_query || !g_hash_table_add(check->done, g_strdup(dataset->query)))
			continue;
		if (!check_apart(check->db, dataset, &fault))
			g_string_append_printf(faults, "%s%s", faults->len > 0 ? "\n\n" : "",
					       fault->message);
	}
	if (faults->len == 0)
		return true;
	error_set(error, SHUMAR_ERROR_CONFIG, NULL, "%s", faults->str);
	return false;
}
