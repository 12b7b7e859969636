/* reference: [{value: 95, label}], annotate and break: [{at: 2026-01-05, label}] of a chart. */
#include <math.h>
#include <string.h>

#include "reports/block/chart/chart.h"

const TemplateKey chart_reference_keys[] = {
	{ .name = "value", .kind = KEY_WORD, .needed = true },
	{ .name = "label", .kind = KEY_TEXT, .needed = true },
	{ 0 },
};
const TemplateKey chart_mark_keys[] = {
	{ .name = "at", .kind = KEY_WORD, .needed = true },
	{ .name = "label", .kind = KEY_TEXT, .needed = true },
	{ 0 },
};

const TemplateKey chart_marks_keys[] = {
	{ .name = "dataset", .kind = KEY_WORD, .needed = true },
	{ .name = "at", .kind = KEY_WORD, .needed = true },
	{ .name = "label", .kind = KEY_WORD, .needed = true },
	{ 0 },
};

void chart_rule_free(gpointer data)
{
	ChartRule *rule = data;
	template_text_free(rule->label);
	template_field_clear(&rule->field);
	template_field_clear(&rule->words);
	g_free(rule->at);
	g_free(rule);
}

/* ── reading ── */

/* A number as it stands, or DATASET.COLUMN of one row. */
static void read_value(TemplateReader *reader, const YamlNode *node, const char *where,
		       ChartRule *rule)
{
	const char *text = reader_word(reader, node, where);
	char *end = NULL;
	if (text == NULL)
		return;
	rule->value = g_ascii_strtod(text, &end);
	if (end != text && *end == '\0' && isfinite(rule->value))
		return;
	rule->dataset = reader_path(reader, node, where, &rule->field);
	if (rule->dataset != NULL && rule->field.type != DATUM_NUMBER)
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s: '%s' is a %s, not a number", where, rule->field.name,
			     datum_type_name(rule->field.type));
}

static void read_at(TemplateReader *reader, const YamlNode *node, const char *where,
		    const ChartContent *chart, ChartRule *rule)
{
	Datum datum;
	const char *text = reader_word(reader, node, where);
	if (text == NULL)
		return;
	rule->at = g_strdup(text);
	if (chart->x.name != NULL && !datum_parse(chart->x.type, text, &datum))
		problems_add(reader->problems, reader->document, node,
			     chart->x.type == DATUM_DATE ? "write for example: 2026-01-05" : NULL,
			     "%s: '%s' is no %s, as x is", where, text,
			     datum_type_name(chart->x.type));
}

static void read_rule(TemplateReader *reader, const YamlNode *node, const char *where,
		      const char *key, ChartContent *chart)
{
	bool mark = strcmp(key, "at") == 0;
	if (!reader_keys(reader, node, where, mark ? chart_mark_keys : chart_reference_keys))
		return;
	const YamlNode *place = yaml_find(node, key);
	ChartRule *rule = g_new0(ChartRule, 1);
	g_ptr_array_add(chart->rules, rule);
	rule->is_mark = mark;
	rule->is_break = g_str_has_suffix(where, "break");
	rule->label = reader_text_at(reader, node, "label", where);
	if (place == NULL || rule->label == NULL)
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s must have %s and label", where, key);
	else if (mark)
		read_at(reader, place, where, chart, rule);
	else
		read_value(reader, place, where, rule);
}

/* {dataset: interventions, at: on, label: label}: a mark for each of its rows. */
static void read_marks(TemplateReader *reader, const YamlNode *node, const char *where,
		       ChartContent *chart)
{
	g_autofree char *what = g_strdup_printf("%s: annotate-from", where);
	if (node == NULL || !reader_keys(reader, node, what, chart_marks_keys))
		return;
	reader_needed(reader, node, what, chart_marks_keys);
	const YamlNode *at = yaml_find(node, "at"), *label = yaml_find(node, "label");
	ChartRule *rule = g_new0(ChartRule, 1);
	g_ptr_array_add(chart->rules, rule);
	rule->is_mark = true;
	rule->marks = reader_dataset(reader, node, what);
	if (at != NULL && reader_field(reader, at, rule->marks, what, &rule->field) &&
	    chart->x.name != NULL && rule->field.type != chart->x.type)
		problems_add(reader->problems, reader->document, at, NULL,
			     "%s: '%s' is a %s, and x is a %s", what, rule->field.name,
			     datum_type_name(rule->field.type), datum_type_name(chart->x.type));
	if (label != NULL && reader_field(reader, label, rule->marks, what, &rule->words) &&
	    rule->words.type != DATUM_TEXT)
		problems_add(reader->problems, reader->document, label, NULL,
			     "%s: '%s' is a %s, not a text", what, rule->words.name,
			     datum_type_name(rule->words.type));
}

