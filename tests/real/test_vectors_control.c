/* Control charts against qicharts2 and NHSRplotthedots. */
#include "reports/stats/control.h"
#include "tests/support/vectors.h"

#include <criterion/criterion.h>
#include <string.h>

/* ── qicharts2 ── */

/* What the files call the kinds: "spc_uprime_uti.csv". */
static const struct {
	const char *word;
	ControlKind kind;
} kinds[] = {
	{ "run", CONTROL_RUN },    { "i", CONTROL_I }, { "mr", CONTROL_MR },
	{ "c", CONTROL_C },        { "u", CONTROL_U }, { "uprime", CONTROL_U_PRIME },
	{ "up", CONTROL_U_PRIME }, { "p", CONTROL_P }, { "pprime", CONTROL_P_PRIME },
	{ "pp", CONTROL_P_PRIME }, { "g", CONTROL_G }, { "t", CONTROL_T },
};

static ControlKind kind_of(const char *name)
{
	g_auto(GStrv) words = g_strsplit_set(name, "_.", -1);
	for (size_t n = 0; n < G_N_ELEMENTS(kinds); n++)
		if (strcmp(words[1], kinds[n].word) == 0)
			return kinds[n].kind;
	cr_assert_fail("%s: no chart of kind %s", name, words[1]);
	return CONTROL_RUN;
}

/* What went in: counts or values before any division. Transfer full. */
static ControlPoint *points_of(const Vectors *table, const char *value)
{
	ControlPoint *points = g_new0(ControlPoint, vectors_rows(table));
	for (size_t row = 0; row < vectors_rows(table); row++) {
		points[row].value = vectors_number(table, row, value);
		points[row].size = vectors_number(table, row, "n");
		if (isnan(points[row].value))
			points[row].state = CONTROL_MISSING;
	}
	return points;
}

static void check_mark(VectorCheck *check, const Vectors *table, size_t row,
		       const ControlMark *mark)
{
	const struct {
		const char *column;
		Estimate ours;
	} cells[] = {
		{ "y", mark->value },
		{ "cl", mark->centre },
		{ "ucl", mark->upper },
		{ "lcl", mark->lower },
		{ "ucl.95", mark->upper95 },
		{ "lcl.95", mark->lower95 },
		{ "sigma.signal", estimate_of(mark->outside) },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cells); n++)
		vector_check(check, cells[n].column, VECTOR_ESTIMATE,
			     vectors_number(table, row, cells[n].column), cells[n].ours);
}

static void check_runs(VectorCheck *check, const Vectors *table, size_t row,
		       const ControlRuns *runs)
{
	const struct {
		const char *column;
		size_t ours;
	} cells[] = {
		{ "longest.run", runs->longest },
		{ "longest.run.max", runs->longest_most },
		{ "n.crossings", runs->crossings },
		{ "n.crossings.min", runs->crossings_least },
	};
	Estimate none = estimate_none(ESTIMATE_NOT_APPLICABLE);
	for (size_t n = 0; n < G_N_ELEMENTS(cells); n++)
		vector_check(check, cells[n].column, VECTOR_ESTIMATE,
			     vectors_number(table, row, cells[n].column),
			     runs->known ? estimate_of((double)cells[n].ours) : none);
	vector_check_number(check, "runs.signal", VECTOR_ESTIMATE,
			    vectors_number(table, row, "runs.signal"), runs->signal);
}

Test(vectors, of_control_charts)
{
	g_autoptr(GPtrArray) names = vector_files("spc_*.csv");
	for (guint n = 0; n < names->len; n++) {
		const char *name = g_ptr_array_index(names, n);
		g_autoptr(Vectors) table = vectors_read(name);
		g_autoptr(VectorCheck) check = vector_check_new(table);
		g_autofree ControlPoint *points = points_of(table, "y.sum");
		ControlOptions options = { .screen = !vector_flag(name, "noscreen"),
					   .freeze = (size_t)vector_argument(name, "freeze", 0) };
		g_autoptr(ControlChart) chart =
		    control_chart(points, vectors_rows(table), kind_of(name), &options);
		cr_assert_eq(chart->count, vectors_rows(table));
		for (size_t row = 0; row < chart->count; row++) {
			check_mark(check, table, row, &chart->marks[row]);
			check_runs(check, table, row, &chart->parts[0].runs);
		}
		vector_check_end(check);
	}
}

/* ── NHSRplotthedots ── */

