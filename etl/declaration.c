#include "etl/declaration.h"

#include "core/error.h"
#include "core/period.h"
#include "core/problem.h"
#include "core/sqltext.h"
#include "etl/forbidden.h"

#include <string.h>

/* NAMEDATALEN - 1 of PostgreSQL: what is longer is cut without a word. */
#define IDENTIFIER_LIMIT 63

static const char *const kind_names[] = { "postgresql", "csv", NULL }; /* by SourceKind */
static const char *const capture_names[] = { "ledger", "compare", "timestamp", NULL };
static const char *const type_names[] = {                              /* by FieldType */
					  "text", "key",       "integer", "boolean",
					  "date", "timestamp", NULL
};

static const char *const root_keys[] = { "kind", "jurisdiction", "timezone", "files",
					 "capture", "lag", NULL };
static const char *const file_keys[] = { "pattern", "columns", NULL };
static const char *const field_keys[] = {
	"type", "required", "earliest", "latest", "styles", NULL
};

/* What a reader of the declaration hands around. */
typedef struct {
	const YamlDocument *document;
	Problems *problems;
} Reader;

static void field_free(gpointer data)
{
	FileField *field = data;
	g_free(field->name);
	g_free(field);
}

static void file_free(gpointer data)
{
	FileDeclaration *file = data;
	g_free(file->name);
	g_free(file->pattern);
	g_ptr_array_unref(file->fields);
	g_free(file);
}

void declaration_free(Declaration *declaration)
{
	if (declaration == NULL)
		return;
	g_free(declaration->mapping);
	g_free(declaration->jurisdiction);
	g_free(declaration->timezone);
	g_free(declaration->lag);
	g_ptr_array_unref(declaration->files);
	g_free(declaration);
}

/* ── scalars ── */
/* The text of a scalar that is not empty; NULL with a problem otherwise. */
static const char *read_text(const Reader *reader, const YamlNode *node, const char *what)
{
	const char *text = yaml_text(node);
	if (text != NULL && text[0] != '\0' && !yaml_is_null(node))
		return text;
	problems_add(reader->problems, reader->document, node, NULL,
		     "%s must be a text that is not empty", what);
	return NULL;
}

/* The text of KEY of MAPPING, which must be there. */
static const char *read_needed(const Reader *reader, const YamlNode *mapping, const char *where,
			       const char *key)
{
	const YamlNode *node = yaml_find(mapping, key);
	if (node != NULL)
		return read_text(reader, node, key);
	problems_add(reader->problems, reader->document, mapping, NULL, "%s: '%s' is missing",
		     where, key);
	return NULL;
}

/* The place of NODE's text in NAMES; -1 with a problem when it is none of them. */
static int read_choice(const Reader *reader, const YamlNode *node, const char *what,
		       const char *const *names)
{
	const char *text = read_text(reader, node, what);
	if (text == NULL)
		return -1;
	for (int place = 0; names[place] != NULL; place++) {
		if (strcmp(names[place], text) == 0)
			return place;
	}
	const char *nearest = nearest_name(text, names);
	g_autofree char *all = g_strjoinv(", ", (GStrv)(guintptr)names);
	g_autofree char *hint = nearest != NULL ? g_strdup_printf("did you mean '%s'?", nearest)
						: g_strdup_printf("one of: %s", all);
	problems_add(reader->problems, reader->document, node, hint, "%s: no such value '%s'", what,
		     text);
	return -1;
}

static bool read_bool(const Reader *reader, const YamlNode *node, const char *what)
{
	static const char *const names[] = { "false", "true", NULL };
	return node != NULL && read_choice(reader, node, what, names) == 1;
}

static void read_date(const Reader *reader, const YamlNode *node, GDate *ret_date)
{
	const char *text = node != NULL ? yaml_text(node) : NULL;
	if (node != NULL && (text == NULL || !date_parse(text, ret_date, NULL)))
		problems_add(reader->problems, reader->document, node, NULL,
			     "a bound must be a date as 2010-01-31");
}

/* ── fields ── */
static bool has_dates(FieldType type)
{
	return type == FIELD_DATE || type == FIELD_TIMESTAMP;
}

static void read_styles(const Reader *reader, const YamlNode *node, FileField *field)
{
	static const char *const names[] = { "iso", "us", NULL };
	if (node != NULL && yaml_kind(node) != YAML_KIND_SEQUENCE)
		problems_add(reader->problems, reader->document, node, NULL,
			     "styles must be a list, as [iso, us]");
	else
		for (size_t n = 0; n < yaml_count(node); n++)
			field->us_style |=
			    read_choice(reader, yaml_item(node, n), "style", names) == 1;
}

