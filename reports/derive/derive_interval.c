/* Intervals of counts, shares and rates, row by row. */
#include "reports/derive/derive_rows.h"
#include "reports/stats/interval.h"

static const DeriveColumn share_columns[] = { { "pct", "double precision" },
					      { "lower", "double precision" },
					      { "upper", "double precision" },
					      { 0 } };
static const DeriveColumn rate_columns[] = { { "rate", "double precision" },
					     { "lower", "double precision" },
					     { "upper", "double precision" },
					     { 0 } };
static const DeriveColumn count_columns[] = { { "lower", "double precision" },
					      { "upper", "double precision" },
					      { 0 } };

static const DeriveColumn against_columns[] = { { "pct", "double precision" },
						{ "lower", "double precision" },
						{ "upper", "double precision" },
						{ "n", "bigint" },
						{ 0 } };
static const DeriveColumn total_columns[] = { { "total", "bigint" }, { 0 } };

typedef Interval (*ShareInterval)(int64_t events, int64_t trials, double confidence);

static void run_share(const DeriveRows *rows, ShareInterval interval_of_share)
{
	for (size_t n = 0; n < rows->count; n++) {
		gint64 events, trials;
		Interval interval = interval_none(ESTIMATE_NOT_AVAILABLE);
		if (derive_count(rows, DERIVE_OF, n, &events) &&
		    derive_count(rows, DERIVE_OVER, n, &trials))
			interval = trials > 0 && derive_withholds(rows, events)
				       ? interval_none(ESTIMATE_TOO_FEW)
				       : interval_of_share(events, trials, DERIVE_CONFIDENCE);
		derive_put_interval(rows, n, 0, interval, 100);
		derive_put_share_of(rows, n, 0, derive_number(rows, DERIVE_OVER, n));
	}
}

static void run_wilson(const DeriveRows *rows)
{
	run_share(rows, interval_wilson);
}

/* Of two counts that exclude each other, the share that the first has of both. */
static void run_against(const DeriveRows *rows)
{
	for (size_t n = 0; n < rows->count; n++) {
		gint64 events, others;
		Interval interval = interval_none(ESTIMATE_NOT_AVAILABLE);
		Estimate both = estimate_none(ESTIMATE_NOT_AVAILABLE);
		if (derive_count(rows, DERIVE_OF, n, &events) &&
		    derive_count(rows, DERIVE_OVER, n, &others)) {
			both = estimate_of((double)(events + others));
			interval =
			    events + others > 0 && derive_withholds(rows, events)
				? interval_none(ESTIMATE_TOO_FEW)
				: interval_wilson(events, events + others, DERIVE_CONFIDENCE);
		}
		derive_put_interval(rows, n, 0, interval, 100);
		derive_put_share_of(rows, n, 0, both);
		derive_put(rows, n, 3, both);
	}
}

/* The sum of a count over all rows; not available as soon as one is missing. */
static void run_total(const DeriveRows *rows)
{
	Estimate total = estimate_of(0);
	for (size_t n = 0; n < rows->count; n++) {
		gint64 count;
		if (derive_count(rows, DERIVE_OF, n, &count) && estimate_known(total))
			total.value += (double)count;
		else
			total = estimate_none(ESTIMATE_NOT_AVAILABLE);
	}
	for (size_t n = 0; n < rows->count; n++)
		derive_put(rows, n, 0, total);
}

static void run_clopper(const DeriveRows *rows)
{
	run_share(rows, interval_clopper_pearson);
}

static void run_rate(const DeriveRows *rows)
{
	for (size_t n = 0; n < rows->count; n++) {
		gint64 events;
		Estimate years = derive_number(rows, DERIVE_OVER, n);
		Interval interval = interval_none(ESTIMATE_NOT_AVAILABLE);
		if (derive_count(rows, DERIVE_OF, n, &events) && estimate_known(years))
			interval = years.value > 0 && derive_withholds(rows, events)
				       ? interval_none(ESTIMATE_TOO_FEW)
				       : interval_rate(events, years.value, rows->derivation->per,
						       DERIVE_CONFIDENCE);
		derive_put_interval(rows, n, 0, interval, 1);
	}
}

static void run_count(const DeriveRows *rows, IntervalCount method)
{
	for (size_t n = 0; n < rows->count; n++) {
		gint64 events;
		Interval interval = interval_none(ESTIMATE_NOT_AVAILABLE);
		if (derive_count(rows, DERIVE_OF, n, &events))
			interval = interval_count(events, DERIVE_CONFIDENCE, method);
		derive_put(rows, n, 0, interval.lower);
		derive_put(rows, n, 1, interval.upper);
	}
}

static void run_byar(const DeriveRows *rows)
{
	run_count(rows, INTERVAL_PHE);
}

static void run_exact(const DeriveRows *rows)
{
	run_count(rows, INTERVAL_EXACT);
}

#define OF        DERIVE_TAKES(DERIVE_OF)
#define OVER      DERIVE_TAKES(DERIVE_OVER)
#define LEAVE_OUT DERIVE_TAKES(DERIVE_LEAVE_OUT)

const DeriveMethod derive_interval_methods[] = {
	{ "wilson", share_columns, OF | OVER, LEAVE_OUT, false, false, run_wilson, 100,
	  DERIVE_SHARE, DERIVE_ROW },
	{ "wilson-against", against_columns, OF | OVER, LEAVE_OUT, false, false, run_against, 0,
	  DERIVE_SHARE, DERIVE_ROW },
	{ "total", total_columns, OF, 0, false, false, run_total, 0, DERIVE_SAME, DERIVE_ALL },
	{ "clopper", share_columns, OF | OVER, LEAVE_OUT, false, false, run_clopper, 100,
	  DERIVE_SHARE, DERIVE_ROW },
	{ "rate", rate_columns, OF | OVER, LEAVE_OUT, false, true, run_rate, 1, DERIVE_OTHER,
	  DERIVE_ROW },
	{ "byar", count_columns, OF, LEAVE_OUT, false, false, run_byar, 0, DERIVE_SAME,
	  DERIVE_ROW },
	{ "exact", count_columns, OF, LEAVE_OUT, false, false, run_exact, 0, DERIVE_SAME,
	  DERIVE_ROW },
	{ 0 },
};
