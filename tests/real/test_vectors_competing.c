/* Cumulative incidence and Gray's test against R's survival and cmprsk. */
#include "reports/stats/competing.h"
#include "tests/support/cohort.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* The subjects of GROUP (or all with -1). Transfer full. */
static GArray *subjects_of(const Cohort *cohort, int group)
{
	GArray *subjects = g_array_new(FALSE, FALSE, sizeof(CompetingSubject));
	for (size_t n = 0; n < cohort->count; n++) {
		const CohortSubject *from = &cohort->subjects[n];
		CompetingSubject subject = { from->entry, from->exit, from->cause };
		if (group < 0 || from->group == (unsigned)group)
			g_array_append_val(subjects, subject);
	}
	return subjects;
}

static const CompetingSubject *data_of(const GArray *subjects)
{
	return (const CompetingSubject *)(gpointer)subjects->data;
}

/* ── curves ── */

static void check_state(VectorCheck *check, const Vectors *table, size_t row,
			const CompetingState *state, const char *name)
{
	const struct {
		const char *prefix;
		double tolerance;
		Estimate ours;
	} cells[] = {
		{ "p_", VECTOR_ESTIMATE, state->probability.value },
		{ "se_", VECTOR_ERROR, estimate_of(state->error) },
		{ "lo_", VECTOR_ERROR, state->probability.lower },
		{ "hi_", VECTOR_ERROR, state->probability.upper },
		{ "d_", VECTOR_ESTIMATE, estimate_of((double)state->events) },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cells); n++) {
		g_autofree char *column = g_strconcat(cells[n].prefix, name, NULL);
		if (vectors_has(table, column))
			vector_check(check, column, cells[n].tolerance,
				     vectors_number(table, row, column), cells[n].ours);
	}
}

static void check_row(VectorCheck *check, const Vectors *table, size_t row,
		      const CompetingCurve *curve)
{
	vector_check_number(check, "time", VECTOR_ESTIMATE, vectors_number(table, row, "time"),
			    curve->times[row]);
	vector_check_number(check, "n.risk", VECTOR_ESTIMATE, vectors_number(table, row, "n.risk"),
			    (double)curve->at_risk[row]);
	vector_check_number(check, "n.censor", VECTOR_ESTIMATE,
			    vectors_number(table, row, "n.censor"), (double)curve->censored[row]);
	check_state(check, table, row, competing_at(curve, row, 0), "(s0)");
	for (unsigned cause = 1; cause <= curve->causes; cause++) {
		g_autofree char *name = g_strdup_printf("state%u", cause);
		check_state(check, table, row, competing_at(curve, row, cause), name);
	}
}

static void check_curves(const char *pattern, const char *from)
{
	g_autoptr(GPtrArray) names = vector_files(pattern);
	for (guint n = 0; n < names->len; n++) {
		const char *name = g_ptr_array_index(names, n);
		g_autoptr(Vectors) table = vectors_read(name);
		g_autoptr(Vectors) input = vectors_companion(name, from, "_input.csv");
		g_autoptr(VectorCheck) check = vector_check_new(table);
		g_autoptr(Cohort) cohort = cohort_of(input, NULL, false);
		g_autoptr(GArray) subjects = subjects_of(cohort, -1);
		g_autoptr(CompetingCurve) curve =
		    competing_curve(data_of(subjects), subjects->len, cohort->causes, 0.95);
		cr_assert_eq(curve->count, vectors_rows(table));
		for (size_t row = 0; row < curve->count; row++)
			check_row(check, table, row, curve);
		vector_check_end(check);
	}
}

Test(vectors, of_competing_outcomes)
{
	check_curves("aj_*_expected.csv", "_expected");
}

Test(vectors, of_registration_cohorts)
{
	check_curves("cohort_*_aj.csv", "_aj");
}

/* ── cmprsk ── */

/* "F 1": the group and the cause. */
static unsigned curve_cause(const char *label, char **group)
{
	const char *blank = strrchr(label, ' ');
	cr_assert_not_null(blank, "no group and cause in '%s'", label);
	*group = g_strndup(label, (size_t)(blank - label));
	return (unsigned)g_ascii_strtoull(blank + 1, NULL, 10);
}

