/* Figures traced to records on the demonstration's warehouse: they add up, and name nobody. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "core/config.h"
#include "core/error.h"
#include "core/sqltext.h"
#include "core/warehouse.h"
#include "reports/trace.h"
#include "tests/support/demo_home.h"

typedef struct {
	Config *config;
	Library *library;
	Template *template;
	Render *render;
	Binding *binding;
} Bench;

static const char *const note_words[] = { "district=PAK", "from=2023-08-01", "to=2024-07-31",
					  NULL };
static const char *const week_words[] = { "district=LHR", "week=2026-W45", NULL };

static void bench_end(Bench *bench)
{
	binding_free(bench->binding);
	render_end(bench->render);
	template_free(bench->template);
	library_free(bench->library);
	config_free(bench->config);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Bench, bench_end)

/* The template NAME of the checkout on the demonstration's warehouse. */
static Bench bench_begin(const char *name, const char *const *words)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(demo_home(), "shumar.yaml", NULL);
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	Bench bench = { .config = config_read(path, &error) };
	cr_assert(bench.config != NULL, "%s", error != NULL ? error->message : "");
	bench.library = library_open(folders, &error);
	cr_assert(bench.library != NULL, "%s", error != NULL ? error->message : "");
	g_autofree char *file = library_find(bench.library, name, &error);
	bench.template = template_read(file, bench.library, &error);
	cr_assert(bench.template != NULL, "%s", error != NULL ? error->message : "");
	bench.render = render_begin(bench.config, bench.library, bench.template, NULL, &error);
	cr_assert(bench.render != NULL, "%s", error != NULL ? error->message : "");
	bench.binding = render_bind(bench.render, words, &error);
	cr_assert(bench.binding != NULL, "%s", error != NULL ? error->message : "");
	return bench;
}

static Trace *trace(const Bench *bench, const TraceFigure *figure, const char *row)
{
	g_autoptr(GError) error = NULL;
	Trace *made =
	    trace_collect(bench->render, bench->library, bench->binding, figure, row, "en", &error);
	cr_assert(made != NULL, "%s: %s", figure->id, error != NULL ? error->message : "");
	return made;
}

/* Traces COLUMN of DATASET in ROW and holds the sums against the figure. */
static double hold(const Bench *bench, const TemplateDataset *dataset, const char *column,
		   const char *row)
{
	g_autofree char *id = g_strdup_printf("%s.%s", dataset->name, column);
	g_autofree char *name = g_strdup(column);
	const TraceFigure figure = { .id = id, .dataset = dataset, .column = name };
	g_autoptr(Trace) made = trace(bench, &figure, row);
	cr_expect(trace_agrees(made), "%s %s is %s: facts %g, cells %g", id, row != NULL ? row : "",
		  made->printed, trace_value(made, made->facts_sum),
		  trace_value(made, made->cells_sum));
	return made->number;
}

/* All numbers of DATASET, whole and, where it has several rows, row by row. */
static double hold_dataset(const Bench *bench, const TemplateDataset *dataset)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_strdup_printf("reports/trace/%s.sql", dataset->query);
	g_autofree char *row_column = sqltext_header(sqltext(path), "row");
	const Dataset *rows = render_dataset(bench->render, dataset, bench->binding, &error);
	cr_assert(rows != NULL, "%s", error != NULL ? error->message : "");
	int naming = row_column != NULL ? dataset_column(rows, row_column, NULL) : -1;
	double held = 0;
	for (guint n = 0; n < dataset->columns->len; n++) {
		const SqlColumn *column = g_ptr_array_index(dataset->columns, n);
		if (strcmp(column->type, "bigint") != 0 && strcmp(column->type, "numeric") != 0)
			continue;
		double whole = hold(bench, dataset, column->name, NULL), parts = 0;
		for (size_t row = 0; naming >= 0 && row < dataset_rows(rows); row++) {
			const Datum *datum = dataset_value(rows, row, (size_t)naming);
			g_autofree char *name = datum->type == DATUM_DATE ? date_text(&datum->date)
									  : g_strdup(datum->text);
			parts += hold(bench, dataset, column->name, name);
		}
		cr_expect(naming < 0 || parts == whole, "%s.%s", dataset->name, column->name);
		held += whole;
	}
	return held;
}

static void hold_template(const char *name, const char *const *words)
{
	g_auto(Bench) bench = bench_begin(name, words);
	for (guint n = 0; n < bench.template->datasets->len; n++) {
		const TemplateDataset *dataset = g_ptr_array_index(bench.template->datasets, n);
		cr_expect(hold_dataset(&bench, dataset) > 0, "%s: nothing was counted",
			  dataset->name);
	}
}

Test(trace, counts_the_records_of_every_figure_of_the_press_note)
{
	hold_template("press-note", note_words);
}

