/* The widened limits of funnel.h. */
#include "reports/stats/distribution.h"
#include "reports/stats/funnel.h"

#include <glib.h>
#include <gsl/gsl_statistics_double.h>
#include <stdlib.h>

/* FunnelPlotR's own roundings of the normal quantiles, kept so that its limits are met. */
static const double z95 = 1.959964, z998 = 3.090232;

/* What a kind does with counts; one row a kind. */
typedef struct {
	double (*scale)(double share);
	double (*unscale)(double scaled);
	double (*score)(double events, double size);
	double (*error)(double events, double size); /* the standard error of the score */
} Scale;

static double arcsine(double share)
{
	return asin(sqrt(share));
}

/* Beyond a quarter turn the sine comes back; the limit is then the end of the scale. */
static double back_from_arcsine(double scaled)
{
	double sine = sin(CLAMP(scaled, 0, G_PI_2));
	return sine * sine;
}

static double arcsine_score(double events, double size)
{
	return arcsine(events / size);
}

static double arcsine_error(double events, double size)
{
	(void)events;
	return 1 / (2 * sqrt(size));
}

static double log_score(double events, double size)
{
	return log((events + 0.5) / (size + 0.5));
}

static double log_error(double events, double size)
{
	double half_events = events + 0.5, half_size = size + 0.5;
	return sqrt(events / (half_events * half_events) + size / (half_size * half_size));
}

static const Scale scales[] = {
	[FUNNEL_SHARE] = { arcsine, back_from_arcsine, arcsine_score, arcsine_error },
	[FUNNEL_RATIO] = { log, exp, log_score, log_error },
};

/* ── scores ── */

static EstimateState unit_state(FunnelUnit unit, FunnelKind kind)
{
	if (unit.events < 0 || !isfinite(unit.size) || unit.size < 0)
		return ESTIMATE_NOT_AVAILABLE;
	if (kind == FUNNEL_SHARE && (double)unit.events > unit.size)
		return ESTIMATE_NOT_AVAILABLE;
	return unit.size == 0 ? ESTIMATE_NOT_APPLICABLE : ESTIMATE_KNOWN;
}

/* The scores of COUNT units; their number that are known. */
static size_t score_units(const FunnelUnit *units, size_t count, const FunnelSpread *spread,
			  FunnelScore *scores)
{
	const Scale *scale = &scales[spread->kind];
	size_t known = 0;
	for (size_t n = 0; n < count; n++) {
		FunnelScore *score = &scores[n];
		*score = (FunnelScore){ .state = unit_state(units[n], spread->kind) };
		if (score->state != ESTIMATE_KNOWN)
			continue;
		double events = (double)units[n].events;
		score->scaled = scale->score(events, units[n].size);
		score->z =
		    (score->scaled - spread->scaled_target) / scale->error(events, units[n].size);
		score->used_z = score->z;
		known++;
	}
	return known;
}

static int by_value(const void *a, const void *b)
{
	const double *left = a, *right = b;
	return (*left > *right) - (*left < *right);
}

/* The known z scores in rising order. Transfer full. */
static double *sorted_scores(const FunnelScore *scores, size_t count, size_t known)
{
	double *sorted = g_new(double, known);
	size_t next = 0;
	for (size_t n = 0; n < count; n++)
		if (scores[n].state == ESTIMATE_KNOWN)
			sorted[next++] = scores[n].z;
	qsort(sorted, known, sizeof(*sorted), by_value);
	return sorted;
}

static void winsorise(FunnelScore *scores, size_t count, const double *sorted, size_t known,
		      double trim)
{
	double low = gsl_stats_quantile_from_sorted_data(sorted, 1, known, trim);
	double high = gsl_stats_quantile_from_sorted_data(sorted, 1, known, 1 - trim);
	for (size_t n = 0; n < count; n++) {
		if (scores[n].state != ESTIMATE_KNOWN)
			continue;
		scores[n].outer = !(scores[n].z > low && scores[n].z < high);
		scores[n].used_z = CLAMP(scores[n].z, low, high);
	}
}

/* The mean of the ranks (from 1) that z has among the sorted ones. */
static double rank(const double *sorted, size_t known, double z)
{
	size_t low = 0, high = known;
	while (low < high) { /* the first that is z */
		size_t middle = (low + high) / 2;
		if (sorted[middle] < z)
			low = middle + 1;
		else
			high = middle;
	}
	size_t first = low;
	for (high = known; low < high;) { /* the first above */
		size_t middle = (low + high) / 2;
		if (sorted[middle] <= z)
			low = middle + 1;
		else
			high = middle;
	}
	return (double)(first + 1 + low) / 2;
}

static void trim_ends(FunnelScore *scores, size_t count, const double *sorted, size_t known,
		      double trim)
{
	if (trim <= 0)
		return;
	double groups = 1 / trim;
	for (size_t n = 0; n < count; n++) {
		if (scores[n].state != ESTIMATE_KNOWN)
			continue;
		double group =
		    floor(rank(sorted, known, scores[n].z) * groups / ((double)known + 1));
		scores[n].outer = !(group > 0 && group < groups - 1);
	}
}

/* ── spread ── */

