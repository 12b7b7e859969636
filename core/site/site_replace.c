/* Which files of the program a site replaces, and that it says so. */
#include <string.h>

#include "core/config/problem.h"
#include "core/config/yaml.h"
#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/site/site_private.h"

/* ── what is replaced ── */
/* Whether FILE takes part in a mapping that the program has. */
static bool is_of_own_mapping(const SiteFile *file)
{
	g_autofree char *folder = g_path_get_dirname(file->path + strlen(SITE_SQL));
	g_autofree char *declaration = g_strconcat(folder, "/source.yaml", NULL);
	return g_str_has_prefix(file->path, "sql/sources/") && sqltext_own(declaration) != NULL;
}

static bool replaces(const SiteFile *file, const char *const *templates)
{
	if (g_str_has_prefix(file->path, SITE_SQL))
		return sqltext_own(file->path + strlen(SITE_SQL)) != NULL ||
		       is_of_own_mapping(file);
	for (const char *const *folder = templates; *folder != NULL; folder++) {
		g_autofree char *path =
		    g_build_filename(*folder, file->path + strlen(SITE_TEMPLATES), NULL);
		if (g_file_test(path, G_FILE_TEST_EXISTS))
			return true;
	}
	return false;
}

/* The header line NAME says the same in FILE as in OWN. */
static bool says_the_same(const Site *site, const SiteFile *file, const SqlText *own,
			  const char *name, GError **error)
{
	g_autofree char *mine = sqltext_header(file->text, name);
	g_autofree char *its = sqltext_header(own->text, name);
	if (g_strcmp0(mine, its) == 0)
		return true;
	g_autofree char *place = site_place(site, file);
	g_autofree char *hint =
	    g_strdup_printf("What reads it relies on: -- %s: %s. Else give the file another name.",
			    name, its != NULL ? its : "(no such line)");
	error_set(error, SHUMAR_ERROR_CONFIG, hint,
		  "%s:1:1: its line '%s' is not that of the file it replaces", place, name);
	return false;
}

/* A statement in the place of another takes and gives the same. */
static bool check_same(const Site *site, const SiteFile *file, GError **error)
{
	static const char *const lines[] = { "keys", "counts", "parameters", "returns", "rule" };
	const SqlText *own = g_str_has_prefix(file->path, SITE_SQL)
				 ? sqltext_own(file->path + strlen(SITE_SQL))
				 : NULL;
	if (own == NULL || !g_str_has_suffix(file->path, ".sql") ||
	    g_str_has_prefix(file->path, "sql/sources/"))
		return true;
	for (size_t n = 0; n < G_N_ELEMENTS(lines); n++) {
		if (!says_the_same(site, file, own, lines[n], error))
			return false;
	}
	return true;
}

/* ── site.yaml ── */
static SiteFile *find(const Site *site, const char *path)
{
	for (guint n = 0; n < site->files->len; n++) {
		SiteFile *file = g_ptr_array_index(site->files, n);
		if (strcmp(file->path, path) == 0)
			return file;
	}
	return NULL;
}

/* Takes the line KEY: NODE of 'replaces'. */
static void take_line(const Site *site, const YamlDocument *document, Problems *problems,
		      const YamlNode *key, const YamlNode *node, const char *const *templates)
{
	SiteFile *file = find(site, yaml_text(key));
	const char *reason = yaml_text(node);
	if (file == NULL)
		problems_add(problems, document, key, "Take the line out, or put the file there.",
			     "the site has no file '%s'", yaml_text(key));
	else if (!replaces(file, templates))
		problems_add(problems, document, key, "Take the line out.",
			     "'%s' replaces no file of the program", yaml_text(key));
	else if (reason == NULL || yaml_is_null(node) || strlen(reason) < 3)
		problems_add(problems, document, node, "Say why, in a sentence.",
			     "'%s' is replaced without a reason", yaml_text(key));
	else
		file->reason = g_strdup(reason);
}

static bool read_reasons(const Site *site, const char *const *templates, GError **error)
{
	static const char *const keys[] = { "replaces", NULL };
	g_autofree char *path = g_build_filename(site->folder, SITE_FILE, NULL);
	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return true;
	g_autoptr(YamlDocument) document = yaml_read(path, error);
	if (document == NULL)
		return false;
	g_autoptr(Problems) problems = problems_new();
	const YamlNode *root = yaml_root(document);
	const YamlNode *lines = NULL;
	if (root != NULL && !yaml_is_null(root) &&
	    problems_check_keys(problems, document, root, "site", keys))
		lines = yaml_find(root, "replaces");
	bool none = lines == NULL || yaml_is_null(lines);
	if (!none && yaml_kind(lines) != YAML_KIND_MAPPING)
		problems_add(problems, document, lines, "Write: sql/cubes/x.sql: \"why\".",
			     "replaces must be a mapping of files to reasons");
	else
		for (size_t n = 0; !none && n < yaml_count(lines); n++)
			take_line(site, document, problems, yaml_key(lines, n),
				  yaml_value(lines, n), templates);
	return problems_end(problems, error);
}

bool site_check_replaced(const Site *site, const char *const *templates, GError **error)
{
	if (!read_reasons(site, templates, error))
		return false;
	for (guint n = 0; n < site->files->len; n++) {
		const SiteFile *file = g_ptr_array_index(site->files, n);
		if (file->reason == NULL && replaces(file, templates)) {
			g_autofree char *place = site_place(site, file);
			g_autofree char *hint = g_strdup_printf(
			    "If that is meant, say so in '%s/" SITE_FILE
			    "': replaces: {%s: \"why\"}. Else give it another name.",
			    site->folder, file->path);
			error_set(error, SHUMAR_ERROR_CONFIG, hint,
				  "%s:1:1: it would replace a file of the program, and nothing "
				  "says that it is meant to",
				  place);
			return false;
		}
		if (!check_same(site, file, error))
			return false;
	}
	return true;
}
