/* Keeping what readers want most: at first it stays published, and others are withheld for what is
 * small. What only the secret key chose never costs a figure that is wanted. */
#pragma once

#include "reports/disclosure/rule.h"
#include "reports/disclosure/store.h"

/* How much is kept, from most to nothing. */
typedef enum {
	KEEP_ALL,     /* the figures of the headline's table and those that are wanted */
	KEEP_WANTED,  /* those that are wanted */
	KEEP_BESIDE,  /* of these, what is in no sum with one that was refused */
	KEEP_NOTHING, /* so that all may be withheld for what is small */
	KEEP_LEVELS,
} KeepLevel;

/* Forces to be public what LEVEL says, of what no rule hits. Of HEADLINE (by cell) those that are
 * in no sum with a figure of it that a rule hits, nor in one that the secret key chose as if there
 * were such a figure, so that not keeping tells nothing. REFUSED: of guint; NULL: none was. Which;
 * transfer full. */
bool *keep_force(Store *store, const bool *headline, const ProtectRules *rules, KeepLevel level,
		 const GArray *refused);

/* Takes back what keep_force did. */
void keep_free(Store *store, const bool *kept);
