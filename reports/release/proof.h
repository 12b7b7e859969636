/*
 * Proof: the four files by which anybody can check that a release gives no small number away
 * (witness_check reads them): rule.csv, cells.csv, sums.csv, tables.csv.
 *
 *     store of all that is public ─▶ attack_audit ─▶ its tables ─▶ proof ─▶ folder/proof/
 *
 * No true value of a cell that is not published is looked at. Same store, same tables: the same
 * bytes, in whatever order the cells were added.
 */
#pragma once

#include "reports/disclosure/attack.h"

typedef struct Proof Proof;

/* Numbers the cells of STORE, whose keys are "measure|place|kind|first_on|last_on|release", in
 * their order, and checks that they can be written: SHUMAR_ERROR_FAILED names one that cannot.
 * STORE and TABLES have to stay. */
Proof *proof_new(const Store *store, const Tables *tables, const AttackRule *rule, GError **error);

/* The cells of GIVEN_UP (of AttackCell) could be found before this release: the files say so, and
 * the checker asks nothing of them. They are of earlier releases. */
void proof_give_up(Proof *proof, const GArray *given_up);
void proof_free(Proof *proof);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Proof, proof_free)

/* The number, from 1, of the cell with KEY; 0: there is none. *ret_cell may be NULL. */
guint proof_number(const Proof *proof, const char *key, const StoreCell **ret_cell);

/* Writes the four files and the checker's source to FOLDER, and checks them by it:
 * SHUMAR_ERROR_DISCLOSURE has its lines when they prove nothing. */
bool proof_write(const Proof *proof, const char *folder, GError **error);

/* The checker as it was compiled in: its files, each a name and a text, to { NULL }. */
extern const char *const witness_source[][2];
