/*
 * Writers: a small source with the kit, and clerks who write into it at once.
 *
 * Items lie in folders. The key of an item holds its folder's code, as the key of a case
 * holds its station's; updated_at is when the transaction began, as records systems have it.
 */
#pragma once

#include "core/database/database.h"

#define WRITERS 8

/* Makes the schema race in DB: items 1 and 2, which no writer touches, and twenty for each
 * writer; watched as cases, and as accused and outcomes, which are none. */
void writers_prepare(Database *db);

/* Starts the writers on DATABASE. Each works for RACE_US in transactions that are open from a
 * millisecond to seconds: half their deeds are updates, a tenth deletes, a tenth moves to
 * another folder, the rest new items; a tenth of the transactions is rolled back. RENAMES has
 * them change the codes of their folders now and then. */
typedef struct Writers Writers;
Writers *writers_start(const char *database, gint64 race_us, bool renames);

/* True until the time is over; transactions may still be open then. */
bool writers_going(const Writers *writers);

/* Waits for the NUMBERth writer's last transaction; its errors fail the test. */
void writers_join(Writers *writers, int number);
void writers_free(Writers *writers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Writers, writers_free)
