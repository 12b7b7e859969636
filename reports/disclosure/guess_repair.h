/*
 * Guess_repair: hides larger figures beside those that can be bet on.
 *
 * Where k hidden figures come to S above their least, each has its least in (k - 1) of (S + k - 1)
 * tables: a larger one among them makes all of them less sure, several small ones do not.
 */
#pragma once

#include "reports/disclosure/guess.h"
#include "reports/disclosure/repair.h"

/* For each bet of GUESS above the share MOST, the surest first, something more is hidden in a sum
 * of its cell, unless something has been for another bet. What nothing helps and is above
 * the share ALLOWED joins RET_REFUSED (of guint): between the two is room for what draws differ by,
 * which figures of earlier releases may have used up. True when something was hidden or refused. */
bool guess_repair(Repair *repair, const Store *store, const Guess *guess, double most,
		  double allowed, GArray *ret_refused);
