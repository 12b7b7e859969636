/*
 * tilemap: {id, dataset, x, district, value, measure, classes: […], title, …}: districts as equal
 * tiles in their places. A tile's place is that of its code on the map of the template's
 * jurisdiction (sql/map/), or what the columns row and column say.
 */
#include <math.h>
#include <string.h>

#include "core/database/sqltext.h"
#include "reports/block/chart/chart.h"
#include "reports/chart/scale.h"
#include "reports/model/value.h"

#define CLASSES 4

/* ── reading ── */

static void read_places(TemplateReader *reader, const YamlNode *node, const char *where,
			ChartContent *chart)
{
	bool row = yaml_find(node, "row") != NULL, column = yaml_find(node, "column") != NULL;
	g_autofree char *path = g_strdup_printf(
	    "map/%s.yaml",
	    reader->template->jurisdiction != NULL ? reader->template->jurisdiction : "punjab");
	const SqlText *map = sqltext_find(path);
	chart->map = map != NULL ? map->text : NULL;
	chart_read_field(reader, node, "row", DATUM_NUMBER, where, chart, &chart->row);
	chart_read_field(reader, node, "column", DATUM_NUMBER, where, chart, &chart->column);
	if (row != column)
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s: row and column come together", where);
	else if (!row && map == NULL)
		problems_add(reader->problems, reader->document, node,
			     "name the columns that have each tile's row and column",
			     "%s: there is no map of the jurisdiction '%s'", where,
			     reader->template->jurisdiction);
}

gpointer block_tilemap_read(TemplateReader *reader, const YamlNode *node)
{
	ChartContent *chart = chart_content_new();
	chart->kind = CHART_TILES;
	g_autofree char *where = chart_read_common(reader, node, "tilemap", chart);
	const YamlNode *value = yaml_find(node, "value"), *measure = yaml_find(node, "measure");
	if (!chart_read_field(reader, node, "district", DATUM_TEXT, where, chart, &chart->code) &&
	    yaml_find(node, "district") == NULL)
		problems_add(reader->problems, reader->document, node,
			     "district: the column of the districts' codes", "%s has no district",
			     where);
	chart_read_field(reader, node, "name", DATUM_TEXT, where, chart, &chart->x);
	if (yaml_find(node, "name") == NULL)
		problems_add(reader->problems, reader->document, node,
			     "name: the column of the districts' names", "%s has no name", where);
	chart_read_field(reader, node, "short-name", DATUM_TEXT, where, chart, &chart->short_name);
	if (value == NULL)
		problems_add(reader->problems, reader->document, node, NULL, "%s has no value",
			     where);
	else
		chart_read_series(reader, value, NULL, measure, where, chart);
	if (chart->y_title == NULL && measure == NULL)
		problems_add(reader->problems, reader->document, node,
			     "name a measure, or write y-title",
			     "%s does not say what its values count", where);
	read_places(reader, node, where, chart);
	return chart;
}

/* ── places ── */

typedef struct {
	int row, column;
} Place;

/* The map's rows, each of codes and dots, as a table from code to place. */
static GHashTable *read_map(const char *map)
{
	GHashTable *places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(GError) error = NULL;
	g_autoptr(YamlDocument) document = yaml_parse(map, strlen(map), "map", &error);
	const YamlNode *rows = document != NULL ? yaml_find(yaml_root(document), "rows") : NULL;
	g_assert(rows != NULL);
	for (size_t row = 0; row < yaml_count(rows); row++) {
		g_auto(GStrv) codes = g_strsplit_set(yaml_text(yaml_item(rows, row)), " ", -1);
		int column = 0;
		for (char **code = codes; *code != NULL; code++) {
			if (**code == '\0')
				continue;
			Place place = { (int)row, column++ };
			if (strcmp(*code, ".") != 0)
				g_hash_table_insert(places, g_strdup(*code),
						    g_memdup2(&place, sizeof(place)));
		}
	}
	return places;
}

static int last_row(GHashTable *places)
{
	GHashTableIter each;
	gpointer place;
	int last = -1;
	g_hash_table_iter_init(&each, places);
	while (g_hash_table_iter_next(&each, NULL, &place))
		last = MAX(last, ((Place *)place)->row);
	return last;
}

/* A district that the map does not know stands below it: it is told, not lost. */
static void place_by_map(const Edition *edition, const ChartContent *content,
			 const Dataset *dataset, const GArray *rows, Chart *chart)
{
	g_autoptr(GHashTable) places = read_map(content->map);
	size_t code = edition_column(edition, dataset, &content->code);
	Place next = { last_row(places) + 1, 0 };
	for (guint n = 0; n < rows->len; n++) {
		const Datum *datum = dataset_value(dataset, g_array_index(rows, size_t, n), code);
		const Place *found =
		    datum->missing ? NULL : g_hash_table_lookup(places, datum->text);
		chart->rows[n] = found != NULL ? found->row : next.row;
		chart->columns[n] = found != NULL ? found->column : next.column++;
	}
}

