#include "reports/template_reader.h"

#include <string.h>

#include "core/error.h"
#include "core/sqltext.h"
#include "reports/dataset.h"

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

/* A fault inside the text of NODE is shown where its brace stands in the file: the nth
 * '{' of the value is the nth one of the source from the node on, however it is folded. */
typedef struct {
	TemplateReader *reader;
	const YamlNode *node;
	const char *text;
} TextFault;

/* Line and column of the NTH '{' (from 1) at or after the place of NODE. */
static bool find_brace(const YamlDocument *document, const YamlNode *node, guint nth, int *ret_line,
		       int *ret_column)
{
	int column = yaml_column(node);
	for (int line = yaml_line(node);; line++, column = 1) {
		g_autofree char *source = yaml_source_line(document, line);
		if (source == NULL)
			return false;
		glong length = g_utf8_strlen(source, -1);
		/* a brace is never a part of a longer character */
		for (const char *at = g_utf8_offset_to_pointer(source, MIN(column - 1, length));
		     *at != '\0'; at++) {
			if (*at == '{' && --nth == 0) {
				*ret_line = line;
				*ret_column = (int)g_utf8_pointer_to_offset(source, at) + 1;
				return true;
			}
		}
	}
}

static void text_fault(gpointer payload, size_t offset, const char *hint, const char *message)
{
	const TextFault *fault = payload;
	const YamlDocument *document = fault->reader->document;
	guint braces = 0;
	size_t brace = 0;
	for (size_t n = 0; n <= offset && fault->text[n] != '\0'; n++) {
		if (fault->text[n] == '{') {
			braces++;
			brace = n;
		}
	}
	int line = yaml_line(fault->node);
	int column = yaml_column(fault->node);
	if (braces > 0 && find_brace(document, fault->node, braces, &line, &column))
		column += (int)g_utf8_strlen(fault->text + brace, (gssize)(offset - brace));
	problems_add_at(fault->reader->problems, document, line, column, hint, message);
}

/* ── names in texts ── */

/* "a, b": the names that a path may begin with, NULL-terminated. */
static GPtrArray *known_heads(const TemplateReader *reader)
{
	const Template *template = reader->template;
	GPtrArray *names = g_ptr_array_new();
	for (guint n = 0; n < template->parameters->len; n++)
		g_ptr_array_add(names, ((TemplateParameter *)template->parameters->pdata[n])->name);
	for (guint n = 0; !reader->raw && n < template->datasets->len; n++)
		g_ptr_array_add(names, ((TemplateDataset *)template->datasets->pdata[n])->name);
	if (!reader->raw)
		g_ptr_array_add(names, (gpointer)(guintptr) "as_at");
	g_ptr_array_add(names, NULL);
	return names;
}

static void set_unknown(GError **error, const char *name, const char *const *known,
			const char *message)
{
	const char *near = nearest_name(name, known);
	g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)known);
	g_autofree char *hint = near != NULL ? g_strdup_printf("did you mean '%s'?", near)
					     : g_strdup_printf("there are: %s", all);
	error_set(error, SHUMAR_ERROR_CONFIG, hint, "%s", message);
}

static bool parameter_type_of(const TemplateReader *reader, TemplateParameter *parameter,
			      const char *tail, DatumType *ret_type, const char **ret_format,
			      GError **error)
{
	const char *const *known = NULL;
	parameter->used = true;
	if (!parameter_attribute(parameter->type, tail, ret_type, &known)) {
		g_autofree char *message =
		    g_strdup_printf("parameter '%s' (%s) has no '%s'", parameter->name,
				    parameter->type->name, tail);
		set_unknown(error, tail, known, message);
		return false;
	}
	*ret_format = tail == NULL ? parameter->type->format : NULL;
	if (reader->raw) {
		*ret_type = DATUM_TEXT;
		*ret_format = NULL;
	}
	return true;
}

/* The names of COLUMNS with their language taken off, NULL-terminated. */
static GPtrArray *column_names(const GPtrArray *columns)
{
	GPtrArray *names = g_ptr_array_new();
	for (guint n = 0; n < columns->len; n++)
		g_ptr_array_add(names, ((SqlColumn *)columns->pdata[n])->name);
	g_ptr_array_add(names, NULL);
	return names;
}

static bool column_type_of(const TemplateReader *reader, TemplateDataset *dataset, const char *tail,
			   DatumType *ret_type, GError **error)
{
	dataset->used = true;
	if (dataset->rows != 1) {
		error_set(error, SHUMAR_ERROR_CONFIG, "give the dataset 'rows: 1'",
			  "dataset '%s' may have many rows: a text cannot tell which",
			  dataset->name);
		return false;
	}
	int column = columns_find(dataset->columns, tail != NULL ? tail : "", reader->language);
	if (column >= 0) {
		const SqlColumn *found = g_ptr_array_index(dataset->columns, column);
		return datum_type_of_sql(found->type, ret_type);
	}
	g_autoptr(GPtrArray) known = column_names(dataset->columns);
	g_autofree char *message =
	    tail != NULL ? g_strdup_printf("no column '%s' in dataset '%s'", tail, dataset->name)
			 : g_strdup_printf("'%s' is a dataset: write %s.COLUMN", dataset->name,
					   dataset->name);
	set_unknown(error, tail != NULL ? tail : "", (const char *const *)known->pdata, message);
	return false;
}

