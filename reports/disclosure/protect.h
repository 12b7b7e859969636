/*
 * Protect: chooses what is hidden so that nobody can work out or narrow what must not be known.
 *
 *     g_autoptr(ProtectRules) rules = rules_read(path, &error);
 *     rules->key = g_bytes_ref(secret);
 *     rules_apply(rules, store, facts, facts_count);
 *     g_auto(ProtectResult) result = { 0 };
 *     if (!protect(store, rules, &result, &error))   SHUMAR_ERROR_DISCLOSURE names the cells
 *
 * Primaries, then a base pattern by elimination (pattern), local linear programs for what is still
 * too narrow (repair), needless ones released (cleanup). At the end every cell that is not
 * published varies by at least the width over all whole-number tables that fit what is public, or
 * is always at least the threshold, or always 0: secondaries too, so that they cannot be told from
 * primaries. Cells that come in hidden stay hidden, forced ones stay published.
 *
 * Same figures, rules and key, same pattern, whatever the order of cells and equations: everything
 * goes by the cells' keys. Pure: no database, no file, no clock.
 */
#pragma once

#include "reports/disclosure/past.h"
#include "reports/disclosure/rule.h"

typedef struct {
	guint primaries;   /* hidden by a rule */
	guint secondaries; /* hidden for them */
	guint before;      /* of both: came in hidden */
	guint released;    /* secondaries that were needless after all */
	guint rounds;      /* of repair */
	GArray *exposed;   /* of guint, cells that a rule hits and that were public before: not
			      protected, and not counted as such */
	GArray *given_up;  /* of guint, cells of the past that could be found before (past.h) */
	GArray *refused;   /* of guint, cells that nothing can protect */
} ProtectResult;

void protect_result_clear(ProtectResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ProtectResult, protect_result_clear)

/* Sets the states of STORE's cells (and least of those it hides); those that no rule hits and that
 * are hidden for others keep rule NULL. False: STORE is as it was, *error is
 * SHUMAR_ERROR_DISCLOSURE: figures do not add up (which equation), or some cells cannot be
 * protected (which, and why); RESULT has them. */
bool protect(Store *store, const ProtectRules *rules, ProtectResult *result, GError **error);

/* The same of a store that has earlier releases in it, all of which PAST (NULL: none) is of: what
 * nothing new touches is not looked at again, and what was weak before refuses nothing. */
bool protect_since(Store *store, const ProtectRules *rules, Past *past, ProtectResult *result,
		   GError **error);

/* Which cells have to be good. */
typedef enum {
	PROTECT_ALL,
	PROTECT_TOLD, /* those of tables, for readers; what lies between them may be narrow */
} ProtectWhat;

/* Hides what WHAT needs besides what is hidden in STORE already, as an audit finds it: nothing is
 * released, and no rule is asked again. *ret_hidden: how many more. False as protect_since. */
bool protect_more(Store *store, const ProtectRules *rules, Past *past, ProtectWhat what,
		  guint *ret_hidden, ProtectResult *result, GError **error);
