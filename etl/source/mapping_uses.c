#include "etl/source/mapping_uses.h"

#include "core/error.h"
#include "etl/source/sqlword.h"

#include <string.h>

struct MappingUses {
	DatabaseResult *rows;   /* of etl/mapping_uses.sql */
	DatabaseResult *passed; /* of etl/mapping_passed.sql */
};

/* Functions of the server that read tables or files by themselves, make one text of a whole row,
 * or change whose rights the session has. "*" ends the beginning of a name. */
static const char *const reading[] = {
	"query_to_xml*", "table_to_xml*", "schema_to_xml*",   "database_to_xml*",  "cursor_to_xml*",
	"ts_stat",       "ts_rewrite",    "to_json",          "to_jsonb",          "row_to_json",
	"json_agg*",     "jsonb_agg*",    "json_object_agg*", "jsonb_object_agg*", "record_out",
	"record_send",   "set_config",    "pg_read_*",        "pg_ls_*",           "pg_stat_file",
	"lo_*",          "loread",        "lowrite",          "pg_stat_get_*",     "dblink*",
	"pg_get_*",      "current_query", "pg_logical_*",     "xpath_table",       "hstore",
};

bool mapping_uses_ground(Database *source, const char **ret_why_not, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(source, sqltext(SQL_ETL_SOURCE_GROUND), DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	*ret_why_not = result_bool(row, 0, 0)    ? "it is a standby"
		       : !result_bool(row, 0, 1) ? "its role may not make a temporary view"
						 : NULL;
	return true;
}

void mapping_uses_free(MappingUses *uses)
{
	if (uses == NULL)
		return;
	result_free(uses->rows);
	result_free(uses->passed);
	g_free(uses);
}

/* ── reading ── */
static bool make_view(Database *source, const char *sql, GError **error)
{
	g_autoptr(GString) statement = g_string_new(sqltext(SQL_ETL_MAPPING_VIEW));
	g_string_replace(statement, "@mapping@", sql, 1);
	return database_exec(source, statement->str, DATABASE_NO_PARAMS, NULL, error);
}

MappingUses *mapping_uses_read(Database *source, const char *sql, GError **error)
{
	if (!make_view(source, sql, error))
		return NULL;
	g_autoptr(MappingUses) uses = g_new0(MappingUses, 1);
	uses->rows =
	    database_query(source, sqltext(SQL_ETL_MAPPING_USES), DATABASE_NO_PARAMS, error);
	uses->passed = uses->rows != NULL ? database_query(source, sqltext(SQL_ETL_MAPPING_PASSED),
							   DATABASE_NO_PARAMS, error)
					  : NULL;
	bool done = uses->passed != NULL && database_exec(source, sqltext(SQL_ETL_MAPPING_UNVIEW),
							  DATABASE_NO_PARAMS, NULL, error);
	return done ? g_steal_pointer(&uses) : NULL;
}

/* ── asking ── */
typedef struct {
	const char *kind;
	const char *place;
	const char *name;
	const char *holds;
	const char *lacking; /* the role that may not read the column; or NULL */
} Use;

static Use use_at(const MappingUses *uses, int row)
{
	return (Use){ result_text(uses->rows, row, 0), result_text(uses->rows, row, 1),
		      result_text(uses->rows, row, 2), result_text(uses->rows, row, 3),
		      result_text(uses->rows, row, 4) };
}

ForbiddenType mapping_uses_type(const char *holds)
{
	return g_strcmp0(holds, "number") == 0   ? FORBIDDEN_NUMBER
	       : g_strcmp0(holds, "moment") == 0 ? FORBIDDEN_MOMENT
						 : FORBIDDEN_TEXT;
}

bool mapping_uses_harmless(const MappingUses *uses, const char *name)
{
	bool found = false;
	for (int row = 0; uses != NULL && row < result_rows(uses->rows); row++) {
		Use use = use_at(uses, row);
		if (strcmp(use.kind, "column") != 0 || strcmp(use.name, name) != 0)
			continue;
		if (forbidden_column(name, mapping_uses_type(use.holds), NULL))
			return false;
		found = true;
	}
	return found;
}

gint64 mapping_uses_passed(const MappingUses *uses, guint32 relation, int place)
{
	for (int row = 0; row < result_rows(uses->passed); row++) {
		if (result_int64(uses->passed, row, 0) == relation &&
		    result_int64(uses->passed, row, 1) == place)
			return result_int64(uses->passed, row, 3);
	}
	return 0;
}

/* ── the place in the text ── */
static bool is_alias(const MappingUses *uses, const char *name)
{
	for (int row = 0; row < result_rows(uses->rows); row++) {
		Use use = use_at(uses, row);
		if (strcmp(use.kind, "alias") == 0 && strcmp(use.name, name) == 0)
			return true;
	}
	return false;
}

/* True when the word at N is an alias that is used, not given, and no column follows it. */
static bool is_whole_row(const MappingUses *uses, const GPtrArray *words, guint n)
{
	static const char *const before[] = { "select", "distinct", "when", "then", "else",  "and",
					      "or",     "not",      "by",   "on",   "where", NULL };
	const SqlWord *word = g_ptr_array_index(words, n);
	const SqlWord *last = n > 0 ? g_ptr_array_index(words, n - 1) : NULL;
	const SqlWord *next = n + 1 < words->len ? g_ptr_array_index(words, n + 1) : NULL;
	const SqlWord *third = n + 2 < words->len ? g_ptr_array_index(words, n + 2) : NULL;
	if (!word->identifier || !is_alias(uses, word->text) || last == NULL)
		return false;
	bool used = last->identifier ? g_strv_contains(before, last->text)
				     : last->text[0] != ')' && last->text[0] != '.';
	bool column =
	    next != NULL && next->text[0] == '.' && (third == NULL || third->text[0] != '*');
	return used && !column;
}

static void find_place(const MappingUses *uses, const MappingFeed *feed, const Use *use,
		       int *ret_line, int *ret_column)
{
	g_autoptr(GPtrArray) words = sqlword_list(feed->file->text);
	const char *dot = use->place != NULL ? strrchr(use->place, '.') : NULL;
	const char *table = dot != NULL ? dot + 1 : NULL;
	bool row = strcmp(use->kind, "row") == 0 && use->name == NULL;
	bool named = false;
	*ret_line = *ret_column = 1;
	for (guint n = 0; n < words->len; n++) {
		const SqlWord *word = g_ptr_array_index(words, n);
		bool here = row ? is_whole_row(uses, words, n)
				: word->identifier && g_strcmp0(word->text, use->name) == 0;
		bool near = !row && !named && word->identifier && g_strcmp0(word->text, table) == 0;
		if (!here && !near)
			continue;
		named |= here;
		*ret_line = word->line;
		*ret_column = word->column;
		if (here)
			return;
	}
}

static bool refuse(const MappingUses *uses, const MappingFeed *feed, const Use *use,
		   const char *hint, const char *why, GError **error)
{
	int line = 0;
	int column = 0;
	find_place(uses, feed, use, &line, &column);
	error_set(error, SHUMAR_ERROR_CONFIG, hint, "%s:%d:%d: feed '%s' must not use %s",
		  feed->place, line, column, feed->feed, why);
	return false;
}

/* ── what is refused ── */
static bool refuse_unreadable(const MappingUses *uses, const MappingFeed *feed, const Use *use,
			      GError **error)
{
	g_autofree char *why = g_strdup_printf("column '%s' of %s: role '%s' may not read it",
					       use->name, use->place, use->lacking);
	g_autofree char *hint =
	    g_strdup_printf("Let the source's owner run: grant select (%s) on %s to %s;", use->name,
			    use->place, use->lacking);
	return refuse(uses, feed, use, hint, why, error);
}

static bool check_column(const MappingUses *uses, const MappingFeed *feed,
			 const Declaration *declaration, const Use *use, GError **error)
{
	const char *kind = NULL;
	if (!forbidden_column(use->name, mapping_uses_type(use->holds), &kind) ||
	    declaration_allows(declaration, use->name))
		return use->lacking == NULL || refuse_unreadable(uses, feed, use, error);
	g_autofree char *why =
	    g_strdup_printf("column '%s' of %s: it would read %s, under whatever name", use->name,
			    use->place, kind);
	return refuse(uses, feed, use, HINT_PRIVATE, why, error);
}

static bool reads_by_itself(const char *name)
{
	for (size_t n = 0; n < G_N_ELEMENTS(reading); n++) {
		size_t length = strcspn(reading[n], "*");
		if (reading[n][length] == '*' ? strncmp(name, reading[n], length) == 0
					      : strcmp(name, reading[n]) == 0)
			return true;
	}
	return false;
}

static bool check_function(const MappingUses *uses, const MappingFeed *feed,
			   const Declaration *declaration, const Use *use, GError **error)
{
	/* where the role can read all, a function of the source can too */
	bool free_hand = declaration->role_reason != NULL && strcmp(use->holds, "source") == 0;
	if (strcmp(use->holds, "definer") != 0 && !reads_by_itself(use->name) && !free_hand)
		return true;
	g_autofree char *why = g_strdup_printf(
	    "function '%s': %s", use->name,
	    strcmp(use->holds, "definer") == 0 ? "it reads with its owner's rights, not the role's"
	    : free_hand ? "it is the source's own, and the role may read personal data"
			: "it reads or shows rows as a whole, and nobody can tell which columns");
	return refuse(uses, feed, use, "Name the columns that are needed, one by one.", why, error);
}

static bool check_use(const MappingUses *uses, const MappingFeed *feed,
		      const Declaration *declaration, const Use *use, GError **error)
{
	g_autofree char *why = NULL;
	if (strcmp(use->kind, "column") == 0)
		return check_column(uses, feed, declaration, use, error);
	if (strcmp(use->kind, "function") == 0)
		return check_function(uses, feed, declaration, use, error);
	if (strcmp(use->kind, "system") == 0)
		why = g_strdup_printf("'%s.%s': the server's own tables hold values of others",
				      use->place, use->name);
	else if (strcmp(use->kind, "row") == 0)
		why = use->name == NULL
			  ? g_strdup("a whole row: it holds every column of its table")
			  : g_strdup_printf("view %s: it uses a whole row", use->place);
	return why == NULL ||
	       refuse(uses, feed, use, "Name the columns that are needed, one by one.", why, error);
}

bool mapping_uses_check(const MappingUses *uses, const MappingFeed *feed,
			const Declaration *declaration, GError **error)
{
	for (int row = 0; row < result_rows(uses->rows); row++) {
		Use use = use_at(uses, row);
		if (!check_use(uses, feed, declaration, &use, error))
			return false;
	}
	return true;
}