static bool name_type(gpointer payload, const char *head, const char *tail, DatumType *ret_type,
		      const char **ret_format, GError **error)
{
	const TemplateReader *reader = payload;
	*ret_format = NULL;
	TemplateParameter *parameter = template_parameter(reader->template, head);
	if (parameter != NULL)
		return parameter_type_of(reader, parameter, tail, ret_type, ret_format, error);
	TemplateDataset *dataset = template_dataset(reader->template, head);
	if (dataset != NULL && !reader->raw)
		return column_type_of(reader, dataset, tail, ret_type, error);
	if (strcmp(head, "as_at") == 0 && tail == NULL && !reader->raw) {
		*ret_type = DATUM_DATE;
		return true;
	}
	g_autoptr(GPtrArray) known = known_heads(reader);
	g_autofree char *message = g_strdup_printf(
	    reader->raw ? "no parameter '%s'" : "no parameter or dataset '%s'", head);
	set_unknown(error, head, (const char *const *)known->pdata, message);
	return false;
}

Expression *reader_expression(TemplateReader *reader, const YamlNode *node, const char *text)
{
	TextFault fault = { reader, node, text };
	const char *language = reader->raw ? "en" : reader->language;
	ExpressionNames names = { .payload = reader, .type = name_type };
	g_autoptr(Expression) expression = expression_parse(text, text_fault, &fault);
	if (expression == NULL ||
	    !expression_check(expression, &names, library_locale(reader->library, language),
			      text_fault, &fault))
		return NULL;
	return g_steal_pointer(&expression);
}

/* ── texts ── */

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

void template_text_free(TemplateText *text)
{
	if (text == NULL)
		return;
	g_ptr_array_unref(text->by_language);
	g_free(text);
}

static void free_expression(gpointer data)
{
	expression_free(data);
}

/* Node of the text in LANGUAGE: of a mapping its key, of a scalar English. */
static const YamlNode *language_node(const YamlNode *node, const char *language)
{
	if (yaml_kind(node) == YAML_KIND_MAPPING)
		return yaml_find(node, language);
	return strcmp(language, "en") == 0 ? node : NULL;
}

TemplateText *reader_text(TemplateReader *reader, const YamlNode *node, const char *where)
{
	if (yaml_kind(node) == YAML_KIND_MAPPING)
		problems_check_keys(reader->problems, reader->document, node, where,
				    library_languages(reader->library));
	TemplateText *text = g_new(TemplateText, 1);
	text->by_language = g_ptr_array_new_with_free_func(free_expression);
	for (guint n = 0; n < reader->template->languages->len; n++) {
		const char *language = g_ptr_array_index(reader->template->languages, n);
		const YamlNode *said = language_node(node, language);
		g_autofree char *what = g_strdup_printf("%s in '%s'", where, language);
		const char *words = said != NULL ? reader_word(reader, said, what) : NULL;
		if (said == NULL)
			problems_add(reader->problems, reader->document, node,
				     "the template's languages name it: add the text there",
				     "%s has no translation in '%s'", where, language);
		reader->language = language;
		g_ptr_array_add(text->by_language,
				words != NULL ? reader_expression(reader, said, words) : NULL);
	}
	return text;
}

TemplateText *reader_text_at(TemplateReader *reader, const YamlNode *mapping, const char *key,
			     const char *where)
{
	const YamlNode *node = yaml_find(mapping, key);
	g_autofree char *what = g_strdup_printf("%s: %s", where, key);
	return node != NULL ? reader_text(reader, node, what) : NULL;
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

void template_field_clear(TemplateField *field)
{
	g_clear_pointer(&field->name, g_free);
	g_clear_pointer(&field->format, g_free);
}

static bool find_field(TemplateReader *reader, const YamlNode *node, const char *name,
		       const TemplateDataset *dataset, const char *where, TemplateField *field)
{
	for (guint n = 0; n < reader->template->languages->len; n++) {
		const char *language = g_ptr_array_index(reader->template->languages, n);
		int column = columns_find(dataset->columns, name, language);
		if (column < 0) {
			g_autoptr(GPtrArray) known = column_names(dataset->columns);
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
	TemplateDataset *dataset = template_dataset(reader->template, name);
	if (dataset == NULL) {
		unknown_dataset(reader, node, where, name);
		return NULL;
	}
	dataset->used = true;
	if (dataset->rows != 1) {
		problems_add(reader->problems, reader->document, node, "give the dataset 'rows: 1'",
			     "%s: dataset '%s' may have many rows", where, name);
		return NULL;
	}
	return find_field(reader, node, dot + 1, dataset, where, ret_field) ? dataset : NULL;
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

char *reader_id(TemplateReader *reader, const YamlNode *mapping, const char *kind)
{
	const YamlNode *node = yaml_find(mapping, "id");
	g_autofree char *what = g_strdup_printf("%s: id", kind);
	if (node == NULL) {
		problems_add(reader->problems, reader->document, mapping,
			     "a name by which it is found in every output", "%s has no id", kind);
		return NULL;
	}
	const char *id = reader_word(reader, node, what);
	if (id == NULL)
		return NULL;
	if (!g_regex_match_simple("^[a-z][a-z0-9_-]{0,30}\\z", id, 0, 0))
		problems_add(
		    reader->problems, reader->document, node, NULL,
		    "%s: id '%s' is no name of up to 31 small letters, digits, '_' and '-'", kind,
		    id);
	else if (!g_hash_table_add(reader->ids, g_strdup(id)))
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s: id '%s' is used before", kind, id);
	return g_strdup(id);
}
