/*
 * Repair: hides what has to be hidden besides, until every cell that is not published is wide.
 *
 * Cell by cell: is there a pair of tables, out of what is hidden already, in which it differs by
 * enough? Is it always at least the threshold, or always 0? If not, the cheapest cells that make
 * such a pair (moves) become hidden. Whoever is the one case of a figure knows it: for him there
 * has to be a pair too that leaves that figure alone. Pairs are kept, since one shows many cells
 * wide, and hiding more never spoils one; bounds are looked at anew.
 */
#pragma once

#include "reports/disclosure/moves.h"

typedef struct Repair Repair;

/* STORE (borrowed) with its cells in the order of keys; its states and least are changed. */
Repair *repair_new(Store *store, const ProtectRules *rules, const double *costs);
void repair_free(Repair *repair);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Repair, repair_free)

/* TRUSTED (by cell, borrowed): those that an audit of what is hidden now has found wide;
 * unpublished ones of them are not looked at one by one, since hiding more does not narrow them. */
void repair_trust(Repair *repair, const bool *trusted);

/* SETTLED (by cell, borrowed): what is not looked at one by one: it was found good before, or can
 * never be. */
void repair_settle(Repair *repair, const bool *settled);

/* From now on cells are gone through in the opposite order: another pattern, which may be cheaper.
 */
void repair_backwards(Repair *repair);

/* Hides until no cell that is not published can be found or narrowed, also by contributors, or
 * nothing helps. RET_REFUSED (of guint): cells that nothing can protect. How many rounds it took.
 */
guint repair_all(Repair *repair, GArray *ret_refused);

/* Repairs CELL, which an audit has found too narrow, in proved whole numbers over as much as it
 * takes; against the person of cell HELD (MOVES_NOBODY: readers). False: nothing helps. */
bool repair_audited(Repair *repair, guint cell, guint held);

/* Hides what it takes for CELL to vary by WIDTH, or more where that is hidden already. False:
 * nothing helps. */
bool repair_widen(Repair *repair, guint cell, gint64 width);

/* Hides one figure more in a sum of CELL, that with the smallest figures hidden: the cheapest that
 * may be; where there is none, in a sum of what is not published there. False: there is none. */
bool repair_beside(Repair *repair, guint cell);

/* A figure that only the key chose identifies nobody: where nothing can protect it, it is printed.
 * False: CELL is none, or others need it. */
bool repair_drop_decoy(Repair *repair, guint cell);

/* The same where others need it: they have to be found by the next audit, and repaired. */
bool repair_print_decoy(Repair *repair, guint cell);

/* Where no program comes to an end: hides all that may be hidden in the sums of CELL, and where
 * that is nothing, in the sums of what is not published there. False: there is nothing left to
 * hide. */
bool repair_around(Repair *repair, guint cell);

/* Publishes the hidden CELL when all others stay wide without it. */
bool repair_release(Repair *repair, guint cell);
