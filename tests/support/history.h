/*
 * History: records that change from night to night at random, watched by the source kit, and a
 * second warehouse that is loaded once from what they have become.
 *
 *     g_autoptr(History) history = history_new(seed, false);
 *     history_change(history);                       some changes of the records
 *     records_run_well(history->records);
 *     g_autofree char *fresh = history_fresh(history);
 *     g_autofree char *state = history_state(history->records->warehouse);
 *     history_equal(state, fresh, "night 3");
 */
#pragma once

#include "tests/support/records.h"

typedef struct {
	Records *records;
	GRand *dice;
	GString *reference; /* statements that changed reference tables of the warehouse */
	GString *journal;   /* of what was done at the source */
} History;

/* The records of records_new, watched by the kit, read by the mapping "rec" with capture ledger.
 * NUMBERED: the key of a FIR is made of its number, as police systems do it, and not of an id. */
History *history_new(guint32 seed, bool numbered);
void history_free(History *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(History, history_free)

/* Changes some records as stations do, rightly or wrongly, and moves the time of the records on. */
void history_change(History *history);

/* Does SQL at the source, where '#9' stands for a number from 1 to 9. */
void history_do(History *history, const char *sql);

/* Changes a reference table of the warehouse; fresh warehouses get the same. */
void history_refer(History *history, const char *sql);

/* Facts (but which run made them), cubes, the rows of every dataset that can be asked of them, and
 * open rejects, one a line. Transfer full. */
char *history_state(Database *warehouse);

/* The state of a new warehouse that has read these records once. Transfer full. */
char *history_fresh(History *history);

/* Fails the test, with the lines that differ, unless both states are the same. */
void history_equal(const History *history, const char *state, const char *expected,
		   const char *when);
