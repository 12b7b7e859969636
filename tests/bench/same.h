/*
 * Same: what both sides made must be equal before their times count. Every
 * difference is an error that says what differs.
 */
#pragma once

#include "tests/bench/bench.h"

/* The one row that OURS (of sql/same/) gives in the one database against that of THEIRS in
 * the other. WHAT names it in the error. */
bool same_row(const Bench *bench, const char *what, const char *our_database, const char *ours,
	      const char *their_database, const char *theirs, GError **error);

/* The first column of the one row that FILE gives in DATABASE must be ROWS. */
bool same_count(const Bench *bench, const char *what, const char *database, const char *file,
		gint64 rows, GError **error);

/* Every cube of the three facts in WAREHOUSE against peer.<cube> of PEER, cell by cell. */
bool same_cubes(const Bench *bench, const char *warehouse, const char *peer, GError **error);

/* The ledger of the last run of WAREHOUSE against what was planted in RECORDS records, and what
 * is staged against the rest of them. RECORDS 0: nothing was planted. */
bool same_rejects(const Bench *bench, const char *warehouse, gint64 records, GError **error);