static void check_incidence(VectorCheck *check, const Vectors *table, size_t row,
			    const Cohort *cohort)
{
	g_autofree char *group = NULL;
	unsigned cause = curve_cause(vectors_text(table, row, "curve"), &group);
	g_autoptr(GArray) subjects = subjects_of(cohort, (int)cohort_group(cohort, group));
	for (char **column = vectors_columns(table); *column != NULL; column++) {
		bool variance = g_str_has_prefix(*column, "var.");
		if (!variance && !g_str_has_prefix(*column, "est."))
			continue;
		double time = g_ascii_strtod(*column + 4, NULL);
		CompetingIncidence ours;
		competing_incidence(data_of(subjects), subjects->len, cohort->causes, cause, &time,
				    1, &ours);
		vector_check(check, *column, variance ? VECTOR_ERROR : VECTOR_ESTIMATE,
			     vectors_number(table, row, *column),
			     variance ? ours.variance : ours.incidence);
	}
}

Test(vectors, of_incidence_by_group)
{
	g_autoptr(GPtrArray) names = vector_files("aj_*_cuminc_by*.csv");
	for (guint n = 0; n < names->len; n++) {
		const char *name = g_ptr_array_index(names, n);
		const char *by = g_strrstr(name, "_by") + 3;
		g_autofree char *group = g_strndup(by, strcspn(by, "."));
		g_autoptr(Vectors) table = vectors_read(name);
		g_autoptr(Vectors) input = vectors_companion(name, "_cuminc_by", "_input.csv");
		g_autoptr(VectorCheck) check = vector_check_new(table);
		g_autoptr(Cohort) cohort = cohort_of(input, group, false);
		for (size_t row = 0; row < vectors_rows(table); row++)
			check_incidence(check, table, row, cohort);
		vector_check_end(check);
	}
}

/* The group that the stem's cuminc file is by. Transfer full. */
static char *group_of_stem(const char *name)
{
	const char *part = g_strrstr(name, "_gray_test");
	g_autofree char *stem = g_strndup(name, (size_t)(part - name));
	g_autofree char *pattern = g_strconcat(stem, "_cuminc_by*.csv", NULL);
	g_autoptr(GPtrArray) names = vector_files(pattern);
	const char *by = g_strrstr(g_ptr_array_index(names, 0), "_by") + 3;
	return g_strndup(by, strcspn(by, "."));
}

Test(vectors, of_grays_test)
{
	g_autoptr(GPtrArray) names = vector_files("aj_*_gray_test.csv");
	for (guint n = 0; n < names->len; n++) {
		const char *name = g_ptr_array_index(names, n);
		g_autofree char *group = group_of_stem(name);
		g_autoptr(Vectors) table = vectors_read(name);
		g_autoptr(Vectors) input = vectors_companion(name, "_gray_test", "_input.csv");
		g_autoptr(VectorCheck) check = vector_check_new(table);
		g_autoptr(Cohort) cohort = cohort_of(input, group, false);
		g_autoptr(GArray) subjects = subjects_of(cohort, -1);
		g_autofree unsigned *groups = g_new(unsigned, cohort->count);
		for (size_t of = 0; of < cohort->count; of++)
			groups[of] = cohort->subjects[of].group;
		for (size_t row = 0; row < vectors_rows(table); row++) {
			ScoreTest ours = competing_gray_test(
			    data_of(subjects), groups, cohort->count, cohort->group_count,
			    cohort->causes, (unsigned)vectors_number(table, row, "cause"));
			vector_check(check, "stat", VECTOR_ESTIMATE,
				     vectors_number(table, row, "stat"), ours.statistic);
			vector_check(check, "pv", VECTOR_ESTIMATE, vectors_number(table, row, "pv"),
				     ours.p_value);
			vector_check_number(check, "df", VECTOR_ESTIMATE,
					    vectors_number(table, row, "df"), ours.degrees);
		}
		vector_check_end(check);
	}
}
