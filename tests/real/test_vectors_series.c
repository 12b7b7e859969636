/* STL and revisions against R. */
#include "reports/stats/revision.h"
#include "reports/stats/stl.h"
#include "tests/support/vectors.h"

#include <criterion/criterion.h>
#include <string.h>

/* ── STL ── */

/* "stl_nottem_s7_t50_jump1.csv": the arguments of R's stl. */
static StlOptions options_of(const Vectors *table)
{
	const char *name = vectors_name(table);
	double step = vectors_number(table, 1, "time") - vectors_number(table, 0, "time");
	size_t period = (size_t)rint(vector_argument(name, "period", 1 / step));
	size_t seasonal = (size_t)vector_argument(name, "s", 0);
	cr_assert(seasonal > 0 || vector_flag(name, "periodic"), "%s: no seasonal window", name);
	StlOptions options = stl_defaults(period, seasonal, vector_flag(name, "robust"));
	/* behind a window of the trend it is the trend's, otherwise that of all three */
	double jump = vector_argument(name, "jump", 0);
	double others = vector_argument(name, "t", 0) > 0 ? 0 : jump;
	options.trend_window = (size_t)vector_argument(name, "t", 0);
	options.low_window = (size_t)vector_argument(name, "l", 0);
	options.seasonal_jump = (size_t)vector_argument(name, "sjump", others);
	options.trend_jump = (size_t)vector_argument(name, "tjump", jump);
	options.low_jump = (size_t)vector_argument(name, "ljump", others);
	options.seasonal_degree = (unsigned)vector_argument(name, "sdeg", 0);
	options.trend_degree = (unsigned)vector_argument(name, "tdeg", 1);
	options.low_degree = (unsigned)vector_argument(name, "ldeg", options.trend_degree);
	options.inner = (unsigned)vector_argument(name, "inner", options.inner);
	options.outer = (unsigned)vector_argument(name, "outer", options.outer);
	return options;
}

static void check_parts(VectorCheck *check, const Vectors *table, const StlParts *parts)
{
	const struct {
		const char *column;
		const double *ours;
	} columns[] = {
		{ "seasonal", parts->seasonal },
		{ "trend", parts->trend },
		{ "remainder", parts->remainder },
		{ "weights", parts->weights },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(columns); n++)
		for (size_t row = 0; row < vectors_rows(table); row++)
			vector_check_number(check, columns[n].column, VECTOR_STL,
					    vectors_number(table, row, columns[n].column),
					    columns[n].ours[row]);
}

Test(vectors, of_stl)
{
	g_autoptr(GPtrArray) names = vector_files("stl_*.csv");
	for (guint n = 0; n < names->len; n++) {
		g_autoptr(Vectors) table = vectors_read(g_ptr_array_index(names, n));
		g_autoptr(VectorCheck) check = vector_check_new(table);
		size_t count = vectors_rows(table);
		g_autofree double *room = g_new(double, 5 * count);
		StlParts parts = { room + count, room + 2 * count, room + 3 * count,
				   room + 4 * count };
		for (size_t row = 0; row < count; row++)
			room[row] = vectors_number(table, row, "y");
		StlOptions options = options_of(table);
		cr_assert(stl_decompose(room, count, &options, &parts));
		check_parts(check, table, &parts);
		vector_check_end(check);
	}
}

/* ── revisions ── */

static void check_statistic(VectorCheck *check, const Vectors *table, size_t row,
			    const RevisionSummary *ours)
{
	const struct {
		const char *stat;
		double tolerance;
		Estimate ours;
	} statistics[] = {
		{ "n", VECTOR_ESTIMATE, estimate_of((double)ours->count) },
		{ "mean_revision", VECTOR_ESTIMATE, ours->mean },
		{ "mean_abs_revision", VECTOR_ESTIMATE, ours->mean_absolute },
		{ "mean_relative_abs_pct", VECTOR_ESTIMATE, ours->mean_relative_pct },
		{ "sd_revision", VECTOR_ESTIMATE, ours->deviation },
		{ "rmse", VECTOR_ESTIMATE, ours->root_mean_square },
		{ "share_upward", VECTOR_ESTIMATE, ours->upward },
		{ "nw_lag", VECTOR_ESTIMATE, estimate_of((double)ours->lag) },
		{ "nw_se_mean", VECTOR_ERROR, ours->mean_error },
		{ "t_nw", VECTOR_ESTIMATE, ours->t },
	};
	const char *stat = vectors_text(table, row, "stat");
	for (size_t n = 0; n < G_N_ELEMENTS(statistics); n++)
		if (strcmp(stat, statistics[n].stat) == 0) {
			vector_check(check, stat, statistics[n].tolerance,
				     vectors_number(table, row, "value"), statistics[n].ours);
			return;
		}
	cr_assert_fail("unknown statistic %s", stat);
}

/* The vintages of a column. Transfer full. */
static double *vintage(const Vectors *input, const char *column)
{
	double *values = g_new(double, vectors_rows(input));
	for (size_t row = 0; row < vectors_rows(input); row++)
		values[row] = vectors_number(input, row, column);
	return values;
}

Test(vectors, of_revisions)
{
	g_autoptr(GPtrArray) names = vector_files("revisions_*expected.csv");
	for (guint n = 0; n < names->len; n++) {
		const char *name = g_ptr_array_index(names, n);
		g_autoptr(Vectors) table = vectors_read(name);
		g_autoptr(Vectors) input = vectors_companion(name, "expected", "input.csv");
		g_autoptr(VectorCheck) check = vector_check_new(table);
		char **columns = vectors_columns(input);
		g_autofree double *first = vintage(input, "first");
		g_autofree double *last = vintage(input, columns[g_strv_length(columns) - 1]);
		size_t count = vectors_rows(input);
		RevisionSummary ours = revision_summary(first, last, count, revision_lag(count));
		for (size_t row = 0; row < vectors_rows(table); row++)
			check_statistic(check, table, row, &ours);
		vector_check_end(check);
	}
}
