/* What each kind of file must say, before anything is run. */
#include <string.h>

#include "core/database/fact.h"
#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/site/site_private.h"

/* A kind of file: where it lies, and the lines that its header must have. */
typedef struct {
	const char *prefix;
	const char *headers[8];
	bool (*check)(const Site *site, const SiteFile *file, GError **error);
} SiteKind;

static bool refuse(const Site *site, const SiteFile *file, const char *hint, const char *why,
		   GError **error)
{
	g_autofree char *place = site_place(site, file);
	error_set(error, SHUMAR_ERROR_CONFIG, hint, "%s:1:1: %s", place, why);
	return false;
}

/* ── columns ── */
/* No column that a report or a cube gives may be a key of records. */
static bool check_columns(const Site *site, const SiteFile *file, GError **error)
{
	g_autoptr(GPtrArray) columns = sqltext_columns(file->text, "returns");
	for (guint n = 0; n < columns->len; n++) {
		const SqlColumn *column = g_ptr_array_index(columns, n);
		if (strcmp(column->type, "uuid") != 0 && !g_str_has_suffix(column->name, "_key"))
			continue;
		g_autofree char *why = g_strdup_printf(
		    "column '%s' would be a key, which tells one person's record", column->name);
		return refuse(site, file, "Give counts, and what they are counted by.", why, error);
	}
	if (columns->len > 0)
		return true;
	return refuse(site, file, "Write: -- returns: district text, cases bigint.",
		      "the line 'returns' names no column", error);
}

/* Whether NAMES (a header line, parted by commas) are COLUMNS from *AT on, of TYPE (NULL: any);
 * moves *AT behind them. */
static bool are_columns(const char *names, const GPtrArray *columns, const char *type, guint *at)
{
	g_auto(GStrv) list = g_strsplit(names, ",", -1);
	for (char **name = list; *name != NULL; name++, (*at)++) {
		const SqlColumn *column =
		    *at < columns->len ? g_ptr_array_index(columns, *at) : NULL;
		if (column == NULL || strcmp(g_strstrip(*name), column->name) != 0 ||
		    (type != NULL && strcmp(column->type, type) != 0))
			return false;
	}
	return true;
}

/* ── kinds ── */
static bool check_cube(const Site *site, const SiteFile *file, GError **error)
{
	g_autofree char *keys = sqltext_header(file->text, "keys");
	g_autofree char *counts = sqltext_header(file->text, "counts");
	g_autofree char *parameters = sqltext_header(file->text, "parameters");
	g_autoptr(GPtrArray) columns = sqltext_columns(file->text, "returns");
	guint at = 0;
	if (!are_columns(keys, columns, NULL, &at) ||
	    !are_columns(counts, columns, "bigint", &at) || at != columns->len)
		return refuse(
		    site, file, "A cube gives its keys, then its counts, which are bigint.",
		    "the lines 'keys' and 'counts' are not the columns of 'returns'", error);
	if (strcmp(parameters, "none") != 0)
		return refuse(site, file, "Write: -- parameters: none.", "a cube has no parameters",
			      error);
	if (strstr(file->text, "engine.signed_") == NULL ||
	    strstr(file->text, "\nselect f.") == NULL)
		return refuse(site, file,
			      "Its outermost select begins a line with 'select f.' and reads "
			      "'engine.signed_<fact> f': what a run changes stands in for it.",
			      "a cube counts the signed rows f of one fact", error);
	return check_columns(site, file, error);
}

#define RULE_RETURNS "source text, row_no bigint, reason text"

static bool check_rule(const Site *site, const SiteFile *file, GError **error)
{
	static const char *const severities[] = { "row", "field", "warning", NULL };
	g_autofree char *rule = sqltext_header(file->text, "rule");
	g_autofree char *returns = sqltext_header(file->text, "returns");
	g_auto(GStrv) words = g_strsplit(rule, " ", -1);
	if (strcmp(returns, RULE_RETURNS) != 0)
		return refuse(site, file, "Write: -- returns: " RULE_RETURNS ".",
			      "a rule gives the source, the number and the reason of each row that "
			      "it is against",
			      error);
	if (g_strv_length(words) == 4 && g_strv_contains(fact_feeds(), words[0]) &&
	    g_strv_contains(severities, words[1]))
		return true;
	return refuse(site, file, "Write: -- rule: case row registered_at date-range.",
		      "the line 'rule' must be a feed; row, field or warning; a column; and a code",
		      error);
}

