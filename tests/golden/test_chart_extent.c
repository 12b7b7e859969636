/* No text of a chart lies outside its picture or over another one: the charts of every template on
 * its sample rows, and of the gallery, in both languages, with the fonts and widths of page,
 * screen, telephone and card. */
#include <criterion/criterion.h>
#include <string.h>

#include "reports/chart/chart.h"
#include "reports/device/chart_files.h"
#include "reports/device/chart_type.h"
#include "reports/device/look.h"
#include "reports/device/svg.h"
#include "reports/sample.h"

#define SLACK_PT 0.05

static char *below_root(const char *path)
{
	return g_build_filename(g_getenv("SHUMAR_ROOT"), path, NULL);
}

/* The template that the rows NAME are of: "dpo-weekly-none.rows" of dpo-weekly. NULL for none. */
static char *template_of(const char *name)
{
	g_autofree char *stem = g_strndup(name, strlen(name) - strlen(".rows"));
	for (;;) {
		g_autofree char *path = g_strdup_printf("templates/%s.yaml", stem);
		g_autofree char *whole = below_root(path);
		/* measures.rows are of the dictionary, which has no chart */
		if (strcmp(stem, "measures") != 0 && g_file_test(whole, G_FILE_TEST_EXISTS))
			return g_steal_pointer(&whole);
		char *dash = strrchr(stem, '-');
		if (dash == NULL)
			return NULL;
		*dash = '\0';
	}
}

/* A value for each parameter of TEMPLATE that must be given, by its type. */
static char **values_of(const Template *template)
{
	static const char *const values[][3] = {
		{ "district", "PKP", "PKP" },
		{ "date", "2023-08-01", "2024-07-31" },
		{ "day", "2023-08-01", "2024-07-31" },
		{ "week", "2024-W31", "2024-W31" },
		{ "month", "2021-01", "2021-12" },
		{ "quarter", "2024-Q1", "2024-Q2" },
		{ "year", "2023", "2023" },
		{ "fiscal-year", "2023-24", "2023-24" },
	};
	GPtrArray *words = g_ptr_array_new();
	for (guint n = 0; n < template->parameters->len; n++) {
		const TemplateParameter *parameter = template->parameters->pdata[n];
		for (size_t v = 0; parameter->default_text == NULL && v < G_N_ELEMENTS(values); v++)
			if (strcmp(values[v][0], parameter->type->name) == 0)
				g_ptr_array_add(
				    words, g_strdup_printf(
					       "%s=%s", parameter->name,
					       values[v][parameter->not_before != NULL ? 2 : 1]));
	}
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_free(words, FALSE);
}

static Model *model_of(const Library *library, const char *path, const char *rows,
		       const char *language)
{
	static const char *const none[] = { NULL };
	g_autoptr(GError) error = NULL;
	g_autoptr(Template) template = template_read(path, library, &error);
	cr_assert(template != NULL, "%s", error != NULL ? error->message : "");
	if (template_language(template, language) < 0)
		return NULL;
	Model *model = sample_model(template, library, rows, none, language, NULL, &error);
	if (model == NULL) { /* the rows do not say of what they are */
		g_auto(GStrv) words = values_of(template);
		g_clear_error(&error);
		model = sample_model(template, library, rows, (const char *const *)words, language,
				     NULL, &error);
	}
	cr_assert(model != NULL, "%s: %s", rows, error != NULL ? error->message : "");
	return model;
}

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

static Library *library(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = below_root("templates");
	const char *const folders[] = { folder, NULL };
	Library *library = library_open(folders, &error);
	cr_assert(library != NULL, "%s", error != NULL ? error->message : "");
	return library;
}

Test(chart_extent, of_every_template_in_both_languages)
{
	int charts = 0;
	g_autoptr(Library) known = library();
	g_autofree char *folder = below_root("tests/golden");
	g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
	const char *name;
	while ((name = g_dir_read_name(files)) != NULL) {
		g_autofree char *template =
		    g_str_has_suffix(name, ".rows") ? template_of(name) : NULL;
		g_autofree char *rows = g_build_filename(folder, name, NULL);
		for (size_t n = 0; template != NULL && n < G_N_ELEMENTS(languages); n++) {
			g_autoptr(Model) model = model_of(known, template, rows, languages[n]);
			charts += model != NULL ? look_at_model(model, name) : 0;
		}
	}
	cr_expect_geq(charts, 12);
}

static Model *gallery(const Library *known, const char *language)
{
	g_autofree char *path = below_root("tests/gallery/charts.yaml");
	g_autofree char *rows = below_root("tests/gallery/charts.rows");
	return model_of(known, path, rows, language);
}

Test(chart_extent, of_every_kind_in_both_languages)
{
	g_autoptr(Library) known = library();
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
	g_autoptr(Library) known = library();
	for (size_t n = 0; n < G_N_ELEMENTS(languages); n++) {
		g_autoptr(Model) model = gallery(known, languages[n]);
		Cards cards = { model, 0, 0 };
		model_each(model, measure_card, &cards);
		cr_expect_gt(cards.readable, cards.others, "%s: %d of %d", languages[n],
			     cards.readable, cards.readable + cards.others);
	}
}
