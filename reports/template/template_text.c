/* The texts and conditions of templates: their names are checked, their faults placed, and the
 * languages of one text held against each other. */
#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "reports/library/dataset.h"
#include "reports/template/template_measure.h"
#include "reports/template/template_reader.h"

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
	if (reader->row != NULL)
		g_ptr_array_add(names, (gpointer)(guintptr) "row");
	if (reader->names)
		g_ptr_array_add(names, (gpointer)(guintptr) "names");
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

/* The type of the column TAIL of DATASET, which a text names as HEAD. */
static bool column_type_of(const TemplateReader *reader, const TemplateDataset *dataset,
			   const char *head, const char *tail, DatumType *ret_type, GError **error)
{
	int column = columns_find(dataset->columns, tail != NULL ? tail : "", reader->language);
	if (column >= 0) {
		const SqlColumn *found = g_ptr_array_index(dataset->columns, column);
		return datum_type_of_sql(found->type, ret_type);
	}
	g_autoptr(GPtrArray) known = reader_column_names(dataset->columns);
	g_autofree char *message =
	    tail != NULL ? g_strdup_printf("no column '%s' in dataset '%s'", tail, dataset->name)
			 : g_strdup_printf("'%s' is a dataset: write %s.COLUMN", head, head);
	set_unknown(error, tail != NULL ? tail : "", (const char *const *)known->pdata, message);
	return false;
}

static bool dataset_type_of(const TemplateReader *reader, TemplateDataset *dataset,
			    const char *tail, DatumType *ret_type, GError **error)
{
	dataset->used = true;
	bool counts =
	    g_strcmp0(tail, "rows") == 0 && columns_find(dataset->columns, "rows", NULL) < 0;
	if (counts) {
		*ret_type = DATUM_NUMBER;
		return true;
	}
	if (template_dataset_is_single(dataset))
		return column_type_of(reader, dataset, dataset->name, tail, ret_type, error);
	error_set(error, SHUMAR_ERROR_CONFIG, "give the dataset 'rows: 1', or repeat over its rows",
		  "dataset '%s' may have many rows: a text cannot tell which", dataset->name);
	return false;
}

/* The type of the other words that a path may begin with. */
static bool word_type_of(const TemplateReader *reader, const char *head, const char *tail,
			 DatumType *ret_type, GError **error)
{
	if (strcmp(head, "as_at") == 0 && tail == NULL) {
		*ret_type = DATUM_DATE;
		return true;
	}
	if (reader->names && strcmp(head, "names") == 0 && tail == NULL) {
		*ret_type = DATUM_TEXT;
		return true;
	}
	if (strcmp(head, "row") == 0 && reader->row != NULL)
		return column_type_of(reader, reader->row, "row", tail, ret_type, error);
	if (strcmp(head, "row") == 0) {
		error_set(error, SHUMAR_ERROR_CONFIG, "name a dataset with 'rows: 1'",
			  "'row' has a meaning only in a repeat");
		return false;
	}
	g_autoptr(GPtrArray) known = known_heads(reader);
	g_autofree char *message = g_strdup_printf("no parameter or dataset '%s'", head);
	set_unknown(error, head, (const char *const *)known->pdata, message);
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
		return dataset_type_of(reader, dataset, tail, ret_type, error);
	if (!reader->raw)
		return word_type_of(reader, head, tail, ret_type, error);
	g_autoptr(GPtrArray) known = known_heads(reader);
	g_autofree char *message = g_strdup_printf("no parameter '%s'", head);
	set_unknown(error, head, (const char *const *)known->pdata, message);
	return false;
}

static bool name_fits(gpointer payload, const char *head, const char *tail, const char *format,
		      char **ret_why)
{
	const TemplateReader *reader = payload;
	bool row = strcmp(head, "row") == 0 && reader->row != NULL;
	const TemplateDataset *dataset =
	    row ? reader->row : template_dataset(reader->template, head);
	return template_format_fits(library_measures(reader->library), dataset, tail, format,
				    ret_why);
}

