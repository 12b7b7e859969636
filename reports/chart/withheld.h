/* Withheld values of a chart: a gap that is seen to be one, and that no line crosses. Private to
 * chart/. */
#pragma once

#include "reports/chart/plot.h"

/* Hatches, over the height of the plot, each category of a chart over time or upright columns where
 * a value is withheld; call it once the axis is laid, before values are drawn. */
void withheld_draw(Plot *plot);

/* "Withheld [c]: 12" of CHART; NULL where nothing is withheld, or the legend has no words. Transfer
 * full. */
char *withheld_text(const Chart *chart);
