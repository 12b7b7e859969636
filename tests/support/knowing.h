/*
 * Knowing: who attacks a small table with the programme in hand. Of all tables that fit what is
 * public he drops those that would have been protected by another pattern, and looks at what the
 * rest leave of each hidden cell.
 */
#pragma once

#include "reports/disclosure/protect.h"
#include "tests/support/small_tables.h"

typedef struct {
	guint candidates; /* tables that fit */
	guint left;       /* of these, that would have got this pattern */
	guint narrowed;   /* primaries that are left less than the width */
	gint64 narrowest; /* the smallest range of a primary */
} Knowing;

/* STORE is protected under RULES (whose key he has where KEYS is NULL; else he has none, and a
 * table is dropped only when none of the KEYS would have given the pattern). Candidates are looked
 * at up to ABOVE over the true values. */
Knowing knowing_attack(const Store *store, const ProtectRules *rules, GBytes *const *keys,
		       guint keys_count, gint64 above);
