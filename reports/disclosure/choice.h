/*
 * Choice: protects a store with what readers want kept, and what the secret key chooses, chosen
 * once more where the first choice cannot be protected.
 *
 *     const Choice choice = { rules, headline, protect, NULL, CHOICE_STEPS };
 *     if (!choice_protect(&choice, store, &result, &number, &error))
 *
 * Under each choice it is tried with all kept that readers want (reports/disclosure/keep.h), and
 * with less, until something can be protected. What is chosen (figures from 5 to 8 and zeros that
 * are withheld as if they were small, which sums keep no headline, what costs how much) hangs on
 * the key, and whether that can be protected hangs on what is chosen: the next choice is by the key
 * hashed with its number. So a release is refused for what its figures are, and hardly for the
 * office's key; and the same office makes the same choice of the same figures.
 */
#pragma once

#include "reports/disclosure/protect.h"

/* So many choices are tried, and fewer where two in a row refuse the same figures. */
enum { CHOICES = 8 };
/* None begins after so many steps of the simplex (two to four minutes), so that a release that
 * nothing can protect is refused while somebody still waits for it: a choice of 2,000 figures takes
 * two or three million. */
enum { CHOICE_STEPS = 10000000 };

typedef struct {
	const ProtectRules *rules; /* with the office's key; without one there is one choice */
	const bool *headline;      /* by cell: of the table of a headline */
	/* Protects STORE under RULES, which are those of a choice. PAYLOAD is what is below.
	 * SHUMAR_ERROR_DISCLOSURE: the next is tried. */
	bool (*protect)(Store *store, const ProtectRules *rules, gpointer payload,
			ProtectResult *result, GError **error);
	gpointer payload;
	gint64 steps; /* none begins after so many: CHOICE_STEPS */
} Choice;

/* STORE has the rules that hit its figures by themselves, and its wanted cells. Its states are set
 * as protect() does. *ret_number: which choice it was, from 1. False: *error and RESULT are those
 * of the first choice's last try. */
bool choice_protect(const Choice *choice, Store *store, ProtectResult *result, guint *ret_number,
		    GError **error);
