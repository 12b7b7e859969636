/*
 * Tiles: classes of colour. A class begins at the value of a reference and carries its
 * words; the references of tiles are in ascending order.
 */
#pragma once

#include "reports/chart/marks.h"
#include "reports/model/model.h"

/* The colour of class CLASS (from 0, the lowest) of CLASSES: light to dark. */
Colour tiles_colour(guint class, guint classes);

/* The class of VALUE; 0 for values below all, and where there are no classes. */
guint tiles_class(const Chart *chart, double value);
