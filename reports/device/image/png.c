/*
 * The PNG devices: each chart of an edition as a picture: for print at twice a screen's
 * resolution, and as a card of 1200 by 675 pixels as social media show them.
 */
#include <math.h>

#include "core/error.h"
#include "reports/device/chart_files.h"
#include "reports/device/file.h"
#include "reports/device/font/chart_type.h"
#include "reports/device/font/font_lines.h"
#include "reports/device/font/look.h"
#include "reports/device/image/png.h"
#include "reports/device/page/draw.h"
#include "reports/device/page/draw_draft.h"

#define PIXELS_PER_PT (2 * 96.0 / 72) /* twice the 96 pixels an inch of a screen */
#define WIDTH_PT      480.0
#define MARGIN_PT     12.0

/* A card of two pixels a point. A telephone shows it 360 pixels wide, where the smallest letters
 * shall be nine pixels high: 15 points. */
#define CARD_WIDTH_PX     1200
#define CARD_HEIGHT_PX    675
#define CARD_SCALE        2.0
#define CARD_MARGIN_PT    20.0
#define CARD_ACCENT_PT    4.0
#define CARD_LEAST_PT     15.0
#define CARD_LETTERS      (CARD_LEAST_PT / 8)   /* a chart's smallest have eight points */
#define CARD_TITLE        0.85                  /* of the usual 20 points */
#define CARD_LINE         (CARD_LEAST_PT / 10)  /* of ten */
#define CARD_FOOT         (CARD_LEAST_PT / 8.5) /* of eight and a half */
#define CARD_SMALLEST     0.5                   /* for what has no room otherwise: maps */
#define CARD_TITLE_MOST   2                     /* lines */
#define CARD_FOOT_MOST    2
#define CARD_BARS_LEAST   3
#define CARD_PANELS_LEAST 2
#define CARD_FOOT_GAP_PT  8.0
#define CARD_LEADING_URDU 0.72 /* of a line of Nastaliq, which has air above and below */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(cairo_t, cairo_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cairo_surface_t, cairo_surface_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PangoContext, g_object_unref)

GPtrArray *device_png_files(const Model *model, GError **error)
{
	return chart_files(model, "png", "png", error);
}

GPtrArray *device_card_files(const Model *model, GError **error)
{
	return chart_files(model, "card", "card.png", error);
}

/* ── the file ── */

static cairo_status_t sink_write(void *stream, const unsigned char *data, unsigned int length)
{
	return fwrite(data, 1, length, stream) == length ? CAIRO_STATUS_SUCCESS
							 : CAIRO_STATUS_WRITE_ERROR;
}

static bool write_surface(const Model *model, cairo_surface_t *surface, const char *path,
			  GError **error)
{
	g_autoptr(Outfile) file = outfile_open(path, file_kind(model), error);
	if (file == NULL)
		return false;
	cairo_status_t status =
	    cairo_surface_write_to_png_stream(surface, sink_write, outfile_stream(file));
	/* why the stream did not take it, closing it says */
	if (status == CAIRO_STATUS_SUCCESS || status == CAIRO_STATUS_WRITE_ERROR)
		return outfile_close(&file, NULL, error);
	error_set(error, SHUMAR_ERROR_OUTPUT, NULL, "cannot draw '%s': %s", path,
		  cairo_status_to_string(status));
	return false;
}

/* A white picture; *ret_cairo draws on it in points. */
static cairo_surface_t *begin_picture(int width_px, int height_px, double scale,
				      cairo_t **ret_cairo)
{
	cairo_surface_t *surface =
	    cairo_image_surface_create(CAIRO_FORMAT_RGB24, width_px, height_px);
	cairo_t *cairo = cairo_create(surface);
	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_paint(cairo);
	cairo_scale(cairo, scale, scale);
	*ret_cairo = cairo;
	return surface;
}

/* ── charts for print ── */

