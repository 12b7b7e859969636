/*
 * What became of a cohort: cumulative incidence of one way of ending, and the median time to any.
 *
 * The rows are counts of cases by cause and full months since registration. Cases are followed for
 * so many full months; what happened in the month after, which is not over, is not looked at, since
 * who is still open then has not been seen to the same day. An ending in the m-th month counts as
 * by m + 1 months. Undated endings take part in nothing.
 */
#include <string.h>

#include "reports/derive/derive_rows.h"
#include "reports/stats/competing.h"
#include "reports/stats/survival.h"

#define INTERVAL_AT(months)                                                                        \
	{ "by" months, "double precision" }, { "by" months "_lower", "double precision" },         \
	{                                                                                          \
		"by" months "_upper", "double precision"                                           \
	}

static const double horizons[] = { 6, 12, 24, 36 };
static const DeriveColumn incidence_columns[] = {
	INTERVAL_AT("6"),        INTERVAL_AT("12"),     INTERVAL_AT("24"),
	INTERVAL_AT("36"),       { "cases", "bigint" }, { "events", "bigint" },
	{ "undated", "bigint" }, { "later", "bigint" }, { 0 }
};
static const DeriveColumn median_columns[] = { { "median", "double precision" },
					       { "lower", "double precision" },
					       { "upper", "double precision" },
					       { "cases", "bigint" },
					       { 0 } };

/* More cases than this are no cohort but a mistake in the query; they would not fit in memory. */
#define CASES_MOST 20000000

enum { CAUSE_OPEN, CAUSE_EVENT, CAUSE_OTHER };

/* The cohort as subjects, and how many of them had the event while they were followed. */
typedef struct {
	GArray *subjects; /* of CompetingSubject */
	gint64 events;
	gint64 undated; /* cases that ended, on no known day: no subjects */
	gint64 later;   /* events after all were followed: subjects that are open */
	bool whole;     /* every row could be read */
} Cohort;

/* How many ended in CAUSE, or in any way where it is open, by so many MONTHS. */
static gint64 events_by(const Cohort *cohort, unsigned cause, double months)
{
	gint64 events = 0;
	for (guint n = 0; n < cohort->subjects->len; n++) {
		const CompetingSubject *subject =
		    &g_array_index(cohort->subjects, CompetingSubject, n);
		bool counts =
		    cause == CAUSE_OPEN ? subject->cause != CAUSE_OPEN : subject->cause == cause;
		events += counts && subject->exit <= months;
	}
	return events;
}

static CompetingSubject subject_of(const DeriveRows *rows, size_t n, gint64 followed,
				   const char *cause)
{
	gint64 since;
	bool ended = strcmp(cause, "open") != 0 && derive_count(rows, DERIVE_SINCE, n, &since) &&
		     since < followed;
	if (!ended)
		return (CompetingSubject){ 0, (double)followed, CAUSE_OPEN };
	bool event = g_strcmp0(cause, rows->derivation->event) == 0;
	return (CompetingSubject){ 0, (double)since + 1, event ? CAUSE_EVENT : CAUSE_OTHER };
}

static Cohort cohort_of(const DeriveRows *rows)
{
	Cohort cohort = { g_array_new(FALSE, FALSE, sizeof(CompetingSubject)), 0, 0, 0, true };
	for (size_t n = 0; n < rows->count; n++) {
		gint64 cases, followed;
		const char *cause = derive_text(rows, DERIVE_CAUSE, n);
		if (cause == NULL || !derive_count(rows, DERIVE_OF, n, &cases) ||
		    !derive_count(rows, DERIVE_FOLLOWED, n, &followed) ||
		    cases > CASES_MOST - (gint64)cohort.subjects->len) {
			cohort.whole = false;
			break;
		}
		if (strcmp(cause, "undated") == 0) {
			cohort.undated += cases;
			continue;
		}
		CompetingSubject subject = subject_of(rows, n, followed, cause);
		bool event = g_strcmp0(cause, rows->derivation->event) == 0;
		cohort.later += event && subject.cause == CAUSE_OPEN ? cases : 0;
		cohort.events += subject.cause == CAUSE_EVENT ? cases : 0;
		for (gint64 one = 0; one < cases; one++)
			g_array_append_val(cohort.subjects, subject);
	}
	return cohort;
}

