#include "reports/build/edition.h"

#include <string.h>

#include "core/error.h"
#include "reports/model/shorthand.h"

/* ── values of names ── */

static const ParameterValue *find_value(const Edition *edition, const char *name)
{
	const GPtrArray *parameters = edition->template->parameters;
	for (guint n = 0; n < parameters->len; n++) {
		if (strcmp(((TemplateParameter *)parameters->pdata[n])->name, name) == 0)
			return &g_array_index(edition->binding->values, ParameterValue, n);
	}
	return NULL;
}

static Datum parameter_value(const Edition *edition, const ParameterValue *value, const char *tail)
{
	bool all = value->type->is_district && value->district == NULL;
	if (all && g_strcmp0(tail, "code") != 0)
		return datum_of_text(locale_word(edition->locale, "all_districts"));
	return parameter_datum(value, tail, edition->language);
}

static Datum column_value(const Edition *edition, const Dataset *dataset, size_t row,
			  const char *name)
{
	int column = dataset_column(dataset, name, edition->language);
	if (column < 0) /* the check lets no other name through */
		return datum_of_number((double)dataset_rows(dataset));
	return *dataset_value(dataset, row, (size_t)column);
}

static Datum name_value(gpointer payload, const char *head, const char *tail)
{
	const Edition *edition = payload;
	const ParameterValue *value = find_value(edition, head);
	if (value != NULL)
		return parameter_value(edition, value, tail);
	if (edition->names != NULL && strcmp(head, "names") == 0)
		return datum_of_text(edition->names);
	if (edition->row_of != NULL && strcmp(head, "row") == 0)
		return column_value(edition, edition->row_of, edition->row, tail);
	const Dataset *dataset = g_hash_table_lookup(edition->datasets, head);
	if (dataset == NULL)
		return datum_of_date(&edition->binding->as_at);
	return column_value(edition, dataset, 0, tail);
}

/* ── texts ── */

/* TEXT with the space of each paragraph folded, and no empty paragraph. */
static char *fold_space(const char *text)
{
	g_auto(GStrv) paragraphs = g_regex_split_simple("\\n[ \\t]*\\n", text, 0, 0);
	g_autoptr(GString) folded = g_string_new(NULL);
	for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++) {
		g_auto(GStrv) words = g_strsplit_set(*paragraph, " \t\n", -1);
		bool begun = false;
		for (char **word = words; *word != NULL; word++) {
			if (**word == '\0')
				continue;
			if (begun)
				g_string_append_c(folded, ' ');
			else if (folded->len > 0)
				g_string_append(folded, "\n\n");
			g_string_append(folded, *word);
			begun = true;
		}
	}
	return g_string_free(g_steal_pointer(&folded), FALSE);
}

char *edition_text(const Edition *edition, const TemplateText *text)
{
	int language = template_language(edition->template, edition->language);
	const Expression *expression =
	    g_ptr_array_index(text->by_language, (guint)MAX(language, 0));
	ExpressionNames names = { .payload = (gpointer)(guintptr)edition, .value = name_value };
	g_autofree char *printed = expression_print(expression, &names, edition->locale);
	return fold_space(printed);
}

char *edition_text_or(const Edition *edition, const TemplateText *text, const char *fallback)
{
	return text != NULL ? edition_text(edition, text) : g_strdup(fallback);
}

char *edition_text_empty(const Edition *edition, const Dataset *dataset, const TemplateText *text)
{
	const char *file = dataset_unsupplied(dataset);
	if (file != NULL) {
		g_auto(GStrv) parts =
		    g_strsplit(locale_word(edition->locale, "not_supplied"), "{file}", -1);
		return g_strjoinv(file, parts);
	}
	if (dataset_is_outside(dataset))
		return g_strdup(locale_word(edition->locale, "not_covered"));
	return edition_text_or(edition, text, locale_word(edition->locale, "nothing"));
}

bool edition_holds(const Edition *edition, const Condition *condition)
{
	ExpressionNames names = { .payload = (gpointer)(guintptr)edition, .value = name_value };
	return condition_holds(condition, &names);
}

char *edition_id(const Edition *edition, const char *id)
{
	return edition->row_of != NULL ? g_strdup_printf("%s-%zu", id, edition->row + 1)
				       : g_strdup(id);
}

void edition_fail(Edition *edition, const char *hint, const char *format, ...)
{
	if (edition->error != NULL)
		return;
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	error_set(&edition->error, SHUMAR_ERROR_FAILED, hint, "%s", message);
}

/* ── rows ── */

const Dataset *edition_dataset(const Edition *edition, const TemplateDataset *dataset)
{
	const Dataset *rows = g_hash_table_lookup(edition->datasets, dataset->name);
	g_assert(rows != NULL);
	return rows;
}

size_t edition_column(const Edition *edition, const Dataset *dataset, const TemplateField *field)
{
	int column = dataset_column(dataset, field->name, edition->language);
	g_assert(column >= 0);
	return (size_t)column;
}

Value edition_value(const Edition *edition, const Dataset *dataset, size_t row,
		    const TemplateField *field)
{
	Value value;
	const Datum *datum = dataset_value(dataset, row, edition_column(edition, dataset, field));
	format_value(edition->locale, field->format, datum, &value);
	return value;
}

/* ── notes ── */

