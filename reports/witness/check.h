/*
 * What check.c and read.c have in common, and what the program takes of them. Plain C with nothing
 * but the C library: all three are published in each release, in proof/.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

/* The files, in the order in which they are read. */
enum { WITNESS_RULE, WITNESS_CELLS, WITNESS_SUMS, WITNESS_TABLES, WITNESS_FILES };

/* How a cell stands in cells.csv; also what is counted. */
enum {
	WITNESS_PUBLISHED,
	WITNESS_WITHHELD,
	WITNESS_UNPUBLISHED,
	WITNESS_GIVEN_UP, /* could be found before this release, which adds nothing to it */
	WITNESS_COUNTS
};

/* The least rule that is taken for one: "fewer than 5", and 4 wide. */
enum { WITNESS_THRESHOLD = 5, WITNESS_WIDTH = 4 };

/* How often all sums are gone through for bounds; mostly nothing moves after a few times. */
enum { WITNESS_ROUNDS = 100 };

/* In how many tables something is wrong, and in which first. */
typedef struct {
	long long tables, first;
} WitnessFault;

typedef struct {
	char *name;
	int state;
	long long least, most;     /* known of it; both are its value when it is published */
	long long base, value;     /* in table 0, and in the table at hand; -1: none */
	long long lowest, highest; /* in all tables */
	WitnessFault wrong;
} WitnessCell;

/* One row of sums.csv, and one of tables.csv. */
typedef struct {
	long long cell, factor;
} WitnessTerm;
typedef struct {
	long long table, cell, value;
} WitnessEntry;

typedef struct {
	const WitnessTerm *from, *to; /* to: behind its last */
	WitnessFault wrong;
} WitnessSum;

/* The four files. Cell N is cells[N], and sum N is sums[N]: both are numbered from 1. */
typedef struct {
	long long threshold, width;
	WitnessCell *cells;
	WitnessTerm *terms;
	WitnessSum *sums;
	WitnessEntry *entries;
	long long cell_count, term_count, sum_count, entry_count, table_count;
	FILE *said;
	long faults;
} Witness;

/* check.c: says each fault of what was read; none means that it is proved. */
void witness_prove(Witness *all);

/* Tells what is wrong with CELL; 0: with no one. */
__attribute__((format(printf, 3, 4))) void witness_say(Witness *all, long long cell,
						       const char *format, ...);

/* Counts a fault. True while it is to be told, one of the first 50. */
bool witness_begin_fault(Witness *all);

/* read.c. */

/* Reads the four FILES, which are not closed, and checks them. Writes a line to SAID for each
 * fault, 50 at most, and counts to COUNTS. The number of faults: 0 means proved. */
long witness_check(FILE *files[WITNESS_FILES], FILE *said, long counts[WITNESS_COUNTS],
		   long *ret_tables);

/* The same of the files in FOLDER, ".../proof"; one that cannot be opened is a fault. */
long witness_check_folder(const char *folder, FILE *said, long counts[WITNESS_COUNTS],
			  long *ret_tables);
