/* No text of a chart lies outside its picture or over another one: the charts of every template on
 * its sample rows, and of the gallery, in both languages, with the fonts and widths of page,
 * screen, telephone and card. */
#include <criterion/criterion.h>
#include <string.h>

#include "reports/chart/chart.h"
#include "reports/device/chart_files.h"
#include "reports/device/font/chart_type.h"
#include "reports/device/font/look.h"
#include "reports/device/image/svg.h"
#include "tests/support/fixtures.h"

#define SLACK_PT 0.05

/* ── one picture ── */

static bool overlap(const Mark *a, const Mark *b)
{
	return a->x_pt + SLACK_PT < b->x_pt + b->width_pt &&
	       b->x_pt + SLACK_PT < a->x_pt + a->width_pt &&
	       a->y_pt + SLACK_PT < b->y_pt + b->height_pt &&
	       b->y_pt + SLACK_PT < a->y_pt + a->height_pt;
}

static bool leaves(const Mark *mark, const Marks *marks)
{
	return mark->x_pt < -SLACK_PT || mark->y_pt < -SLACK_PT ||
	       mark->x_pt + mark->width_pt > marks->width_pt + SLACK_PT ||
	       mark->y_pt + mark->height_pt > marks->height_pt + SLACK_PT;
}

static void expect_clear(const Marks *marks, const char *what)
{
	for (guint a = 0; a < marks->marks->len; a++) {
		const Mark *mark = marks->marks->pdata[a];
		if (mark->kind != MARK_TEXT || *mark->text == '\0')
			continue;
		cr_expect_not(leaves(mark, marks), "%s: '%s' leaves the picture", what, mark->text);
		for (guint b = 0; b < a; b++) {
			const Mark *other = marks->marks->pdata[b];
			bool text = other->kind == MARK_TEXT && *other->text != '\0';
			cr_expect_not(text && overlap(mark, other), "%s: '%s' is on '%s'", what,
				      mark->text, other->text);
		}
	}
}

typedef struct {
	const Model *model;
	PangoContext *fonts;
	const char *name;
	int charts;
} Looking;

static void look_at(const Looking *looking, const Chart *chart, double width, ChartMeasure measure)
{
	ChartFrame frame = {
		width, 0, looking->model->right_to_left, measure, looking->fonts, NULL
	};
	frame.height_pt = chart_height(chart, &frame);
	g_autoptr(Marks) marks = chart_marks(chart, &frame);
	g_autofree char *what =
	    g_strdup_printf("%s (%s), chart '%s', %.0f points wide", looking->name,
			    looking->model->language, chart->id, width);
	expect_clear(marks, what);
}

/* On a page whole, half and a third; on a screen, a telephone, in a picture. */
static void look_at_block(const Block *block, gpointer data)
{
	static const double on_paper[] = { 504, 246, 160, 480 }, on_screen[] = { 600, 262 };
	Looking *looking = data;
	if (block->kind != BLOCK_CHART)
		return;
	looking->charts++;
	for (size_t n = 0; n < G_N_ELEMENTS(on_paper); n++)
		look_at(looking, block->chart, on_paper[n], chart_type_measure);
	for (size_t n = 0; n < G_N_ELEMENTS(on_screen); n++)
		look_at(looking, block->chart, on_screen[n], svg_measure);
}

static int look_at_model(const Model *model, const char *name)
{
	Looking looking = { model, look_fonts(model, NULL), name, 0 };
	cr_assert(looking.fonts != NULL);
	model_each(model, look_at_block, &looking);
	g_object_unref(looking.fonts);
	return looking.charts;
}

/* ── the editions ── */

static const char *const languages[] = { "en", "ur" };

static void look_at_edition(const Model *model, const char *name, gpointer data)
{
	int *charts = data;
	*charts += look_at_model(model, name);
}

Test(chart_extent, of_every_template_in_both_languages)
{
	int charts = 0;
	fixtures_each(look_at_edition, &charts);
	cr_expect_geq(charts, 12);
}

static Model *gallery(const Library *known, const char *language)
{
	g_autofree char *path = fixtures_path("tests/gallery/charts.yaml");
	g_autofree char *rows = fixtures_path("tests/gallery/charts.rows");
	return fixtures_model(known, path, rows, language);
}

Test(chart_extent, of_every_kind_in_both_languages)
{
	g_autoptr(Library) known = fixtures_library();
	for (size_t n = 0; n < G_N_ELEMENTS(languages); n++) {
		g_autoptr(Model) model = gallery(known, languages[n]);
		cr_expect_gt(look_at_model(model, "gallery"), 15);
	}
}

/* ── cards on a telephone ── */

#define TELEPHONE_PX 360
#define LEAST_PX     9
#define LEAST_MANY                                                                                 \
	5 /* maps, small charts; Urdu names of many parts, which are two and a half                \
	     times as high */

typedef struct {
	const Model *model;
	int readable, others;
} Cards;

static void measure_card(const Block *block, gpointer data)
{
	Cards *cards = data;
	if (block->kind != BLOCK_CHART)
		return;
	double letters = card_letters_px(cards->model, block->chart, TELEPHONE_PX);
	if (letters > LEAST_PX - 0.01)
		cards->readable++;
	else
		cards->others++;
	bool many = block->chart->kind == CHART_TILES || block->chart->panels->len > 0;
	double least = many || cards->model->right_to_left ? LEAST_MANY : LEAST_PX;
	cr_expect_gt(letters, least - 0.01, "%s (%s): letters of %.1f pixels", block->chart->id,
		     cards->model->language, letters);
}

Test(chart_extent, letters_of_cards_are_read_on_a_telephone)
{
	g_autoptr(Library) known = fixtures_library();
	for (size_t n = 0; n < G_N_ELEMENTS(languages); n++) {
		g_autoptr(Model) model = gallery(known, languages[n]);
		Cards cards = { model, 0, 0 };
		model_each(model, measure_card, &cards);
		cr_expect_gt(cards.readable, cards.others, "%s: %d of %d", languages[n],
			     cards.readable, cards.readable + cards.others);
	}
}