static ChartFrame frame_of(const Model *model, PangoContext *fonts, double width_pt)
{
	return (ChartFrame){ .width_pt = width_pt,
			     .right_to_left = model->right_to_left,
			     .measure = chart_type_measure,
			     .data = fonts,
			     .theme = model->look };
}

bool device_png_write_file(const Model *model, const DeviceFile *file, const char *base,
			   const char *path, GError **error)
{
	(void)base;
	const Chart *chart = file->part;
	g_autoptr(PangoContext) fonts = look_fonts(model, error);
	if (fonts == NULL)
		return false;
	ChartFrame frame = frame_of(model, fonts, WIDTH_PT);
	g_autoptr(Marks) marks = chart_alone_marks(model, chart, &frame);
	g_autoptr(cairo_t) cairo = NULL;
	g_autoptr(cairo_surface_t) surface = begin_picture(
	    (int)ceil((WIDTH_PT + 2 * MARGIN_PT) * PIXELS_PER_PT),
	    (int)ceil((frame.height_pt + 2 * MARGIN_PT) * PIXELS_PER_PT), PIXELS_PER_PT, &cairo);
	Canvas canvas = { .cairo = cairo,
			  .fonts = fonts,
			  .width_pt = WIDTH_PT,
			  .height_pt = frame.height_pt,
			  .right_to_left = model->right_to_left };
	canvas_marks(&canvas, marks, MARGIN_PT, MARGIN_PT);
	return write_surface(model, surface, path, error);
}

/* ── cards ── */

/* TEXT over the whole width, cut after LINES; its ink ends at the margin. */
static PangoLayout *line_layout(const Canvas *canvas, FontStyle style, double scale,
				const char *text, int lines)
{
	PangoLayout *layout = font_layout_new(canvas->fonts, style, scale, text, canvas->width_pt,
					      canvas_align(canvas, ALIGN_START), 0);
	font_hang_in(layout, canvas->width_pt);
	pango_layout_set_height(layout, -lines);
	pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	return layout;
}

/* TEXT over the whole width at Y_PT, SCALE times its usual size and cut after LINES; returns its
 * height. */
static double draw_line(const Canvas *canvas, FontStyle style, double scale, const char *text,
			int lines, double y_pt)
{
	if (text == NULL || *text == '\0')
		return 0;
	g_autoptr(PangoLayout) layout = line_layout(canvas, style, scale, text, lines);
	canvas_layout(canvas, layout, font_colour(style), 0, y_pt);
	return font_height_pt(layout);
}

/* As draw_line, but measured only. */
static double line_height(const Canvas *canvas, FontStyle style, double scale, const char *text,
			  int lines)
{
	g_autoptr(PangoLayout) layout = line_layout(canvas, style, scale, text, lines);
	return font_height_pt(layout);
}

/* A chart as a card has room for: without its titles, which the card sets, and of many bars or
 * small charts the first. */
typedef struct {
	Chart chart;
	GPtrArray *panels; /* of those shown, borrowed; or NULL */
	size_t all;        /* bars or small charts before some were left out; 0: none is */
	double scale;      /* of its letters to their usual size */
} CardChart;