Expression *reader_expression(TemplateReader *reader, const YamlNode *node, const char *text)
{
	TextFault fault = { reader, node, text };
	const char *language = reader->raw ? "en" : reader->language;
	ExpressionNames names = { .payload = reader, .type = name_type, .fits = name_fits };
	g_autoptr(Expression) expression = expression_parse(text, text_fault, &fault);
	if (expression == NULL ||
	    !expression_check(expression, &names, library_locale(reader->library, language),
			      text_fault, &fault))
		return NULL;
	return g_steal_pointer(&expression);
}

/* ── the languages of a text ── */

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

/* ── one text in two languages: the same figures ── */

typedef struct {
	GPtrArray *paths; /* of char*, each once */
	GArray *offsets;  /* of size_t */
} Figures;

static void note_figure(gpointer payload, const char *head, const char *tail, size_t offset)
{
	Figures *figures = payload;
	g_autofree char *path =
	    tail != NULL ? g_strdup_printf("%s.%s", head, tail) : g_strdup(head);
	if (g_ptr_array_find_with_equal_func(figures->paths, path, g_str_equal, NULL))
		return;
	g_ptr_array_add(figures->paths, g_steal_pointer(&path));
	g_array_append_val(figures->offsets, offset);
}

static Figures figures_of(const Expression *expression)
{
	Figures figures = { g_ptr_array_new_with_free_func(g_free),
			    g_array_new(FALSE, FALSE, sizeof(size_t)) };
	expression_each_value(expression, note_figure, &figures);
	return figures;
}

static void figures_clear(Figures *figures)
{
	g_ptr_array_unref(figures->paths);
	g_array_unref(figures->offsets);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Figures, figures_clear)

/* The paths of HAVE that are not in OTHER, parted by commas; NULL for none. *ret_first is the
 * offset of the first. Transfer full. */
static char *figures_beyond(const Figures *have, const Figures *other, size_t *ret_first)
{
	GString *beyond = NULL;
	for (guint n = 0; n < have->paths->len; n++) {
		if (g_ptr_array_find_with_equal_func(other->paths, have->paths->pdata[n],
						     g_str_equal, NULL))
			continue;
		if (beyond == NULL) {
			beyond = g_string_new(NULL);
			*ret_first = g_array_index(have->offsets, size_t, n);
		}
		g_string_append_printf(beyond, "%s%s", beyond->len > 0 ? ", " : "",
				       (char *)have->paths->pdata[n]);
	}
	return beyond != NULL ? g_string_free(beyond, FALSE) : NULL;
}

static const char *language_name(const TemplateReader *reader, const char *language)
{
	return locale_name(library_locale(reader->library, language));
}

/* Holds the text at NODE in its LANGUAGE against the one in the template's first: what one says
 * and the other does not is a wrong translation, or a forgotten one. */
static void compare_figures(TemplateReader *reader, const YamlNode *node, const char *where,
			    const char *language, const TemplateText *text)
{
	const Expression *first = text->by_language->pdata[0];
	const Expression *second = text->by_language->pdata[text->by_language->len - 1];
	if (first == NULL || second == NULL)
		return;
	const char *first_name = language_name(reader, reader->template->languages->pdata[0]);
	const char *second_name = language_name(reader, language);
	g_auto(Figures) left = figures_of(first);
	g_auto(Figures) right = figures_of(second);
	size_t offset = 0;
	g_autofree char *more = figures_beyond(&right, &left, &offset);
	TextFault fault = { reader, node, yaml_text(node) };
	if (more != NULL) {
		g_autofree char *message =
		    g_strdup_printf("%s: %s uses figures that %s does not: %s", where, second_name,
				    first_name, more);
		text_fault(&fault, offset, NULL, message);
	}
	g_autofree char *fewer = figures_beyond(&left, &right, &offset);
	if (fewer != NULL)
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s: %s uses figures that %s does not: %s", where, first_name,
			     second_name, fewer);
}

/* Holds the text at NODE, Urdu, to the glossary: its terms are those of the English at FIRST. */
static void compare_terms(TemplateReader *reader, const YamlNode *first, const YamlNode *node,
			  const char *where)
{
	if (first == NULL || yaml_text(first) == NULL || yaml_text(node) == NULL)
		return;
	g_autoptr(GPtrArray) faults =
	    glossary_faults(library_glossary(reader->library), yaml_text(first), yaml_text(node));
	for (guint n = 0; n < faults->len; n++)
		problems_add(reader->problems, reader->document, node, GLOSSARY_HINT, "%s: %s",
			     where, (char *)faults->pdata[n]);
}

