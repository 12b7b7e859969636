/*
 * Guess_moves: whole-number changes of a part's unknowns that break none of its sums.
 *
 * One for each unknown that is free after elimination (the others follow), and sums and differences
 * of two that meet where these are no longer. Short moves, since long ones soon meet a bound.
 */
#pragma once

#include "reports/disclosure/system.h"

/* Of PART: arrays of StoreTerm, by column (cell is the column). NULL: factors became too large.
 * Transfer full. */
GPtrArray *guess_moves(const SystemPart *part);