/* The settings that only dates have. */
static void read_bounds(const Reader *reader, const YamlNode *node, FileField *field)
{
	static const char *const keys[] = { "earliest", "latest", "styles" };
	for (size_t n = 0; n < G_N_ELEMENTS(keys) && !has_dates(field->type); n++) {
		if (yaml_find(node, keys[n]) != NULL)
			problems_add(reader->problems, reader->document, yaml_find(node, keys[n]),
				     NULL, "column '%s': only a date or timestamp has '%s'",
				     field->name, keys[n]);
	}
	read_date(reader, yaml_find(node, "earliest"), &field->earliest);
	read_date(reader, yaml_find(node, "latest"), &field->latest);
	if (g_date_valid(&field->earliest) && g_date_valid(&field->latest) &&
	    g_date_compare(&field->earliest, &field->latest) > 0)
		problems_add(reader->problems, reader->document, yaml_find(node, "latest"), NULL,
			     "column '%s': latest is before earliest", field->name);
	read_styles(reader, yaml_find(node, "styles"), field);
}

static void read_field(const Reader *reader, const YamlNode *node, FileField *field)
{
	int type = -1;
	if (yaml_kind(node) == YAML_KIND_SCALAR)
		type = read_choice(reader, node, "type", type_names);
	else {
		g_autofree char *where = g_strdup_printf("column '%s'", field->name);
		if (!problems_check_keys(reader->problems, reader->document, node, where,
					 field_keys))
			return;
		if (yaml_find(node, "type") != NULL)
			type = read_choice(reader, yaml_find(node, "type"), "type", type_names);
		else
			problems_add(reader->problems, reader->document, node, NULL,
				     "%s: 'type' is missing", where);
	}
	if (type < 0)
		return;
	field->type = (FieldType)type;
	if (yaml_kind(node) != YAML_KIND_MAPPING)
		return;
	field->required = read_bool(reader, yaml_find(node, "required"), "required");
	read_bounds(reader, node, field);
}

static bool same_field(gconstpointer left, gconstpointer right)
{
	const FileField *field = left;
	g_autofree char *one = g_utf8_casefold(field->name, -1);
	g_autofree char *other = g_utf8_casefold(right, -1);
	return strcmp(one, other) == 0;
}

/* Problems with a column's name itself. */
static void check_field_name(const Reader *reader, const YamlNode *key, const GPtrArray *fields)
{
	const char *name = yaml_text(key);
	const char *kind = NULL;
	if (forbidden_name(name, &kind))
		problems_add(reader->problems, reader->document, key,
			     "such columns never enter the warehouse: leave it out",
			     "column '%s' would hold %s", name, kind);
	if (strcmp(name, "origin") == 0 || name[0] == '\0' || strlen(name) > IDENTIFIER_LIMIT)
		problems_add(reader->problems, reader->document, key, NULL,
			     "column '%s': a name has 1 to %d bytes and is not 'origin'", name,
			     IDENTIFIER_LIMIT);
	for (guint n = 0; n < fields->len; n++) {
		if (same_field(g_ptr_array_index(fields, n), name))
			problems_add(reader->problems, reader->document, key, NULL,
				     "column '%s' stands twice, in other letters", name);
	}
}

static void read_fields(const Reader *reader, const YamlNode *columns, FileDeclaration *file)
{
	for (size_t n = 0; n < yaml_count(columns); n++) {
		check_field_name(reader, yaml_key(columns, n), file->fields);
		FileField *field = g_new0(FileField, 1);
		field->name = g_strdup(yaml_text(yaml_key(columns, n)));
		g_date_clear(&field->earliest, 1);
		g_date_clear(&field->latest, 1);
		g_ptr_array_add(file->fields, field);
		read_field(reader, yaml_value(columns, n), field);
	}
}

/* ── files ── */
static bool is_file_name(const char *name)
{
	return g_regex_match_simple("^[a-z][a-z0-9_]{0,30}$", name, G_REGEX_DOLLAR_ENDONLY, 0);
}

/* A pattern must stay below the source's folder. */
static bool stays_below(const char *pattern)
{
	g_auto(GStrv) parts = g_strsplit(pattern, "/", -1);
	return pattern[0] != '/' && !g_strv_contains((const char *const *)parts, "..");
}

static void read_file(const Reader *reader, const YamlNode *key, const YamlNode *node,
		      FileDeclaration *file)
{
	g_autofree char *where = g_strdup_printf("file '%s'", file->name);
	if (!is_file_name(file->name))
		problems_add(reader->problems, reader->document, key, NULL,
			     "%s: its name must be small letters, digits and '_', at most 31",
			     where);
	if (!problems_check_keys(reader->problems, reader->document, node, where, file_keys))
		return;
	file->pattern = g_strdup(read_needed(reader, node, where, "pattern"));
	if (file->pattern != NULL && !stays_below(file->pattern))
		problems_add(reader->problems, reader->document, yaml_find(node, "pattern"), NULL,
			     "%s: the pattern must stay below the source's folder", where);
	const YamlNode *columns = yaml_find(node, "columns");
	if (columns == NULL || yaml_kind(columns) != YAML_KIND_MAPPING || yaml_count(columns) == 0)
		problems_add(reader->problems, reader->document, columns != NULL ? columns : node,
			     "only the columns named are read", "%s: 'columns' must name some",
			     where);
	else
		read_fields(reader, columns, file);
}

