/* A template is read: its top, and through template_data.c, template_block.h … all below it. */
#include <string.h>

#include "core/error.h"
#include "reports/output/devices.h"
#include "reports/template/publicity.h"
#include "reports/template/template_block.h"

static const char *const audiences[] = { "internal", "ministerial", "public", NULL };
static const char *const orientations[] = { "portrait", "landscape", NULL };

const TemplateKey template_keys[] = {
	{ .name = "template", .kind = KEY_WORD, .needed = true },
	{ .name = "paper", .kind = KEY_TEXT },
	{ .name = "audience", .kind = KEY_CHOICE, .needed = true, .words = audiences },
	{ .name = "jurisdiction", .kind = KEY_WORD },
	{ .name = "languages", .kind = KEY_WORDS },
	{ .name = "outputs", .kind = KEY_WORDS },
	{ .name = "orientation", .kind = KEY_CHOICE, .words = orientations },
	{ .name = "theme", .kind = KEY_WORD },
	{ .name = "source", .kind = KEY_TEXT },
	{ .name = "parameters", .kind = KEY_NAMED, .keys = template_parameter_keys },
	{ .name = "burst", .kind = KEY_MAPPING, .keys = template_burst_keys },
	{ .name = "datasets", .kind = KEY_NAMED, .keys = template_dataset_keys },
	{ .name = "blocks", .kind = KEY_BLOCKS, .needed = true },
	{ 0 },
};

/* ── the top of the file ── */

/* The word at KEY, one of WORDS unless that is NULL; FALLBACK (NULL: it must be there). */
static char *read_top_word(TemplateReader *reader, const YamlNode *root, const char *key,
			   const char *const *words, const char *fallback)
{
	const YamlNode *node = yaml_find(root, key);
	const char *word = fallback;
	if (node != NULL)
		word = words != NULL ? reader_choice(reader, node, key, words)
				     : reader_word(reader, node, key);
	else if (fallback == NULL)
		problems_add(reader->problems, reader->document, root, NULL,
			     "the template has no '%s'", key);
	return g_strdup(word != NULL ? word : "");
}

static void read_name(TemplateReader *reader, const YamlNode *root)
{
	Template *template = reader->template;
	template->name = read_top_word(reader, root, "template", NULL, NULL);
	/* it becomes part of file names */
	if (template->name[0] != '\0' &&
	    !g_regex_match_simple("^[a-z][a-z0-9-]{0,60}\\z", template->name, 0, 0))
		problems_add(reader->problems, reader->document, yaml_find(root, "template"), NULL,
			     "template '%s' is no name of small letters, digits and '-'",
			     template->name);
}

/* The theme, and the orientation: the template's own, or the theme's. */
static void read_theme(TemplateReader *reader, const YamlNode *root)
{
	const YamlNode *node = yaml_find(root, "theme");
	const char *name = node != NULL ? reader_word(reader, node, "theme") : NULL;
	const char *const *known = library_themes(reader->library);
	const Theme *theme = name != NULL ? library_theme(reader->library, name) : NULL;
	if (name != NULL && theme == NULL)
		reader_unknown(reader, node, name, known, "no theme '%s'", name);
	reader->template->theme = theme != NULL ? g_strdup(name) : NULL;
	reader->template->orientation =
	    read_top_word(reader, root, "orientation", orientations,
			  theme != NULL ? theme->orientation : "portrait");
}

static void read_languages(TemplateReader *reader, const YamlNode *node)
{
	GPtrArray *languages = reader->template->languages;
	for (size_t n = 0; n < yaml_count(node); n++) {
		const char *language = reader_choice(reader, yaml_item(node, n), "languages",
						     library_languages(reader->library));
		if (language != NULL && template_language(reader->template, language) >= 0)
			problems_add(reader->problems, reader->document, yaml_item(node, n), NULL,
				     "language '%s' is named twice", language);
		else if (language != NULL)
			g_ptr_array_add(languages, g_strdup(language));
	}
	if (node != NULL && (yaml_kind(node) != YAML_KIND_SEQUENCE || yaml_count(node) == 0))
		problems_add(reader->problems, reader->document, node,
			     "write for example: [en, ur]",
			     "languages must be a list of languages");
	if (languages->len == 0)
		g_ptr_array_add(languages, g_strdup("en"));
}

