#include "tests/bench/report/taken.h"

#include <time.h>

const Taken taken_failed = { -1, -1 };

static double seconds(clockid_t id)
{
	struct timespec now;
	return clock_gettime(id, &now) == 0 ? (double)now.tv_sec + (double)now.tv_nsec / 1e9 : 0;
}

Taken taken_now(void)
{
	return (Taken){ seconds(CLOCK_PROCESS_CPUTIME_ID), seconds(CLOCK_MONOTONIC) };
}

Taken taken_since(Taken began)
{
	Taken now = taken_now();
	return (Taken){ now.processor - began.processor, now.clock - began.clock };
}
