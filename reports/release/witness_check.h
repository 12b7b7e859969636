/*
 * Witness check: does the folder proof/ of a release prove that no small number can be found?
 *
 * Plain C with nothing but the C library: the source is published in each release as
 * proof/check.c, for readers to build and run alone. Its head says what is proved, and why. It
 * includes this header only as a part of the program, and has a main only when alone.
 */
#pragma once

#include <stdio.h>

/* The files, in the order in which they are handed over and opened. */
enum { WITNESS_RULE, WITNESS_CELLS, WITNESS_SUMS, WITNESS_TABLES, WITNESS_FILES };

/* What was counted; tables are table 0 and the others. */
enum { WITNESS_PUBLISHED, WITNESS_WITHHELD, WITNESS_UNPUBLISHED, WITNESS_COUNTS };

/* The least rule that is taken for one: "fewer than 5", and 4 wide. */
enum { WITNESS_THRESHOLD = 5, WITNESS_WIDTH = 4 };

/* Checks the four FILES, which are read once and not closed. Writes a line to SAID for each fault,
 * 50 at most, and counts to COUNTS. The number of faults: 0 means proved. */
long witness_check(FILE *files[WITNESS_FILES], FILE *said, long counts[WITNESS_COUNTS],
		   long *ret_tables);

/* The same of the files in FOLDER, ".../proof"; one that cannot be opened is a fault. */
long witness_check_folder(const char *folder, FILE *said, long counts[WITNESS_COUNTS],
			  long *ret_tables);
