/*
 * Past: what was public before the release at hand, and what could be found of it then.
 *
 * A part of the joined system that nothing new touches is the same, figure by figure and sum by
 * sum, as it was: who attacks it finds what he found before. It was attacked when it was published,
 * so persons are not asked again in it. What could be found before, and no more can be found of
 * now, is no fault of the release at hand: such figures are *given up*. They are told, are not
 * counted as protected, and refuse nothing. They are figures of earlier releases alone.
 */
#pragma once

#include "reports/disclosure/attack.h"
#include "reports/disclosure/guess.h"
#include "reports/disclosure/past_parts.h"
#include "reports/disclosure/system.h"

typedef struct Past Past;

/* Of EARLIER (borrowed): the joined system of all earlier releases, with the same keys. KNOWN: the
 * cells in it that persons know (COUNT of them; 0: none is asked for). NULL as attack_audit. */
Past *past_new(const Store *earlier, const AttackRule *rule, const guint *known, guint count,
	       GError **error);
void past_free(Past *past);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Past, past_free)

/* Its parts, borrowed; NULL where PAST is. */
const PastParts *past_parts(const Past *past);

/* The cells of STORE, by cell, that are in such parts, or fixed as they were, or that readers could
 * find before. NULL where PAST is. KNOWN as in past_new; AUDIT is one of STORE. Transfer full.
 */
bool *past_settled(Past *past, const Store *store, const Audit *audit, const guint *known,
		   guint count);

/* Whether all readers could narrow the cell with KEY as far before. */
bool past_gives_up(Past *past, const char *key, gint64 low, gint64 high);

/* The same of the person of the cell with key KNOWN. */
bool past_gives_up_to(Past *past, const char *known, const char *key, gint64 low, gint64 high);

/* Leaves of AUDIT's failing cells those that are not given up. These; transfer full, of
 * AttackCell. */
GArray *past_take(Past *past, const Store *store, Audit *audit);

/* Takes from BETS (of GuessBet, of STORE's cells) those above the share MOST that readers could
 * have made before as well, as often and of the same value. These; transfer full, of GuessBet. */
GArray *past_take_bets(Past *past, const Store *store, GArray *bets, double most);