void chart_read_rules(TemplateReader *reader, const YamlNode *node, const char *where,
		      ChartContent *chart)
{
	static const char *const lists[][2] = { { "reference", "value" },
						{ "annotate", "at" },
						{ "break", "at" } };
	for (size_t n = 0; n < G_N_ELEMENTS(lists); n++) {
		const YamlNode *list = yaml_find(node, lists[n][0]);
		g_autofree char *what = g_strdup_printf("%s: %s", where, lists[n][0]);
		if (list != NULL && yaml_kind(list) != YAML_KIND_SEQUENCE)
			problems_add(reader->problems, reader->document, list, NULL,
				     "%s is no list", what);
		for (size_t item = 0; list != NULL && yaml_kind(list) == YAML_KIND_SEQUENCE &&
				      item < yaml_count(list);
		     item++)
			read_rule(reader, yaml_item(list, item), what, lists[n][1], chart);
	}
	read_marks(reader, yaml_find(node, "annotate-from"), where, chart);
}

/* ── building ── */

static double rule_value(const Edition *edition, const ChartRule *rule)
{
	if (rule->dataset == NULL)
		return rule->value;
	const Dataset *dataset = edition_dataset(edition, rule->dataset);
	const Datum *value =
	    dataset_value(dataset, 0, edition_column(edition, dataset, &rule->field));
	return value->missing ? (double)NAN : value->number;
}

static double place_of(const Datum *datum)
{
	return datum->type == DATUM_DATE ? (double)g_date_get_julian(&datum->date) : datum->number;
}

/* True when AT is further past the last of ROWS than that is from the one before it. */
static bool is_past(const Dataset *dataset, size_t column, const GArray *rows, const Datum *at)
{
	if (rows->len < 2)
		return true;
	const Datum *last =
	    dataset_value(dataset, g_array_index(rows, size_t, rows->len - 1), column);
	const Datum *before =
	    dataset_value(dataset, g_array_index(rows, size_t, rows->len - 2), column);
	return place_of(at) - place_of(last) >= place_of(last) - place_of(before);
}

/* The category that AT stands in: the one it names; on a scale the one whose period it falls in,
 * of a break the first at or after it. The count of categories when it is none of the chart's. */
static size_t mark_category(const Edition *edition, const ChartContent *content,
			    const Dataset *dataset, const GArray *rows, const Datum *at,
			    bool is_break)
{
	size_t found = rows->len, column = edition_column(edition, dataset, &content->x);
	for (guint n = 0; n < rows->len; n++) {
		const Datum *x = dataset_value(dataset, g_array_index(rows, size_t, n), column);
		int order = x->missing ? 1 : datum_compare(x, at);
		if (order == 0)
			return n;
		if (content->x.type == DATUM_TEXT)
			continue;
		if (is_break && order > 0)
			return n > 0 ? n : rows->len;
		if (!is_break && order < 0)
			found = n;
	}
	return found + 1 == rows->len && is_past(dataset, column, rows, at) ? rows->len : found;
}

/* Adds the mark LABEL at AT, unless that is outside the chart. */
static void add_mark(const Edition *edition, const ChartContent *content, const Dataset *dataset,
		     const GArray *rows, const Datum *at, const char *label, bool is_break,
		     Chart *chart)
{
	size_t category = mark_category(edition, content, dataset, rows, at, is_break);
	if (category >= rows->len)
		return;
	ChartReference *reference = chart_reference_new(label);
	g_ptr_array_add(chart->references, reference);
	reference->value = (double)NAN;
	reference->is_break = is_break;
	reference->category = category;
}

static void add_marks(const Edition *edition, const ChartContent *content, const Dataset *dataset,
		      const GArray *rows, const ChartRule *rule, Chart *chart)
{
	const Dataset *marks = edition_dataset(edition, rule->marks);
	size_t place = edition_column(edition, marks, &rule->field);
	size_t words = edition_column(edition, marks, &rule->words);
	for (size_t row = 0; row < dataset_rows(marks); row++) {
		const Datum *at = dataset_value(marks, row, place);
		const Datum *label = dataset_value(marks, row, words);
		if (!at->missing && !label->missing)
			add_mark(edition, content, dataset, rows, at, label->text, false, chart);
	}
}

static void add_line(const Edition *edition, const ChartRule *rule, const char *label, Chart *chart)
{
	double value = rule_value(edition, rule);
	if (isnan(value))
		return;
	ChartReference *reference = chart_reference_new(label);
	g_ptr_array_add(chart->references, reference);
	reference->value = value;
}

void chart_build_rules(const Edition *edition, const ChartContent *content, const Dataset *dataset,
		       const GArray *rows, Chart *chart)
{
	for (guint n = 0; n < content->rules->len; n++) {
		Datum at;
		const ChartRule *rule = content->rules->pdata[n];
		if (rule->marks != NULL) {
			add_marks(edition, content, dataset, rows, rule, chart);
			continue;
		}
		g_autofree char *label = edition_text(edition, rule->label);
		if (!rule->is_mark)
			add_line(edition, rule, label, chart);
		else if (rule->at != NULL && datum_parse(content->x.type, rule->at, &at))
			add_mark(edition, content, dataset, rows, &at, label, rule->is_break,
				 chart);
	}
}
