#include "tests/bench/sample.h"

#include <stdlib.h>
#include <string.h>

void sample_add(Sample *sample, double seconds)
{
	g_assert(sample->count < SAMPLE_MOST);
	sample->seconds[sample->count++] = seconds;
}

static int compare(const void *a, const void *b)
{
	double first = *(const double *)a;
	double second = *(const double *)b;
	return (first > second) - (first < second);
}

Spread sample_spread(const Sample *sample)
{
	double sorted[SAMPLE_MOST];
	guint count = sample->count;
	if (count == 0)
		return (Spread){ 0 };
	memcpy(sorted, sample->seconds, count * sizeof sorted[0]);
	qsort(sorted, count, sizeof sorted[0], compare);
	return (Spread){ .median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2,
			 .least = sorted[0],
			 .most = sorted[count - 1] };
}

Spread sample_ratio(const Sample *a, const Sample *b)
{
	Sample ratios = { 0 };
	g_assert(a->count == b->count);
	for (guint n = 0; n < a->count; n++)
		sample_add(&ratios, a->seconds[n] / b->seconds[n]);
	return sample_spread(&ratios);
}
