/* Taken: the two clocks of a measurement. */
#pragma once

#include "tests/bench/report/work.h"

/* The clocks now, and what has passed on both since BEGAN. */
Taken taken_now(void);
Taken taken_since(Taken began);

extern const Taken taken_failed; /* below 0 */
