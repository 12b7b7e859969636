/* Funnels against PHEindicatormethods and FunnelPlotR. */
#include "reports/stats/funnel.h"
#include "tests/support/vectors.h"

#include <criterion/criterion.h>
#include <string.h>

/* What the packages call a signal. */
static const char *const signals[] = {
	[FUNNEL_LOW_998] = "Low (0.001)",    [FUNNEL_LOW_95] = "Low (0.025)",
	[FUNNEL_WITHIN] = "Not significant", [FUNNEL_HIGH_95] = "High (0.025)",
	[FUNNEL_HIGH_998] = "High (0.001)",  [FUNNEL_UNKNOWN] = "",
};

/* Units of a table with counts in EVENTS and sizes in SIZE. Transfer full. */
static FunnelUnit *units_of(const Vectors *points, const char *events, const char *size)
{
	FunnelUnit *units = g_new(FunnelUnit, vectors_rows(points));
	for (size_t row = 0; row < vectors_rows(points); row++)
		units[row] = (FunnelUnit){ (int64_t)vectors_number(points, row, events),
					   vectors_number(points, row, size) };
	return units;
}

/* Compares four limits times FACTOR with four columns. */
static void check_limits(VectorCheck *check, const Vectors *table, size_t row,
			 const char *const *columns, const FunnelLimits *ours, double factor)
{
	const Estimate each[] = { ours->lower95, ours->upper95, ours->lower998, ours->upper998 };
	for (size_t n = 0; n < 4; n++)
		if (vectors_has(table, columns[n]))
			vector_check(check, columns[n], VECTOR_ESTIMATE,
				     vectors_number(table, row, columns[n]),
				     estimate_scale(each[n], factor));
}

static const char *const phe_limits[] = { "lower_2s_limit", "upper_2s_limit", "lower_3s_limit",
					  "upper_3s_limit" };

typedef FunnelSignal (*Judge)(FunnelUnit unit, double baseline);

static void check_points(const char *name, const char *events, const char *size, Judge judge)
{
	g_autoptr(Vectors) table = vectors_read(name);
	g_autoptr(VectorCheck) check = vector_check_new(table);
	g_autofree FunnelUnit *units = units_of(table, events, size);
	Estimate baseline = funnel_baseline(units, vectors_rows(table));
	for (size_t row = 0; row < vectors_rows(table); row++)
		vector_check_text(check, "significance.significance",
				  vectors_text(table, row, "significance.significance"),
				  signals[judge(units[row], baseline.value)]);
	vector_check_end(check);
}

static void check_all_points(const char *pattern, const char *events, const char *size, Judge judge)
{
	g_autoptr(GPtrArray) names = vector_files(pattern);
	for (guint n = 0; n < names->len; n++)
		check_points(g_ptr_array_index(names, n), events, size, judge);
}

Test(vectors, of_share_funnel_points)
{
	check_all_points("funnel_prop_*_points.csv", "numerator", "denominator",
			 funnel_share_signal);
}

Test(vectors, of_rate_funnel_points)
{
	check_all_points("funnel_rate_*_points.csv", "count", "pop", funnel_rate_signal);
}

Test(vectors, of_share_funnel_limits)
{
	g_autoptr(GPtrArray) names = vector_files("funnel_prop_*_limits.csv");
	for (guint n = 0; n < names->len; n++) {
		const char *name = g_ptr_array_index(names, n);
		g_autoptr(Vectors) table = vectors_read(name);
		g_autoptr(Vectors) points = vectors_companion(name, "limits", "points.csv");
		g_autoptr(VectorCheck) check = vector_check_new(table);
		g_autofree FunnelUnit *units = units_of(points, "numerator", "denominator");
		Estimate baseline = funnel_baseline(units, vectors_rows(points));
		for (size_t row = 0; row < vectors_rows(table); row++) {
			FunnelLimits ours = funnel_share_limits(
			    baseline.value, vectors_number(table, row, "Population"));
			vector_check(check, "baseline", VECTOR_ESTIMATE,
				     vectors_number(table, row, "baseline"),
				     estimate_scale(baseline, 100));
			check_limits(check, table, row, phe_limits, &ours, 100);
		}
		vector_check_end(check);
	}
}

