#include "reports/template/template_reader.h"

#include <string.h>

#include "core/database/sqltext.h"
#include "reports/library/dataset.h"

/* ── faults ── */

void reader_unknown(TemplateReader *reader, const YamlNode *node, const char *name,
		    const char *const *known, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	const char *near = nearest_name(name, known);
	g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)known);
	g_autofree char *hint = near != NULL     ? g_strdup_printf("did you mean '%s'?", near)
				: all[0] != '\0' ? g_strdup_printf("there are: %s", all)
						 : NULL;
	problems_add(reader->problems, reader->document, node, hint, "%s", message);
}

/* NAME without the language it ends in, when COLUMNS has it in the library's others too: what a
 * template writes. Transfer full. */
static char *column_name(const GPtrArray *columns, const char *name)
{
	if (g_str_has_suffix(name, "_en") || g_str_has_suffix(name, "_ur")) {
		g_autofree char *bare = g_strndup(name, strlen(name) - strlen("_en"));
		if (columns_find(columns, bare, "en") >= 0 &&
		    columns_find(columns, bare, "ur") >= 0)
			return g_steal_pointer(&bare);
	}
	return g_strdup(name);
}

GPtrArray *reader_column_names(const GPtrArray *columns)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	for (guint n = 0; n < columns->len; n++) {
		const SqlColumn *column = g_ptr_array_index(columns, n);
		g_autofree char *name = column_name(columns, column->name);
		if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
			g_ptr_array_add(names, g_steal_pointer(&name));
	}
	g_ptr_array_add(names, NULL);
	return names;
}

/* ── words ── */

const char *reader_word(TemplateReader *reader, const YamlNode *node, const char *where)
{
	const char *text = yaml_text(node);
	if (text == NULL)
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s must be a text, not %s", where, yaml_kind_name(yaml_kind(node)));
	else if (yaml_is_null(node) || text[0] == '\0')
		problems_add(reader->problems, reader->document, node, NULL, "%s is empty", where);
	else
		return text;
	return NULL;
}

const char *reader_choice(TemplateReader *reader, const YamlNode *node, const char *where,
			  const char *const *words)
{
	const char *text = reader_word(reader, node, where);
	for (const char *const *word = words; text != NULL && *word != NULL; word++) {
		if (strcmp(text, *word) == 0)
			return *word;
	}
	if (text != NULL)
		reader_unknown(reader, node, text, words, "%s: unknown value '%s'", where, text);
	return NULL;
}

bool reader_auto(TemplateReader *reader, const YamlNode *node, const char *where)
{
	static const char *const words[] = { "auto", NULL };
	return reader_choice(reader, node, where, words) != NULL;
}

/* ── datasets and columns ── */

static void unknown_dataset(TemplateReader *reader, const YamlNode *node, const char *where,
			    const char *name)
{
	g_autoptr(GPtrArray) known = g_ptr_array_new();
	for (guint n = 0; n < reader->template->datasets->len; n++)
		g_ptr_array_add(known,
				((TemplateDataset *)reader->template->datasets->pdata[n])->name);
	g_ptr_array_add(known, NULL);
	reader_unknown(reader, node, name, (const char *const *)known->pdata, "%s: no dataset '%s'",
		       where, name);
}

const TemplateDataset *reader_dataset(TemplateReader *reader, const YamlNode *mapping,
				      const char *where)
{
	const YamlNode *node = yaml_find(mapping, "dataset");
	g_autofree char *what = g_strdup_printf("%s: dataset", where);
	if (node == NULL) {
		problems_add(reader->problems, reader->document, mapping, NULL,
			     "%s names no dataset", where);
		return NULL;
	}
	const char *name = reader_word(reader, node, what);
	TemplateDataset *dataset = name != NULL ? template_dataset(reader->template, name) : NULL;
	if (dataset != NULL)
		dataset->used = true;
	else if (name != NULL)
		unknown_dataset(reader, node, where, name);
	return dataset;
}

static bool find_field(TemplateReader *reader, const YamlNode *node, const char *name,
		       const TemplateDataset *dataset, const char *where, TemplateField *field)
{
	for (guint n = 0; n < reader->template->languages->len; n++) {
		const char *language = g_ptr_array_index(reader->template->languages, n);
		int column = columns_find(dataset->columns, name, language);
		if (column < 0) {
			g_autoptr(GPtrArray) known = reader_column_names(dataset->columns);
			reader_unknown(reader, node, name, (const char *const *)known->pdata,
				       "%s: no column '%s' in dataset '%s'", where, name,
				       dataset->name);
			return false;
		}
		const SqlColumn *found = g_ptr_array_index(dataset->columns, column);
		if (!datum_type_of_sql(found->type, &field->type))
			return false; /* told where the dataset is read */
	}
	field->name = g_strdup(name);
	return true;
}

bool reader_field(TemplateReader *reader, const YamlNode *node, const TemplateDataset *dataset,
		  const char *where, TemplateField *ret_field)
{
	*ret_field = (TemplateField){ 0 };
	const char *name = reader_word(reader, node, where);
	return name != NULL && dataset != NULL &&
	       find_field(reader, node, name, dataset, where, ret_field);
}

