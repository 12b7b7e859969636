/*
 * Score tests: whether scores that should all be 0 are, against the chi-square distribution.
 */
#pragma once

#include "reports/stats/estimate.h"

#include <stddef.h>

typedef struct {
	Estimate statistic; /* >= 0 */
	Estimate p_value;   /* in [0, 1] */
	unsigned degrees;   /* of freedom; 0 when there is nothing to compare */
} ScoreTest;

/*
 * score' variance^-1 score for COUNT scores and their variance matrix (COUNT x COUNT, symmetric, by
 * rows), by Cholesky's decomposition. Not applicable with COUNT 0 or a variance that is not
 * positive definite: then nothing can be told from chance.
 */
ScoreTest score_test(const double *score, const double *variance, size_t count);
