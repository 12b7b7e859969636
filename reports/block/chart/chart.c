/*
 * chart: {id, kind, dataset, x, y, title, …}: the keys and what each kind wants are told in
 * docs/charts.md. A missing value is a gap, never zero; points whose provisional column is
 * true are marked so.
 */
#include "reports/block/chart/chart.h"
#include "reports/block/table/table.h"
#include "reports/template/template_measure.h"

#include <string.h>

#define SERIES_LIMIT_LINES 4 /* more are small multiples, or one stands out */

static const char *const kinds[] = { [CHART_LINE] = "line",
				     [CHART_BAR] = "bar",
				     [CHART_COLUMN] = "column",
				     [CHART_STACK] = "stack",
				     [CHART_DOT] = "dot",
				     [CHART_SPC] = "spc",
				     [CHART_FUNNEL] = "funnel",
				     [CHART_SLOPE] = "slope",
				     [CHART_INCIDENCE] = "incidence",
				     [CHART_RANGE] = "range",
				     NULL };
static const char *const digits[] = { "0", "1", "2", "3", NULL };
static const char *const yes_no[] = { "true", "false", NULL };
static const char *const goods[] = {
	[MEASURE_NEUTRAL] = "neutral", [MEASURE_UP] = "up", [MEASURE_DOWN] = "down", NULL
};
static const char *const sorts[] = { [CHART_SORT_NONE] = "none",
				     [CHART_SORT_ASCENDING] = "ascending",
				     [CHART_SORT_DESCENDING] = "descending",
				     NULL };

static const TemplateKey series_keys[] = {
	{ .name = "field", .kind = KEY_WORD, .needed = true },
	{ .name = "name", .kind = KEY_TEXT },
	{ .name = "measure", .kind = KEY_WORD },
	{ 0 },
};
static const TemplateKey band_keys[] = {
	{ .name = "lower", .kind = KEY_WORD, .needed = true },
	{ .name = "upper", .kind = KEY_WORD, .needed = true },
	{ .name = "name", .kind = KEY_TEXT },
	{ 0 },
};
const TemplateKey block_chart_keys[] = {
	{ .name = "id", .kind = KEY_WORD, .needed = true },
	{ .name = "kind", .kind = KEY_CHOICE, .needed = true, .words = kinds },
	{ .name = "dataset", .kind = KEY_WORD, .needed = true },
	{ .name = "x", .kind = KEY_WORD, .needed = true },
	{ .name = "x-format", .kind = KEY_WORD },
	{ .name = "y", .kind = KEY_WORD },
	{ .name = "series", .kind = KEY_LIST, .keys = series_keys },
	{ .name = "measure", .kind = KEY_WORD },
	{ .name = "title", .kind = KEY_TEXT, .needed = true },
	{ .name = "sheet", .kind = KEY_TEXT },
	ABOUT_KEYS,
	{ .name = "alt", .kind = KEY_TEXT },
	{ .name = "x-title", .kind = KEY_TEXT },
	{ .name = "y-title", .kind = KEY_TEXT },
	{ .name = "provisional", .kind = KEY_WORD },
	{ .name = "empty", .kind = KEY_TEXT },
	{ .name = "notes", .kind = KEY_CHOICE, .words = table_notes_words },
	{ .name = "lower", .kind = KEY_WORD },
	{ .name = "upper", .kind = KEY_WORD },
	{ .name = "band", .kind = KEY_MAPPING, .keys = band_keys },
	{ .name = "centre", .kind = KEY_WORD },
	{ .name = "limits", .kind = KEY_LIST, .keys = band_keys },
	{ .name = "signal", .kind = KEY_WORD },
	{ .name = "good", .kind = KEY_CHOICE, .words = goods },
	{ .name = "target", .kind = KEY_WORD },
	{ .name = "behind", .kind = KEY_MAPPING, .keys = chart_behind_keys },
	{ .name = "height", .kind = KEY_WORD },
	{ .name = "by", .kind = KEY_WORD },
	{ .name = "facet", .kind = KEY_WORD },
	{ .name = "denominator", .kind = KEY_WORD },
	{ .name = "sort", .kind = KEY_CHOICE, .words = sorts },
	{ .name = "highlight", .kind = KEY_TEXT },
	{ .name = "reference", .kind = KEY_LIST, .keys = chart_reference_keys },
	{ .name = "annotate", .kind = KEY_LIST, .keys = chart_mark_keys },
	{ .name = "annotate-from", .kind = KEY_MAPPING, .keys = chart_marks_keys },
	{ .name = "break", .kind = KEY_LIST, .keys = chart_mark_keys },
	{ .name = "percent", .kind = KEY_CHOICE, .words = yes_no },
	{ .name = "decimals", .kind = KEY_CHOICE, .words = digits },
	{ 0 },
};
const TemplateKey block_tilemap_keys[] = {
	{ .name = "id", .kind = KEY_WORD, .needed = true },
	{ .name = "dataset", .kind = KEY_WORD, .needed = true },
	{ .name = "district", .kind = KEY_WORD, .needed = true },
	{ .name = "name", .kind = KEY_WORD, .needed = true },
	{ .name = "short-name", .kind = KEY_WORD },
	{ .name = "value", .kind = KEY_WORD, .needed = true },
	{ .name = "measure", .kind = KEY_WORD },
	{ .name = "row", .kind = KEY_WORD },
	{ .name = "column", .kind = KEY_WORD },
	{ .name = "title", .kind = KEY_TEXT, .needed = true },
	{ .name = "sheet", .kind = KEY_TEXT },
	ABOUT_KEYS,
	{ .name = "y-title", .kind = KEY_TEXT },
	{ .name = "provisional", .kind = KEY_WORD },
	{ .name = "highlight", .kind = KEY_TEXT },
	{ .name = "percent", .kind = KEY_CHOICE, .words = yes_no },
	{ .name = "decimals", .kind = KEY_CHOICE, .words = digits },
	{ .name = "alt", .kind = KEY_TEXT },
	{ .name = "empty", .kind = KEY_TEXT },
	{ .name = "notes", .kind = KEY_CHOICE, .words = table_notes_words },
	{ 0 },
};