static void read_outputs(TemplateReader *reader, const YamlNode *node)
{
	for (size_t n = 0; n < yaml_count(node); n++) {
		const char *name = reader_word(reader, yaml_item(node, n), "outputs");
		g_autoptr(GError) error = NULL;
		const Device *device = name != NULL ? device_find(name, &error) : NULL;
		if (device != NULL)
			g_ptr_array_add(reader->template->outputs, (gpointer)(guintptr)device);
		else if (name != NULL)
			problems_add(reader->problems, reader->document, yaml_item(node, n),
				     error_hint(error), "outputs: %s", error->message);
	}
	if (node != NULL && yaml_kind(node) != YAML_KIND_SEQUENCE)
		problems_add(reader->problems, reader->document, node,
			     "write for example: [pdf, xlsx]", "outputs must be a list of formats");
	if (node == NULL)
		g_ptr_array_add(reader->template->outputs, (gpointer)(guintptr)&devices[0]);
}

static const YamlNode *key_node(const YamlNode *mapping, const char *key)
{
	for (size_t n = 0; n < yaml_count(mapping); n++) {
		if (strcmp(yaml_text(yaml_key(mapping, n)), key) == 0)
			return yaml_key(mapping, n);
	}
	return NULL;
}

/* What is asked for and used nowhere is a mistake somewhere else. */
static void check_used(TemplateReader *reader, const YamlNode *root)
{
	const Template *template = reader->template;
	for (guint n = 0; n < template->parameters->len; n++) {
		const TemplateParameter *parameter = g_ptr_array_index(template->parameters, n);
		if (!parameter->used)
			problems_add(reader->problems, reader->document,
				     key_node(yaml_find(root, "parameters"), parameter->name),
				     "use it in a dataset or a text, or take it out",
				     "parameter '%s' is used nowhere", parameter->name);
	}
	for (guint n = 0; n < template->datasets->len; n++) {
		const TemplateDataset *dataset = g_ptr_array_index(template->datasets, n);
		if (!dataset->used)
			problems_add(reader->problems, reader->document,
				     key_node(yaml_find(root, "datasets"), dataset->name),
				     "use it in a block, or take it out",
				     "dataset '%s' is used nowhere", dataset->name);
	}
}

static void read_top(TemplateReader *reader, const YamlNode *root)
{
	Template *template = reader->template;
	if (!reader_keys(reader, root, "the template", template_keys))
		return;
	size_t before = problems_count(reader->problems);
	read_name(reader, root);
	template->audience = read_top_word(reader, root, "audience", audiences, NULL);
	template->jurisdiction = read_top_word(reader, root, "jurisdiction", NULL, "punjab");
	read_theme(reader, root);
	read_languages(reader, yaml_find(root, "languages"));
	template->paper = reader_text_at(reader, root, "paper", "paper");
	read_outputs(reader, yaml_find(root, "outputs"));
	reader_parameters(reader, yaml_find(root, "parameters"));
	reader_datasets(reader, yaml_find(root, "datasets"));
	reader_burst(reader, yaml_find(root, "burst"));
	reader_source(reader, root, "the template", &template->source);
	template->blocks = blocks_read(reader, yaml_find(root, "blocks"), root, "the template");
	publicity_check_texts(reader);
	/* after another fault, what seems unused may be what could not be read */
	if (problems_count(reader->problems) == before)
		check_used(reader, root);
}

/* Takes DOCUMENT. */
static Template *read_document(YamlDocument *document, const Library *library,
			       const BlockType *kinds, GError **error)
{
	g_autoptr(Template) template = template_new(document);
	g_autoptr(Problems) problems = problems_new();
	g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) figures =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) nodes = g_hash_table_new(NULL, NULL);
	g_autoptr(GHashTable) places = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) including = g_ptr_array_new();
	g_ptr_array_add(including, document);
	TemplateReader reader = { .document = document,
				  .problems = problems,
				  .library = library,
				  .kinds = kinds,
				  .template = template,
				  .ids = ids,
				  .id_nodes = nodes,
				  .figure_ids = figures,
				  .places = places,
				  .including = including };
	read_top(&reader, yaml_root(document));
	return problems_end(problems, error) ? g_steal_pointer(&template) : NULL;
}

Template *template_parse(const char *text, size_t length, const char *name, const Library *library,
			 const BlockType *kinds, GError **error)
{
	YamlDocument *document = yaml_parse(text, length, name, error);
	return document != NULL ? read_document(document, library, kinds, error) : NULL;
}

Template *template_read(const char *path, const Library *library, const BlockType *kinds,
			GError **error)
{
	YamlDocument *document = yaml_read(path, error);
	return document != NULL ? read_document(document, library, kinds, error) : NULL;
}
