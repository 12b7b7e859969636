/* Funnels over units: what all have together, and how far a unit may lie from it by chance. */
#include "reports/derive/derive_rows.h"
#include "reports/stats/funnel.h"

static const DeriveColumn columns[] = { { "pct", "double precision" },
					{ "all", "double precision" },
					{ "lower95", "double precision" },
					{ "upper95", "double precision" },
					{ "lower998", "double precision" },
					{ "upper998", "double precision" },
					{ "signal", "text" },
					{ 0 } };

enum { VALUE, ALL, LOWER95, UPPER95, LOWER998, UPPER998, SIGNAL };

/* How many units lie at each end before their spread is measured without them; FunnelPlotR. */
#define TRIM 0.1

/* Beyond 99.8 %: with 41 districts about two lie outside 95 % by chance alone. */
static const char *const signals[] = {
	[FUNNEL_LOW_998] = "low",   [FUNNEL_LOW_95] = "usual",  [FUNNEL_WITHIN] = "usual",
	[FUNNEL_HIGH_95] = "usual", [FUNNEL_HIGH_998] = "high", [FUNNEL_UNKNOWN] = NULL
};

static FunnelUnit *units_of(const DeriveRows *rows, bool *ret_known)
{
	FunnelUnit *units = g_new0(FunnelUnit, rows->count + 1);
	for (size_t n = 0; n < rows->count; n++) {
		gint64 events;
		Estimate size = derive_number(rows, DERIVE_OVER, n);
		ret_known[n] = derive_count(rows, DERIVE_OF, n, &events) && estimate_known(size) &&
			       size.value >= 0 && (double)events <= size.value;
		if (ret_known[n] && !derive_left_out(rows, n))
			units[n] = (FunnelUnit){ events, size.value };
	}
	return units;
}

/* Whether the share is one of too few events to be shown, as wherever else it stands. */
static bool is_withheld(const DeriveRows *rows, size_t n)
{
	gint64 events;
	Estimate size = derive_number(rows, DERIVE_OVER, n);
	return estimate_known(size) && size.value > 0 &&
	       derive_count(rows, DERIVE_OF, n, &events) && derive_withholds(rows, events);
}

static Estimate share_of(const DeriveRows *rows, size_t n)
{
	Estimate events = derive_number(rows, DERIVE_OF, n);
	Estimate size = derive_number(rows, DERIVE_OVER, n);
	if (estimate_known(size) && size.value == 0)
		return estimate_none(ESTIMATE_NOT_APPLICABLE);
	return estimate_known(events) && estimate_known(size)
		   ? estimate_of(events.value / size.value)
		   : estimate_none(ESTIMATE_NOT_AVAILABLE);
}

/* A signal on a share that is withheld would tell what it is nearly. */
static void put_unit(const DeriveRows *rows, size_t n, Estimate all, const FunnelLimits *limits,
		     FunnelSignal signal)
{
	bool withheld = is_withheld(rows, n);
	Estimate share = withheld ? estimate_none(ESTIMATE_TOO_FEW) : share_of(rows, n);
	derive_put(rows, n, VALUE, estimate_scale(share, 100));
	derive_put_share_of(rows, n, VALUE, derive_number(rows, DERIVE_OVER, n));
	derive_put(rows, n, ALL, estimate_scale(all, 100));
	derive_put(rows, n, LOWER95, estimate_scale(limits->lower95, 100));
	derive_put(rows, n, UPPER95, estimate_scale(limits->upper95, 100));
	derive_put(rows, n, LOWER998, estimate_scale(limits->lower998, 100));
	derive_put(rows, n, UPPER998, estimate_scale(limits->upper998, 100));
	if (!derive_left_out(rows, n))
		derive_put_word(rows, n, SIGNAL, withheld ? "too-few" : signals[signal]);
}

static void put_unknown(const DeriveRows *rows, size_t n, Estimate all)
{
	Estimate none = estimate_none(ESTIMATE_NOT_AVAILABLE);
	derive_put(rows, n, VALUE, none);
	derive_put(rows, n, ALL, estimate_scale(all, 100));
	for (guint column = LOWER95; column <= UPPER998; column++)
		derive_put(rows, n, column, none);
}

static FunnelLimits none_limits(EstimateState state)
{
	Estimate none = estimate_none(state);
	return (FunnelLimits){ none, none, none, none };
}

static void run_funnel(const DeriveRows *rows, bool widened)
{
	g_autofree bool *known = g_new0(bool, rows->count + 1);
	g_autofree FunnelUnit *units = units_of(rows, known);
	Estimate all = funnel_baseline(units, rows->count);
	FunnelSpread spread =
	    funnel_spread(units, rows->count, FUNNEL_SHARE, FUNNEL_WINSORISE, TRIM, NULL);
	for (size_t n = 0; n < rows->count; n++) {
		if (!known[n]) {
			put_unknown(rows, n, all);
			continue;
		}
		double size = derive_number(rows, DERIVE_OVER, n).value;
		FunnelLimits limits = !estimate_known(all) ? none_limits(all.state)
				      : widened ? funnel_spread_limits(&spread, size, true)
						: funnel_share_limits(all.value, size);
		put_unit(rows, n, all, &limits, funnel_signal(share_of(rows, n), &limits));
	}
}

static void run_plain(const DeriveRows *rows)
{
	run_funnel(rows, false);
}

static void run_wide(const DeriveRows *rows)
{
	run_funnel(rows, true);
}

#define OF        DERIVE_TAKES(DERIVE_OF)
#define OVER      DERIVE_TAKES(DERIVE_OVER)
#define LEAVE_OUT DERIVE_TAKES(DERIVE_LEAVE_OUT)

const DeriveMethod derive_funnel_methods[] = {
	{ "funnel", columns, OF | OVER, LEAVE_OUT, false, false, run_plain, 0, DERIVE_SHARE,
	  DERIVE_REST },
	{ "funnel-wide", columns, OF | OVER, LEAVE_OUT, false, false, run_wide, 0, DERIVE_SHARE,
	  DERIVE_REST },
	{ 0 },
};