#define KIND(kind) (1u << (kind))
#define LINES      (KIND(CHART_LINE) | KIND(CHART_RANGE) | KIND(CHART_SPC))
#define BARS       (KIND(CHART_BAR) | KIND(CHART_COLUMN) | KIND(CHART_DOT))
#define OVER_TIME  (LINES | KIND(CHART_COLUMN) | KIND(CHART_STACK) | KIND(CHART_INCIDENCE))

/* Keys that only some kinds have, and those that must have them. */
static const struct {
	const char *key;
	unsigned kinds, needed;
} kind_keys[] = {
	{ "denominator", KIND(CHART_FUNNEL), KIND(CHART_FUNNEL) },
	{ "limits", KIND(CHART_SPC) | KIND(CHART_FUNNEL), KIND(CHART_SPC) | KIND(CHART_FUNNEL) },
	{ "centre", KIND(CHART_SPC) | KIND(CHART_FUNNEL), KIND(CHART_SPC) },
	{ "signal", KIND(CHART_SPC) | KIND(CHART_FUNNEL) | KIND(CHART_DOT) | KIND(CHART_LINE), 0 },
	{ "band", KIND(CHART_LINE) | KIND(CHART_RANGE), KIND(CHART_RANGE) },
	{ "lower", KIND(CHART_LINE) | KIND(CHART_COLUMN) | KIND(CHART_DOT), 0 },
	{ "upper", KIND(CHART_LINE) | KIND(CHART_COLUMN) | KIND(CHART_DOT), 0 },
	{ "target", LINES | BARS, 0 },
	{ "behind", LINES, 0 },
	{ "sort", BARS, 0 },
	{ "annotate", OVER_TIME, 0 },
	{ "annotate-from", OVER_TIME, 0 },
	{ "break", OVER_TIME, 0 },
	{ "by",
	  KIND(CHART_LINE) | KIND(CHART_SLOPE) | KIND(CHART_STACK) | KIND(CHART_COLUMN) |
	      KIND(CHART_INCIDENCE) | KIND(CHART_BAR),
	  0 },
};

/* ── parts ── */

static void column_free(gpointer data)
{
	ChartColumn *column = data;
	template_field_clear(&column->field);
	template_text_free(column->name);
	g_free(column);
}

