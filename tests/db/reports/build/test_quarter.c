/* The quarterly brief against the facts: counts that share no query, cube or lifecycle with its
 * datasets. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "core/config/config.h"
#include "core/error.h"
#include "reports/block/block.h"
#include "reports/build/derived.h"
#include "reports/build/render.h"
#include "tests/support/demo_home.h"

TestSuite(quarter, .timeout = 1500);

typedef struct {
	Config *config;
	Library *library;
	Template *template;
	Render *render;
	Binding *binding;
} Desk;

static void desk_end(Desk *desk)
{
	binding_free(desk->binding);
	render_end(desk->render);
	template_free(desk->template);
	library_free(desk->library);
	config_free(desk->config);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Desk, desk_end)

static Desk desk_begin(void)
{
	static const char *const words[] = { "quarter=2026-Q3", NULL };
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(demo_home(), "shumar.yaml", NULL);
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	Desk desk = { .config = config_read(path, &error) };
	cr_assert(desk.config != NULL, "%s", error != NULL ? error->message : "");
	desk.library = library_open(folders, &error);
	g_autofree char *file = library_find(desk.library, "quarterly-brief", &error);
	desk.template = template_read(file, desk.library, block_types, &error);
	cr_assert(desk.template != NULL, "%s", error != NULL ? error->message : "");
	desk.render = render_begin(desk.config, desk.library, desk.template, NULL, &error);
	cr_assert(desk.render != NULL, "%s", error != NULL ? error->message : "");
	desk.binding = render_bind(desk.render, words, &error);
	cr_assert(desk.binding != NULL, "%s", error != NULL ? error->message : "");
	return desk;
}

static const Dataset *rows_of(const Desk *desk, const char *name)
{
	g_autoptr(GError) error = NULL;
	const Dataset *rows = render_dataset(desk->render, template_dataset(desk->template, name),
					     desk->binding, &error);
	cr_assert(rows != NULL, "%s: %s", name, error != NULL ? error->message : "");
	return rows;
}

static const Datum *value_of(const Dataset *rows, size_t row, const char *column)
{
	int at = dataset_column(rows, column, "en");
	cr_assert(at >= 0, "%s", column);
	return dataset_value(rows, row, (size_t)at);
}

static double number_of(const Dataset *rows, size_t row, const char *column)
{
	const Datum *datum = value_of(rows, row, column);
	cr_assert(!datum->missing, "%s of row %zu is missing", column, row);
	return datum->number;
}

/* Every case with its first challan and its first final disposal, told of the records' own
 * tables: the rules of fact.lifecycle, by another way. */
#define TOLD                                                                                       \
	"with told as (select c.district, c.registered_on, c.category,"                            \
	" (select min(a.challaned_on) from fact.accused a where a.case_key = c.case_key)"          \
	" as challaned, e.on_day, e.disposal from fact.\"case\" c"                                 \
	" join ref.district d on d.code = c.district and d.jurisdiction = 'punjab' left join "     \
	"lateral ("                                                                                \
	" select o.decided_on as on_day, 1 as place, r.rank, x.disposal from fact.outcome o"       \
	" join ref.court_outcome r on r.code = o.outcome"                                          \
	" join ref.disposal x on x.code = r.code and x.kind = 'court'"                             \
	" where o.case_key = c.case_key and r.final"                                               \
	" union all select c.status_on, case x.kind when 'police' then 2 else 3 end, 0,"           \
	" case when c.status_on is null then 'undated' else x.disposal end"                        \
	" from ref.disposal x where x.kind <> 'court' and x.code = c.status"                       \
	" and (x.kind = 'police' or not exists (select from fact.outcome o"                        \
	" join ref.court_outcome r on r.code = o.outcome where o.case_key = c.case_key and "       \
	"r.final))"                                                                                \
	" order by 1 nulls last, 2, 3 limit 1) e on true) "

#define QUARTER "between date '2026-07-01' and date '2026-09-30'"
#define COHORT  "between date '2023-10-01' and date '2024-09-30'"
#define COURT   "disposal in ('convicted', 'acquitted', 'compromised', 'other')"

/* The number that SQL, behind TOLD, gives. */
static double counted(const Desk *desk, const char *sql)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *text = g_strconcat(TOLD, sql, NULL);
	g_autoptr(DatabaseResult) row =
	    database_one(render_database(desk->render), text, DATABASE_NO_PARAMS, &error);
	cr_assert(row != NULL, "%s\n%s", sql, error != NULL ? error->message : "");
	return g_ascii_strtod(result_text(row, 0, 0), NULL);
}

