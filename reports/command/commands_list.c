/* report list, report check: what templates there are, and whether they are sound. */
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "reports/block/block.h"
#include "reports/block/schema.h"
#include "reports/build/query_check.h"
#include "reports/command/commands.h"
#include "reports/device/device.h"

/* ── list ── */

/* The words of LIST (of char*) joined. Transfer full. */
static char *joined(const GPtrArray *list)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint n = 0; n < list->len; n++)
		g_string_append_printf(text, "%s%s", n > 0 ? ", " : "", (char *)list->pdata[n]);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *output_names(const Template *template)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint n = 0; n < template->outputs->len; n++)
		g_ptr_array_add(
		    names, (gpointer)(guintptr)((const Device *)template->outputs->pdata[n])->name);
	return joined(names);
}

/* The words that NODE, a text in some languages or the block that holds one, says in LANGUAGE. */
static const char *words_of(const YamlNode *node, const char *language)
{
	static const char *const holders[] = { "text", "title", NULL };
	if (node == NULL || yaml_text(node) != NULL)
		return yaml_text(node);
	for (const char *const *holder = holders; *holder != NULL; holder++) {
		if (yaml_find(node, *holder) != NULL)
			return words_of(yaml_find(node, *holder), language);
	}
	return yaml_text(yaml_find(node, language));
}

/* The title as the template writes it, with the names of values in it; NULL for none. */
static const char *written_title(const Template *template)
{
	static const char *const kinds[] = { "cover", "heading", NULL };
	const char *language = template->languages->pdata[0];
	const YamlNode *blocks = yaml_find(yaml_root(template->document), "blocks");
	for (size_t n = 0; n < yaml_count(blocks); n++) {
		for (const char *const *kind = kinds; *kind != NULL; kind++) {
			const char *words =
			    words_of(yaml_find(yaml_item(blocks, n), *kind), language);
			if (words != NULL)
				return words;
		}
	}
	return NULL;
}

static const char *written_burst_name(const Template *template)
{
	return yaml_text(yaml_find(yaml_find(yaml_root(template->document), "burst"), "name"));
}

static void list_parameters(const Template *template)
{
	for (guint n = 0; n < template->parameters->len; n++) {
		const TemplateParameter *parameter = g_ptr_array_index(template->parameters, n);
		printf("  --param %s=%s", parameter->name, parameter->type->name);
		if (parameter->default_text != NULL)
			printf("   else %s", parameter->default_text);
		if (parameter->not_before != NULL)
			printf("   not before %s", parameter->not_before);
		putchar('\n');
	}
}

static void list_template(const Library *library, const char *path)
{
	g_autofree char *name = g_path_get_basename(path);
	g_autoptr(GError) error = NULL;
	g_autoptr(Template) template = template_read(path, library, block_types, &error);
	if (template == NULL) {
		name[strlen(name) - strlen(".yaml")] = '\0';
		printf("%s: has faults: see 'shumar report check %s'\n", name, name);
		return;
	}
	g_autofree char *languages = joined(template->languages);
	g_autofree char *outputs = output_names(template);
	const char *title = written_title(template);
	printf("%s: %s; %s; %s\n", template->name, template->audience, languages, outputs);
	if (title != NULL)
		printf("  %s\n", title);
	list_parameters(template);
	if (template->burst != NULL)
		printf("  batch: every %s%s%s\n", template->burst->name,
		       written_burst_name(template) != NULL ? ", as " : "",
		       written_burst_name(template) != NULL ? written_burst_name(template) : "");
}

bool report_list(CommandContext *context, GStrv words, GError **error)
{
	g_autoptr(Library) library = library_begin(context, words, 0, 0, error);
	if (library == NULL)
		return false;
	g_autoptr(GPtrArray) paths = library_templates(library);
	for (guint n = 0; n < paths->len; n++) {
		if (n > 0)
			putchar('\n');
		list_template(library, paths->pdata[n]);
	}
	return true;
}

