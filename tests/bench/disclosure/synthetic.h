/*
 * Synthetic: the made-up year of 41 districts that the measured feasibility was measured on
 * (feasibility_synthetic_inner.csv of the expected numbers), as tables of disclosure control.
 */
#pragma once

#include "reports/disclosure/store.h"

#include <stdbool.h>

typedef struct Synthetic Synthetic;

/* NULL: the folder of expected numbers or the file is not there. */
Synthetic *synthetic_read(GError **error);
void synthetic_free(Synthetic *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Synthetic, synthetic_free)

/* A level of a dimension, or of the year: the whole is above all others. */
typedef enum { LEVEL_WHOLE, LEVEL_GROUP, LEVEL_LEAF } Level;

/* One table: every figure at these levels and those above them. */
typedef struct {
	Level place;  /* province, division, district */
	Level kind;   /* all, group, offence */
	Level period; /* year, quarter, month */
	guint months; /* only the first so many leaves of the year; 0: all twelve */
} SyntheticTable;

/* All figures of TABLES in one store, equal ones once, with what ties them together. */
Store *synthetic_store(const Synthetic *data, const SyntheticTable *tables, guint count);
