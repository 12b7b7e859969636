/*
 * Pages as images: the pages of a model drawn as the PDF device draws them, for previews.
 */
#pragma once

#include "reports/model/model.h"

/* Draws every page of MODEL with DOTS_PER_PT; of GBytes (PNG files), transfer full. Errors:
 * SHUMAR_ERROR_OUTPUT when the fonts are not there or a page cannot be drawn. */
GPtrArray *pages_png(const Model *model, double dots_per_pt, GError **error);
