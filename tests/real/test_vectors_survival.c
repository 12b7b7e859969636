/* Kaplan-Meier curves, quantiles, means and log-rank tests against R's survival. */
#include "reports/stats/survival.h"
#include "tests/support/cohort.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* The subjects of GROUP (or all with -1). Transfer full. */
static GArray *subjects_of(const Cohort *cohort, int group)
{
	GArray *subjects = g_array_new(FALSE, FALSE, sizeof(SurvivalSubject));
	for (size_t n = 0; n < cohort->count; n++) {
		const CohortSubject *from = &cohort->subjects[n];
		SurvivalSubject subject = { from->entry, from->exit, from->cause != 0 };
		if (group < 0 || from->group == (unsigned)group)
			g_array_append_val(subjects, subject);
	}
	return subjects;
}

static SurvivalCurve *curve_of(const Cohort *cohort, int group, SurvivalScale scale)
{
	g_autoptr(GArray) subjects = subjects_of(cohort, group);
	return survival_curve((const SurvivalSubject *)(gpointer)subjects->data, subjects->len,
			      scale, 0.95);
}

static void check_step(VectorCheck *check, const Vectors *table, size_t row,
		       const SurvivalStep *step)
{
	const struct {
		const char *column;
		double tolerance;
		Estimate ours;
	} cells[] = {
		{ "time", VECTOR_ESTIMATE, estimate_of(step->time) },
		{ "n.risk", VECTOR_ESTIMATE, estimate_of((double)step->at_risk) },
		{ "n.event", VECTOR_ESTIMATE, estimate_of((double)step->events) },
		{ "n.censor", VECTOR_ESTIMATE, estimate_of((double)step->censored) },
		{ "surv", VECTOR_ESTIMATE, step->survival.value },
		{ "std.err", VECTOR_ERROR, step->log_error },
		{ "lower", VECTOR_ESTIMATE, step->survival.lower },
		{ "upper", VECTOR_ESTIMATE, step->survival.upper },
		{ "cumhaz", VECTOR_ESTIMATE, estimate_of(step->hazard) },
		{ "std.chaz", VECTOR_ERROR, estimate_of(step->hazard_error) },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cells); n++)
		if (vectors_has(table, cells[n].column))
			vector_check(check, cells[n].column, cells[n].tolerance,
				     vectors_number(table, row, cells[n].column), cells[n].ours);
}

/* Compares the rows from FIRST on with CURVE; says where they end. */
static size_t check_curve(VectorCheck *check, const Vectors *table, size_t first,
			  const SurvivalCurve *curve)
{
	cr_assert_leq(first + curve->count, vectors_rows(table), "%s: too few rows",
		      vectors_name(table));
	for (size_t step = 0; step < curve->count; step++)
		check_step(check, table, first + step, &curve->steps[step]);
	return first + curve->count;
}

/* One curve of a file's cohort, from the input whose name ends the stem before FROM. */
static void check_file(const char *name, const char *from, SurvivalScale scale)
{
	g_autoptr(Vectors) table = vectors_read(name);
	g_autoptr(Vectors) input = vectors_companion(name, from, "_input.csv");
	g_autoptr(VectorCheck) check = vector_check_new(table);
	g_autoptr(Cohort) cohort = cohort_of(input, NULL, true);
	g_autoptr(SurvivalCurve) curve = curve_of(cohort, -1, scale);
	cr_expect_eq(check_curve(check, table, 0, curve), vectors_rows(table));
	vector_check_end(check);
}

Test(vectors, of_survival_curves)
{
	static const struct {
		const char *ending;
		SurvivalScale scale;
	} scales[] = {
		{ "_plain.csv", SURVIVAL_PLAIN },     { "_log.csv", SURVIVAL_LOG },
		{ "_log-log.csv", SURVIVAL_LOG_LOG }, { "_lefttrunc.csv", SURVIVAL_LOG },
		{ "_expected.csv", SURVIVAL_LOG },
	};
	g_autoptr(GPtrArray) names = vector_files("km_*.csv");
	for (guint n = 0; n < names->len; n++)
		for (size_t scale = 0; scale < G_N_ELEMENTS(scales); scale++)
			if (g_str_has_suffix(g_ptr_array_index(names, n), scales[scale].ending))
				check_file(g_ptr_array_index(names, n), scales[scale].ending,
					   scales[scale].scale);
}