/* phi and tau squared of the scores that count. */
static void measure(FunnelSpread *spread, const FunnelUnit *units, const FunnelScore *scores,
		    size_t count, bool outer_counts)
{
	double squares = 0, weights = 0, squared_weights = 0, used = 0;
	for (size_t n = 0; n < count; n++) {
		const FunnelScore *score = &scores[n];
		if (score->state != ESTIMATE_KNOWN || (score->outer && !outer_counts))
			continue;
		double error = scales[spread->kind].error((double)units[n].events, units[n].size);
		double weight = 1 / (error * error);
		squares += score->used_z * score->used_z;
		weights += weight;
		squared_weights += weight * weight;
		used++;
	}
	spread->used = (size_t)used;
	if (used < 2) {
		spread->state = ESTIMATE_NOT_APPLICABLE;
		return;
	}
	spread->phi = squares / used;
	double above = squares - (used - 1);
	spread->between = above > 0 ? above / (weights - squared_weights / weights) : 0;
}

/* The centre line of the units that have a score. */
static EstimateState aim(FunnelSpread *spread, const FunnelUnit *units, size_t count)
{
	double events = 0, size = 0;
	for (size_t n = 0; n < count; n++) {
		EstimateState state = unit_state(units[n], spread->kind);
		if (state == ESTIMATE_NOT_AVAILABLE)
			return state;
		events += (double)units[n].events;
		size += units[n].size;
	}
	if (size <= 0 || events <= 0 || (spread->kind == FUNNEL_SHARE && events >= size))
		return ESTIMATE_NOT_APPLICABLE;
	spread->target = events / size;
	spread->scaled_target = scales[spread->kind].scale(spread->target);
	return ESTIMATE_KNOWN;
}

FunnelSpread funnel_spread(const FunnelUnit *units, size_t count, FunnelKind kind,
			   FunnelTails tails, double trim, FunnelScore *scores)
{
	FunnelSpread spread = { .kind = kind, .state = ESTIMATE_NOT_AVAILABLE };
	g_autofree FunnelScore *own = scores == NULL ? g_new0(FunnelScore, count) : NULL;
	FunnelScore *all = scores == NULL ? own : scores;
	for (size_t n = 0; n < count; n++)
		all[n] = (FunnelScore){ .state = ESTIMATE_NOT_APPLICABLE };
	if (!(trim >= 0 && trim < 0.5))
		return spread;
	spread.state = aim(&spread, units, count);
	if (spread.state != ESTIMATE_KNOWN)
		return spread;
	size_t known = score_units(units, count, &spread, all);
	g_autofree double *sorted = sorted_scores(all, count, known);
	if (tails == FUNNEL_WINSORISE)
		winsorise(all, count, sorted, known, trim);
	else
		trim_ends(all, count, sorted, known, trim);
	measure(&spread, units, all, count, tails == FUNNEL_WINSORISE);
	return spread;
}

/* Limits on the scale of the kind, taken back by BACK. */
static FunnelLimits limits_by(const FunnelSpread *spread, double size, bool widened,
			      double (*back)(double))
{
	EstimateState state = spread->state;
	if (state == ESTIMATE_KNOWN && (!isfinite(size) || size < 0))
		state = ESTIMATE_NOT_AVAILABLE;
	if (state == ESTIMATE_KNOWN && size == 0)
		state = ESTIMATE_NOT_APPLICABLE;
	Estimate none = estimate_none(state);
	if (state != ESTIMATE_KNOWN)
		return (FunnelLimits){ none, none, none, none };
	double error = sqrt(1 / (4 * size) + (widened ? spread->between : 0));
	double target = spread->scaled_target;
	return (FunnelLimits){ estimate_of(back(target - z95 * error)),
			       estimate_of(back(target + z95 * error)),
			       estimate_of(back(target - z998 * error)),
			       estimate_of(back(target + z998 * error)) };
}

FunnelLimits funnel_spread_limits(const FunnelSpread *spread, double size, bool widened)
{
	return limits_by(spread, size, widened, scales[spread->kind].unscale);
}

static double square_of_sine(double scaled)
{
	return sin(scaled) * sin(scaled);
}

/* A lower line that falls, or an upper one that rises, has come back from the end of the scale. */
static void end_lower(Estimate *limit, Estimate next)
{
	if (estimate_known(*limit) && estimate_known(next) && limit->value > next.value)
		limit->value = 0;
}

static void end_upper(Estimate *limit, Estimate next)
{
	if (estimate_known(*limit) && estimate_known(next) && limit->value < next.value)
		limit->value = 1;
}

void funnel_spread_lines(const FunnelSpread *spread, const double *sizes, size_t count,
			 bool widened, FunnelLimits *lines)
{
	bool share = spread->kind == FUNNEL_SHARE;
	double (*back)(double) = share ? square_of_sine : scales[spread->kind].unscale;
	for (size_t n = 0; n < count; n++)
		lines[n] = limits_by(spread, sizes[n], widened, back);
	for (size_t n = 0; share && n + 1 < count; n++) {
		end_lower(&lines[n].lower95, lines[n + 1].lower95);
		end_upper(&lines[n].upper95, lines[n + 1].upper95);
		end_lower(&lines[n].lower998, lines[n + 1].lower998);
		end_upper(&lines[n].upper998, lines[n + 1].upper998);
	}
}
