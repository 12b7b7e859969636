#include "tests/support/cohort.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *const times[] = { "time", "days", "etime", "stop", NULL };
static const char *const entries[] = { "start", "entry", NULL };
static const char *const endings[] = { "status", "event", "outcome", NULL };

/* Numbers by size, words by letter. */
static int by_level(const void *a, const void *b)
{
	const char *left = *(const char *const *)a, *right = *(const char *const *)b;
	char *left_end, *right_end;
	double left_number = g_ascii_strtod(left, &left_end);
	double right_number = g_ascii_strtod(right, &right_end);
	if (*left_end == '\0' && *right_end == '\0')
		return (left_number > right_number) - (left_number < right_number);
	return strcmp(left, right);
}

static GPtrArray *levels(const Vectors *input, const char *group)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	for (size_t row = 0; row < vectors_rows(input); row++) {
		const char *name = vectors_text(input, row, group);
		if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
			g_ptr_array_add(names, g_strdup(name));
	}
	g_ptr_array_sort(names, by_level);
	return names;
}

unsigned cohort_group(const Cohort *cohort, const char *name)
{
	guint number = 0;
	cr_assert(g_ptr_array_find_with_equal_func(cohort->groups, name, g_str_equal, &number),
		  "no group %s", name);
	return number;
}

static void recode(Cohort *cohort)
{
	unsigned dead = cohort->causes > 1 ? 2 : 1;
	for (size_t n = 0; n < cohort->count; n++)
		cohort->subjects[n].cause = cohort->subjects[n].cause == dead ? 1 : 0;
	cohort->causes = 1;
}

Cohort *cohort_of(const Vectors *input, const char *group, bool binary)
{
	const char *time = vectors_either(input, times), *ending = vectors_either(input, endings);
	const char *entry = vectors_either(input, entries);
	cr_assert(time != NULL && ending != NULL, "%s: no times or endings", vectors_name(input));
	Cohort *cohort = g_new0(Cohort, 1);
	cohort->count = vectors_rows(input);
	cohort->subjects = g_new0(CohortSubject, cohort->count);
	cohort->groups = group != NULL ? levels(input, group) : NULL;
	cohort->group_count = group != NULL ? cohort->groups->len : 1;
	for (size_t row = 0; row < cohort->count; row++) {
		CohortSubject *subject = &cohort->subjects[row];
		subject->entry = entry != NULL ? vectors_number(input, row, entry) : 0;
		subject->exit = vectors_number(input, row, time);
		subject->cause = (unsigned)vectors_number(input, row, ending);
		cohort->causes = MAX(cohort->causes, subject->cause);
		if (group != NULL)
			subject->group = cohort_group(cohort, vectors_text(input, row, group));
	}
	if (binary)
		recode(cohort);
	return cohort;
}

void cohort_free(Cohort *cohort)
{
	if (cohort == NULL)
		return;
	if (cohort->groups != NULL)
		g_ptr_array_unref(cohort->groups);
	g_free(cohort->subjects);
	g_free(cohort);
}
