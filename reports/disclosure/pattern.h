/*
 * Pattern: a base pattern of hidden cells out of which nothing can be worked out exactly.
 *
 * Elimination as GaussSuppression does it: candidates are published one after the other, dearest
 * first, unless that would give a secret away. It asks for no width; repair does. Numbers are taken
 * modulo a prime of 61 bits, so that nothing is rounded; a collision would hide a cell more, or be
 * found by the audit.
 */
#pragma once

#include "reports/disclosure/rule.h"

/* Chooses which published cells of STORE are to be hidden for those that are hidden, and for
 * unpublished ones below the threshold of RULES. Cells that are not CAN (by cell) are published
 * first; of two of one cost the later is. By cell, transfer full. Cost: cells × rank × filling. */
bool *pattern_choose(const Store *store, const ProtectRules *rules, const double *costs,
		     const bool *can);