static const char *const phe_people[] = { "lower_2s_population_1_year",
					  "upper_2s_population_1_year",
					  "lower_3s_population_1_year",
					  "upper_3s_population_1_year" };

/* How many people would have that rate with so many events. */
static Estimate people(Estimate rate, double events)
{
	return estimate_known(rate) ? estimate_of(events / rate.value) : rate;
}

Test(vectors, of_rate_funnel_limits)
{
	g_autoptr(GPtrArray) names = vector_files("funnel_rate_*_limits.csv");
	for (guint n = 0; n < names->len; n++) {
		const char *name = g_ptr_array_index(names, n);
		g_autoptr(Vectors) table = vectors_read(name);
		g_autoptr(Vectors) points = vectors_companion(name, "limits", "points.csv");
		g_autoptr(VectorCheck) check = vector_check_new(table);
		g_autofree FunnelUnit *units = units_of(points, "count", "pop");
		double baseline = funnel_baseline(units, vectors_rows(points)).value;
		for (size_t row = 0; row < vectors_rows(table); row++) {
			double events = vectors_number(table, row, "Events");
			FunnelLimits ours = funnel_rate_limits(baseline, (int64_t)events);
			FunnelLimits sizes = { people(ours.lower95, events),
					       people(ours.upper95, events),
					       people(ours.lower998, events),
					       people(ours.upper998, events) };
			vector_check_number(check, "baseline", VECTOR_ESTIMATE,
					    vectors_number(table, row, "baseline"), baseline * 1e5);
			check_limits(check, table, row, phe_limits, &ours, 1e5);
			check_limits(check, table, row, phe_people, &sizes, 1);
		}
		vector_check_end(check);
	}
}

/* ── overdispersion ── */

static FunnelKind kind_of(const char *name)
{
	bool share = vector_flag(name, "PR");
	cr_assert(share || vector_flag(name, "RC"), "%s: neither PR nor RC", name);
	return share ? FUNNEL_SHARE : FUNNEL_RATIO;
}

static FunnelSpread spread_of(const Vectors *points, const FunnelUnit *units, FunnelScore *scores)
{
	const char *name = vectors_name(points);
	double trim = vector_argument(name, "trim", 10) / 100;
	return funnel_spread(units, vectors_rows(points), kind_of(name), FUNNEL_WINSORISE, trim,
			     scores);
}

/* FunnelPlotR's lines, which it looks the limits of its points up in. */
typedef struct {
	size_t count;
	double *sizes;
	FunnelLimits *plain, *wide;
} Lines;

static Lines lines_of(const Vectors *limits, const FunnelSpread *spread)
{
	Lines lines = { .count = vectors_rows(limits) };
	lines.sizes = g_new(double, lines.count);
	lines.plain = g_new(FunnelLimits, lines.count);
	lines.wide = g_new(FunnelLimits, lines.count);
	for (size_t row = 0; row < lines.count; row++)
		lines.sizes[row] = vectors_number(limits, row, "number_seq");
	funnel_spread_lines(spread, lines.sizes, lines.count, false, lines.plain);
	funnel_spread_lines(spread, lines.sizes, lines.count, true, lines.wide);
	return lines;
}

static void free_lines(Lines *lines)
{
	g_free(lines->sizes);
	g_free(lines->plain);
	g_free(lines->wide);
}

static size_t line_at(const Lines *lines, double size)
{
	size_t row = 0;
	while (row < lines->count && lines->sizes[row] != size)
		row++;
	cr_assert_lt(row, lines->count, "no line at size %g", size);
	return row;
}