Test(quarter, heads_and_bases_are_the_facts_own_counts)
{
	static const struct {
		const char *dataset, *column, *sql;
	} figures[] = {
		{ "head", "registered", "count(*) from told where registered_on " QUARTER },
		{ "head", "challaned_17",
		  "count(*) from told where registered_on " QUARTER
		  " and challaned - registered_on <= 17" },
		{ "head", "registered_before",
		  "count(*) from told where registered_on between date '2025-07-01' and date "
		  "'2025-09-30'" },
		{ "head", "decided", "count(*) from told where on_day " QUARTER " and " COURT },
		{ "head", "convicted",
		  "count(*) from told where on_day " QUARTER " and disposal = 'convicted'" },
		{ "head", "tried",
		  "count(*) from told where on_day " QUARTER
		  " and disposal in ('convicted', 'acquitted')" },
		{ "head", "convicted_before",
		  "count(*) from told where on_day between date '2025-07-01' and date "
		  "'2025-09-30' and disposal = 'convicted'" },
		{ "cohort", "registered", "count(*) from told where registered_on " COHORT },
		{ "cohort", "convicted",
		  "count(*) from told where registered_on " COHORT " and disposal = 'convicted'" },
		{ "cohort", "challaned", "count(challaned) from told where registered_on " COHORT },
		{ "cohort", "challaned_convicted",
		  "count(challaned) from told where registered_on " COHORT
		  " and disposal = 'convicted'" },
		{ "cohort", "open",
		  "count(*) from told where registered_on " COHORT " and disposal is null" },
		{ "support", "complaints",
		  "count(*) from fact.complaint where received_on " QUARTER },
		{ "support", "fir_30",
		  "count(*) from fact.complaint where received_on " QUARTER
		  " and disposal = 'fir' and disposed_on - received_on <= 30" },
		{ "support", "served",
		  "count(first_served_on) from fact.referral where referred_on " QUARTER },
		{ "support", "women",
		  "sum(attended_women) from fact.outreach where held_on " QUARTER },
	};
	g_auto(Desk) desk = desk_begin();
	double sum = 0;
	for (size_t n = 0; n < G_N_ELEMENTS(figures); n++) {
		g_autofree char *sql = g_strconcat("select ", figures[n].sql, NULL);
		double found = number_of(rows_of(&desk, figures[n].dataset), 0, figures[n].column);
		double expected = counted(&desk, sql);
		cr_expect_eq(found, expected, "%s.%s is %g, and the facts say %g",
			     figures[n].dataset, figures[n].column, found, expected);
		sum += found;
	}
	cr_expect_gt(sum, 1000, "the demonstration is empty");
}

/* Every case of the cohort stands in one row, and all of them in some row. */
Test(quarter, attrition_adds_up_to_its_cohort)
{
	static const char *const rows_sql[] = {
		"challaned is null and disposal = 'cancelled'",
		"challaned is null and disposal = 'untraced'",
		"challaned is null and disposal = 'transferred'",
		"challaned is null and disposal in ('compromised', 'acquitted', 'other')",
		"challaned is null and disposal is null",
		"challaned is not null and disposal in ('cancelled', 'untraced', 'transferred')",
		"challaned is not null and disposal = 'compromised'",
		"challaned is not null and disposal = 'acquitted'",
		"challaned is not null and disposal = 'other'",
		"challaned is not null and disposal is null",
		"disposal = 'convicted'",
		"disposal = 'undated'",
	};
	g_auto(Desk) desk = desk_begin();
	const Dataset *rows = rows_of(&desk, "attrition");
	double all = number_of(rows_of(&desk, "cohort"), 0, "registered"), sum = 0;
	cr_assert_eq(dataset_rows(rows), G_N_ELEMENTS(rows_sql));
	for (size_t row = 0; row < dataset_rows(rows); row++) {
		g_autofree char *sql =
		    g_strconcat("select count(*) from told where registered_on " COHORT " and ",
				rows_sql[row], NULL);
		double found = number_of(rows, row, "cases");
		cr_expect_eq(found, counted(&desk, sql), "row %zu: %g", row, found);
		cr_expect_eq(number_of(rows, row, "registered"), all);
		sum += found;
	}
	cr_expect_eq(sum, all, "%g of %g", sum, all);
	cr_expect_gt(all, 0);
}

/* At the day told half were out, and a bin before it they were not. */
static void expect_half(const Desk *desk, const Dataset *rows, size_t row, const char *column,
			const char *left_on, double share)
{
	const Datum *half = value_of(rows, row, column);
	if (half->missing)
		return;
	g_autofree char *from = date_text(&value_of(rows, row, "from_on")->date);
	g_autofree char *to = date_text(&value_of(rows, row, "to_on")->date);
	double all = number_of(rows, row, "registered"), days = half->number;
	double before = days <= 182 ? days - 7 : days - 30;
	for (int n = 0; n < 2; n++) {
		g_autofree char *sql = g_strdup_printf(
		    "select count(*) from told where registered_on between date '%s' and date '%s'"
		    " and %s - registered_on <= %g",
		    from, to, left_on, n == 0 ? days : before);
		double out = counted(desk, sql);
		cr_expect(n == 0 ? out >= share * all : out < share * all,
			  "%s of row %zu: %g days, %g of %g out after %g", column, row, days, out,
			  all, n == 0 ? days : before);
	}
}

