/*
 * Gallery: made-up charts of every kind, and of the cases that go wrong: nothing, one
 * point, zeroes, missing values, provisional ones, crowds.
 */
#pragma once

#include "reports/model/model.h"

typedef struct {
	const char *name;
	double width_pt;
	void (*fill)(Chart *chart, bool urdu); /* CHART is empty */
} GalleryPicture;

extern const GalleryPicture gallery_pictures[]; /* ended by a row whose name is NULL */
