#include "reports/stats/stl_median.h"

#include <glib.h>
#include <stdbool.h>

/* A stretch of values, both ends in it, and which of the wanted places (by number) lie there. */
typedef struct {
	ptrdiff_t first, last;
	int low, high;
} Stretch;

static void swap(double *values, ptrdiff_t a, ptrdiff_t b)
{
	double kept = values[a];
	values[a] = values[b];
	values[b] = kept;
}

/* Splits at the median of first, middle and last: afterwards everything up to *left is at most the
 * pivot, everything from *right on at least (Singleton 1969, algorithm 347 of the ACM). */
static void split(double *values, const Stretch *stretch, ptrdiff_t *left, ptrdiff_t *right)
{
	ptrdiff_t middle = (stretch->first + stretch->last) / 2;
	if (values[stretch->first] > values[middle])
		swap(values, stretch->first, middle);
	if (values[stretch->last] < values[middle]) {
		swap(values, stretch->last, middle);
		if (values[stretch->first] > values[middle])
			swap(values, stretch->first, middle);
	}
	double pivot = values[middle];
	ptrdiff_t low = stretch->first, high = stretch->last;
	for (;;) {
		do
			high--;
		while (values[high] > pivot);
		do
			low++;
		while (values[low] < pivot);
		if (low > high)
			break;
		swap(values, low, high);
	}
	*left = high;
	*right = low;
}

/* By insertion; the value before the stretch is no larger than any in it. */
static void insert(double *values, const Stretch *stretch)
{
	for (ptrdiff_t n = stretch->first; n < stretch->last; n++) {
		double moved = values[n + 1];
		ptrdiff_t to = n;
		for (; values[to] > moved; to--)
			values[to + 1] = values[to];
		values[to + 1] = moved;
	}
}

/* The two middle places of COUNT, in the order they are asked for. */
typedef struct {
	ptrdiff_t place[2];
} Wanted;

/* Goes on with the shorter part of a stretch; sets the other aside in *later. False when no wanted
 * place is in the part gone on with. */
static bool narrow(double *values, Stretch *stretch, Stretch *later, const Wanted *wanted)
{
	ptrdiff_t left, right;
	split(values, stretch, &left, &right);
	*later = *stretch;
	if (left - stretch->first <= stretch->last - right) {
		later->first = right;
		stretch->last = left;
		while (stretch->low <= stretch->high && wanted->place[stretch->high] > left)
			stretch->high--;
		later->low = stretch->high + 1;
	} else {
		later->last = left;
		stretch->first = right;
		while (stretch->low <= stretch->high && wanted->place[stretch->low] < right)
			stretch->low++;
		later->high = stretch->low - 1;
	}
	return stretch->low <= stretch->high;
}

/* Chambers 1971, algorithm 410 of the ACM. Stretches of up to 11 values are sorted by insertion,
 * except the first, which has no value before it. */
static void sort_partly(double *values, size_t count, const Wanted *wanted)
{
	Stretch waiting[64] = { { 0, (ptrdiff_t)count - 1, 0, 1 } };
	size_t stacked = 1;
	while (stacked > 0) {
		Stretch stretch = waiting[--stacked];
		if (stretch.low > stretch.high)
			continue;
		while (stretch.last - stretch.first > 10 ||
		       (stretch.first == 0 && stretch.last > 0)) {
			g_assert(stacked < G_N_ELEMENTS(waiting));
			if (!narrow(values, &stretch, &waiting[stacked++], wanted))
				break;
		}
		if (stretch.low <= stretch.high && stretch.first > 0)
			insert(values, &stretch);
	}
}

double stl_median_twice(double *values, size_t count)
{
	ptrdiff_t upper = (ptrdiff_t)(count / 2), lower = (ptrdiff_t)count - 1 - upper;
	Wanted wanted = { { upper, lower } };
	sort_partly(values, count, &wanted);
	return values[upper] + values[lower];
}