static void place_by_columns(const Edition *edition, const ChartContent *content,
			     const Dataset *dataset, const GArray *rows, Chart *chart)
{
	g_autofree double *down = chart_numbers(edition, dataset, &content->row, rows);
	g_autofree double *across = chart_numbers(edition, dataset, &content->column, rows);
	for (guint n = 0; n < rows->len; n++) {
		chart->rows[n] = down[n] >= 0 && down[n] < 100 ? (int)down[n] : 0;
		chart->columns[n] = across[n] >= 0 && across[n] < 100 ? (int)across[n] : 0;
	}
}

static void set_places(const Edition *edition, const ChartContent *content, const Dataset *dataset,
		       const GArray *rows, Chart *chart)
{
	chart->rows = g_new0(int, rows->len + 1);
	chart->columns = g_new0(int, rows->len + 1);
	if (content->row.name != NULL)
		place_by_columns(edition, content, dataset, rows, chart);
	else
		place_by_map(edition, content, dataset, rows, chart);
}

/* Where a full name has no room: the short one, else the code. */
static void set_short_names(const Edition *edition, const ChartContent *content,
			    const Dataset *dataset, const GArray *rows, Chart *chart)
{
	const TemplateField *field =
	    content->short_name.name != NULL ? &content->short_name : &content->code;
	size_t column = edition_column(edition, dataset, field);
	chart->short_names = g_new0(char *, rows->len + 1);
	for (guint n = 0; n < rows->len; n++) {
		const Datum *datum = dataset_value(dataset, g_array_index(rows, size_t, n), column);
		chart->short_names[n] =
		    g_strdup(datum->missing ? chart->categories[n] : datum->text);
	}
}

/* ── classes ── */

static char *class_label(const Edition *edition, const Chart *chart, double from, double to)
{
	bool first = isnan(from), last = isnan(to);
	bool isolate = locale_right_to_left(edition->locale);
	g_autofree char *below = chart_value_text(chart, first ? 0 : from, isolate);
	g_autofree char *above = chart_value_text(chart, last ? 0 : to, isolate);
	GString *text = g_string_new(locale_word(edition->locale, first  ? "class_under"
								  : last ? "class_from"
									 : "class_between"));
	g_string_replace(text, "{from}", below, 0);
	g_string_replace(text, "{to}", above, 0);
	return g_string_free(text, FALSE);
}

/* Classes of equal width that begin at round numbers. */
static void set_classes(const Edition *edition, Chart *chart)
{
	const ChartSeries *series = g_ptr_array_index(chart->series, 0);
	ScaleExtent extent = { 0 };
	scale_extent_add(&extent, series->values, chart->count);
	if (extent.known < 2 || extent.high <= extent.low)
		return;
	Scale scale = scale_fit(&extent, false, CLASSES + 1);
	size_t classes = scale.ticks - 1;
	for (size_t n = 0; n < classes; n++) {
		double from = scale_tick(&scale, n), to = scale_tick(&scale, n + 1);
		g_autofree char *label = class_label(edition, chart, n == 0 ? (double)NAN : from,
						     n + 1 == classes ? (double)NAN : to);
		ChartReference *class = chart_reference_new(label);
		class->value = from;
		g_ptr_array_add(chart->references, class);
	}
}

void block_tilemap_build(Edition *edition, const TemplateBlock *block)
{
	const ChartContent *content = block->content;
	const Dataset *dataset = edition_dataset(edition, content->dataset);
	Chart *chart = chart_begin(edition, block);
	g_autoptr(GArray) rows = chart_rows(edition, content, dataset);
	const ChartColumn *column = g_ptr_array_index(content->series, 0);
	chart_build_categories(edition, content, dataset, rows, chart);
	ChartSeries *series = chart_series_new(
	    column->measure != NULL ? measure_name(column->measure, edition->language)
				    : chart->y_title,
	    chart->count);
	g_ptr_array_add(chart->series, series);
	g_free(series->values);
	series->values = chart_numbers(edition, dataset, &column->field, rows);
	set_places(edition, content, dataset, rows, chart);
	set_short_names(edition, content, dataset, rows, chart);
	set_classes(edition, chart);
	chart_highlight(edition, content, chart);
	chart_set_alt(edition, content, chart);
	chart_add_notes(edition, content, block->line);
}
