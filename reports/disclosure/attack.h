/*
 * Attack: what a reader of everything published can find out about what is not.
 *
 * He knows the published values, the equations, and that all other cells are whole numbers from
 * their least to their most. The audit asks of every cell that is not published, primary or not:
 * over all whole-number tables that agree with what is public it varies by at least `width`, or is
 * always at least `threshold`, or is always 0. True values are never looked at.
 *
 *     g_autoptr(Audit) audit = attack_audit(store, &(AttackRule){ 4, 5, 0 }, &error);
 *     if (audit == NULL) refuse: error says what contradicts what, or that the solver stopped
 *     if (audit->failing->len > 0) refuse: each cell with its interval
 *     else publish with audit->tables
 */
#pragma once

#include "reports/disclosure/tables.h"

typedef struct {
	gint64 width;
	gint64 threshold;
	gint64 limit_ms; /* for the whole of it; 0: none */
} AttackRule;

typedef struct {
	guint cell;
	gint64 low, high; /* whole numbers; CELL_NO_MOST where there is no end */
	bool derivable;   /* by adding and subtracting alone */
} AttackCell;

typedef struct {
	Tables
	    *tables; /* for every cell that meets the rule, and the interval of those that fail */
	GArray *failing; /* AttackCell: derivable ones first, then the narrowest, then by key */
	gint64 margin;   /* the smallest width shown of a cell that needs one; -1: there is none */
	guint cells;     /* that are not published */
	guint components;
	guint programs; /* linear programs run */
	guint searches; /* whole-number programs among them */
} Audit;

/* NULL when nothing at all fits the public figures (an equation or a component is named), or when
 * the solver stopped: SHUMAR_ERROR_DISCLOSURE both times. */
Audit *attack_audit(const Store *store, const AttackRule *rule, GError **error);
void audit_free(Audit *audit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Audit, audit_free)

/* Forgets what came of parts that were attacked before (attack_memory.c): for who measures. */
void attack_forget(void);

/* ── contributors ── */

/* What the person behind a cell finds, who knows its value. */
typedef struct {
	guint known;
	guint cell;
	gint64 low, high;
} AttackFinding;

/* Each of KNOWN (not published; its true value is what its person knows) as an attacker: the cells
 * that he narrows below the rule, which RULE's width may set lower than that of the audit; AUDIT
 * has passed. A figure that is his own under another name (the one case of a district is that of
 * its division, all other districts being 0) is no finding. By key of known, then of cell. NULL as
 * above. Transfer full. */
GArray *attack_contributors(const Store *store, const Audit *audit, const AttackRule *rule,
			    const guint *known, guint count, GError **error);

/* The same, but for the parts in which nothing is new since BEFORE (past_parts.h; NULL: none). */
typedef struct PastParts PastParts;
GArray *attack_contributors_since(const Store *store, const Audit *audit, const AttackRule *rule,
				  const guint *known, guint count, const PastParts *before,
				  GError **error);

/* ── intervals ── */

typedef struct {
	double lp_low, lp_high; /* in fractions; -INFINITY, INFINITY */
	gint64 low, high;       /* in whole numbers; CELL_NO_MOST */
} AttackInterval;

/* The exact interval of each of the COUNT CELLS, which are distinct, for the safety report. NULL as
 * above. Transfer full, of AttackInterval. */
GArray *attack_intervals(const Store *store, const guint *cells, guint count, gint64 limit_ms,
			 GError **error);
