/*
 * chart: {id, kind, dataset, x, x-format, y, measure, title, alt, …} for one series, or
 * series: [{field, name, measure}] in place of y. A missing value is a gap, never zero;
 * points whose provisional column is true are marked so.
 */
#include <math.h>
#include <string.h>

#include "reports/block.h"

typedef struct {
	TemplateField field;
	TemplateText *name; /* NULL: the measure's name, else the chart's y title */
	const Measure *measure;
} Series;

typedef struct {
	char *id;
	ChartKind kind;
	const TemplateDataset *dataset;
	TemplateField x;
	TemplateField provisional; /* name NULL: none */
	GPtrArray *series;         /* of Series */
	TemplateText *title, *x_title, *y_title, *empty;
	TemplateText *alt; /* NULL: told from the values */
} ChartContent;

static const char *const kinds[] = { [CHART_LINE] = "line", [CHART_BAR] = "bar", NULL };
static const char *const series_keys[] = { "field", "name", "measure", NULL };

static void series_free(gpointer data)
{
	Series *series = data;
	template_field_clear(&series->field);
	template_text_free(series->name);
	g_free(series);
}

/* ── reading ── */

static void read_series(TemplateReader *reader, const YamlNode *field, const YamlNode *name,
			const YamlNode *measure, const char *where, ChartContent *chart)
{
	Series *series = g_new0(Series, 1);
	g_ptr_array_add(chart->series, series);
	if (reader_field(reader, field, chart->dataset, where, &series->field) &&
	    series->field.type != DATUM_NUMBER)
		problems_add(reader->problems, reader->document, field, NULL,
			     "%s: '%s' is a %s, not a number", where, series->field.name,
			     datum_type_name(series->field.type));
	series->name = name != NULL ? reader_text(reader, name, where) : NULL;
	series->measure = measure != NULL ? reader_measure(reader, measure, where) : NULL;
}

static void read_series_list(TemplateReader *reader, const YamlNode *list, const char *where,
			     ChartContent *chart)
{
	for (size_t n = 0; n < yaml_count(list) && yaml_kind(list) == YAML_KIND_SEQUENCE; n++) {
		const YamlNode *item = yaml_item(list, n);
		problems_check_keys(reader->problems, reader->document, item, where, series_keys);
		const YamlNode *field = yaml_find(item, "field");
		if (field != NULL)
			read_series(reader, field, yaml_find(item, "name"),
				    yaml_find(item, "measure"), where, chart);
		else
			problems_add(reader->problems, reader->document, item, NULL,
				     "%s: a series has no field", where);
	}
}

static void read_values(TemplateReader *reader, const YamlNode *node, const char *where,
			ChartContent *chart)
{
	const YamlNode *y = yaml_find(node, "y");
	const YamlNode *list = yaml_find(node, "series");
	if ((y == NULL) == (list == NULL))
		problems_add(reader->problems, reader->document, node, "y: COLUMN, or series: […]",
			     "%s must have exactly one of y and series", where);
	else if (y != NULL)
		read_series(reader, y, NULL, yaml_find(node, "measure"), where, chart);
	else
		read_series_list(reader, list, where, chart);
}

static void read_x(TemplateReader *reader, const YamlNode *node, const char *where,
		   ChartContent *chart)
{
	const YamlNode *x = yaml_find(node, "x");
	const YamlNode *format = yaml_find(node, "x-format");
	if (x == NULL)
		problems_add(reader->problems, reader->document, node, NULL, "%s has no x", where);
	else if (reader_field(reader, x, chart->dataset, where, &chart->x))
		reader_format(reader, format, where, &chart->x);
}

static void read_provisional(TemplateReader *reader, const YamlNode *node, const char *where,
			     ChartContent *chart)
{
	if (node != NULL &&
	    reader_field(reader, node, chart->dataset, where, &chart->provisional) &&
	    chart->provisional.type != DATUM_BOOL)
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s: provisional: '%s' is no yes-or-no column", where,
			     chart->provisional.name);
}

gpointer block_chart_read(TemplateReader *reader, const YamlNode *node)
{
	ChartContent *chart = g_new0(ChartContent, 1);
	chart->series = g_ptr_array_new_with_free_func(series_free);
	chart->id = reader_id(reader, node, "chart");
	g_autofree char *where = g_strdup_printf("chart '%s'", chart->id != NULL ? chart->id : "?");
	const YamlNode *kind = yaml_find(node, "kind");
	const YamlNode *alt = yaml_find(node, "alt");
	const char *word = kind != NULL ? reader_choice(reader, kind, where, kinds) : NULL;
	chart->kind = word == kinds[CHART_BAR] ? CHART_BAR : CHART_LINE;
	if (kind == NULL)
		problems_add(reader->problems, reader->document, node, "kind: line, or kind: bar",
			     "%s has no kind", where);
	chart->dataset = reader_dataset(reader, node, where);
	read_x(reader, node, where, chart);
	read_values(reader, node, where, chart);
	read_provisional(reader, yaml_find(node, "provisional"), where, chart);
	chart->title = reader_text_at(reader, node, "title", where);
	if (yaml_find(node, "title") == NULL)
		problems_add(reader->problems, reader->document, node, NULL, "%s has no title",
			     where);
	chart->x_title = reader_text_at(reader, node, "x-title", where);
	chart->y_title = reader_text_at(reader, node, "y-title", where);
	chart->empty = reader_text_at(reader, node, "empty", where);
	if (alt != NULL && g_strcmp0(yaml_text(alt), "auto") != 0)
		chart->alt = reader_text(reader, alt, where);
	return chart;
}

