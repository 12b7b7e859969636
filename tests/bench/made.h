/*
 * Made: the sources, warehouses and files that lines measure on. What was made is
 * kept for later lines, and with KEEP=1 for later runs; nothing here is timed.
 */
#pragma once

#include "tests/bench/bench.h"

/* The database of the police system with CASES cases. Transfer full. */
char *made_source(const Bench *bench, gint64 cases, GError **error);

/* A migrated warehouse DATABASE without a run, in place of any before. */
bool made_warehouse(const Bench *bench, const char *database, GError **error);

/* The warehouse into which the source with CASES cases was loaded, with the peer's
 * materialized views over its facts. Transfer full. */
char *made_loaded(const Bench *bench, gint64 cases, GError **error);

/* Takes DATABASE, just loaded from that source, to be the one that made_loaded gives. */
bool made_adopt(const Bench *bench, const char *database, gint64 cases, GError **error);

/* A database of the peer's, filled by the script sql/FILE alone. */
bool made_peer(const Bench *bench, const char *database, const char *file, GError **error);

/* What SOURCE holds, for the table: "10 M cases, 8 M accused, 3 M outcomes". Transfer full. */
char *made_records(const Bench *bench, const char *source, GError **error);

/* Changes about COUNT records of SOURCE, other ones each time. */
bool made_changes(const Bench *bench, const char *source, gint64 count, GError **error);

/* Folders of a drop with one file of CASES records: "clean", or "bad" with one bad line
 * in a hundred (planted.h). Transfer full. */
char *made_drop(const Bench *bench, gint64 cases, bool bad, GError **error);
