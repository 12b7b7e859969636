#include "core/config/config.h"

#include <string.h>

#include "core/config/problem.h"
#include "core/error.h"
#include "core/text.h"

/* Where a configuration is looked for when neither --config nor $SHUMAR_CONFIG names one. */
static const char *const search_paths[] = { "shumar.yaml", "/etc/shumar/shumar.yaml" };

static const char *const top_keys[] = { "data",   "warehouse", "templates", "office",
					"output", "log",       "files",     "rejects",
					"site",   "sources",   NULL };
static const char *const log_keys[] = { "format", "level", NULL };
static const char *const file_keys[] = {
	[OUTFILE_INTERNAL] = "internal", [OUTFILE_PUBLIC] = "public", NULL
};
static const char *const rejects_keys[] = { "keep_days", NULL };
static const char *const source_keys[] = { "mapping",        "connection",   "folder", "when",
					   "file_megabytes", "file_minutes", NULL };

static const char password_hint[] =
    "keep it in the file that PGPASSFILE names or in a service file, and leave it out here";

/* What reading needs at hand. */
typedef struct {
	const YamlDocument *document;
	Problems *problems;
	char *base; /* absolute folder of the file */
} Reader;

static void source_free(gpointer data)
{
	ConfigSource *source = data;
	g_free(source->name);
	g_free(source->mapping);
	g_free(source->connection);
	g_free(source->folder);
	g_free(source);
}

void config_free(Config *config)
{
	if (config == NULL)
		return;
	g_free(config->path);
	g_free(config->data);
	g_free(config->warehouse);
	g_free(config->templates);
	g_free(config->office);
	g_free(config->output);
	g_free(config->site);
	g_ptr_array_unref(config->sources);
	g_free(config);
}

/* ── ${NAME} ── */

/* Appends what the TEXT between the braces stands for. */
static bool expand_name(GString *target, const char *text, GError **error)
{
	const char *colon = strstr(text, ":-");
	g_autofree char *name =
	    colon != NULL ? g_strndup(text, (gsize)(colon - text)) : g_strdup(text);
	if (!g_regex_match_simple("^[A-Za-z_][A-Za-z0-9_]*\\z", name, 0, 0)) {
		error_set(error, SHUMAR_ERROR_CONFIG, "write ${NAME} or ${NAME:-default}",
			  "'${%s}' names no environment variable", text);
		return false;
	}
	const char *value = g_getenv(name);
	/* as in the shell, ":-" also replaces an empty value */
	if (colon != NULL && (value == NULL || value[0] == '\0'))
		value = colon + 2;
	if (value == NULL) {
		g_autofree char *hint = g_strdup_printf("set it, or write ${%s:-default}", name);
		error_set(error, SHUMAR_ERROR_CONFIG, hint, "environment variable '%s' is not set",
			  name);
		return false;
	}
	g_string_append(target, value);
	return true;
}

char *config_expand(const char *text, GError **error)
{
	g_autoptr(GString) expanded = g_string_new(NULL);
	const char *start;
	while ((start = strstr(text, "${")) != NULL) {
		g_string_append_len(expanded, text, start - text);
		const char *end = strchr(start, '}');
		if (end == NULL) {
			error_set(error, SHUMAR_ERROR_CONFIG, "close it with '}'",
				  "'${' is not closed");
			return NULL;
		}
		g_autofree char *inside = g_strndup(start + 2, (gsize)(end - start - 2));
		if (!expand_name(expanded, inside, error))
			return NULL;
		text = end + 1;
	}
	g_string_append(expanded, text);
	return g_string_free(g_steal_pointer(&expanded), FALSE);
}

/* ── values ── */

/* The text of NODE, called WHERE in messages; NULL and a problem when it is none. */
static const char *read_text(const Reader *reader, const YamlNode *node, const char *where)
{
	const char *text = yaml_text(node);
	if (text == NULL)
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s must be a text, not %s", where, yaml_kind_name(yaml_kind(node)));
	else if (yaml_is_null(node) || text[0] == '\0')
		problems_add(reader->problems, reader->document, node,
			     "give it a value, or leave the key out", "%s is empty", where);
	else
		return text;
	return NULL;
}

