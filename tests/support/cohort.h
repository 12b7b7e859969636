/*
 * Cohorts: the subjects of a file of expected numbers' input, whatever its columns are called.
 */
#pragma once

#include "tests/support/vectors.h"

typedef struct {
	double entry, exit;
	unsigned cause; /* 0 is censored */
	unsigned group;
} CohortSubject;

typedef struct {
	CohortSubject *subjects;
	size_t count;
	unsigned causes, group_count;
	GPtrArray *groups; /* their names, in the order of R's factors: numbers, or letters */
} Cohort;

/*
 * Reads times (time, days, etime or stop; start or entry when there is one), endings (status, event
 * or outcome) and, with GROUP, the column of that name. As R's Surv() has it, a status of 1 and 2
 * is censored and dead; with BINARY false endings are taken as they are.
 */
Cohort *cohort_of(const Vectors *input, const char *group, bool binary);
void cohort_free(Cohort *cohort);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Cohort, cohort_free)

/* The number of the group NAME; fails the test when there is none. */
unsigned cohort_group(const Cohort *cohort, const char *name);
