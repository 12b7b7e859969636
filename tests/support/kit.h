/*
 * Kit: the source kit in a test's database, and readings of its ledger as the engine makes them.
 *
 *     g_autoptr(KitPlace) place = kit_place_new();
 *     kit_advance(reader, place);                     the first reading: all is known
 *     run(writer, "update psrms.firs set ...");
 *     cr_assert(database_begin(reader, DATABASE_SNAPSHOT_READ, NULL));
 *     kit_advance(reader, place);
 *     g_autofree char *notes = kit_notes(reader, place);   "case 1 LHR-01/2024/11"
 */
#pragma once

#include "core/database/database.h"

/* What a reader keeps between its readings, and what the window of the last one was. */
typedef struct {
	char *snapshot;
	char *mark;
	char *from_xid;
	char *also_xids;
	char *fault; /* or NULL */
} KitPlace;

KitPlace *kit_place_new(void);
void kit_place_free(KitPlace *place);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KitPlace, kit_place_free)

/* A new database with the record system psrms, its keys, a few invented records and the kit;
 * and its name for further connections (transfer full). */
Database *kit_psrms(char **ret_name);

/* Runs SCRIPT, or one statement that is to work. */
void kit_script(Database *db, const char *script);

/* The one text that SQL gives, or NULL. Transfer full. */
char *kit_text(Database *db, const char *sql);

/* Moves PLACE on to now; its window then holds what is new since it was moved last. In a
 * snapshot transaction, "now" is that snapshot. */
void kit_advance(Database *db, KitPlace *place);

/* The notes of the window, one "feed row_id key+key !compare" each, sorted, parted by "; ";
 * equal ones once, and "moved" left out. Transfer full. */
char *kit_notes(Database *db, const KitPlace *place);
