/*
 * definitions: all for every measure there is, or a list of some: what is counted, in which unit
 * and on which date, whether or not a figure of the edition uses it. All of them are a dictionary:
 * each measure stands in every language of the template, the edition's first.
 */
#include "reports/block/block.h"

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

/* ── a measure as a table ── */

static void add_part(const Edition *edition, GPtrArray *parts, const char *word, const char *text)
{
	if (text != NULL && *text != '\0')
		g_ptr_array_add(parts, note_part_new(locale_word(edition->locale, word), text));
}

static void add_word(const Edition *edition, GPtrArray *parts, const char *kind, const char *value)
{
	g_autofree char *word = g_strdup_printf("%s_%s", kind, value);
	add_part(edition, parts, kind, locale_word(edition->locale, word));
}

static void add_ratio(const Edition *edition, GPtrArray *parts, const char *word, const char *id)
{
	const Measure *part =
	    id != NULL ? measures_find(library_measures(edition->library), id) : NULL;
	add_part(edition, parts, word, part != NULL ? measure_name(part, edition->language) : NULL);
}

static void add_rule(const Edition *edition, GString *rules, const char *word, gint64 number,
		     const char *unit)
{
	if (number <= 0)
		return;
	Datum datum = datum_of_number((double)number);
	g_autofree char *format = g_strconcat("count:", unit, NULL);
	g_autofree char *printed = format_datum(edition->locale, format, &datum);
	g_string_append_printf(rules, "%s%s: %s", rules->len > 0 ? "; " : "",
			       locale_word(edition->locale, word), printed);
}

static void add_rules(const Edition *edition, GPtrArray *parts, const Measure *measure)
{
	g_autoptr(GString) rules = g_string_new(NULL);
	add_rule(edition, rules, "follow_up", measure_follow_up_days(measure), "day");
	add_rule(edition, rules, "withheld_under", measure_withhold_under(measure), "event");
	add_rule(edition, rules, "n_under", measure_print_n_under(measure), "event");
	add_part(edition, parts, "rules", rules->str);
}

static void add_versions(const Edition *edition, GPtrArray *parts, const Measure *measure)
{
	for (size_t n = 0; n < measure_versions(measure); n++) {
		g_autofree char *version =
		    g_strdup_printf("%s: %s (%s)", measure_version_from(measure, n),
				    measure_version_definition(measure, n, edition->language),
				    measure_version_formula(measure, n));
		add_part(edition, parts, "since_when", version);
	}
}

static GPtrArray *measure_parts(const Edition *edition, const Measure *measure)
{
	static const char *const goods[] = {
		[MEASURE_NEUTRAL] = "neutral", [MEASURE_UP] = "up", [MEASURE_DOWN] = "down"
	};
	GPtrArray *parts = note_parts_new();
	g_autofree char *unit = edition_unit(edition, measure, 0);
	add_part(edition, parts, "counting_unit", measure_definition(measure, edition->language));
	add_part(edition, parts, "unit", unit);
	add_ratio(edition, parts, "numerator", measure_numerator(measure));
	add_ratio(edition, parts, "denominator", measure_denominator(measure));
	add_part(edition, parts, "date_basis", measure_basis(measure, edition->language));
	add_word(edition, parts, "cohort", measure_cohort(measure));
	add_word(edition, parts, "method", measure_method(measure));
	add_rules(edition, parts, measure);
	add_word(edition, parts, "good", goods[measure_good(measure)]);
	add_versions(edition, parts, measure);
	add_part(edition, parts, "source",
		 measure_source(measure) != NULL ? measure_source(measure)
						 : locale_word(edition->locale, "own_source"));
	return parts;
}

/* MEASURE in the other languages of the template: a note each, and the first of them beside the
 * parts of NOTE. */
static void add_translations(const Edition *edition, const Measure *measure, Note *first,
			     GPtrArray *notes)
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
		g_autoptr(GPtrArray) parts = measure_parts(&other, measure);
		for (guint at = 0; first->other == NULL && at < first->parts->len; at++)
			((NotePart *)first->parts->pdata[at])->other =
			    g_strdup(at < parts->len ? ((NotePart *)parts->pdata[at])->text : NULL);
		if (first->other == NULL) {
			first->other = g_strdup(other.language);
			first->other_name = g_strdup(locale_word(other.locale, "own_name"));
		}
	}
}

/* All measures are a dictionary: an index, and a small table for each. */
static void build_dictionary(Edition *edition, const DefinitionsContent *content, Block *made)
{
	made->notes.dictionary = true;
	for (guint n = 0; n < content->measures->len; n++) {
		const Measure *measure = content->measures->pdata[n];
		Note *note = full_definition(edition, measure);
		note->id = g_strdup(measure_id(measure));
		note->parts = measure_parts(edition, measure);
		g_ptr_array_add(made->notes.notes, note);
		add_translations(edition, measure, note, made->notes.notes);
	}
}

void block_definitions_build(Edition *edition, const TemplateBlock *block)
{
	const DefinitionsContent *content = block->content;
	if (content->all)
		model_add(edition->model, BLOCK_CONTENTS, block->line)->contents.title =
		    g_strdup(locale_word(edition->locale, "index"));
	Block *made = model_add(edition->model, BLOCK_NOTES, block->line);
	made->notes.title = g_strdup(locale_word(edition->locale, "definitions"));
	if (content->all)
		build_dictionary(edition, content, made);
	for (guint n = 0; !content->all && n < content->measures->len; n++)
		g_ptr_array_add(made->notes.notes,
				full_definition(edition, content->measures->pdata[n]));
}

void block_definitions_free(gpointer content)
{
	DefinitionsContent *definitions = content;
	if (definitions == NULL)
		return;
	g_ptr_array_unref(definitions->measures);
	g_free(definitions);
}
