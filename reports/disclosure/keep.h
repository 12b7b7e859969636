/* Keeping a headline's figures: readers miss them most, so at first they stay as far as they can,
 * and others are withheld for what is small. */
#pragma once

#include "reports/disclosure/rule.h"
#include "reports/disclosure/store.h"

/* Forces to be public those of HEADLINE that no rule hits and that are in no sum with one that a
 * rule hits, which others can be withheld for; nor in one that the secret key chose as if there
 * were such a figure in it, so that not keeping tells nothing. Which; transfer full. */
bool *keep_headline(Store *store, const bool *headline, const ProtectRules *rules);

/* Takes back what keep_headline did. */
void keep_free(Store *store, const bool *kept);