static Interval incidence_by(const DeriveRows *rows, const Cohort *cohort,
			     const CompetingCurve *curve, double months)
{
	if (cohort->whole && cohort->subjects->len == 0)
		return interval_none(ESTIMATE_NOT_APPLICABLE);
	if (!cohort->whole)
		return interval_none(ESTIMATE_NOT_AVAILABLE);
	Interval interval = competing_by(curve, months, CAUSE_EVENT);
	/* what nobody was followed for is not there, however few came before */
	bool few = estimate_known(interval.value) &&
		   derive_withholds(rows, events_by(cohort, CAUSE_EVENT, months));
	return few ? interval_none(ESTIMATE_TOO_FEW) : interval;
}

static Estimate count_of(const Cohort *cohort, gint64 count)
{
	return cohort->whole ? estimate_of((double)count) : estimate_none(ESTIMATE_NOT_AVAILABLE);
}

static void run_incidence(const DeriveRows *rows)
{
	Cohort cohort = cohort_of(rows);
	g_autoptr(GArray) subjects = cohort.subjects;
	g_autoptr(CompetingCurve) curve =
	    competing_curve((const CompetingSubject *)(gpointer)subjects->data, subjects->len,
			    CAUSE_OTHER, DERIVE_CONFIDENCE);
	guint at = 0;
	for (; at < G_N_ELEMENTS(horizons); at++) {
		Interval interval = incidence_by(rows, &cohort, curve, horizons[at]);
		for (size_t n = 0; n < rows->count; n++)
			derive_put_interval(rows, n, 3 * at, interval, 100);
	}
	for (size_t n = 0; n < rows->count; n++) {
		derive_put(rows, n, 3 * at, count_of(&cohort, subjects->len));
		derive_put(rows, n, 3 * at + 1, count_of(&cohort, cohort.events));
		derive_put(rows, n, 3 * at + 2, count_of(&cohort, cohort.undated));
		derive_put(rows, n, 3 * at + 3, count_of(&cohort, cohort.later));
	}
}

static void run_median(const DeriveRows *rows)
{
	Cohort cohort = cohort_of(rows);
	g_autoptr(GArray) subjects = cohort.subjects;
	g_autofree SurvivalSubject *all = g_new(SurvivalSubject, subjects->len + 1);
	for (guint n = 0; n < subjects->len; n++) {
		const CompetingSubject *from = &g_array_index(subjects, CompetingSubject, n);
		all[n] = (SurvivalSubject){ from->entry, from->exit, from->cause != CAUSE_OPEN };
	}
	g_autoptr(SurvivalCurve) curve =
	    survival_curve(all, subjects->len, SURVIVAL_LOG_LOG, DERIVE_CONFIDENCE);
	Interval median =
	    cohort.whole ? survival_quantile(curve, 0.5) : interval_none(ESTIMATE_NOT_AVAILABLE);
	if (estimate_known(median.value) &&
	    derive_withholds(rows, events_by(&cohort, CAUSE_OPEN, median.value.value)))
		median = interval_none(ESTIMATE_TOO_FEW);
	for (size_t n = 0; n < rows->count; n++) {
		derive_put_interval(rows, n, 0, median, 1);
		derive_put(rows, n, 3, count_of(&cohort, subjects->len));
	}
}

#define COHORT                                                                                     \
	(DERIVE_TAKES(DERIVE_OF) | DERIVE_TAKES(DERIVE_CAUSE) | DERIVE_TAKES(DERIVE_SINCE) |       \
	 DERIVE_TAKES(DERIVE_FOLLOWED))

const DeriveMethod derive_survival_methods[] = {
	{ "aalen-johansen", incidence_columns, COHORT, 0, true, false, run_incidence, 0,
	  DERIVE_SHARE, DERIVE_ALL },
	{ "kaplan-meier", median_columns, COHORT, 0, false, false, run_median, 0, DERIVE_OTHER,
	  DERIVE_ALL },
	{ 0 },
};