static void band_clear(ChartBand *band)
{
	template_field_clear(&band->lower);
	template_field_clear(&band->upper);
	template_text_free(band->name);
}

static void band_free(gpointer data)
{
	band_clear(data);
	g_free(data);
}

ChartContent *chart_content_new(void)
{
	ChartContent *chart = g_new0(ChartContent, 1);
	chart->series = g_ptr_array_new_with_free_func(column_free);
	chart->limits = g_ptr_array_new_with_free_func(band_free);
	chart->rules = g_ptr_array_new_with_free_func(chart_rule_free);
	chart->decimals = -1;
	return chart;
}

void block_chart_free(gpointer content)
{
	ChartContent *chart = content;
	if (chart == NULL)
		return;
	TemplateField *fields[] = { &chart->x,      &chart->denominator, &chart->provisional,
				    &chart->by,     &chart->facet,       &chart->centre,
				    &chart->signal, &chart->target,      &chart->row,
				    &chart->column, &chart->short_name,  &chart->code };
	TemplateText *texts[] = { chart->title, chart->sheet, chart->x_title,  chart->y_title,
				  chart->empty, chart->alt,   chart->highlight };
	for (size_t n = 0; n < G_N_ELEMENTS(fields); n++)
		template_field_clear(fields[n]);
	for (size_t n = 0; n < G_N_ELEMENTS(texts); n++)
		template_text_free(texts[n]);
	about_clear(&chart->about);
	template_field_clear(&chart->behind.field);
	template_text_free(chart->behind.name);
	band_clear(&chart->interval);
	band_clear(&chart->band);
	g_ptr_array_unref(chart->series);
	g_ptr_array_unref(chart->limits);
	g_ptr_array_unref(chart->rules);
	g_free(chart->id);
	g_free(chart);
}

/* ── columns ── */

void chart_read_series(TemplateReader *reader, const YamlNode *field, const YamlNode *name,
		       const YamlNode *measure, const char *where, ChartContent *chart)
{
	ChartColumn *series = g_new0(ChartColumn, 1);
	g_ptr_array_add(chart->series, series);
	if (reader_field(reader, field, chart->dataset, where, &series->field) &&
	    series->field.type != DATUM_NUMBER)
		problems_add(reader->problems, reader->document, field, NULL,
			     "%s: '%s' is a %s, not a number", where, series->field.name,
			     datum_type_name(series->field.type));
	series->name = name != NULL ? reader_text(reader, name, where) : NULL;
	series->measure =
	    reader_measured(reader, measure, where, chart->dataset, series->field.name);
	/* a share is in per cent, on its axis too */
	chart->percent |= series->measure != NULL && measure_numerator(series->measure) != NULL;
}

static void read_series_list(TemplateReader *reader, const YamlNode *list, const char *where,
			     ChartContent *chart)
{
	for (size_t n = 0; n < yaml_count(list) && yaml_kind(list) == YAML_KIND_SEQUENCE; n++) {
		const YamlNode *item = yaml_item(list, n);
		reader_keys(reader, item, where, series_keys);
		const YamlNode *field = yaml_find(item, "field");
		if (field != NULL)
			chart_read_series(reader, field, yaml_find(item, "name"),
					  yaml_find(item, "measure"), where, chart);
		else
			problems_add(reader->problems, reader->document, item, NULL,
				     "%s: a series has no field", where);
	}
	if (chart->series->len > SERIES_LIMIT_LINES)
		problems_add(reader->problems, reader->document, list,
			     "draw small multiples (by: or facet:) or fewer of them",
			     "%s has %u series; more than %d are not told apart", where,
			     chart->series->len, SERIES_LIMIT_LINES);
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
		chart_read_series(reader, y, NULL, yaml_find(node, "measure"), where, chart);
	else
		read_series_list(reader, list, where, chart);
}

static void read_x(TemplateReader *reader, const YamlNode *node, const char *where,
		   ChartContent *chart)
{
	const YamlNode *x = yaml_find(node, "x");
	if (x == NULL)
		problems_add(reader->problems, reader->document, node, NULL, "%s has no x", where);
	else if (reader_field(reader, x, chart->dataset, where, &chart->x))
		reader_format(reader, yaml_find(node, "x-format"), where, &chart->x);
	if (x != NULL && chart->kind == CHART_INCIDENCE && chart->x.name != NULL &&
	    chart->x.type != DATUM_NUMBER)
		problems_add(reader->problems, reader->document, x, NULL,
			     "%s: x: '%s' is a %s; it is the number of months since", where,
			     chart->x.name, datum_type_name(chart->x.type));
}

