/*
 * Made-up records of the demonstration in a database of their own, without a program
 * around them.
 *
 *     g_autoptr(Database) db = demo_empty();
 *     demo_make(db, 600, 1, 0);
 *     cr_assert(demo_number(db, "select count(*) from psrms.firs") == 600);
 */
#pragma once

#include "app/demo_records.h"

/* Until 2026-06-28, a Sunday. */
DemoSettings demo_settings(gint64 cases, gint64 seed, gint64 nights);

/* A new empty database on the suite's server, opened. */
Database *demo_empty(void);
void demo_make(Database *db, gint64 cases, gint64 seed, gint64 nights);

/* These fail the test where SQL fails. The text is the first value, transfer full. */
void demo_exec(Database *db, const char *sql);
gint64 demo_number(Database *db, const char *sql);
char *demo_text(Database *db, const char *sql);

/* A checksum over the records. BUT (may be NULL) is an array literal of FIRs that are
 * left out, with all that hangs on them: "{17,203}". Transfer full. */
char *demo_digest(Database *db, const char *but);
