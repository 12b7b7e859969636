#include "etl/source/declaration_private.h"

#include "core/database/sqltext.h"
#include "core/error.h"

#include <string.h>

static const char *const kind_names[] = { "postgresql", "csv", NULL }; /* by SourceKind */
static const char *const capture_names[] = { "ledger", "compare", "timestamp", NULL };
static const char *const root_keys[] = { "kind",    "jurisdiction", "timezone", "files",
					 "capture", "lag",          "allow",    NULL };

void declaration_free(Declaration *declaration)
{
	if (declaration == NULL)
		return;
	g_free(declaration->mapping);
	g_free(declaration->jurisdiction);
	g_free(declaration->timezone);
	g_free(declaration->lag);
	g_free(declaration->role_reason);
	g_clear_pointer(&declaration->allowed, g_hash_table_unref);
	g_ptr_array_unref(declaration->files);
	g_free(declaration->sha256);
	g_free(declaration);
}

/* ── scalars ── */
/* The text of a scalar that is not empty; NULL with a problem otherwise. */
const char *declaration_text(const DeclarationReader *reader, const YamlNode *node,
			     const char *what)
{
	const char *text = yaml_text(node);
	if (text != NULL && text[0] != '\0' && !yaml_is_null(node))
		return text;
	problems_add(reader->problems, reader->document, node, NULL,
		     "%s must be a text that is not empty", what);
	return NULL;
}

/* The text of KEY of MAPPING, which must be there. */
const char *declaration_needed(const DeclarationReader *reader, const YamlNode *mapping,
			       const char *where, const char *key)
{
	const YamlNode *node = yaml_find(mapping, key);
	if (node != NULL)
		return declaration_text(reader, node, key);
	problems_add(reader->problems, reader->document, mapping, NULL, "%s: '%s' is missing",
		     where, key);
	return NULL;
}

/* The place of NODE's text in NAMES; -1 with a problem when it is none of them. */
int declaration_choice(const DeclarationReader *reader, const YamlNode *node, const char *what,
		       const char *const *names)
{
	const char *text = declaration_text(reader, node, what);
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

bool declaration_bool(const DeclarationReader *reader, const YamlNode *node, const char *what)
{
	static const char *const names[] = { "false", "true", NULL };
	return node != NULL && declaration_choice(reader, node, what, names) == 1;
}

GStrv declaration_texts(const DeclarationReader *reader, const YamlNode *node, const char *what)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	if (yaml_kind(node) != YAML_KIND_SEQUENCE || yaml_count(node) == 0) {
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s must be a list, as [one, two]", what);
		return NULL;
	}
	for (size_t n = 0; n < yaml_count(node); n++) {
		const char *text = declaration_text(reader, yaml_item(node, n), what);
		if (text != NULL)
			g_ptr_array_add(texts, g_strdup(text));
	}
	g_ptr_array_add(texts, NULL);
	return (GStrv)g_ptr_array_free(g_steal_pointer(&texts), FALSE);
}

/* ── files ── */
static void read_files(const DeclarationReader *reader, const YamlNode *root,
		       Declaration *declaration)
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
		file->fields = g_ptr_array_new_with_free_func(declaration_field_free);
		g_ptr_array_add(declaration->files, file);
		declaration_read_file(reader, yaml_key(files, n), yaml_value(files, n), file);
	}
}

/* ── the whole ── */
static void read_timezone(const DeclarationReader *reader, const YamlNode *root,
			  Declaration *declaration)
{
	declaration->timezone = g_strdup(declaration_needed(reader, root, "source", "timezone"));
	if (declaration->timezone == NULL)
		return;
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(declaration->timezone);
	if (zone == NULL)
		problems_add(reader->problems, reader->document, yaml_find(root, "timezone"),
			     "as Asia/Karachi", "no time zone '%s'", declaration->timezone);
}

static void read_capture(const DeclarationReader *reader, const YamlNode *root,
			 Declaration *declaration)
{
	const YamlNode *capture = yaml_find(root, "capture");
	const YamlNode *lag = yaml_find(root, "lag");
	int place =
	    capture != NULL ? declaration_choice(reader, capture, "capture", capture_names) : 0;
	declaration->capture = capture_names[MAX(place, 0)];
	declaration->lag =
	    g_strdup(lag != NULL ? declaration_needed(reader, root, "source", "lag") : "1 hour");
}

static void read_root(const DeclarationReader *reader, const YamlNode *root,
		      Declaration *declaration)
{
	if (root == NULL || yaml_kind(root) != YAML_KIND_MAPPING) {
		problems_add(reader->problems, reader->document, root, NULL,
			     "a source declaration is a mapping of kind, jurisdiction, timezone");
		return;
	}
	problems_check_keys(reader->problems, reader->document, root, "source", root_keys);
	int kind = yaml_find(root, "kind") == NULL
		       ? (declaration_needed(reader, root, "source", "kind"), -1)
		       : declaration_choice(reader, yaml_find(root, "kind"), "kind", kind_names);
	declaration->jurisdiction =
	    g_strdup(declaration_needed(reader, root, "source", "jurisdiction"));
	read_timezone(reader, root, declaration);
	read_capture(reader, root, declaration);
	declaration_read_allow(reader, yaml_find(root, "allow"), declaration);
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
	declaration->sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
	declaration->files = g_ptr_array_new_with_free_func(declaration_file_free);
	const DeclarationReader reader = { document, problems, declaration };
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