/* ── texts ── */

static void read_languages(TemplateReader *reader, const YamlNode *node, const char *where,
			   TemplateText *text)
{
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
		if (n > 0)
			compare_figures(reader, said, where, language, text);
		if (said != NULL && strcmp(language, "ur") == 0)
			compare_terms(reader, language_node(node, "en"), said, where);
	}
}

static TemplateText *read_text(TemplateReader *reader, const YamlNode *node, const char *where,
			       bool with_id)
{
	if (yaml_kind(node) == YAML_KIND_MAPPING) {
		g_autoptr(GPtrArray) keys = g_ptr_array_new();
		const char *const *languages = library_languages(reader->library);
		for (const char *const *language = languages; *language != NULL; language++)
			g_ptr_array_add(keys, (gpointer)(guintptr)*language);
		if (with_id)
			g_ptr_array_add(keys, (gpointer)(guintptr) "id");
		g_ptr_array_add(keys, NULL);
		problems_check_keys(reader->problems, reader->document, node, where,
				    (const char *const *)keys->pdata);
	}
	TemplateText *text = g_new(TemplateText, 1);
	text->by_language = g_ptr_array_new_with_free_func(free_expression);
	read_languages(reader, node, where, text);
	return text;
}

TemplateText *reader_text(TemplateReader *reader, const YamlNode *node, const char *where)
{
	return read_text(reader, node, where, false);
}

TemplateText *reader_text_with_id(TemplateReader *reader, const YamlNode *node, const char *where)
{
	const char *id = yaml_text(yaml_find(node, "id"));
	g_autofree char *named =
	    id != NULL ? g_strdup_printf("%s '%s'", where, id) : g_strdup(where);
	return read_text(reader, node, named, true);
}

TemplateText *reader_text_at(TemplateReader *reader, const YamlNode *mapping, const char *key,
			     const char *where)
{
	const YamlNode *node = yaml_find(mapping, key);
	g_autofree char *what = g_strdup_printf("%s: %s", where, key);
	return node != NULL ? reader_text(reader, node, what) : NULL;
}

void reader_source(TemplateReader *reader, const YamlNode *mapping, const char *where,
		   TemplateSource *ret_source)
{
	const char *word = yaml_text(yaml_find(mapping, "source"));
	ret_source->none = g_strcmp0(word, "none") == 0;
	ret_source->text =
	    ret_source->none ? NULL : reader_text_at(reader, mapping, "source", where);
}

/* ── conditions ── */

/* A condition is one line and has no braces to find its place by: it stands where its node does,
 * after the quote if there is one. */
static void condition_fault(gpointer payload, size_t offset, const char *hint, const char *message)
{
	const TextFault *fault = payload;
	const YamlDocument *document = fault->reader->document;
	int column = yaml_column(fault->node);
	g_autofree char *source = yaml_source_line(document, yaml_line(fault->node));
	const char *at =
	    source != NULL
		? g_utf8_offset_to_pointer(source, MIN(column - 1, g_utf8_strlen(source, -1)))
		: "";
	bool quoted = *at == '"' || *at == '\'';
	if (g_str_has_prefix(at + (quoted ? 1 : 0), fault->text))
		column += (quoted ? 1 : 0) + (int)g_utf8_strlen(fault->text, (gssize)offset);
	problems_add_at(fault->reader->problems, document, yaml_line(fault->node), column, hint,
			message);
}

Condition *reader_condition(TemplateReader *reader, const YamlNode *node, const char *where)
{
	const char *text = reader_word(reader, node, where);
	if (text == NULL)
		return NULL;
	TextFault fault = { reader, node, text };
	Condition *condition = condition_read(text, condition_fault, &fault);
	ExpressionNames names = { .payload = reader, .type = name_type };
	bool good = condition != NULL;
	for (guint n = 0; good && n < reader->template->languages->len; n++) {
		reader->language = reader->template->languages->pdata[n];
		good = condition_check(condition, &names, condition_fault, &fault);
	}
	if (good)
		return condition;
	condition_free(condition);
	return NULL;
}
