/*
 * Vector_json: suppression problems with known answers, as $SHUMAR_VECTORS keeps them
 * (supp_*.json).
 *
 *     g_autoptr(GPtrArray) files = vector_files("supp_*.json");
 *     for each: g_autoptr(VectorJson) vector = vector_json_read(file);
 *               vector_json_hide(vector, vector->pattern); …
 */
#pragma once

#include "reports/disclosure/store.h"

typedef struct {
	guint cell;
	gint64 below, above, width; /* LPL, UPL, SPL: how far from the value, and how wide */
} VectorPrimary;

typedef struct {
	guint cell;
	double lp_low, lp_high;
	bool whole; /* what follows is there */
	double low, high;
} VectorInterval;

typedef struct {
	char *objective; /* "count": 1 a cell; "value": max(value, 1) */
	bool proved;     /* false: their solver stopped, and what follows is nought */
	double total;    /* of all hidden cells, primaries too */
	double secondary;
	GArray *pattern; /* guint */
	GArray *attack;  /* VectorInterval, under the pattern */
} VectorOptimum;

typedef struct {
	char *file;
	char *name;
	gint64 least;      /* attacker_lower_bound */
	gint64 most;       /* 3 × the largest value + 100 */
	Store *store;      /* all cells published; least and most are set */
	GArray *primaries; /* VectorPrimary */
	GArray *forced;    /* guint */
	GArray *pattern;   /* guint; empty: none */
	GArray *attack;    /* VectorInterval, under the pattern */
	GPtrArray *optima; /* VectorOptimum, by objective */
} VectorJson;

/* Fails the test, saying where, when FILE of the folder is no such problem. */
VectorJson *vector_json_read(const char *file);
void vector_json_free(VectorJson *vector);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VectorJson, vector_json_free)

/* Hides these cells (guint) and publishes all others. */
void vector_json_hide(VectorJson *vector, const GArray *cells);