/* As read_text, with ${} replaced. Transfer full. */
static char *read_expanded(const Reader *reader, const YamlNode *node, const char *where)
{
	const char *text = read_text(reader, node, where);
	if (text == NULL)
		return NULL;
	g_autoptr(GError) error = NULL;
	g_autofree char *expanded = config_expand(text, &error);
	if (expanded == NULL) {
		problems_add(reader->problems, reader->document, node, error_hint(error), "%s: %s",
			     where, error->message);
		return NULL;
	}
	if (expanded[0] == '\0') {
		problems_add(reader->problems, reader->document, node,
			     "set the environment variable",
			     "%s is empty after its environment variables were filled in", where);
		return NULL;
	}
	return g_steal_pointer(&expanded);
}

/* The folder that NODE names, or FALLBACK when it is absent; absolute. Transfer full. */
static char *read_folder(const Reader *reader, const YamlNode *node, const char *where,
			 const char *fallback)
{
	if (node == NULL)
		return g_canonicalize_filename(fallback, reader->base);
	g_autofree char *folder = read_expanded(reader, node, where);
	return folder != NULL ? g_canonicalize_filename(folder, reader->base) : NULL;
}

/* Adds a problem when CONNINFO, the value of NODE, is no connection string or holds a password. */
static bool check_conninfo(const Reader *reader, const YamlNode *node, const char *where,
			   const char *conninfo)
{
	if (yaml_holds_password(conninfo))
		problems_add(reader->problems, reader->document, node, password_hint,
			     "%s holds a password", where);
	else if (strchr(conninfo, '=') == NULL && strstr(conninfo, "://") == NULL)
		problems_add(reader->problems, reader->document, node,
			     "write for example: host=db1 dbname=psrms",
			     "%s is no libpq connection string", where);
	else
		return true;
	return false;
}

static char *read_warehouse(const Reader *reader, const YamlNode *node)
{
	if (node == NULL)
		return g_strdup("embedded");
	g_autofree char *warehouse = read_expanded(reader, node, "warehouse");
	if (warehouse == NULL || strcmp(warehouse, "embedded") == 0)
		return g_steal_pointer(&warehouse);
	static const char *const words[] = { "embedded", NULL };
	if (nearest_name(warehouse, words) != NULL) {
		problems_add(reader->problems, reader->document, node, "did you mean 'embedded'?",
			     "warehouse is neither 'embedded' nor a libpq connection string");
		return NULL;
	}
	return check_conninfo(reader, node, "warehouse", warehouse) ? g_steal_pointer(&warehouse)
								    : NULL;
}

/* ── log ── */

static void unknown_word(const Reader *reader, const YamlNode *node, const char *where,
			 const char *known)
{
	g_autofree char *hint = g_strdup_printf("known are %s", known);
	g_autofree char *quoted = text_quote(yaml_text(node), -1);
	problems_add(reader->problems, reader->document, node, hint, "%s: unknown value %s", where,
		     quoted);
}

static void read_log(const Reader *reader, Config *config, const YamlNode *node)
{
	config->log_format = LOG_FORMAT_TEXT;
	config->log_level = LOG_LEVEL_INFO;
	if (node == NULL)
		return;
	problems_check_keys(reader->problems, reader->document, node, "log", log_keys);
	const YamlNode *format = yaml_find(node, "format");
	const YamlNode *level = yaml_find(node, "level");
	const char *word = format != NULL ? read_text(reader, format, "log format") : NULL;
	if (word != NULL && !log_format_parse(word, &config->log_format))
		unknown_word(reader, format, "log format", "text, json, journal");
	word = level != NULL ? read_text(reader, level, "log level") : NULL;
	if (word != NULL && !log_level_parse(word, &config->log_level))
		unknown_word(reader, level, "log level", "debug, info, warning, error");
}

/* ── files ── */

/* The mode that NODE writes in octal; 0 and a problem where it is none that files of ours may have:
 * whoever owns them reads and writes them, nobody runs them, not all the world changes them. */