/* ── check ── */

/* A measures file or locale that stands in the library's own order of folders. */
static bool check_part(const char *path, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *base = g_path_get_basename(path);
	bool is_glossary = strcmp(base, "glossary.yaml") == 0;
	if (is_glossary || strcmp(base, "measures.yaml") == 0) {
		g_autoptr(Glossary) glossary = glossary_read(folder, error);
		g_autoptr(Measures) measures = glossary != NULL && !is_glossary
						   ? measures_read(folder, glossary, error)
						   : NULL;
		return is_glossary ? glossary != NULL : measures != NULL;
	}
	g_autofree char *above = g_path_get_dirname(folder);
	base[strlen(base) - strlen(".yaml")] = '\0';
	g_autoptr(Locale) locale = locale_read(above, base, error);
	return locale != NULL;
}

/* The files of the office that TEMPLATE reads, as far as they are there. */
static bool check_office(const Library *library, const Template *template, GError **error)
{
	GDate day;
	g_date_set_dmy(&day, 1, 1, 2000);
	for (guint n = 0; n < template->datasets->len; n++) {
		const TemplateDataset *dataset = template->datasets->pdata[n];
		g_autoptr(Dataset) rows = dataset->office != NULL
					      ? office_read(dataset->office, library, dataset->name,
							    dataset->query_columns, &day, error)
					      : NULL;
		if (dataset->office != NULL && rows == NULL)
			return false;
	}
	return true;
}

/* QUERIES is NULL where no warehouse is at hand. */
static bool check_path(const Library *library, const char *path, QueryCheck *queries,
		       GError **error)
{
	if (library_is_part(path))
		return check_part(path, error);
	g_autoptr(Template) template = template_read(path, library, block_types, error);
	return template != NULL && check_office(library, template, error) &&
	       (queries == NULL || query_check(queries, template, error));
}

/* Checks all of PATHS; the faults of all stand in one error. */
static bool check_paths(const Library *library, const GPtrArray *paths, QueryCheck *queries,
			GError **error)
{
	g_autoptr(GString) faults = g_string_new(NULL);
	for (guint n = 0; n < paths->len; n++) {
		g_autoptr(GError) fault = NULL;
		if (!check_path(library, paths->pdata[n], queries, &fault))
			g_string_append_printf(faults, "%s%s", faults->len > 0 ? "\n\n" : "",
					       fault->message);
	}
	if (faults->len == 0)
		return true;
	error_set(error, SHUMAR_ERROR_CONFIG, NULL, "%s", faults->str);
	return false;
}

bool report_check(CommandContext *context, GStrv words, GError **error)
{
	const Config *config = command_config(context, error);
	g_autoptr(Library) library = config != NULL ? library_of_config(config, error) : NULL;
	if (library == NULL)
		return false;
	g_autofree char *why = NULL;
	g_autoptr(QueryCheck) queries = query_check_begin(config, &why);
	if (queries == NULL)
		fprintf(
		    stderr,
		    "not checked: whether the queries fit the warehouse's schema, their columns "
		    "and types (%s)\n",
		    why);
	if (words[0] == NULL) {
		g_autoptr(GPtrArray) all = library_templates(library);
		return check_paths(library, all, queries, error);
	}
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	for (char **word = words; *word != NULL; word++) {
		char *path = library_find(library, *word, error);
		if (path == NULL)
			return false;
		g_ptr_array_add(paths, path);
	}
	return check_paths(library, paths, queries, error);
}

/* ── schema ── */

bool report_schema(CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 0, 0, error))
		return false;
	const Config *config = command_config(context, error);
	g_autoptr(Library) library = config != NULL ? library_of_config(config, error) : NULL;
	if (library == NULL)
		return false;
	g_autofree char *schema = schema_text(library);
	printf("%s", schema);
	return true;
}
