/*
 * Demonstration nights: brings the last nights of made-up records into the record
 * system one by one, as it would have got them: late entries, corrections,
 * deletions, bad records and their correction (sql/demo/nights_*.sql draws them).
 *
 * A night is one transaction that counts itself in demo.settings and demo.night, so
 * whoever was interrupted goes on with the next.
 */
#pragma once

#include "core/database/database.h"

/* Called after each night was committed. NIGHT is one row: night, entered_until,
 * cases, late, others, changed, corrected, deleted, bad, resolved. */
typedef bool (*DemoNightPlayed)(const DatabaseResult *night, gpointer payload, GError **error);

/* Plays the nights that are left, in order; none where the records know no nights.
 * Stops when PLAYED is false. Another process at it is SHUMAR_ERROR_LOCKED. */
bool demo_nights_play(Database *db, DemoNightPlayed played, gpointer payload, GError **error);

/* The head of a table of nights, and the line of one. Transfer full. */
char *demo_nights_head(void);
char *demo_nights_line(const DatabaseResult *night);

/* What all nights together brought, a line a kind; empty text without nights. Transfer full. */
char *demo_nights_totals(Database *db, GError **error);