static const char *const point_plain[] = { "LCL95", "UCL95", "LCL99", "UCL99" };
static const char *const point_wide[] = { "OD95LCL", "OD95UCL", "OD99LCL", "OD99UCL" };

static void check_score(VectorCheck *check, const Vectors *table, size_t row, FunnelUnit unit,
			const FunnelSpread *spread, const FunnelScore *score)
{
	const struct {
		const char *column;
		double ours;
	} cells[] = {
		{ "rr", (double)unit.events / unit.size },
		{ "target_transformed", spread->scaled_target },
		{ "Y", score->scaled },
		{ "Uzscore", score->z },
		{ "Wuzscore", score->used_z },
		{ "winsorised", score->outer },
		{ "phi", spread->phi },
		{ "tau2", spread->between },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cells); n++)
		vector_check_number(check, cells[n].column, VECTOR_ESTIMATE,
				    vectors_number(table, row, cells[n].column), cells[n].ours);
}

static void check_lines(VectorCheck *check, const Vectors *table, size_t row, FunnelUnit unit,
			const Lines *lines, bool widened)
{
	size_t at = line_at(lines, unit.size);
	check_limits(check, table, row, point_plain, &lines->plain[at], 1);
	check_limits(check, table, row, point_wide, &lines->wide[at], 1);
	FunnelSignal signal = funnel_signal(estimate_of((double)unit.events / unit.size),
					    widened ? &lines->wide[at] : &lines->plain[at]);
	vector_check_number(check, "outlier", VECTOR_ESTIMATE,
			    vectors_number(table, row, "outlier"),
			    signal == FUNNEL_LOW_998 || signal == FUNNEL_HIGH_998);
}

Test(vectors, of_widened_funnel_points)
{
	g_autoptr(GPtrArray) names = vector_files("funnelplotr_*_points.csv");
	for (guint n = 0; n < names->len; n++) {
		const char *name = g_ptr_array_index(names, n);
		g_autoptr(Vectors) table = vectors_read(name);
		g_autoptr(Vectors) limits = vectors_companion(name, "points", "limits.csv");
		g_autoptr(VectorCheck) check = vector_check_new(table);
		g_autofree FunnelUnit *units = units_of(table, "numerator", "denominator");
		g_autofree FunnelScore *scores = g_new0(FunnelScore, vectors_rows(table));
		FunnelSpread spread = spread_of(table, units, scores);
		Lines lines = lines_of(limits, &spread);
		for (size_t row = 0; row < vectors_rows(table); row++) {
			check_score(check, table, row, units[row], &spread, &scores[row]);
			check_lines(check, table, row, units[row], &lines, spread.between > 0);
		}
		free_lines(&lines);
		vector_check_end(check);
	}
}

static const char *const line_plain[] = { "ll95", "ul95", "ll998", "ul998" };
static const char *const line_wide[] = { "odll95", "odul95", "odll998", "odul998" };

Test(vectors, of_widened_funnel_limits)
{
	g_autoptr(GPtrArray) names = vector_files("funnelplotr_*_limits.csv");
	for (guint n = 0; n < names->len; n++) {
		const char *name = g_ptr_array_index(names, n);
		g_autoptr(Vectors) table = vectors_read(name);
		g_autoptr(Vectors) points = vectors_companion(name, "limits", "points.csv");
		g_autoptr(VectorCheck) check = vector_check_new(table);
		g_autofree FunnelUnit *units = units_of(points, "numerator", "denominator");
		FunnelSpread spread = spread_of(points, units, NULL);
		Lines lines = lines_of(table, &spread);
		for (size_t row = 0; row < vectors_rows(table); row++) {
			check_limits(check, table, row, line_plain, &lines.plain[row], 1);
			check_limits(check, table, row, line_wide, &lines.wide[row], 1);
		}
		free_lines(&lines);
		vector_check_end(check);
	}
}
