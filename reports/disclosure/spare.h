/*
 * Spare: how much more than the width is asked for when figures are hidden. Audits and certificates
 * go by the width alone.
 *
 * Who has this program, but not the office's key, reruns it on every table that fits what is
 * printed and drops those that no key would have hidden alike (attacker 4, tests/attack/knows.py).
 * The outermost tables go first: at a width of 4 he was left with exactly 2 for the last figure of
 * the table 2 5 12 / 0 7 2 with its sums. And what is hidden besides tells him that it was needed:
 * in 2 1 / 7 8 / 6 3, at one more than the width everywhere, that the 1 and the 3 are less than 6
 * together. So one more than the width is asked for, and of one figure in four, chosen by the key,
 * three. Of a figure that is wanted (keep.h) two: it is withheld only where something is small, so
 * that of two that come to 5 neither can be 0. Where that cannot be had, the width will do, as it
 * does for what is printed nowhere anyway and for what earlier releases have settled.
 */
#pragma once

#include "reports/disclosure/rule.h"

/* Of CELL. 0 where RULES name no threshold, so that no number is behind what is
 * hidden. */
gint64 spare_first(const ProtectRules *rules, const StoreCell *cell);

/* What is asked for where SPARE (above 0) cannot be had. */
gint64 spare_less(gint64 spare);
