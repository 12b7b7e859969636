/* The legend: one line of words for what direct labels cannot say: the colours of bars
 * that stand side by side, the shapes of signals, hollow marks, a cut scale. */
#include <math.h>

#include "reports/chart/plot.h"
#include "reports/chart/signal.h"
#include "reports/chart/tiles.h"
#include "reports/chart/withheld.h"

#define SWATCH_WIDTH 11.0
#define PALE_SHARE   0.45
#define BAND_SHARE   0.13 /* as the band itself */
#define ENTRY_GAP    14.0

typedef enum { SWATCH_NONE, SWATCH_BAR, SWATCH_DOT, SWATCH_LINE, SWATCH_HATCH } Swatch;

typedef struct {
	Swatch swatch;
	Colour colour;
	DotShape shape;
	bool hollow, dashed;
	double stroke; /* of a line */
	const char *text;
	bool ink; /* the text is not in the colour, which may be light */
} LegendEntry;

static void draw_swatch(Plot *plot, const LegendEntry *entry, double x, double middle)
{
	if (entry->swatch == SWATCH_BAR)
		marks_add_bar(plot->marks, entry->colour, (MarkPoint){ x, middle - 3.5 }, 7, 7,
			      entry->hollow);
	else if (entry->swatch == SWATCH_DOT)
		marks_add_signal(plot->marks, entry->colour, (MarkPoint){ x + 3.5, middle },
				 entry->shape == DOT_CIRCLE ? 5 : 6, entry->hollow, entry->shape);
	else if (entry->swatch == SWATCH_HATCH)
		marks_add_hatch(plot->marks, entry->colour, (MarkPoint){ x, middle - 4 }, 8, 8);
	else if (entry->swatch == SWATCH_LINE) {
		Mark *line = marks_add_line(plot->marks, entry->colour, entry->stroke);
		line->dashed = entry->dashed;
		mark_add_point(line, x, middle);
		mark_add_point(line, x + SWATCH_WIDTH - 3.5, middle);
	}
}

static double entries_height(const Plot *plot, const GArray *entries)
{
	double highest = 0;
	for (guint n = 0; n < entries->len; n++)
		highest =
		    fmax(highest, plot_one_height(plot->frame, MARK_SERIES,
						  g_array_index(entries, LegendEntry, n).text));
	return highest;
}

/* Sets the entries in lines; the free space then begins below them. */
static void set_entries(Plot *plot, const GArray *entries)
{
	double x = plot->left, line = entries_height(plot, entries);
	for (guint n = 0; n < entries->len; n++) {
		const LegendEntry *entry = &g_array_index(entries, LegendEntry, n);
		double swatch = entry->swatch != SWATCH_NONE ? SWATCH_WIDTH : 0;
		double width = plot_text_width(plot, MARK_SERIES, entry->text) + 1;
		width = fmin(width, plot->right - plot->left - swatch);
		if (x > plot->left && x + swatch + width > plot->right) {
			x = plot->left;
			plot->top += line;
		}
		draw_swatch(plot, entry, x, plot->top + line / 2);
		Colour ink = entry->ink                       ? COLOUR_SLATE
			     : entry->colour == COLOUR_SILVER ? COLOUR_GREY
							      : entry->colour;
		plot_text(plot, MARK_SERIES, MARK_LEFT, ink, entry->text, x + swatch, plot->top,
			  width, 1);
		x += swatch + width + ENTRY_GAP;
	}
	plot->top += line + 6;
}

static bool has_bars(ChartKind kind)
{
	return kind == CHART_BAR || kind == CHART_COLUMN || kind == CHART_STACK ||
	       kind == CHART_TILES;
}

/* Kinds whose series have no ends to be labelled at; in small multiples there is no room for
 * that. */
static bool needs_names(ChartKind kind)
{
	return kind == CHART_BAR || kind == CHART_COLUMN || kind == CHART_DOT;
}

static void add_series(const Plot *plot, GArray *entries)
{
	const Chart *chart = plot->chart;
	if (plot_values(chart) < 2)
		return;
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		LegendEntry entry = { .swatch =
					  has_bars(chart->kind) || chart->kind == CHART_INCIDENCE
					      ? SWATCH_BAR
					      : SWATCH_DOT,
				      .colour = plot_colour(plot, n),
				      .text = series->name };
		if (plot_is_values(series) && plot_has_text(series->name))
			g_array_append_val(entries, entry);
	}
}

/* ── lines that have no end to be named at: those of small multiples, and of narrow frames ── */

bool legend_names_behind(const Chart *chart, const ChartFrame *frame)
{
	return chart->panels->len > 0 || frame->width_pt < PLOT_NARROW_PT;
}

static void add_line(const ChartSeries *series, GArray *entries)
{
	bool behind = series->role == SERIES_BEHIND, level = series->role == SERIES_CENTRE;
	bool band = !behind && series->lower != NULL;
	LegendEntry entry = { .swatch = band ? SWATCH_BAR : SWATCH_LINE,
			      .colour = band     ? marks_tint(COLOUR_NAVY, BAND_SHARE)
					: behind ? COLOUR_PALE
						 : COLOUR_GREY,
			      .stroke = behind ? 1.4 : 0.9,
			      .dashed = !behind && !level,
			      .text = series->name,
			      .ink = true };
	g_array_append_val(entries, entry);
}