static mode_t read_mode(const Reader *reader, const YamlNode *node, const char *where)
{
	const char *text = read_text(reader, node, where);
	if (text != NULL && g_regex_match_simple("^0?6[0246][04]\\z", text, 0, 0))
		return (mode_t)g_ascii_strtoull(text, NULL, 8);
	if (text != NULL)
		problems_add(reader->problems, reader->document, node,
			     "write for example 0600, 0640 or 0644",
			     "%s is no mode of a file that its owner alone, or his group, changes",
			     where);
	return 0;
}

static void read_files(const Reader *reader, Config *config, const YamlNode *node)
{
	if (node == NULL)
		return;
	problems_check_keys(reader->problems, reader->document, node, "files", file_keys);
	for (int kind = 0; kind < OUTFILE_KINDS; kind++) {
		const YamlNode *mode = yaml_find(node, file_keys[kind]);
		g_autofree char *where = g_strdup_printf("files: %s", file_keys[kind]);
		if (mode != NULL)
			config->file_modes[kind] = read_mode(reader, mode, where);
	}
}

/* ── rejects ── */

#define KEEP_DAYS 400 /* a year, and a month in which it is looked back on */

static void read_rejects(const Reader *reader, Config *config, const YamlNode *node)
{
	config->rejects_keep_days = KEEP_DAYS;
	if (node == NULL || yaml_is_null(node))
		return;
	problems_check_keys(reader->problems, reader->document, node, "rejects", rejects_keys);
	const YamlNode *days = yaml_find(node, "keep_days");
	const char *text = days != NULL ? read_text(reader, days, "rejects: keep_days") : NULL;
	gint64 number = 0;
	if (text == NULL)
		return;
	if (g_ascii_string_to_signed(text, 10, 1, 36500, &number, NULL))
		config->rejects_keep_days = (int)number;
	else
		problems_add(reader->problems, reader->document, days,
			     "write a whole number of days, from 1 to 36500",
			     "rejects: keep_days cannot be '%s'", text);
}

/* ── sources ── */

static bool is_name(const char *text)
{
	return g_regex_match_simple("^[a-z][a-z0-9_-]*\\z", text, 0, 0);
}

static char *read_mapping(const Reader *reader, const YamlNode *node, const YamlNode *parent,
			  const char *where)
{
	if (node == NULL) {
		problems_add(reader->problems, reader->document, parent,
			     "name a folder below sql/sources/", "%s has no mapping", where);
		return NULL;
	}
	g_autofree char *what = g_strdup_printf("%s: mapping", where);
	const char *mapping = read_text(reader, node, what);
	if (mapping != NULL && !is_name(mapping)) {
		problems_add(reader->problems, reader->document, node,
			     "name a folder below sql/sources/",
			     "%s: mapping '%s' is no name of small letters, digits, '_' and '-'",
			     where, mapping);
		return NULL;
	}
	return g_strdup(mapping);
}

static char *read_connection(const Reader *reader, const YamlNode *node, const char *where)
{
	g_autofree char *what = g_strdup_printf("%s: connection", where);
	g_autofree char *connection = read_expanded(reader, node, what);
	if (connection == NULL)
		return NULL;
	if (!g_str_has_prefix(connection, "embedded:"))
		return check_conninfo(reader, node, what, connection) ? g_steal_pointer(&connection)
								      : NULL;
	if (g_regex_match_simple("^[a-z_][a-z0-9_]*\\z", connection + strlen("embedded:"), 0, 0))
		return g_steal_pointer(&connection);
	problems_add(
	    reader->problems, reader->document, node, "write for example: embedded:psrms_demo",
	    "%s names no database of small letters, digits and '_' after 'embedded:'", what);
	return NULL;
}

static void read_place(const Reader *reader, ConfigSource *source, const YamlNode *node,
		       const char *where)
{
	const YamlNode *connection = yaml_find(node, "connection");
	const YamlNode *folder = yaml_find(node, "folder");
	if ((connection == NULL) == (folder == NULL)) {
		problems_add(reader->problems, reader->document, folder != NULL ? folder : node,
			     "a database has a connection, a folder of CSV files has a folder",
			     "%s must have exactly one of connection and folder, and has %s", where,
			     folder != NULL ? "both" : "neither");
		return;
	}
	g_autofree char *what = g_strdup_printf("%s: folder", where);
	if (connection != NULL)
		source->connection = read_connection(reader, connection, where);
	else
		source->folder = read_folder(reader, folder, what, NULL);
}