void block_chart_free(gpointer content)
{
	ChartContent *chart = content;
	if (chart == NULL)
		return;
	g_free(chart->id);
	template_field_clear(&chart->x);
	template_field_clear(&chart->provisional);
	g_ptr_array_unref(chart->series);
	template_text_free(chart->title);
	template_text_free(chart->x_title);
	template_text_free(chart->y_title);
	template_text_free(chart->empty);
	template_text_free(chart->alt);
	g_free(chart);
}

/* ── building ── */

/* "cases": the unit in the plural, which an axis carries. Transfer full. */
static char *axis_unit(const Edition *edition, const ChartContent *content)
{
	const Series *first = g_ptr_array_index(content->series, 0);
	char *unit = first->measure != NULL
			 ? format_unit(edition->locale, measure_unit(first->measure), 0)
			 : NULL;
	return unit != NULL ? unit : g_strdup("");
}

static ChartSeries *build_series(Edition *edition, const Series *series, const Dataset *dataset,
				 const char *fallback)
{
	const char *name =
	    series->measure != NULL ? measure_name(series->measure, edition->language) : fallback;
	g_autofree char *said = edition_text_or(edition, series->name, name);
	ChartSeries *built = chart_series_new(said, dataset_rows(dataset));
	size_t column = edition_column(edition, dataset, &series->field);
	for (size_t row = 0; row < dataset_rows(dataset); row++) {
		const Datum *value = dataset_value(dataset, row, column);
		if (!value->missing)
			built->values[row] = value->number;
	}
	edition_note(edition, series->measure);
	return built;
}

static void build_categories(const Edition *edition, const ChartContent *content,
			     const Dataset *dataset, Chart *chart)
{
	chart->count = dataset_rows(dataset);
	chart->categories = g_new0(char *, chart->count + 1);
	for (size_t row = 0; row < chart->count; row++) {
		Value value = edition_value(edition, dataset, row, &content->x);
		chart->categories[row] = g_steal_pointer(&value.text);
		value_clear(&value);
	}
	if (content->provisional.name == NULL)
		return;
	size_t column = edition_column(edition, dataset, &content->provisional);
	chart->provisional = g_new0(bool, MAX(chart->count, (size_t)1));
	for (size_t row = 0; row < chart->count; row++)
		chart->provisional[row] = dataset_value(dataset, row, column)->truth;
}

static char *print_number(const Edition *edition, double number)
{
	Datum datum = datum_of_number(number);
	return format_datum(edition->locale, NULL, &datum);
}

static void fill(GString *text, const char *hole, const char *with)
{
	g_string_replace(text, hole, with, 0);
}

static size_t count_provisional(const Chart *chart)
{
	size_t count = 0;
	for (size_t n = 0; chart->provisional != NULL && n < chart->count; n++)
		count += chart->provisional[n];
	return count;
}

/* What the first series shows, in words. Transfer full. */
static char *describe(const Edition *edition, const Chart *chart)
{
	const ChartSeries *series = g_ptr_array_index(chart->series, 0);
	size_t lowest = chart->count, highest = chart->count, latest = 0;
	for (size_t n = 0; n < chart->count; n++) {
		if (isnan(series->values[n]))
			continue;
		if (lowest == chart->count || series->values[n] < series->values[lowest])
			lowest = n;
		if (highest == chart->count || series->values[n] > series->values[highest])
			highest = n;
		latest = n;
	}
	if (lowest == chart->count)
		return g_strdup("");
	g_autofree char *low = print_number(edition, series->values[lowest]);
	g_autofree char *high = print_number(edition, series->values[highest]);
	g_autofree char *last = print_number(edition, series->values[latest]);
	g_autofree char *count = print_number(edition, (double)chart->count);
	GString *text = g_string_new(
	    locale_word(edition->locale, chart->kind == CHART_LINE ? "alt_line" : "alt_bar"));
	fill(text, "{first}", chart->categories[0]);
	fill(text, "{last}", chart->categories[chart->count - 1]);
	fill(text, "{lowest}", low);
	fill(text, "{highest}", high);
	fill(text, "{latest}", last);
	fill(text, "{count}", count);
	fill(text, "{name}", chart->categories[highest]);
	if (count_provisional(chart) > 0) {
		g_autofree char *some = print_number(edition, (double)count_provisional(chart));
		g_string_append_printf(text, " %s",
				       locale_word(edition->locale, "alt_provisional"));
		fill(text, "{count}", some);
	}
	return g_string_free(text, FALSE);
}

void block_chart_build(Edition *edition, const TemplateBlock *block)
{
	const ChartContent *content = block->content;
	const Dataset *dataset = edition_dataset(edition, content->dataset);
	Chart *chart = model_add(edition->model, BLOCK_CHART, block->line)->chart;
	g_autofree char *unit = axis_unit(edition, content);
	chart->id = g_strdup(content->id);
	chart->kind = content->kind;
	chart->title = edition_text(edition, content->title);
	chart->x_title = edition_text_or(edition, content->x_title, "");
	chart->y_title = edition_text_or(edition, content->y_title, unit);
	chart->empty =
	    edition_text_or(edition, content->empty, locale_word(edition->locale, "nothing"));
	build_categories(edition, content, dataset, chart);
	for (guint n = 0; n < content->series->len; n++)
		g_ptr_array_add(chart->series, build_series(edition, content->series->pdata[n],
							    dataset, chart->title));
	g_autofree char *told = chart->count > 0 ? describe(edition, chart) : g_strdup("");
	chart->alt = edition_text_or(edition, content->alt, told);
}