int edition_note(Edition *edition, const Measure *measure)
{
	guint at;
	if (measure == NULL || !edition->template->has_notes)
		return 0; /* a number that points to nothing is none */
	if (!g_ptr_array_find(edition->noted, measure, &at)) {
		at = edition->noted->len;
		g_ptr_array_add(edition->noted, (gpointer)(guintptr)measure);
	}
	return (int)at + 1;
}

void edition_note_under(Edition *edition, const Measure *measure)
{
	if (measure == NULL || g_ptr_array_find(edition->placed, measure, NULL))
		return;
	g_ptr_array_add(edition->placed, (gpointer)(guintptr)measure);
	g_ptr_array_add(edition->under, (gpointer)(guintptr)measure);
}

/* The block that was added last where blocks are added now. */
static const Block *last_block(const Model *model)
{
	const GPtrArray *blocks = model->open != NULL ? model->open : model->blocks;
	return blocks->len > 0 ? blocks->pdata[blocks->len - 1] : NULL;
}

/* The legend of BLOCK: who reads a public table has to find it beside the table. NULL where it has
 * no signs, and for other readers, who have one for all at the end. */
static Note *legend_of(const Edition *edition, const Block *block)
{
	bool public = strcmp(edition->template->audience, "public") == 0;
	/* of rows that pages do not have, a workbook explains the signs */
	bool elsewhere =
	    block != NULL && block->kind == BLOCK_TABLE && table_is_elsewhere(block->table);
	char *text = public && block != NULL && !elsewhere
			 ? shorthand_text(edition->model, shorthand_of_block(block))
			 : NULL;
	if (text == NULL)
		return NULL;
	Note *note = g_new0(Note, 1);
	note->text = text;
	note->is_legend = true;
	return note;
}

void edition_add_under(Edition *edition, int line)
{
	Note *legend = legend_of(edition, last_block(edition->model));
	if (edition->under->len == 0 && legend == NULL)
		return;
	Block *made = model_add(edition->model, BLOCK_NOTES, line);
	made->notes.under = true;
	if (legend != NULL)
		g_ptr_array_add(made->notes.notes, legend);
	for (guint n = 0; n < edition->under->len; n++) {
		const Measure *measure = edition->under->pdata[n];
		g_ptr_array_add(
		    made->notes.notes,
		    edition_definition(edition, measure, edition_note(edition, measure)));
	}
	g_ptr_array_set_size(edition->under, 0);
}

static void append_part(const Edition *edition, GString *text, const char *word, const char *part)
{
	if (part != NULL && part[0] != '\0')
		g_string_append_printf(text, " %s: %s%s", locale_word(edition->locale, word), part,
				       locale_word(edition->locale, "full_stop"));
}

/* The small-number rule; nothing where there is none. */
static void append_events(const Edition *edition, GString *text, const char *word, gint64 events)
{
	if (events <= 0)
		return;
	Datum datum = datum_of_number((double)events);
	g_autofree char *printed = format_datum(edition->locale, "count:event", &datum);
	append_part(edition, text, word, printed);
}

static const char *ratio_part(const Edition *edition, const Measures *measures, const char *id)
{
	const Measure *part = id != NULL ? measures_find(measures, id) : NULL;
	return part != NULL ? measure_name(part, edition->language) : NULL;
}

char *edition_unit(const Edition *edition, const Measure *measure, gint64 count)
{
	bool share = measure_numerator(measure) != NULL;
	g_autofree char *unit =
	    format_unit(edition->locale, measure_unit(measure), share ? 0 : count);
	if (!share || unit == NULL)
		return g_steal_pointer(&unit);
	g_auto(GStrv) parts = g_strsplit(locale_word(edition->locale, "share_of"), "{unit}", -1);
	return g_strjoinv(unit, parts);
}

/* Where MEASURE comes from; it is English, and of one piece where it is short ("s.173 CrPC").
 * Transfer full. */
static char *source_text(const Edition *edition, const Measure *measure)
{
	enum { SHORT = 16 };
	const char *source = measure_source(measure);
	if (source == NULL || !locale_right_to_left(edition->locale))
		return g_strdup(source);
	GString *text = g_string_new(source);
	if (text->len < SHORT)
		g_string_replace(text, " ", "\u00a0", 0);
	g_string_prepend(text, "\u2068");
	g_string_append(text, "\u2069");
	return g_string_free(text, FALSE);
}

Note *edition_definition(const Edition *edition, const Measure *measure, int number)
{
	const Measures *measures = library_measures(edition->library);
	g_autoptr(GString) text = g_string_new(measure_definition(measure, edition->language));
	g_autofree char *unit = format_unit(edition->locale, measure_unit(measure), 0);
	append_part(edition, text, "counting_unit", unit);
	append_part(edition, text, "numerator",
		    ratio_part(edition, measures, measure_numerator(measure)));
	append_part(edition, text, "denominator",
		    ratio_part(edition, measures, measure_denominator(measure)));
	append_part(edition, text, "date_basis", measure_basis(measure, edition->language));
	append_events(edition, text, "withheld_under", measure_withhold_under(measure));
	g_autofree char *source = source_text(edition, measure);
	append_part(edition, text, "source", source);
	Note *note = g_new0(Note, 1);
	note->number = number;
	note->term = g_strdup(measure_name(measure, edition->language));
	note->text = g_string_free(g_steal_pointer(&text), FALSE);
	return note;
}
