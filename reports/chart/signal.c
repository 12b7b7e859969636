#include "reports/chart/signal.h"

static const SignalMark signals[] = {
	[SIGNAL_NONE] = { COLOUR_GREY, DOT_CIRCLE, 3.6 },
	[SIGNAL_BETTER] = { COLOUR_BLUE, DOT_DIAMOND, 6 },
	[SIGNAL_WORSE] = { COLOUR_ORANGE, DOT_SQUARE, 5.2 },
	[SIGNAL_NEUTRAL] = { COLOUR_PURPLE, DOT_UP, 6 },
};

const SignalMark *signal_mark(ChartSignal signal)
{
	return &signals[signal];
}

ChartSignal signal_at(const ChartSeries *series, size_t category)
{
	return series->signals != NULL ? series->signals[category] : SIGNAL_NONE;
}

bool signal_occurs(const Chart *chart, ChartSignal signal)
{
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		for (size_t at = 0; at < chart->count; at++) {
			if (signal_at(series, at) == signal)
				return true;
		}
	}
	for (guint n = 0; n < chart->panels->len; n++) {
		if (signal_occurs(chart->panels->pdata[n], signal))
			return true;
	}
	return false;
}
