/*
 * definitions: all for every measure there is, or a list of some: what is counted, in which unit
 * and on which date, whether or not a figure of the edition uses it. All of them are a dictionary:
 * each measure stands in every language of the template, the edition's first.
 */
#include "reports/block.h"

#include <string.h>

typedef struct {
	GPtrArray *measures; /* of const Measure */
	bool all;
} DefinitionsContent;

static const char *const all_word[] = { "all", NULL };

static GPtrArray *read_measures(TemplateReader *reader, const YamlNode *node)
{
	GPtrArray *measures = g_ptr_array_new();
	if (yaml_kind(node) != YAML_KIND_SEQUENCE) {
		const Measures *all = library_measures(reader->library);
		reader_choice(reader, node, "definitions", all_word);
		for (const char *const *id = measures_ids(all); *id != NULL; id++)
			g_ptr_array_add(measures, (gpointer)(guintptr)measures_find(all, *id));
		return measures;
	}
	if (yaml_count(node) == 0)
		problems_add(reader->problems, reader->document, node, NULL,
			     "definitions names no measure");
	for (size_t n = 0; n < yaml_count(node); n++) {
		const Measure *measure = reader_measure(reader, yaml_item(node, n), "definitions");
		if (measure != NULL && g_ptr_array_find(measures, measure, NULL))
			problems_add(reader->problems, reader->document, yaml_item(node, n), NULL,
				     "definitions: '%s' is named twice", measure_id(measure));
		g_ptr_array_add(measures, (gpointer)(guintptr)measure);
	}
	return measures;
}

gpointer block_definitions_read(TemplateReader *reader, const YamlNode *node)
{
	DefinitionsContent *content = g_new(DefinitionsContent, 1);
	*content = (DefinitionsContent){ read_measures(reader, node),
					 yaml_kind(node) != YAML_KIND_SEQUENCE };
	return content;
}

/* ── what a dictionary says beyond a note ── */

static void append(const Edition *edition, GString *text, const char *word, const char *part)
{
	g_string_append_printf(text, " %s: %s%s", locale_word(edition->locale, word), part,
			       locale_word(edition->locale, "full_stop"));
}

/* The locale's word for VALUE, as "cohort_stock". */
static void append_word(const Edition *edition, GString *text, const char *kind, const char *value)
{
	g_autofree char *word = g_strdup_printf("%s_%s", kind, value);
	append(edition, text, kind, locale_word(edition->locale, word));
}

/* NUMBER of UNIT; nothing where there is no such rule. */
static void append_number(const Edition *edition, GString *text, const char *kind, gint64 number,
			  const char *unit)
{
	if (number <= 0)
		return;
	Datum datum = datum_of_number((double)number);
	g_autofree char *format = g_strconcat("count:", unit, NULL);
	g_autofree char *printed = format_datum(edition->locale, format, &datum);
	append(edition, text, kind, printed);
}

static void append_versions(const Edition *edition, GString *text, const Measure *measure)
{
	for (size_t n = 0; n < measure_versions(measure); n++) {
		g_autofree char *version =
		    g_strdup_printf("%s: %s (%s)", measure_version_from(measure, n),
				    measure_version_definition(measure, n, edition->language),
				    measure_version_formula(measure, n));
		append(edition, text, "versions", version);
	}
}

static Note *full_definition(const Edition *edition, const Measure *measure)
{
	static const char *const goods[] = {
		[MEASURE_NEUTRAL] = "neutral", [MEASURE_UP] = "up", [MEASURE_DOWN] = "down"
	};
	Note *note = edition_definition(edition, measure, 0);
	g_autoptr(GString) text = g_string_new(note->text);
	append_word(edition, text, "cohort", measure_cohort(measure));
	append_number(edition, text, "follow_up", measure_follow_up_days(measure), "day");
	append_word(edition, text, "method", measure_method(measure));
	append_number(edition, text, "n_under", measure_print_n_under(measure), "event");
	append_word(edition, text, "good", goods[measure_good(measure)]);
	append_versions(edition, text, measure);
	if (measure_source(measure) == NULL)
		append(edition, text, "source", locale_word(edition->locale, "own_source"));
	g_free(note->text);
	note->text = g_string_free(g_steal_pointer(&text), FALSE);
	return note;
}

/* MEASURE in the other languages of the template. */
static void add_translations(const Edition *edition, const Measure *measure, GPtrArray *notes)
{
	const GPtrArray *languages = edition->template->languages;
	for (guint n = 0; n < languages->len; n++) {
		Edition other = *edition;
		other.language = languages->pdata[n];
		other.locale = library_locale(edition->library, other.language);
		if (strcmp(other.language, edition->language) == 0)
			continue;
		Note *note = full_definition(&other, measure);
		note->language = g_strdup(other.language);
		note->right_to_left = locale_right_to_left(other.locale);
		g_ptr_array_add(notes, note);
	}
}

void block_definitions_build(Edition *edition, const TemplateBlock *block)
{
	const DefinitionsContent *content = block->content;
	Block *made = model_add(edition->model, BLOCK_NOTES, block->line);
	GPtrArray *notes = made->notes.notes;
	made->notes.title = g_strdup(locale_word(edition->locale, "definitions"));
	for (guint n = 0; n < content->measures->len; n++) {
		g_ptr_array_add(notes, full_definition(edition, content->measures->pdata[n]));
		if (content->all)
			add_translations(edition, content->measures->pdata[n], notes);
	}
}

void block_definitions_free(gpointer content)
{
	DefinitionsContent *definitions = content;
	if (definitions == NULL)
		return;
	g_ptr_array_unref(definitions->measures);
	g_free(definitions);
}
