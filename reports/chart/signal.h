/*
 * Signals: the shape and colour by which a point that says more than its value is told
 * apart: better a blue diamond, worse an orange square, neutral a purple triangle, common
 * cause a grey dot. No red and green, and never colour alone.
 */
#pragma once

#include "reports/chart/marks.h"
#include "reports/model/model.h"

typedef struct {
	Colour colour;
	DotShape shape;
	double diameter_pt;
} SignalMark;

/* How SIGNAL is drawn; SIGNAL_NONE is the grey dot of common cause. */
const SignalMark *signal_mark(ChartSignal signal);

/* The signal of SERIES at CATEGORY; SIGNAL_NONE where it has none. */
ChartSignal signal_at(const ChartSeries *series, size_t category);

/* True when some point of CHART has SIGNAL. */
bool signal_occurs(const Chart *chart, ChartSignal signal);