static void read_files(const Reader *reader, const YamlNode *root, Declaration *declaration)
{
	const YamlNode *files = yaml_find(root, "files");
	if (declaration->kind == SOURCE_POSTGRESQL) {
		if (files != NULL)
			problems_add(reader->problems, reader->document, files, NULL,
				     "a source of kind postgresql has no files");
		return;
	}
	if (files == NULL || yaml_kind(files) != YAML_KIND_MAPPING || yaml_count(files) == 0) {
		problems_add(reader->problems, reader->document, files != NULL ? files : root, NULL,
			     "a source of kind csv must declare its 'files'");
		return;
	}
	for (size_t n = 0; n < yaml_count(files); n++) {
		FileDeclaration *file = g_new0(FileDeclaration, 1);
		file->name = g_strdup(yaml_text(yaml_key(files, n)));
		file->fields = g_ptr_array_new_with_free_func(field_free);
		g_ptr_array_add(declaration->files, file);
		read_file(reader, yaml_key(files, n), yaml_value(files, n), file);
	}
}

/* ── the whole ── */
static void read_timezone(const Reader *reader, const YamlNode *root, Declaration *declaration)
{
	declaration->timezone = g_strdup(read_needed(reader, root, "source", "timezone"));
	if (declaration->timezone == NULL)
		return;
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(declaration->timezone);
	if (zone == NULL)
		problems_add(reader->problems, reader->document, yaml_find(root, "timezone"),
			     "as Asia/Karachi", "no time zone '%s'", declaration->timezone);
}

static void read_capture(const Reader *reader, const YamlNode *root, Declaration *declaration)
{
	const YamlNode *capture = yaml_find(root, "capture");
	const YamlNode *lag = yaml_find(root, "lag");
	int place = capture != NULL ? read_choice(reader, capture, "capture", capture_names) : 0;
	declaration->capture = capture_names[MAX(place, 0)];
	declaration->lag =
	    g_strdup(lag != NULL ? read_text(reader, lag, "lag") : "1 hour");
}

static void read_root(const Reader *reader, const YamlNode *root, Declaration *declaration)
{
	if (root == NULL || yaml_kind(root) != YAML_KIND_MAPPING) {
		problems_add(reader->problems, reader->document, root, NULL,
			     "a source declaration is a mapping of kind, jurisdiction, timezone");
		return;
	}
	problems_check_keys(reader->problems, reader->document, root, "source", root_keys);
	int kind = yaml_find(root, "kind") == NULL
		       ? (read_needed(reader, root, "source", "kind"), -1)
		       : read_choice(reader, yaml_find(root, "kind"), "kind", kind_names);
	declaration->jurisdiction = g_strdup(read_needed(reader, root, "source", "jurisdiction"));
	read_timezone(reader, root, declaration);
	read_capture(reader, root, declaration);
	if (kind < 0)
		return;
	declaration->kind = (SourceKind)kind;
	read_files(reader, root, declaration);
}

Declaration *declaration_parse(const char *mapping, const char *text, GError **error)
{
	g_autofree char *name = g_strdup_printf("sql/sources/%s/source.yaml", mapping);
	g_autoptr(YamlDocument) document = yaml_parse(text, strlen(text), name, error);
	if (document == NULL)
		return NULL;
	g_autoptr(Problems) problems = problems_new();
	g_autoptr(Declaration) declaration = g_new0(Declaration, 1);
	declaration->mapping = g_strdup(mapping);
	declaration->files = g_ptr_array_new_with_free_func(file_free);
	const Reader reader = { document, problems };
	read_root(&reader, yaml_root(document), declaration);
	return problems_end(problems, error) ? g_steal_pointer(&declaration) : NULL;
}

/* ── finding it ── */
static bool add_mapping(const SqlText *file, gpointer payload, GError **error)
{
	(void)error;
	if (g_str_has_suffix(file->path, "/source.yaml"))
		g_ptr_array_add(payload, g_path_get_dirname(file->path + strlen("sources/")));
	return true;
}

static void fail_unknown(const char *mapping, GError **error)
{
	g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func(g_free);
	sqltext_each("sources/", add_mapping, known, NULL);
	g_ptr_array_add(known, NULL);
	const char *const *names = (const char *const *)known->pdata;
	const char *nearest = nearest_name(mapping, names);
	g_autofree char *all = g_strjoinv(", ", (GStrv)known->pdata);
	g_autofree char *hint = nearest != NULL ? g_strdup_printf("Did you mean '%s'?", nearest)
						: g_strdup_printf("Known mappings: %s.", all);
	error_set(error, SHUMAR_ERROR_CONFIG, hint,
		  "cannot find mapping '%s': there is no sql/sources/%s/source.yaml", mapping,
		  mapping);
}

Declaration *declaration_read(const char *mapping, GError **error)
{
	g_autofree char *path = g_strdup_printf("sources/%s/source.yaml", mapping);
	const SqlText *file = sqltext_find(path);
	if (file == NULL) {
		fail_unknown(mapping, error);
		return NULL;
	}
	return declaration_parse(mapping, file->text, error);
}
