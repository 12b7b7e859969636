/*
 * Cleanup: publishes again what is hidden needlessly, dearest first.
 */
#pragma once

#include "reports/disclosure/repair.h"

/* Tries every cell of CHOSEN (by cell: it may be published again); how many it published. */
guint cleanup_release(Repair *repair, const Store *store, const double *costs, const bool *chosen);