/* "km_lung_bysex.csv": "sex". Transfer full. */
static char *group_of(const char *name)
{
	const char *group = g_strrstr(name, "_by") + 3;
	return g_strndup(group, strcspn(group, "."));
}

Test(vectors, of_survival_by_group)
{
	g_autoptr(GPtrArray) names = vector_files("km_*_by*.csv");
	for (guint n = 0; n < names->len; n++) {
		const char *name = g_ptr_array_index(names, n);
		g_autofree char *group = group_of(name);
		g_autoptr(Vectors) table = vectors_read(name);
		g_autoptr(Vectors) input = vectors_companion(name, "_by", "_input.csv");
		g_autoptr(VectorCheck) check = vector_check_new(table);
		g_autoptr(Cohort) cohort = cohort_of(input, group, true);
		size_t row = 0;
		for (unsigned of = 0; of < cohort->group_count; of++) {
			g_autoptr(SurvivalCurve) curve = curve_of(cohort, (int)of, SURVIVAL_LOG);
			vector_check_text(check, group, vectors_text(table, row, group),
					  g_ptr_array_index(cohort->groups, of));
			row = check_curve(check, table, row, curve);
		}
		cr_expect_eq(row, vectors_rows(table));
		vector_check_end(check);
	}
}

/* ── summaries ── */

/* "q25_lo", "rmean365_se": the number, and what is left of the name. */
static bool parse(const char *name, const char *key, double *number, const char **rest)
{
	if (!g_str_has_prefix(name, key))
		return false;
	char *end;
	*number = g_ascii_strtod(name + strlen(key), &end);
	*rest = end;
	return end != name + strlen(key);
}

static Estimate log_rank(const Vectors *input, const char *name)
{
	g_auto(GStrv) words = g_strsplit(name, "_", -1);
	g_autoptr(Cohort) cohort = cohort_of(input, words[1], true);
	g_autoptr(GArray) subjects = subjects_of(cohort, -1);
	g_autofree unsigned *groups = g_new(unsigned, cohort->count);
	for (size_t n = 0; n < cohort->count; n++)
		groups[n] = cohort->subjects[n].group;
	ScoreTest test = survival_log_rank((const SurvivalSubject *)(gpointer)subjects->data,
					   groups, subjects->len, cohort->group_count);
	return g_str_has_suffix(name, "_chisq") ? test.statistic : test.p_value;
}

/* The statistic called NAME; *tolerance is left as it is but for standard errors. */
static Estimate statistic(const Vectors *input, const SurvivalCurve *curve, const char *name,
			  double *tolerance)
{
	double number;
	const char *rest;
	if (parse(name, "q", &number, &rest)) {
		Interval quantile = survival_quantile(curve, number / 100);
		return strcmp(rest, "_lo") == 0   ? quantile.lower
		       : strcmp(rest, "_hi") == 0 ? quantile.upper
						  : quantile.value;
	}
	if (parse(name, "rmean", &number, &rest)) {
		SurvivalMean mean = survival_mean(curve, number);
		if (strcmp(rest, "_se") != 0)
			return mean.mean;
		*tolerance = VECTOR_ERROR;
		return mean.error;
	}
	cr_assert(g_str_has_prefix(name, "logrank_"), "unknown statistic %s", name);
	return log_rank(input, name);
}

Test(vectors, of_survival_summaries)
{
	g_autoptr(GPtrArray) names = vector_files("km_*_summary.csv");
	for (guint n = 0; n < names->len; n++) {
		const char *name = g_ptr_array_index(names, n);
		g_autoptr(Vectors) table = vectors_read(name);
		g_autoptr(Vectors) input = vectors_companion(name, "_summary", "_input.csv");
		g_autoptr(VectorCheck) check = vector_check_new(table);
		g_autoptr(Cohort) cohort = cohort_of(input, NULL, true);
		g_autoptr(SurvivalCurve) curve = curve_of(cohort, -1, SURVIVAL_LOG);
		for (size_t row = 0; row < vectors_rows(table); row++) {
			const char *stat = vectors_text(table, row, "stat");
			double tolerance = VECTOR_ESTIMATE;
			Estimate ours = statistic(input, curve, stat, &tolerance);
			vector_check(check, stat, tolerance, vectors_number(table, row, "value"),
				     ours);
		}
		vector_check_end(check);
	}
}