/* A table of reference is one of the program's, with other rows. */
static bool check_reference(const Site *site, const SiteFile *file, GError **error)
{
	const SqlText *own = sqltext_own(file->path + strlen(SITE_SQL));
	if (own == NULL)
		return refuse(site, file, "Use the name of a file of the program's sql/reference/.",
			      "there is no table of reference of this name", error);
	size_t length = strcspn(own->text, "\r\n");
	if (strncmp(own->text, file->text, length) == 0 && strcspn(file->text, "\r\n") == length)
		return true;
	g_autofree char *head = g_strndup(own->text, length);
	g_autofree char *hint = g_strdup_printf("Its first line must be: %s", head);
	return refuse(site, file, hint, "the columns are others than the program's", error);
}

/* A mapping has its declaration, here or in the program. */
static bool check_source(const Site *site, const SiteFile *file, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(file->path);
	g_autofree char *name = g_strconcat(folder, "/source.yaml", NULL);
	if (g_str_has_suffix(folder, "/kit"))
		return refuse(site, file, NULL, "the kit is the program's alone", error);
	if (sqltext_own(name + strlen(SITE_SQL)) != NULL)
		return true;
	for (guint n = 0; n < site->files->len; n++) {
		if (strcmp(((SiteFile *)g_ptr_array_index(site->files, n))->path, name) == 0)
			return true;
	}
	return refuse(site, file, "'shumar source new' writes one.",
		      "its folder has no source.yaml", error);
}

/* What all templates share is the program's. */
static bool check_template(const Site *site, const SiteFile *file, GError **error)
{
	static const char *const own[] = { "templates/measures.yaml", "templates/glossary.yaml",
					   "templates/disclosure.yaml", NULL };
	if (!g_strv_contains(own, file->path))
		return true;
	return refuse(site, file,
		      "Copy the whole folder of templates and name it as 'templates' in "
		      "shumar.yaml.",
		      "this file is of all templates together, and cannot be laid over", error);
}

static const SiteKind kinds[] = {
	{ "sql/cubes/",
	  { "purpose", "grain", "keys", "counts", "parameters", "returns", "locks" },
	  check_cube },
	{ "sql/reports/", { "purpose", "grain", "parameters", "returns", "locks" }, check_columns },
	{ "sql/etl/rules/", { "purpose", "rule", "remedy", "parameters", "returns" }, check_rule },
	{ "sql/reference/", { NULL }, check_reference },
	{ "sql/sources/", { NULL }, check_source },
	{ "templates/", { NULL }, check_template },
};

static bool check_headers(const Site *site, const SiteFile *file, const char *const *headers,
			  GError **error)
{
	for (; *headers != NULL; headers++) {
		g_autofree char *value = sqltext_header(file->text, *headers);
		if (value != NULL && value[0] != '\0')
			continue;
		g_autofree char *why = g_strdup_printf("its header has no line '%s'", *headers);
		return refuse(site, file, "See a file of the same folder of the program.", why,
			      error);
	}
	return true;
}

/* Names become names of tables and queries. */
static bool check_name(const Site *site, const SiteFile *file, GError **error)
{
	g_autofree char *name = g_path_get_basename(file->path);
	if (g_regex_match_simple("^[a-z0-9][a-z0-9_-]{0,59}\\.(sql|yaml|csv)\\z", name, 0, 0))
		return true;
	return refuse(site, file, NULL,
		      "its name is not made of small letters, digits, '_' and '-'", error);
}

bool site_check_file(const Site *site, const SiteFile *file, GError **error)
{
	if (!check_name(site, file, error))
		return false;
	for (size_t n = 0; n < G_N_ELEMENTS(kinds); n++) {
		if (g_str_has_prefix(file->path, kinds[n].prefix))
			return check_headers(site, file, kinds[n].headers, error) &&
			       kinds[n].check(site, file, error);
	}
	g_assert_not_reached();
}
