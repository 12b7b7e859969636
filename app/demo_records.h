/*
 * Demonstration records: a made-up police station record system in a PostgreSQL
 * database, drawn by the scripts of sql/demo from hashes of a seed. The same
 * settings give the same records everywhere.
 */
#pragma once

#include "core/database/database.h"

#define DEMO_CASES_LEAST 500
#define DEMO_CASES_MOST  5000000

typedef struct {
	gint64 cases; /* FIRs, from DEMO_CASES_LEAST to DEMO_CASES_MOST */
	gint64 seed;
	GDate until;   /* the last day; the first is 2022-01-01 */
	gint64 nights; /* how many of the last nights are left to demo_nights; 0: none */
} DemoSettings;

typedef enum {
	DEMO_RECORDS_ABSENT,
	DEMO_RECORDS_AS_WANTED,
	DEMO_RECORDS_OTHER, /* another scale, seed or last day, or other scripts */
} DemoRecords;

/* Compares what DB holds with WANTED. *ret_found (may be NULL; transfer full) says
 * of DEMO_RECORDS_OTHER what was found, in words. */
bool demo_records_look(Database *db, const DemoSettings *wanted, DemoRecords *ret_state,
		       char **ret_found, GError **error);

/* Makes the records in the place of any before, in one transaction, with progress;
 * where nights are wanted, as they stood on the evening before the first.
 * Another process doing the same in the database is SHUMAR_ERROR_LOCKED. */
bool demo_records_make(Database *db, const DemoSettings *settings, GError **error);

/* The script that brings one more night into records made with nights. */
#define DEMO_NIGHT_SCRIPT SQL_DEMO_PLAY_NIGHT

/* Does WORK, and rolls back what it left open when it fails. While another process
 * does so in the database, it is SHUMAR_ERROR_LOCKED: "cannot WHAT the records". */
typedef bool (*DemoRecordsWork)(Database *db, gpointer payload, GError **error);
bool demo_records_alone(Database *db, const char *what, DemoRecordsWork work, gpointer payload,
			GError **error);
