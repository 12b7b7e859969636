#include "reports/stats/score.h"

#include "reports/stats/distribution.h"

#include <glib.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>

/* A zero or nearly dependent row: the decomposition would be of rounding errors. */
static bool degenerate(const gsl_matrix *factor, const double *variance, size_t count)
{
	for (size_t row = 0; row < count; row++) {
		double pivot = gsl_matrix_get(factor, row, row);
		if (!(pivot * pivot > 1e-12 * variance[row * count + row]))
			return true;
	}
	return false;
}

/* Sets *statistic to score' variance^-1 score. */
static bool quadratic(const double *score, const double *variance, size_t count, double *statistic)
{
	gsl_matrix *factor = gsl_matrix_alloc(count, count);
	gsl_vector *solved = gsl_vector_alloc(count);
	for (size_t row = 0; row < count; row++) {
		gsl_vector_set(solved, row, score[row]);
		for (size_t column = 0; column < count; column++)
			gsl_matrix_set(factor, row, column, variance[row * count + column]);
	}
	bool done = gsl_linalg_cholesky_decomp1(factor) == GSL_SUCCESS &&
		    !degenerate(factor, variance, count) &&
		    gsl_linalg_cholesky_svx(factor, solved) == GSL_SUCCESS;
	if (done) {
		*statistic = 0;
		for (size_t row = 0; row < count; row++)
			*statistic += score[row] * gsl_vector_get(solved, row);
	}
	gsl_vector_free(solved);
	gsl_matrix_free(factor);
	return done;
}

ScoreTest score_test(const double *score, const double *variance, size_t count)
{
	ScoreTest none = { estimate_none(ESTIMATE_NOT_APPLICABLE),
			   estimate_none(ESTIMATE_NOT_APPLICABLE), 0 };
	distribution_quiet();
	double statistic = 0;
	if (count == 0 || !quadratic(score, variance, count, &statistic))
		return none;
	statistic = statistic > 0 ? statistic : 0; /* a sum of squares but for rounding */
	return (ScoreTest){ estimate_of(statistic),
			    estimate_of(distribution_chi_square_tail(statistic, (unsigned)count)),
			    (unsigned)count };
}
