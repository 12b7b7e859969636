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
	g_autofree char *path = g_strdup_printf("sources/%s/source.yaml", mapping);
	g_autofree char *name = sqltext_place(path);
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
	g_autofree char *known_ones = g_strdup_printf(
	    "Known mappings: %s. One of your own is read from the folder of your site: "
	    "site/sql/sources/%s/source.yaml ('shumar site list' says which folder that is).",
	    all, mapping);
	g_autofree char *hint = nearest != NULL ? g_strdup_printf("Did you mean '%s'?", nearest)
						: g_steal_pointer(&known_ones);
	error_set(error, SHUMAR_ERROR_CONFIG, hint,
		  "cannot find mapping '%s': neither the program nor its site has a "
		  "sql/sources/%s/source.yaml",
		  mapping, mapping);
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
