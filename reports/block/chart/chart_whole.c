/* A chart of the model as a whole: its words, its panels or its body, what it is in words. */
#include <string.h>

#include "reports/block/chart/chart.h"

/* "cases", and of shares "% of cases": the unit in the plural, which an axis carries. Transfer
 * full.
 */
static char *axis_unit(const Edition *edition, const ChartContent *content)
{
	const ChartColumn *first = g_ptr_array_index(content->series, 0);
	char *unit = first->measure != NULL ? edition_unit(edition, first->measure, 0) : NULL;
	return unit != NULL ? unit : g_strdup("");
}

/* The separators are what the language puts between the digits of 1234.5. */
static void set_separators(const Edition *edition, Chart *chart)
{
	Datum sample = datum_of_number(1234.5);
	g_autofree char *printed = format_datum(edition->locale, "decimal", &sample);
	const char *one = strchr(printed, '1'), *two = strstr(printed, "234");
	const char *five = strchr(printed, '5');
	g_assert(one != NULL && two != NULL && five != NULL);
	chart->group = g_strndup(one + 1, (gsize)(two - one - 1));
	chart->point = g_strndup(two + 3, (gsize)(five - two - 3));
}

Chart *chart_begin(Edition *edition, const TemplateBlock *block)
{
	/* the page says what is, not what is to be thought of it: that the colours say */
	const ChartContent *content = block->content;
	bool down = content->good == MEASURE_DOWN;
	const char *const words[] = { [LEGEND_BETTER] = down ? "legend_low" : "legend_high",
				      [LEGEND_WORSE] = down ? "legend_high" : "legend_low",
				      [LEGEND_NEUTRAL] = "legend_neutral",
				      [LEGEND_PROVISIONAL] = "legend_provisional",
				      [LEGEND_CUT] = "legend_cut",
				      [LEGEND_WITHHELD] = "legend_withheld" };
	Chart *chart = model_add(edition->model, BLOCK_CHART, block->line)->chart;
	g_autofree char *unit = axis_unit(edition, content);
	chart->id = g_strdup(content->id);
	chart->kind = content->kind;
	chart->percent = content->percent;
	chart->height_mm = content->height_mm;
	chart->decimals = content->decimals;
	chart->title = edition_text(edition, content->title);
	chart->sheet = edition_text_or(edition, content->sheet, NULL);
	about_build(edition, &content->about, content->dataset, &chart->about);
	chart->x_title = edition_text_or(edition, content->x_title, "");
	chart->y_title = edition_text_or(edition, content->y_title, unit);
	chart->empty =
	    edition_text_empty(edition, edition_dataset(edition, content->dataset), content->empty);
	for (size_t n = 0; n < LEGEND_WORDS; n++)
		chart->legend[n] = g_strdup(locale_word(edition->locale, words[n]));
	set_separators(edition, chart);
	for (guint n = 0; n < content->series->len; n++)
		edition_note(edition, ((ChartColumn *)content->series->pdata[n])->measure);
	return chart;
}

void chart_add_notes(Edition *edition, const ChartContent *content, int line)
{
	for (guint n = 0; content->notes_under && n < content->series->len; n++)
		edition_note_under(edition, ((ChartColumn *)content->series->pdata[n])->measure);
	edition_add_under(edition, line);
}

void block_chart_build(Edition *edition, const TemplateBlock *block)
{
	const ChartContent *content = block->content;
	const Dataset *dataset = edition_dataset(edition, content->dataset);
	Chart *chart = chart_begin(edition, block);
	g_autoptr(GArray) rows = chart_rows(edition, content, dataset);
	if (content->facet.name != NULL)
		chart_build_facets(edition, content, dataset, rows, chart);
	else
		chart_build_body(edition, content, dataset, rows, chart);
	chart_spread_series(chart);
	if (chart->categories == NULL)
		chart->categories = g_new0(char *, 1);
	chart_set_alt(edition, content, chart);
	chart_add_notes(edition, content, block->line);
}
