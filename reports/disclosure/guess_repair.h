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
 * of its cell, unless something has been for another bet. What nothing helps joins RET_REFUSED (of
 * guint). True when there was such a bet. */
bool guess_repair(Repair *repair, const Store *store, const Guess *guess, double most,
		  GArray *ret_refused);