/* What is behind CHART's values, and with RULES its mean, limits, band and target, once a name. */
static void add_lines(const Chart *chart, bool rules, GArray *entries)
{
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		bool wanted = series->role == SERIES_BEHIND || (rules && !plot_is_values(series));
		for (guint e = 0; wanted && e < entries->len; e++)
			wanted = g_strcmp0(g_array_index(entries, LegendEntry, e).text,
					   series->name) != 0;
		if (wanted && plot_has_text(series->name))
			add_line(series, entries);
	}
}

/* "Day of the law 17": rules across each of the small multiples. TEXTS owns what is made. */
static void add_references(const Plot *plot, const Chart *panel, GArray *entries, GPtrArray *texts)
{
	for (guint n = 0; n < panel->references->len; n++) {
		const ChartReference *reference = panel->references->pdata[n];
		if (!scale_is_known(reference->value) || !plot_has_text(reference->label))
			continue;
		g_autofree char *value = plot_value_text(plot, reference->value);
		char *text = g_strdup_printf("%s %s", reference->label, value);
		LegendEntry entry = { .swatch = SWATCH_LINE,
				      .colour = plot_reference_colour(panel),
				      .stroke = 0.9,
				      .dashed = true,
				      .text = text,
				      .ink = true };
		g_ptr_array_add(texts, text);
		g_array_append_val(entries, entry);
	}
}

static void add_signals(const Plot *plot, GArray *entries)
{
	for (ChartSignal signal = SIGNAL_BETTER; signal <= SIGNAL_NEUTRAL; signal++) {
		const SignalMark *mark = signal_mark(signal);
		LegendEntry entry = { .swatch = SWATCH_DOT,
				      .colour = mark->colour,
				      .shape = mark->shape,
				      .text = plot->chart->legend[signal - SIGNAL_BETTER] };
		if (plot_has_text(entry.text) && signal_occurs(plot->chart, signal))
			g_array_append_val(entries, entry);
	}
}

/* The classes of a map of tiles, in words. */
static void add_classes(const Plot *plot, GArray *entries)
{
	const GPtrArray *classes = plot->chart->references;
	for (guint n = 0; n < classes->len && plot->chart->kind == CHART_TILES; n++) {
		const ChartReference *class = classes->pdata[n];
		LegendEntry entry = { .swatch = SWATCH_BAR,
				      .colour = tiles_colour(n, classes->len),
				      .text = class->label,
				      .ink = true };
		if (plot_has_text(class->label))
			g_array_append_val(entries, entry);
	}
}

static bool has_provisional(const Chart *chart)
{
	for (size_t n = 0; chart->provisional != NULL && n < chart->count; n++) {
		if (chart->provisional[n])
			return true;
	}
	for (guint n = 0; n < chart->panels->len; n++) {
		if (has_provisional(chart->panels->pdata[n]))
			return true;
	}
	return false;
}

/* Lying bars and dots, slopes and funnels have no band where a value would be. */
static bool is_hatched(const Chart *chart)
{
	const Chart *drawn = chart->panels->len > 0 ? chart->panels->pdata[0] : chart;
	return drawn->kind != CHART_BAR && drawn->kind != CHART_DOT && drawn->kind != CHART_SLOPE &&
	       drawn->kind != CHART_FUNNEL && drawn->kind != CHART_INCIDENCE;
}

static void add_withheld(const Chart *chart, GArray *entries, GPtrArray *texts)
{
	char *text = withheld_text(chart);
	if (text == NULL)
		return;
	LegendEntry entry = { .swatch = is_hatched(chart) ? SWATCH_HATCH : SWATCH_NONE,
			      .colour = COLOUR_SILVER,
			      .text = text,
			      .ink = true };
	g_ptr_array_add(texts, text);
	g_array_append_val(entries, entry);
}

void legend_draw(Plot *plot)
{
	const Chart *chart = plot->chart;
	g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(LegendEntry));
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	const Chart *panel = chart->panels->len > 0 ? chart->panels->pdata[0] : NULL;
	if (panel != NULL) {
		add_series(&(Plot){ .chart = panel, .frame = plot->frame }, entries);
		add_lines(panel, true, entries);
		add_references(plot, panel, entries, texts);
	} else if (needs_names(chart->kind)) {
		add_series(plot, entries);
	} else if (legend_names_behind(chart, plot->frame)) {
		add_lines(chart, false, entries);
	}
	add_signals(plot, entries);
	add_classes(plot, entries);
	bool area = chart->kind == CHART_INCIDENCE; /* drawn pale: areas have no outline */
	LegendEntry provisional = { .swatch =
					area || has_bars(chart->kind) ? SWATCH_BAR : SWATCH_DOT,
				    .colour =
					area ? marks_tint(COLOUR_NAVY, PALE_SHARE) : COLOUR_GREY,
				    .hollow = !area,
				    .ink = area,
				    .text = chart->legend[LEGEND_PROVISIONAL] };
	if (plot_has_text(provisional.text) && has_provisional(chart))
		g_array_append_val(entries, provisional);
	add_withheld(chart, entries, texts);
	LegendEntry cut = { .colour = COLOUR_GREY, .text = chart->legend[LEGEND_CUT] };
	if (plot_has_text(cut.text) && plot_is_cut(chart, NULL))
		g_array_append_val(entries, cut);
	if (entries->len > 0)
		set_entries(plot, entries);
}