static bool read_when(const Reader *reader, const YamlNode *node, const char *where)
{
	g_autofree char *what = g_strdup_printf("%s: when", where);
	const char *when = node != NULL ? read_text(reader, node, what) : NULL;
	if (when == NULL || strcmp(when, "always") == 0)
		return false;
	if (strcmp(when, "asked") != 0)
		unknown_word(reader, node, what, "always, asked");
	return true;
}

/* The number of a limit of files, or FALLBACK; only folders have files. */
static gint64 read_limit(const Reader *reader, const YamlNode *node, const char *key,
			 const char *where, gint64 fallback)
{
	enum { MOST = 1024 * 1024 };
	const YamlNode *limit = yaml_find(node, key);
	guint64 number = 0;
	if (limit == NULL)
		return fallback;
	const char *text = yaml_text(limit);
	if (yaml_find(node, "folder") == NULL)
		problems_add(reader->problems, reader->document, limit, NULL,
			     "%s: %s is for sources with a folder", where, key);
	else if (text == NULL || !g_ascii_string_to_unsigned(text, 10, 1, MOST, &number, NULL))
		problems_add(reader->problems, reader->document, limit, NULL,
			     "%s: %s must be a whole number from 1 to %d", where, key, (int)MOST);
	return (gint64)number;
}

static ConfigSource *read_source(const Reader *reader, const YamlNode *key, const YamlNode *node)
{
	g_autofree char *where = g_strdup_printf("source '%s'", yaml_text(key));
	ConfigSource *source = g_new0(ConfigSource, 1);
	source->name = g_strdup(yaml_text(key));
	if (!is_name(source->name))
		problems_add(reader->problems, reader->document, key, NULL,
			     "%s is no name of small letters, digits, '_' and '-'", where);
	problems_check_keys(reader->problems, reader->document, node, where, source_keys);
	if (yaml_kind(node) == YAML_KIND_MAPPING) {
		source->mapping = read_mapping(reader, yaml_find(node, "mapping"), key, where);
		read_place(reader, source, node, where);
		source->asked = read_when(reader, yaml_find(node, "when"), where);
		source->file_megabytes =
		    read_limit(reader, node, "file_megabytes", where, CONFIG_FILE_MEGABYTES);
		source->file_minutes =
		    read_limit(reader, node, "file_minutes", where, CONFIG_FILE_MINUTES);
	}
	return source;
}

static void read_sources(const Reader *reader, Config *config, const YamlNode *node)
{
	/* "sources:" with every entry commented out is as good as none */
	if (node == NULL || yaml_is_null(node))
		return;
	if (yaml_kind(node) != YAML_KIND_MAPPING) {
		problems_add(reader->problems, reader->document, node,
			     "write a mapping: NAME: {mapping: …, connection: …}",
			     "sources must be a mapping, not %s", yaml_kind_name(yaml_kind(node)));
		return;
	}
	for (size_t n = 0; n < yaml_count(node); n++)
		g_ptr_array_add(config->sources,
				read_source(reader, yaml_key(node, n), yaml_value(node, n)));
}

/* ── the file ── */

/* "/etc/shumar/site" of a program in /usr/bin or /usr/local/bin, "PREFIX/etc/shumar/site" of one in
 * another PREFIX/bin; NULL: it is not installed, or has no such folder. Transfer full. */
static char *installed_site(void)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	if (program == NULL || !g_str_has_suffix(program, "/bin/shumar"))
		return NULL;
	g_autofree char *prefix = g_strndup(program, strlen(program) - strlen("/bin/shumar"));
	bool usual = strcmp(prefix, "/usr") == 0 || strcmp(prefix, "/usr/local") == 0;
	g_autofree char *folder =
	    g_build_filename(usual ? "/" : prefix, "etc", "shumar", "site", NULL);
	return g_file_test(folder, G_FILE_TEST_IS_DIR) ? g_steal_pointer(&folder) : NULL;
}

/* The folder that is named, which must be there; else 'site' beside the file, else that of an
 * installed program, where there is one. */