Test(trace, counts_the_records_of_every_figure_and_row_of_the_weekly_dashboard)
{
	hold_template("dpo-weekly", week_words);
}

Test(trace, finds_a_figure_by_what_readers_call_it)
{
	static const struct {
		const char *template, *name, *dataset, *column;
	} cases[] = {
		{ "press-note", "registered", "note", "cases" },
		{ "press-note", "cases_registered", "note", "cases" },
		{ "press-note", "arrested", "note", "arrested" },
		{ "press-note", "statuses.accused", "statuses", "accused" },
		{ "press-note", "note.accused", "note", "accused" },
		{ "dpo-weekly", "overdue", "head", "overdue" },
		{ "dpo-weekly", "stations.overdue", "stations", "overdue" },
		{ "dpo-weekly", "trend.cases", "trend", "cases" },
		{ "dpo-weekly", "head.registered_mean", "head", "registered_mean" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_auto(Bench) bench = bench_begin(
		    cases[n].template,
		    strcmp(cases[n].template, "press-note") == 0 ? note_words : week_words);
		g_autoptr(GError) error = NULL;
		g_autoptr(GPtrArray) figures = trace_figures(bench.template, bench.library);
		const TraceFigure *figure =
		    trace_find(figures, bench.template, cases[n].name, &error);
		cr_assert(figure != NULL, "%s: %s", cases[n].name,
			  error != NULL ? error->message : "");
		cr_expect_str_eq(figure->dataset->name, cases[n].dataset);
		cr_expect_str_eq(figure->column, cases[n].column);
	}
}

Test(trace, names_the_figures_there_are_when_one_is_unknown_or_several)
{
	g_auto(Bench) bench = bench_begin("dpo-weekly", week_words);
	g_autoptr(GPtrArray) figures = trace_figures(bench.template, bench.library);
	g_autoptr(GError) unknown = NULL, several = NULL;
	cr_expect_null(trace_find(figures, bench.template, "overdu", &unknown));
	cr_expect(strstr(error_hint(unknown), "Did you mean 'overdue'?") != NULL, "%s",
		  error_hint(unknown));
	cr_expect_null(trace_find(figures, bench.template, "cases", &several));
	cr_expect(strstr(error_hint(several), "'trend.cases' or 'offences.cases'") != NULL, "%s",
		  error_hint(several));
}

Test(trace, lists_81_case_keys_and_no_key_of_a_person_for_the_press_note)
{
	g_auto(Bench) bench = bench_begin("press-note", note_words);
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) figures = trace_figures(bench.template, bench.library);
	const TraceFigure *figure = trace_find(figures, bench.template, "registered", &error);
	g_autoptr(Trace) made = trace(&bench, figure, NULL);
	cr_assert_eq(made->known, 81);
	for (guint n = 0; n < made->known; n++) {
		const TraceFact *fact = &g_array_index(made->facts, TraceFact, n);
		cr_expect_str_eq(fact->district, "PKP");
		cr_expect(fact->station != NULL && fact->fir_number != NULL && fact->fir_year > 0);
		cr_expect_null(fact->record);
	}
	const TraceRun *last = &g_array_index(made->runs, TraceRun, made->runs->len - 1);
	cr_expect_eq(last->after[TRACE_WHOLE], 81);
	cr_expect_not_null(last->kind);
}

Test(trace, shortens_the_key_of_an_accused_person)
{
	g_auto(Bench) bench = bench_begin("press-note", note_words);
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) figures = trace_figures(bench.template, bench.library);
	const TraceFigure *figure = trace_find(figures, bench.template, "convicted", &error);
	g_autoptr(Trace) made = trace(&bench, figure, NULL);
	cr_assert_eq(made->known, 9);
	for (guint n = 0; n < made->known; n++) {
		const TraceFact *fact = &g_array_index(made->facts, TraceFact, n);
		cr_expect_eq(strlen(fact->record), 8);
		cr_expect_not_null(fact->fir_number);
	}
	g_autoptr(GString) text = g_string_new(NULL);
	trace_print(text, made, "en", 0, true);
	trace_print_csv(text, made);
	cr_expect(!g_regex_match_simple("[0-9a-f]{8}-[0-9a-f]{4}-", text->str, 0, 0),
		  "a whole key is printed:\n%s", text->str);
}

Test(trace, names_the_nearest_row)
{
	g_auto(Bench) bench = bench_begin("press-note", note_words);
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) figures = trace_figures(bench.template, bench.library);
	const TraceFigure *figure = trace_find(figures, bench.template, "statuses.accused", &error);
	g_autoptr(Trace) made = trace_collect(bench.render, bench.library, bench.binding, figure,
					      "Arested", "en", &error);
	cr_assert(made == NULL);
	cr_expect(strstr(error_hint(error), "Did you mean 'Arrested'?") != NULL, "%s",
		  error_hint(error));
}