/* ── bands and limits ── */

static void read_pair(TemplateReader *reader, const YamlNode *node, const char *where,
		      const ChartContent *chart, ChartBand *band)
{
	const YamlNode *lower = yaml_find(node, "lower"), *upper = yaml_find(node, "upper");
	if ((lower == NULL) != (upper == NULL))
		problems_add(reader->problems, reader->document, lower != NULL ? lower : upper,
			     NULL, "%s: lower and upper come together", where);
	chart_read_field(reader, node, "lower", DATUM_NUMBER, where, chart, &band->lower);
	chart_read_field(reader, node, "upper", DATUM_NUMBER, where, chart, &band->upper);
}

static void read_band(TemplateReader *reader, const YamlNode *node, const char *where,
		      const ChartContent *chart, ChartBand *band)
{
	if (!reader_keys(reader, node, where, band_keys))
		return;
	if (yaml_find(node, "lower") == NULL && yaml_find(node, "upper") == NULL)
		problems_add(reader->problems, reader->document, node,
			     "{lower: COLUMN, upper: COLUMN}", "%s has neither lower nor upper",
			     where);
	read_pair(reader, node, where, chart, band);
	band->name = reader_text_at(reader, node, "name", where);
}

static void read_limits(TemplateReader *reader, const YamlNode *node, const char *where,
			ChartContent *chart)
{
	bool many = yaml_kind(node) == YAML_KIND_SEQUENCE;
	g_autofree char *what = g_strdup_printf("%s: limits", where);
	for (size_t n = 0; n < (many ? yaml_count(node) : 1); n++) {
		ChartBand *limit = g_new0(ChartBand, 1);
		g_ptr_array_add(chart->limits, limit);
		read_band(reader, many ? yaml_item(node, n) : node, what, chart, limit);
	}
}

/* ── the rest ── */

static int choice_of(TemplateReader *reader, const YamlNode *node, const char *key,
		     const char *where, const char *const *words, int otherwise)
{
	const YamlNode *said = yaml_find(node, key);
	g_autofree char *what = g_strdup_printf("%s: %s", where, key);
	const char *word = said != NULL ? reader_choice(reader, said, what, words) : NULL;
	for (int n = 0; word != NULL && words[n] != NULL; n++) {
		if (words[n] == word)
			return n;
	}
	return otherwise;
}

char *chart_read_common(TemplateReader *reader, const YamlNode *node, const char *kind,
			ChartContent *chart)
{
	chart->id = reader_id(reader, node, kind);
	char *where = g_strdup_printf("%s '%s'", kind, chart->id != NULL ? chart->id : "?");
	const YamlNode *alt = yaml_find(node, "alt");
	chart->dataset = reader_dataset(reader, node, where);
	chart->title = reader_text_at(reader, node, "title", where);
	chart->sheet = reader_text_at(reader, node, "sheet", where);
	about_read(reader, node, where, &chart->about);
	if (yaml_find(node, "title") == NULL)
		problems_add(reader->problems, reader->document, node, NULL, "%s has no title",
			     where);
	chart->y_title = reader_text_at(reader, node, "y-title", where);
	chart->empty = reader_text_at(reader, node, "empty", where);
	chart->notes_under = table_notes_under(reader, node, where);
	if (alt != NULL && g_strcmp0(yaml_text(alt), "auto") != 0)
		chart->alt = reader_text(reader, alt, where);
	chart->percent = choice_of(reader, node, "percent", where, yes_no, 1) == 0;
	chart->decimals = choice_of(reader, node, "decimals", where, digits, -1);
	chart->highlight = reader_text_at(reader, node, "highlight", where);
	chart_read_field(reader, node, "provisional", DATUM_BOOL, where, chart,
			 &chart->provisional);
	return where;
}

