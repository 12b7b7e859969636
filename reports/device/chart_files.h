/*
 * Chart files: which files a device makes that draws each chart of an edition into a file
 * of its own.
 */
#pragma once

#include "reports/chart/chart.h"
#include "reports/device/device.h"

/* A file for each chart of MODEL, in reading order, named by the chart; one chart alone needs no
 * name. NULL with SHUMAR_ERROR_USAGE when there is no chart. */
GPtrArray *chart_files(const Model *model, const char *device, const char *extension,
		       GError **error);

/* The marks of CHART in FRAME, whose height this sets, and below them where, when and as at which
 * day it is (model_source): a picture that travels alone has nothing else to say so. */
Marks *chart_alone_marks(const Model *model, const Chart *chart, ChartFrame *frame);

/* The size of the smallest letters on the card of CHART, shown WIDTH_PX wide. */
double card_letters_px(const Model *model, const Chart *chart, double width_px);
