/* Keeping what readers want most: it stays published, and others are withheld for what is small. */
#pragma once

#include "reports/disclosure/rule.h"
#include "reports/disclosure/store.h"

/* Forces to be public the wanted cells of STORE that are in no sum with one that a rule hits, nor
 * with one of REFUSED (of guint; NULL: none). To be called when the key has chosen among the wanted
 * (rules_choose_wanted) and before it chooses among others, so that nothing else that it chooses
 * costs one of them. Beside what a rule hits they are as all others: were they kept there too, one
 * that is withheld would be known to be small. Which; transfer full. */
bool *keep_wanted(Store *store, const GArray *refused);

/* Forces to be public those of HEADLINE that no rule hits and that are in no sum with one that a
 * rule hits, which others can be withheld for; nor in one that the secret key chose as if there
 * were such a figure in it, so that not keeping tells nothing. Which; transfer full. */
bool *keep_headline(Store *store, const bool *headline, const ProtectRules *rules);

/* Takes back what either did. */
void keep_free(Store *store, const bool *kept);