static const char *const causes[] = {
	[XMR_COMMON] = "Common Cause",
	[XMR_ABOVE_LIMIT] = "Above UCL",
	[XMR_BELOW_LIMIT] = "Below LCL",
	[XMR_TREND_UP] = "7 Point Trend (Increasing)",
	[XMR_TREND_DOWN] = "7 Point Trend (Decreasing)",
	[XMR_NEAR_UPPER] = "2 in 3 Above CL",
	[XMR_NEAR_LOWER] = "2 in 3 Below CL",
	[XMR_SHIFT_UP] = "7 Points Above CL",
	[XMR_SHIFT_DOWN] = "7 Points Below CL",
};
static const char *const meanings[] = {
	[XMR_NOTHING] = "common_cause",          [XMR_IMPROVEMENT] = "special_cause_improvement",
	[XMR_CONCERN] = "special_cause_concern", [XMR_HIGH] = "special_cause_neutral_high",
	[XMR_LOW] = "special_cause_neutral_low",
};

static XmrOptions options_of(const char *name)
{
	return (XmrOptions){
		.improvement = vector_flag(name, "decrease")  ? CONTROL_DECREASE
			       : vector_flag(name, "neutral") ? CONTROL_NEUTRAL
							      : CONTROL_INCREASE,
		.rule = vector_flag(name, "mdc2023") ? CONTROL_MDC2023 : CONTROL_NHSR,
		.unscreened = vector_flag(name, "noscreen"),
		.fix_after = (size_t)vector_argument(name, "fix", 0),
	};
}

static void check_xmr_numbers(VectorCheck *check, const Vectors *table, size_t row,
			      const XmrMark *mark)
{
	bool limits = estimate_known(mark->upper);
	Estimate none = estimate_none(ESTIMATE_NOT_AVAILABLE);
	const struct {
		const char *column;
		Estimate ours;
	} cells[] = {
		{ "mean_col", mark->mean },
		{ "mean", mark->mean },
		{ "lpl", mark->lower },
		{ "upl", mark->upper },
		{ "outside_limits", limits ? estimate_of(mark->outside) : none },
		{ "close_to_limits", limits ? estimate_of(mark->near) : none },
		{ "relative_to_mean", estimate_of(mark->side) },
		{ "special_cause_flag", estimate_of(mark->cause != XMR_COMMON) },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cells); n++)
		if (vectors_has(table, cells[n].column))
			vector_check(check, cells[n].column, VECTOR_ESTIMATE,
				     vectors_number(table, row, cells[n].column), cells[n].ours);
}

static void check_xmr(VectorCheck *check, const Vectors *table, size_t row, const XmrMark *mark)
{
	static const char *const names[] = { "special_cause_type", "special_cause", NULL };
	const char *cause = vectors_either(table, names);
	check_xmr_numbers(check, table, row, mark);
	if (cause != NULL)
		vector_check_text(check, cause, vectors_text(table, row, cause),
				  causes[mark->cause]);
	vector_check_text(check, "point_type", vectors_text(table, row, "point_type"),
			  meanings[mark->meaning]);
}

/* The rows from FIRST on that are of one case, where the file has several. */
static size_t case_end(const Vectors *table, size_t first)
{
	size_t row = first + 1;
	while (row < vectors_rows(table) &&
	       (!vectors_has(table, "case") ||
		strcmp(vectors_text(table, row, "case"), vectors_text(table, first, "case")) == 0))
		row++;
	return row;
}

/* Rebases of the rows FIRST .. END - 1 by a column of 0 and 1. Transfer full. */
static GArray *rebases_of(const Vectors *table, size_t first, size_t end)
{
	GArray *rebases = g_array_new(FALSE, FALSE, sizeof(ControlRebase));
	for (size_t row = first + 1; vectors_has(table, "rebase") && row < end; row++) {
		ControlRebase rebase = { row - first, "as in the file" };
		if (vectors_number(table, row, "rebase") == 1)
			g_array_append_val(rebases, rebase);
	}
	return rebases;
}

Test(vectors, of_xmr_charts)
{
	g_autoptr(GPtrArray) names = vector_files("xmr_*.csv");
	for (guint n = 0; n < names->len; n++) {
		const char *name = g_ptr_array_index(names, n);
		g_autoptr(Vectors) table = vectors_read(name);
		g_autoptr(VectorCheck) check = vector_check_new(table);
		g_autofree ControlPoint *points = points_of(table, "y");
		XmrOptions options = options_of(name);
		for (size_t first = 0; first < vectors_rows(table);) {
			size_t end = case_end(table, first);
			g_autoptr(GArray) rebases = rebases_of(table, first, end);
			options.rebases = (const ControlRebase *)(gpointer)rebases->data;
			options.rebase_count = rebases->len;
			g_autoptr(XmrChart) chart =
			    control_xmr(points + first, end - first, &options);
			for (size_t row = first; row < end; row++)
				check_xmr(check, table, row, &chart->marks[row - first]);
			first = end;
		}
		vector_check_end(check);
	}
}