Test(quarter, days_in_each_stage_are_those_of_the_facts)
{
	g_auto(Desk) desk = desk_begin();
	const Dataset *rows = rows_of(&desk, "stages");
	size_t told = 0;
	cr_assert_eq(dataset_rows(rows), 4);
	for (size_t row = 0; row < 4; row++) {
		told += !value_of(rows, row, "investigation_half")->missing;
		expect_half(&desk, rows, row, "investigation_half", "least(challaned, on_day)",
			    0.5);
		expect_half(&desk, rows, row, "investigation_ninety", "least(challaned, on_day)",
			    0.9);
		expect_half(&desk, rows, row, "whole_half", "on_day", 0.5);
	}
	cr_expect_geq(told, 3);
	/* a year that was not followed so long is not told before it was */
	cr_expect(value_of(rows, 3, "whole_half")->missing &&
		  value_of(rows, 3, "whole_half")->not_yet);
	cr_expect(value_of(rows, 3, "court_half")->missing ||
		  value_of(rows, 3, "court_half")->provisional);
}

/* The districts told apart are those beyond three deviations or so, and no others. */
Test(quarter, districts_outside_the_limits_are_far_from_the_mean)
{
	g_auto(Desk) desk = desk_begin();
	const TemplateDataset *wanted = template_dataset(desk.template, "districts");
	const Dataset *raw = rows_of(&desk, "districts");
	g_autoptr(Dataset) rows = derived_dataset(wanted, raw);
	g_autoptr(Dataset) low =
	    derived_dataset(template_dataset(desk.template, "challan_low"), raw);
	g_autoptr(Dataset) high =
	    derived_dataset(template_dataset(desk.template, "challan_high"), raw);
	double events = 0, size = 0;
	size_t below = 0, above = 0;
	for (size_t row = 0; row < dataset_rows(rows); row++) {
		events += number_of(rows, row, "challaned_17");
		size += number_of(rows, row, "followed_17");
	}
	cr_assert_gt(size, 0);
	double mean = events / size;
	for (size_t row = 0; row < dataset_rows(rows); row++) {
		double n = number_of(rows, row, "followed_17");
		const char *signal = value_of(rows, row, "challan_signal")->text;
		if (n < 30) /* where the normal law is no guide */
			continue;
		double z =
		    (number_of(rows, row, "challaned_17") / n - mean) / sqrt(mean * (1 - mean) / n);
		cr_expect(fabs(z) < 3.6 || strcmp(signal, "usual") != 0, "row %zu: %g", row, z);
		cr_expect(fabs(z) > 2.5 || strcmp(signal, "usual") == 0, "row %zu: %g", row, z);
	}
	for (size_t row = 0; row < dataset_rows(rows); row++) {
		below += g_strcmp0(value_of(rows, row, "challan_signal")->text, "low") == 0;
		above += g_strcmp0(value_of(rows, row, "challan_signal")->text, "high") == 0;
	}
	cr_expect_eq(dataset_rows(low), below);
	cr_expect_eq(dataset_rows(high), above);
}

Test(quarter, of_districts_and_months_add_up_to_the_head)
{
	g_auto(Desk) desk = desk_begin();
	const Dataset *head = rows_of(&desk, "head"), *months = rows_of(&desk, "months");
	const Dataset *districts = rows_of(&desk, "districts");
	double of_districts = 0, of_months = 0;
	for (size_t row = 0; row < dataset_rows(districts); row++)
		of_districts += number_of(districts, row, "challaned_17");
	for (size_t row = 0; row < dataset_rows(months); row++) {
		if (value_of(months, row, "in_quarter")->truth)
			of_months += number_of(months, row, "cases");
	}
	cr_expect_eq(of_districts, number_of(head, 0, "challaned_17"));
	cr_expect_eq(of_months, number_of(head, 0, "registered"));
}

/* Nothing is compared with a run that there was not. */
Test(quarter, of_one_run_nothing_is_revised)
{
	g_auto(Desk) desk = desk_begin();
	const Dataset *rows = rows_of(&desk, "revisions");
	cr_assert_eq(dataset_rows(rows), 5);
	cr_expect(value_of(rows, 4, "change")->missing);
	cr_expect_eq(number_of(rows, 4, "cases_now"),
		     number_of(rows_of(&desk, "head"), 0, "registered"));
}

static void expect_refused(const Desk *desk, const char *word)
{
	g_autoptr(GError) error = NULL;
	const char *const words[] = { word, NULL };
	g_autoptr(Binding) binding = render_bind(desk->render, words, &error);
	g_autoptr(Model) model =
	    binding != NULL ? render_model(desk->render, binding, "en", &error) : NULL;
	cr_assert(model == NULL, "%s was printed", word);
	cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_USAGE, "%s", error->message);
}

Test(quarter, of_which_no_day_is_covered_is_refused)
{
	g_auto(Desk) desk = desk_begin();
	expect_refused(&desk, "quarter=2019-Q1");
	expect_refused(&desk, "quarter=2027-Q1");
}