void reader_format(TemplateReader *reader, const YamlNode *node, const char *where,
		   TemplateField *field)
{
	g_autofree char *what = g_strdup_printf("%s: format", where);
	const char *text = node != NULL ? reader_word(reader, node, what) : NULL;
	g_autofree char *why = NULL;
	if (text == NULL || field->name == NULL)
		return;
	if (format_check(library_locale(reader->library, "en"), text, field->type, &why))
		field->format = g_strdup(text);
	else
		problems_add(reader->problems, reader->document, node, NULL, "%s: %s", what, why);
}

static const TemplateDataset *one_row_dataset(TemplateReader *reader, const YamlNode *node,
					      const char *where, const char *name)
{
	TemplateDataset *dataset = template_dataset(reader->template, name);
	if (dataset == NULL) {
		unknown_dataset(reader, node, where, name);
		return NULL;
	}
	dataset->used = true;
	if (template_dataset_is_single(dataset))
		return dataset;
	problems_add(reader->problems, reader->document, node, "give the dataset 'rows: 1'",
		     "%s: dataset '%s' may have many rows", where, name);
	return NULL;
}

const TemplateDataset *reader_path(TemplateReader *reader, const YamlNode *node, const char *where,
				   TemplateField *ret_field)
{
	*ret_field = (TemplateField){ 0 };
	const char *text = reader_word(reader, node, where);
	if (text == NULL)
		return NULL;
	const char *dot = strchr(text, '.');
	if (dot == NULL) {
		problems_add(reader->problems, reader->document, node,
			     "write for example: head.registered", "%s: '%s' is no DATASET.COLUMN",
			     where, text);
		return NULL;
	}
	g_autofree char *name = g_strndup(text, (gsize)(dot - text));
	const TemplateDataset *dataset = strcmp(name, "row") == 0 && reader->row != NULL
					     ? reader->row
					     : one_row_dataset(reader, node, where, name);
	return dataset != NULL && find_field(reader, node, dot + 1, dataset, where, ret_field)
		   ? dataset
		   : NULL;
}

/* ── measures and ids ── */

const Measure *reader_measure(TemplateReader *reader, const YamlNode *node, const char *where)
{
	const Measures *measures = library_measures(reader->library);
	g_autofree char *what = g_strdup_printf("%s: measure", where);
	const char *id = reader_word(reader, node, what);
	const Measure *measure = id != NULL ? measures_find(measures, id) : NULL;
	if (id != NULL && measure == NULL)
		reader_unknown(reader, node, id, measures_ids(measures), "%s: no measure '%s'",
			       where, id);
	return measure;
}

char *reader_id_among(TemplateReader *reader, const YamlNode *node, const char *where,
		      GHashTable *seen)
{
	g_autofree char *what = g_strdup_printf("%s: id", where);
	const char *id = node != NULL ? reader_word(reader, node, what) : NULL;
	if (id == NULL)
		return NULL;
	if (!g_regex_match_simple("^[a-z][a-z0-9_-]{0,30}\\z", id, 0, 0))
		problems_add(
		    reader->problems, reader->document, node, NULL,
		    "%s: id '%s' is no name of up to 31 small letters, digits, '_' and '-'", where,
		    id);
	else if (!g_hash_table_add(seen, g_strdup(id)))
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s: id '%s' is used before", where, id);
	return g_strdup(id);
}

char *reader_id(TemplateReader *reader, const YamlNode *mapping, const char *kind)
{
	const YamlNode *node = yaml_find(mapping, "id");
	if (node == NULL) {
		problems_add(reader->problems, reader->document, mapping,
			     "a name by which it is found in every output", "%s has no id", kind);
		return NULL;
	}
	g_hash_table_add(reader->id_nodes, (gpointer)(guintptr)node);
	return reader_id_among(reader, node, kind, reader->ids);
}

/* ── keys ── */

const char **template_key_names(const TemplateKey *keys)
{
	size_t count = 0;
	while (keys[count].name != NULL)
		count++;
	const char **names = g_new0(const char *, count + 1);
	for (size_t n = 0; n < count; n++)
		names[n] = keys[n].name;
	return names;
}

bool reader_keys(TemplateReader *reader, const YamlNode *node, const char *where,
		 const TemplateKey *keys)
{
	g_autofree const char **names = template_key_names(keys);
	problems_check_keys(reader->problems, reader->document, node, where, names);
	return node != NULL && yaml_kind(node) == YAML_KIND_MAPPING;
}

void reader_needed(TemplateReader *reader, const YamlNode *node, const char *where,
		   const TemplateKey *keys)
{
	for (const TemplateKey *key = keys; key->name != NULL; key++) {
		if (key->needed && yaml_find(node, key->name) == NULL)
			problems_add(reader->problems, reader->document, node, NULL,
				     "%s has no '%s'", where, key->name);
	}
}
