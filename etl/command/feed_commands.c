#include "etl/command/feed_commands.h"

#include "core/config/problem.h"
#include "core/database/fact.h"
#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/warehouse/warehouse.h"
#include "etl/drop/drop_raw.h"

#include <stdio.h>
#include <string.h>

const char feeds_details[] =
    "A feed is what a mapping gives: sql/sources/<mapping>/<feed>.sql yields columns of\n"
    "these names and types. For each: whether every row needs it, what stands where the\n"
    "source does not say, which words it takes, and in which cubes it counts.\n"
    "\n"
    "  shumar source feeds\n"
    "  shumar source feeds complaint";

const CommandOption feeds_options[] = {
	{ "markdown", 0, OPTION_FLAG, "As the tables of docs/feeds.md, which 'make docs' writes so",
	  NULL },
	{ 0 },
};

/* ── cubes ── */
typedef struct {
	GPtrArray *names; /* owned texts */
	GPtrArray *texts; /* borrowed */
} Cubes;

static bool add_cube(const SqlText *file, gpointer payload, GError **error)
{
	(void)error;
	Cubes *cubes = payload;
	char *name = g_path_get_basename(file->path);
	name[strlen(name) - strlen(".sql")] = '\0';
	g_ptr_array_add(cubes->names, name);
	g_ptr_array_add(cubes->texts, (gpointer)(guintptr)file->text);
	return true;
}

static char *array_of(const GPtrArray *texts)
{
	return drop_raw_array((const char *const *)(gconstpointer)texts->pdata, texts->len);
}

DatabaseResult *feeds_read(Database *db, const char *feed, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) texts = g_ptr_array_new();
	sqltext_each("cubes/", add_cube, &(Cubes){ names, texts }, NULL);
	g_autofree char *name_array = array_of(names);
	g_autofree char *text_array = array_of(texts);
	return database_query(db, sqltext(SQL_ETL_FEEDS),
			      DATABASE_PARAMS(feed, name_array, text_array), error);
}

/* ── printing ── */
static const char *text_or(const DatabaseResult *rows, int row, int column, const char *otherwise)
{
	const char *text = result_text(rows, row, column);
	return text != NULL ? text : otherwise;
}

char *feeds_absent(const DatabaseResult *rows, int row)
{
	const char *standard = result_text(rows, row, FEEDS_STANDARD);
	if (result_bool(rows, row, FEEDS_REQUIRED))
		return g_strdup("required");
	return standard != NULL ? g_strdup_printf("else %s", standard) : g_strdup("may be missing");
}

static void put_plain(GString *text, const DatabaseResult *rows, int row)
{
	g_autofree char *otherwise = feeds_absent(rows, row);
	g_string_append_printf(text, "  %-18s %s, %s\n", result_text(rows, row, FEEDS_NAME),
			       result_text(rows, row, FEEDS_TYPE), otherwise);
	if (result_text(rows, row, FEEDS_WORDS) != NULL)
		g_string_append_printf(text, "  %-18s   takes: %s\n", "",
				       result_text(rows, row, FEEDS_WORDS));
	if (result_text(rows, row, FEEDS_CUBES) != NULL)
		g_string_append_printf(text, "  %-18s   counts in: %s\n", "",
				       result_text(rows, row, FEEDS_CUBES));
}

static void put_markdown(GString *text, const DatabaseResult *rows, int row)
{
	g_autofree char *otherwise = feeds_absent(rows, row);
	g_string_append_printf(
	    text, "| `%s` | %s | %s | %s | %s |\n", result_text(rows, row, FEEDS_NAME),
	    result_text(rows, row, FEEDS_TYPE), otherwise, text_or(rows, row, FEEDS_WORDS, ""),
	    text_or(rows, row, FEEDS_CUBES, ""));
}

static void put_feed(GString *text, const DatabaseResult *rows, int row, bool markdown)
{
	if (!markdown) {
		g_string_append_printf(text, "%s%s: a row is told by its %s\n", row > 0 ? "\n" : "",
				       result_text(rows, row, FEEDS_FEED),
				       result_text(rows, row, FEEDS_KEYS));
		return;
	}
	g_string_append_printf(
	    text,
	    "%s## %s\n\nA row is told by its %s.\n\n"
	    "| column | type | where the source does not say | takes | counts in "
	    "|\n|---|---|---|---|---|\n",
	    row > 0 ? "\n" : "", result_text(rows, row, FEEDS_FEED),
	    result_text(rows, row, FEEDS_KEYS));
}

static void put_feeds(GString *text, const DatabaseResult *rows, bool markdown)
{
	const char *feed = "";
	for (int row = 0; row < result_rows(rows); row++) {
		if (strcmp(result_text(rows, row, FEEDS_FEED), feed) != 0)
			put_feed(text, rows, row, markdown);
		feed = result_text(rows, row, FEEDS_FEED);
		if (markdown)
			put_markdown(text, rows, row);
		else
			put_plain(text, rows, row);
	}
}

/* ── the command ── */
bool feeds_known(const char *name, GError **error)
{
	const char *const *feeds = fact_feeds();
	if (name == NULL || g_strv_contains(feeds, name))
		return true;
	const char *nearest = nearest_name(name, feeds);
	g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)feeds);
	g_autofree char *hint = nearest != NULL ? g_strdup_printf("Did you mean '%s'?", nearest)
						: g_strdup_printf("The feeds are: %s.", all);
	error_set(error, SHUMAR_ERROR_USAGE, hint, "there is no feed '%s'", name);
	return false;
}

bool feeds_run(CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 0, 1, error) || !feeds_known(words[0], error))
		return false;
	const Config *config = command_config(context, error);
	g_autoptr(Database) db =
	    config != NULL ? warehouse_open(config, "source-feeds", error) : NULL;
	g_autoptr(DatabaseResult) rows =
	    db != NULL ? feeds_read(db, words[0] != NULL ? words[0] : "", error) : NULL;
	if (rows == NULL)
		return false;
	g_autoptr(GString) text = g_string_new(NULL);
	put_feeds(text, rows, command_flag(context, "markdown"));
	/* whether it was written is seen by the dispatcher, for all commands */
	(void)fwrite(text->str, 1, text->len, stdout);
	return true;
}
