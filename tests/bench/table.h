/*
 * Table: the rows of docs/performance.md as they are measured.
 */
#pragma once

#include "tests/bench/sample.h"

#include <stdbool.h>

/* How a row is judged. */
typedef enum {
	ROW_FASTER, /* their seconds / ours, at least the target */
	ROW_WITHIN, /* our seconds / theirs, at most the target */
	ROW_SHOWN,  /* the same quotient, without a target */
} RowGoal;

typedef struct {
	char *line;    /* name for ONLY= */
	char *work;    /* what we do, with sizes */
	char *against; /* what the peer does */
	RowGoal goal;
	double target;
	double less; /* so many times less work was given to the peer; 1 for the same */
	Sample ours;
	Sample theirs;
} Row;

typedef struct Table Table;

Table *table_new(void);
void table_free(Table *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)

/* A new row; WORK and AGAINST are taken over. It lives as long as the table. */
Row *table_row(Table *table, const char *line, char *work, char *against, RowGoal goal,
	       double target);

/* The peer's seconds for the whole work. */
void row_add(Row *row, double ours, double theirs);

/* Notes a peak of memory of LINE; the largest is kept. */
void table_peak(Table *table, const char *line, gint64 kib);

/* Notes that LINE could not be measured, or that the two sides differed. */
void table_fail(Table *table, const char *line, const char *why);

/* The whole as Markdown: HEAD first, then rows, memory and faults. Transfer full. */
char *table_text(const Table *table, const char *head);