static void check_kind(TemplateReader *reader, const YamlNode *node, const char *where,
		       const ChartContent *chart)
{
	for (size_t n = 0; n < G_N_ELEMENTS(kind_keys); n++) {
		const YamlNode *said = yaml_find(node, kind_keys[n].key);
		if (said != NULL && (kind_keys[n].kinds & KIND(chart->kind)) == 0)
			problems_add(reader->problems, reader->document, said, NULL,
				     "%s: a chart of kind '%s' has no %s", where,
				     kinds[chart->kind], kind_keys[n].key);
		else if (said == NULL && (kind_keys[n].needed & KIND(chart->kind)) != 0)
			problems_add(reader->problems, reader->document, node, NULL,
				     "%s: a chart of kind '%s' needs %s", where, kinds[chart->kind],
				     kind_keys[n].key);
	}
	const YamlNode *list = yaml_find(node, "series"), *by = yaml_find(node, "by");
	if (chart->kind == CHART_SLOPE && by == NULL && chart->series->len != 2)
		problems_add(reader->problems, reader->document, list != NULL ? list : node,
			     "series: the columns of the two moments; x: the name of each line",
			     "%s: a slope is between two moments", where);
	if (by != NULL && list != NULL)
		problems_add(reader->problems, reader->document, by, NULL,
			     "%s: by makes series of one column y, not of a list", where);
}

/* Values without a unit cannot be read. */
static void check_unit(TemplateReader *reader, const YamlNode *node, const char *where,
		       const ChartContent *chart)
{
	bool told = chart->y_title != NULL;
	for (guint n = 0; n < chart->series->len; n++)
		told |= ((ChartColumn *)chart->series->pdata[n])->measure != NULL;
	if (!told && chart->series->len > 0)
		problems_add(reader->problems, reader->document, node,
			     "name a measure, or write y-title",
			     "%s does not say what its values count", where);
}

static void read_good(TemplateReader *reader, const YamlNode *node, const char *where,
		      ChartContent *chart)
{
	const ChartColumn *first = chart->series->len > 0 ? chart->series->pdata[0] : NULL;
	bool measured = first != NULL && first->measure != NULL;
	MeasureGood good = measured ? measure_good(first->measure) : MEASURE_NEUTRAL;
	chart->good = (MeasureGood)choice_of(reader, node, "good", where, goods, (int)good);
}

static void read_columns(TemplateReader *reader, const YamlNode *node, const char *where,
			 ChartContent *chart)
{
	const YamlNode *band = yaml_find(node, "band"), *limits = yaml_find(node, "limits");
	chart_read_field(reader, node, "denominator", DATUM_NUMBER, where, chart,
			 &chart->denominator);
	chart_read_field(reader, node, "centre", DATUM_NUMBER, where, chart, &chart->centre);
	chart_read_field(reader, node, "target", DATUM_NUMBER, where, chart, &chart->target);
	chart_read_field(reader, node, "signal", DATUM_TEXT, where, chart, &chart->signal);
	chart_read_field(reader, node, "by", DATUM_TEXT, where, chart, &chart->by);
	chart_read_field(reader, node, "facet", DATUM_TEXT, where, chart, &chart->facet);
	read_pair(reader, node, where, chart, &chart->interval);
	if (band != NULL)
		read_band(reader, band, where, chart, &chart->band);
	if (limits != NULL)
		read_limits(reader, limits, where, chart);
}

gpointer block_chart_read(TemplateReader *reader, const YamlNode *node)
{
	ChartContent *chart = chart_content_new();
	g_autofree char *where = chart_read_common(reader, node, "chart", chart);
	if (yaml_find(node, "kind") == NULL)
		problems_add(reader->problems, reader->document, node, "kind: line, or kind: bar",
			     "%s has no kind", where);
	chart->kind = (ChartKind)choice_of(reader, node, "kind", where, kinds, CHART_LINE);
	chart->x_title = reader_text_at(reader, node, "x-title", where);
	chart->sort = (ChartSort)choice_of(reader, node, "sort", where, sorts, CHART_SORT_NONE);
	read_x(reader, node, where, chart);
	read_values(reader, node, where, chart);
	read_columns(reader, node, where, chart);
	chart_read_behind(reader, node, where, chart);
	chart_read_height(reader, node, where, chart);
	read_good(reader, node, where, chart);
	chart_read_rules(reader, node, where, chart);
	check_kind(reader, node, where, chart);
	check_unit(reader, node, where, chart);
	return chart;
}