static void card_chart_clear(CardChart *card)
{
	g_clear_pointer(&card->panels, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CardChart, card_chart_clear)

static bool is_lying(const Chart *chart)
{
	/* columns of names lie down where they have no room */
	bool names = chart->x == NULL && !chart->in_time;
	return chart->kind == CHART_BAR || chart->kind == CHART_DOT ||
	       (chart->kind == CHART_COLUMN && names);
}

/* Leaves out bars or small charts until the rest has room in HEIGHT_PT; false when it has none. */
static bool leave_out(CardChart *card, const ChartFrame *frame, double height_pt)
{
	Chart *chart = &card->chart;
	bool lying = is_lying(chart) && card->panels == NULL;
	size_t all = card->panels != NULL ? card->panels->len : chart->count, shown = all;
	while (chart_least_height(chart, frame) > height_pt) {
		if (card->panels != NULL && shown > CARD_PANELS_LEAST)
			g_ptr_array_set_size(card->panels, (gint)--shown);
		else if (lying && shown > CARD_BARS_LEAST)
			chart->count = --shown;
		else
			return false;
	}
	card->all = shown < all ? all : 0;
	return true;
}

/* CHART with letters as large as a telephone asks, where it has room in HEIGHT_PT. */
static CardChart card_chart(const Chart *chart, const Model *model, const Canvas *canvas,
			    double height_pt)
{
	for (double scale = CARD_LETTERS;; scale -= 0.125) {
		CardChart card = { .chart = *chart, .scale = scale };
		ChartFrame frame = frame_of(model, canvas->fonts, canvas->width_pt / scale);
		card.chart.title = card.chart.y_title = card.chart.x_title = NULL;
		card.chart.about = (BlockAbout){ NULL, NULL };
		card.chart.height_mm = 0;
		if (chart->panels->len > 0) {
			card.panels = g_ptr_array_new();
			for (guint n = 0; n < chart->panels->len; n++)
				g_ptr_array_add(card.panels, chart->panels->pdata[n]);
			card.chart.panels = card.panels;
		}
		if (leave_out(&card, &frame, height_pt / scale) || scale <= CARD_SMALLEST)
			return card;
		card_chart_clear(&card);
	}
}

/* CARD's chart between TOP_PT and HEIGHT_PT below. */
static void draw_chart(const Canvas *canvas, const Model *model, const CardChart *card,
		       double top_pt, double height_pt)
{
	const Chart *chart = &card->chart;
	ChartFrame frame = frame_of(model, canvas->fonts, canvas->width_pt / card->scale);
	frame.height_pt = fmax(height_pt / card->scale, 1);
	/* bars do not stretch over what others have left */
	if (!chart_has_values(chart))
		frame.height_pt = chart_height(chart, &frame);
	g_autoptr(Marks) marks = chart_marks(chart, &frame);
	cairo_save(canvas->cairo);
	cairo_translate(canvas->cairo, 0, top_pt);
	cairo_scale(canvas->cairo, card->scale, card->scale);
	canvas_marks(canvas, marks, 0, 0);
	cairo_restore(canvas->cairo);
}

/* What stands below the title: place, unit and period, or the unit; and that some are left out. */
static char *card_line(const Model *model, const Chart *chart, const CardChart *card)
{
	const char *line = chart->about.subtitle != NULL ? chart->about.subtitle : chart->y_title;
	if (card->all == 0)
		return g_strdup(line != NULL ? line : "");
	size_t shown = card->panels != NULL ? card->panels->len : card->chart.count;
	g_autofree char *few = g_strdup_printf("\u2068%zu\u2069", shown);
	g_autofree char *all = g_strdup_printf("\u2068%zu\u2069", card->all);
	GString *text = g_string_new(model_word(model, "card_part"));
	g_string_replace(text, "{shown}", few, 0);
	g_string_replace(text, "{all}", all, 0);
	if (line != NULL && *line != '\0') {
		g_string_prepend(text, " · ");
		g_string_prepend(text, line);
	}
	return g_string_free(text, FALSE);
}

/* Whose figures these are: with a subtitle, which has place and period, only run and day. */
static char *card_foot(const Model *model, const Chart *chart)
{
	return chart->about.subtitle != NULL && model->footer != NULL ? g_strdup(model->footer)
								      : model_source(model);
}

static double leading(const Canvas *canvas)
{
	return canvas->right_to_left ? CARD_LEADING_URDU : 1;
}

/* A card's parts from top to bottom. */
typedef struct {
	char *foot;
	CardChart chart;
	double top, line,
	    below; /* where the line below the title is, its height, where the foot is */
} CardLayout;

static void card_layout_clear(CardLayout *layout)
{
	card_chart_clear(&layout->chart);
	g_free(layout->foot);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CardLayout, card_layout_clear)

static CardLayout card_layout(const Canvas *canvas, const Model *model, const Chart *chart)
{
	CardLayout layout = { .foot = card_foot(model, chart), .top = CARD_ACCENT_PT + 4 };
	const char *title = chart->title != NULL ? chart->title : "";
	const char *unit = chart->about.subtitle != NULL ? chart->about.subtitle : chart->y_title;
	double lead = leading(canvas);
	layout.below = canvas->height_pt - lead * line_height(canvas, FONT_SUBTITLE, CARD_FOOT,
							      layout.foot, CARD_FOOT_MOST);
	layout.top += lead * line_height(canvas, FONT_TITLE, CARD_TITLE, title, CARD_TITLE_MOST);
	layout.line =
	    lead * line_height(canvas, FONT_BODY, CARD_LINE, unit != NULL ? unit : "0", 1) + 4;
	layout.chart = card_chart(chart, model, canvas,
				  layout.below - CARD_FOOT_GAP_PT - layout.top - layout.line);
	return layout;
}

static void draw_social_card(const Canvas *canvas, const Model *model, const Chart *chart)
{
	g_auto(CardLayout) layout = card_layout(canvas, model, chart);
	g_autofree char *said = card_line(model, chart, &layout.chart);
	double plot = layout.top + layout.line;
	canvas_rule(canvas, COLOUR_NAVY, CARD_ACCENT_PT, 0, 48, CARD_ACCENT_PT / 2);
	draw_line(canvas, FONT_TITLE, CARD_TITLE, chart->title, CARD_TITLE_MOST,
		  CARD_ACCENT_PT + 4);
	draw_line(canvas, FONT_BODY, CARD_LINE, said, 1, layout.top);
	draw_chart(canvas, model, &layout.chart, plot, layout.below - CARD_FOOT_GAP_PT - plot);
	canvas_rule(canvas, COLOUR_RULE, 0.5, 0, canvas->width_pt, layout.below - 3);
	draw_line(canvas, FONT_SUBTITLE, CARD_FOOT, layout.foot, CARD_FOOT_MOST, layout.below);
}

static Canvas card_canvas(const Model *model, PangoContext *fonts, cairo_t *cairo)
{
	return (Canvas){ .cairo = cairo,
			 .fonts = fonts,
			 .width_pt = CARD_WIDTH_PX / CARD_SCALE - 2 * CARD_MARGIN_PT,
			 .height_pt = CARD_HEIGHT_PX / CARD_SCALE - 2 * CARD_MARGIN_PT,
			 .right_to_left = model->right_to_left };
}

double card_letters_px(const Model *model, const Chart *chart, double width_px)
{
	g_autoptr(PangoContext) fonts = look_fonts(model, NULL);
	if (fonts == NULL)
		return 0;
	Canvas canvas = card_canvas(model, fonts, NULL);
	g_auto(CardLayout) layout = card_layout(&canvas, model, chart);
	double points = fmin(CARD_LEAST_PT, CARD_LEAST_PT / CARD_LETTERS * layout.chart.scale);
	return points * CARD_SCALE * width_px / CARD_WIDTH_PX;
}

bool device_card_write_file(const Model *model, const DeviceFile *file, const char *base,
			    const char *path, GError **error)
{
	(void)base;
	g_autoptr(PangoContext) fonts = look_fonts(model, error);
	if (fonts == NULL)
		return false;
	g_autoptr(cairo_t) cairo = NULL;
	g_autoptr(cairo_surface_t) surface =
	    begin_picture(CARD_WIDTH_PX, CARD_HEIGHT_PX, CARD_SCALE, &cairo);
	cairo_translate(cairo, CARD_MARGIN_PT, CARD_MARGIN_PT);
	Canvas canvas = card_canvas(model, fonts, cairo);
	double band = canvas_draft_band(&canvas, model);
	cairo_translate(cairo, 0, band);
	canvas.height_pt -= band;
	draw_social_card(&canvas, model, file->part);
	return write_surface(model, surface, path, error);
}