static char *read_site(const Reader *reader, const YamlNode *node)
{
	g_autofree char *folder = read_folder(reader, node, "site", "site");
	if (folder == NULL || g_file_test(folder, G_FILE_TEST_IS_DIR))
		return g_steal_pointer(&folder);
	if (node == NULL)
		return installed_site();
	problems_add(reader->problems, reader->document, node, "make it first",
		     "site: there is no folder '%s'", folder);
	return NULL;
}

static void read_top(const Reader *reader, Config *config, const YamlNode *root)
{
	if (root != NULL && !yaml_is_null(root))
		problems_check_keys(reader->problems, reader->document, root, "the configuration",
				    top_keys);
	config->data = read_folder(reader, yaml_find(root, "data"), "data", "build/data");
	config->warehouse = read_warehouse(reader, yaml_find(root, "warehouse"));
	config->templates =
	    read_folder(reader, yaml_find(root, "templates"), "templates", "templates");
	config->office = read_folder(reader, yaml_find(root, "office"), "office", "office");
	config->site = read_site(reader, yaml_find(root, "site"));
	config->output = read_folder(reader, yaml_find(root, "output"), "output", "build/reports");
	read_log(reader, config, yaml_find(root, "log"));
	read_files(reader, config, yaml_find(root, "files"));
	read_rejects(reader, config, yaml_find(root, "rejects"));
	read_sources(reader, config, yaml_find(root, "sources"));
}

static Config *read_file(const char *path, GError **error)
{
	g_autoptr(YamlDocument) document = yaml_read_of(path, top_keys, error);
	if (document == NULL)
		return NULL;
	g_autoptr(Problems) problems = problems_new();
	g_autofree char *absolute = g_canonicalize_filename(path, NULL);
	g_autofree char *base = g_path_get_dirname(absolute);
	Reader reader = { .document = document, .problems = problems, .base = base };
	g_autoptr(Config) config = g_new0(Config, 1);
	config->path = g_strdup(path);
	config->sources = g_ptr_array_new_with_free_func(source_free);
	read_top(&reader, config, yaml_root(document));
	return problems_end(problems, error) ? g_steal_pointer(&config) : NULL;
}

static Config *read_named(const char *path, const char *by, GError **error)
{
	if (g_file_test(path, G_FILE_TEST_EXISTS))
		return read_file(path, error);
	error_set(error, SHUMAR_ERROR_CONFIG,
		  "Check the path: it is taken as it stands, nothing else is tried.",
		  "cannot read the configuration '%s' named by %s: no such file", path, by);
	return NULL;
}

Config *config_read(const char *path, GError **error)
{
	if (path != NULL)
		return read_named(path, "--config", error);
	path = g_getenv("SHUMAR_CONFIG");
	if (path != NULL && path[0] != '\0')
		return read_named(path, "$SHUMAR_CONFIG", error);
	for (size_t n = 0; n < G_N_ELEMENTS(search_paths); n++) {
		if (g_file_test(search_paths[n], G_FILE_TEST_EXISTS))
			return read_file(search_paths[n], error);
	}
	error_set(
	    error, SHUMAR_ERROR_CONFIG,
	    "Name one with --config FILE, or write shumar.yaml in this folder: every key has a "
	    "default, so an empty file will do.",
	    "no configuration found: --config was not given, $SHUMAR_CONFIG is not set, and "
	    "there is neither './%s' nor '%s'",
	    search_paths[0], search_paths[1]);
	return NULL;
}

const ConfigSource *config_source(const Config *config, const char *name, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint n = 0; n < config->sources->len; n++) {
		ConfigSource *source = g_ptr_array_index(config->sources, n);
		if (strcmp(source->name, name) == 0)
			return source;
		g_ptr_array_add(names, source->name);
	}
	g_ptr_array_add(names, NULL);
	const char *nearest = nearest_name(name, (const char *const *)names->pdata);
	g_autofree char *list = g_strjoinv(", ", (char **)names->pdata);
	g_autofree char *hint =
	    nearest != NULL ? g_strdup_printf("Did you mean '%s'?", nearest)
	    : list[0] != '\0'
		? g_strdup_printf("The sources are: %s.", list)
		: g_strdup("The configuration names no sources; add one under 'sources'.");
	error_set(error, SHUMAR_ERROR_USAGE, hint, "no source '%s' in '%s'", name, config->path);
	return NULL;
}
