#include "reports/stats/revision.h"

#include <glib.h>

size_t revision_lag(size_t count)
{
	return (size_t)floor(4 * pow((double)count / 100, 2.0 / 9));
}

/* The variance of the mean of VALUES: Bartlett's weights fall evenly to 0 beyond LAG. */
static double newey_west(const double *values, size_t count, double mean, size_t lag)
{
	double sum = 0;
	for (size_t apart = 0; apart <= lag && apart < count; apart++) {
		double products = 0;
		for (size_t n = apart; n < count; n++)
			products += (values[n] - mean) * (values[n - apart] - mean);
		double weight = 1 - (double)apart / ((double)lag + 1);
		sum += (apart == 0 ? 1 : 2) * weight * products;
	}
	return MAX(sum, 0) / ((double)count * (double)count);
}

static RevisionSummary nothing(size_t count)
{
	Estimate none = estimate_none(ESTIMATE_NOT_AVAILABLE);
	return (RevisionSummary){ count, none, none, none, none, none, none, 0, none, none };
}

/* Sums of COUNT revisions from FIRST, in one pass. */
typedef struct {
	double signed_sum, absolute, relative, squares, upward;
	bool finite, relative_holds;
} Sums;

static Sums add_up(const double *first, const double *revisions, size_t count)
{
	Sums sums = { .finite = true, .relative_holds = true };
	for (size_t n = 0; n < count; n++) {
		double revision = revisions[n];
		sums.finite = sums.finite && isfinite(revision);
		sums.signed_sum += revision;
		sums.absolute += fabs(revision);
		sums.squares += revision * revision;
		sums.upward += revision > 0 ? 1 : 0;
		if (first[n] == 0)
			sums.relative_holds = false;
		else
			sums.relative += fabs(revision / first[n]);
	}
	return sums;
}

/* What needs the mean first. */
static void set_spread(RevisionSummary *summary, const double *revisions)
{
	double n = (double)summary->count, mean = summary->mean.value, squares = 0;
	for (size_t period = 0; period < summary->count; period++)
		squares += (revisions[period] - mean) * (revisions[period] - mean);
	if (summary->count < 2)
		return;
	summary->deviation = estimate_of(sqrt(squares / (n - 1)));
	double error = sqrt(newey_west(revisions, summary->count, mean, summary->lag));
	summary->mean_error = estimate_of(error);
	summary->t = error > 0 ? estimate_of(mean / error) : estimate_none(ESTIMATE_NOT_APPLICABLE);
}

RevisionSummary revision_summary(const double *first, const double *later, size_t count, size_t lag)
{
	RevisionSummary summary = nothing(count);
	if (count == 0)
		return summary;
	g_autofree double *revisions = g_new(double, count);
	for (size_t n = 0; n < count; n++)
		revisions[n] = later[n] - first[n];
	Sums sums = add_up(first, revisions, count);
	if (!sums.finite)
		return summary;
	double n = (double)count;
	summary.lag = MIN(lag, count - 1);
	summary.mean = estimate_of(sums.signed_sum / n);
	summary.mean_absolute = estimate_of(sums.absolute / n);
	summary.mean_relative_pct = sums.relative_holds ? estimate_of(100 * sums.relative / n)
							: estimate_none(ESTIMATE_NOT_APPLICABLE);
	summary.root_mean_square = estimate_of(sqrt(sums.squares / n));
	summary.upward = estimate_of(sums.upward / n);
	set_spread(&summary, revisions);
	return summary;
}
