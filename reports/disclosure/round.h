/*
 * Round: figures to a base, so that everything still adds up.
 *
 * Controlled rounding: every figure goes to one of the two multiples of the base next to it (one
 * that is a multiple stays), all equations of the store hold among the rounded ones, and the sum of
 * all distances is as small as can be. Small-count rounding changes only the finest figures below
 * the base, to 0 or the base, and adds up all others from them. A whole-number program; that a
 * solution is the best is proved, or how far it may be off is said.
 */
#pragma once

#include "reports/disclosure/store.h"

typedef enum {
	ROUND_ALL,   /* every figure */
	ROUND_SMALL, /* the finest below the base; sums follow */
} RoundKind;

typedef struct {
	RoundKind kind;
	gint64 base; /* 2 and above */
	guint nodes; /* of each search: the same on every machine; 0: no limit */
} RoundRule;

typedef struct {
	gint64 *values;  /* by cell of the store */
	gint64 distance; /* sum of |rounded - true| */
	gint64 farthest; /* the largest of them */
	double excess;   /* how much smaller the sum might be at most; 0: proved the best */
	bool within;     /* false: nothing fits next to every figure, some go a base farther */
} Rounding;

/* NULL: nothing fits within two bases (SHUMAR_ERROR_DISCLOSURE), the search was stopped, or
 * the figures do not add up themselves (both the same). */
Rounding *round_store(const Store *store, const RoundRule *rule, GError **error);
void rounding_free(Rounding *rounding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rounding, rounding_free)

/* Unbiased random rounding of COUNT to BASE, for comparison: down or up with the chance that makes
 * the mean right (Fellegi 1975). Its variance is what rounding costs whoever adds such figures. */
typedef struct {
	gint64 low, high;
	double chance_of_high, mean, variance;
} RoundChance;
RoundChance round_chance(gint64 count, gint64 base);
