/*
 * Diff: how two editions differ, in words and in the order of the page.
 *
 * Models are compared, so it is the same for every device: figures, rows of tables,
 * points of charts, texts and notes, each found again by what it is called.
 */
#pragma once

#include "reports/model/model.h"

/* Appends a line for everything that AFTER says otherwise than BEFORE, says newly or says no
 * more; returns how many. Run and date in the foot are not compared. */
guint diff_models(GString *text, const Model *before, const Model *after);
