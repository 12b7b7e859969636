/*
 * Checks the proof of a release: that nobody who reads all its figures can find a number from 1 to
 * 4 that was withheld. It needs a C compiler, and no library:
 *
 *     cc -O2 -o check proof/check.c && ./check proof
 *
 * Why this is a proof. What the public knows is in two files: cells.csv has every figure that was
 * ever published, and, without their values, those withheld and finer ones never published;
 * sums.csv has every way in which they add up (the sum of factor times cell is 0). All that is
 * known of a cell without a value is that it is whole, and from its 'least' to its 'most'.
 * tables.csv has whole tables: each gives all cells without a value some value. None need be the
 * true one, as they were made from what is public. But each fits everything that is public, which
 * is seen here by adding up. So who knows only what is public cannot tell which is true, by
 * whatever method; and a cell that is 0 in one and 4 in another cannot be narrowed below that.
 * Each cell without a value has to differ by the width (4) between two of the tables; or else be
 * the threshold (5) or more, or be 0, in every table there can be. Tables that are listed cannot
 * show what holds for all. Arithmetic does: in each sum a cell is at most, and at least, what the
 * others leave for it; and so on, sum by sum, until nothing moves.
 *
 * What it rests on, and everybody can look at: that cells and sums are all there; that 'least' is 1
 * where a nought would have been published; that a figure which is there of two releases was
 * revised in between. And no count is above a thousand million.
 *
 * The first half below reads the files, and takes nothing that is not as it has to be. The proof is
 * the second half, from "the tables" on.
 */
#ifdef SHUMAR_VERSION
#include "reports/release/witness_check.h"
#endif
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef SHUMAR_VERSION /* alone: what the header says */
enum { WITNESS_RULE, WITNESS_CELLS, WITNESS_SUMS, WITNESS_TABLES, WITNESS_FILES };
enum { WITNESS_PUBLISHED, WITNESS_WITHHELD, WITNESS_UNPUBLISHED, WITNESS_COUNTS };
enum { WITNESS_THRESHOLD = 5, WITNESS_WIDTH = 4 };
#endif

/* 5 million products of 10^9 and 1,000 stay below 2^63: no sum here overflows. */
enum { LARGEST = 1000000000, LARGEST_FACTOR = 1000, MOST_ROWS = 5000000 };
static const long long MOST_WORK = 20000000000; /* additions: some seconds */
enum { LINE = 1024, FAULTS_SAID = 50, ROUNDS = 100, RULES = 5 };
enum { NUMBER, RELEASE, MEASURE, PLACE, KIND, FIRST, LAST, STATE, VALUE, LEAST, MOST, FIELDS };

static const char *const names[] = { "rule.csv", "cells.csv", "sums.csv", "tables.csv" };
static const char *const heads[] = {
	"name,value", "cell,release,measure,place,kind,first_on,last_on,state,value,least,most",
	"sum,cell,factor", "table,cell,value"
};
static const char *const states[] = { "published", "hidden", "unpublished" };
static const char *const rules[RULES] = { "threshold", "width", "cells.csv", "sums.csv",
					  "tables.csv" };

typedef struct {
	char *key;
	int state;
	long long least, most;     /* known of it */
	long long value, base;     /* in the table at hand, and in table 0 */
	long long lowest, highest; /* in the tables so far */
	bool listed;               /* in table 0 */
} Cell;

typedef struct {
	long long sum, cell, factor;
} Term;

typedef struct {
	FILE *said;
	long faults, row; /* row: of the file that is being read */
	char line[LINE], *field[FIELDS];
	long long rule[RULES];
	Cell *cells;                                         /* cell N is cells[N] */
	Term *terms;                                         /* by sum */
	long long cell_count, term_count, work, table, last; /* table: at hand; last: cell in it */
} Check;

/* Tells what is wrong with CELL; 0: with the row of FILE that is being read. */
__attribute__((format(printf, 4, 5))) static bool say(Check *check, int file, long long cell,
						      const char *format, ...)
{
	va_list list;
	if (check->faults++ >= FAULTS_SAID)
		return false;
	if (cell == 0)
		fprintf(check->said, "proof/%s, row %ld: ", names[file], check->row);
	else
		fprintf(check->said, "cell %lld (", cell);
	for (const char *at = cell == 0 ? "" : check->cells[cell].key; *at != '\0'; at++)
		fputc(*at == '\t' ? ' ' : *at, check->said);
	fputs(cell == 0 ? "" : "): ", check->said);
	va_start(list, format);
	vfprintf(check->said, format, list);
	va_end(list);
	fputc('\n', check->said);
	return false;
}

/* ── reading: plain fields, no quotes, every line ended ── */
static bool next_line(Check *check, int file, FILE *stream)
{
	char *end, *at = check->line;
	if (fgets(check->line, LINE, stream) == NULL)
		return ferror(stream) ? say(check, file, 0, "cannot be read") : false;
	if ((end = strchr(check->line, '\n')) == NULL)
		return say(check, file, 0, "a line that is too long, or cut off");
	*(end > at && end[-1] == '\r' ? end - 1 : end) = '\0';
	while ((unsigned char)*at >= ' ' && *at != '"' && *at != 127)
		at++;
	return *at == '\0' || say(check, file, 0, "a character that has no place here");
}

/* A number as it is written here, "0", "12" or "-3", from LEAST to MOST. */
static bool number(const char *text, long long least, long long most, long long *ret_number)
{
	const char *digits = text + (*text == '-');
	size_t length = strspn(digits, "0123456789");
	if (length == 0 || length > 10 || digits[length] != '\0')
		return false;
	*ret_number = strtoll(text, NULL, 10);
	return (*digits != '0' || strlen(text) == 1) && *ret_number >= least && *ret_number <= most;
}

static bool take_rule(Check *check)
{
	return check->row <= RULES && strcmp(check->field[0], rules[check->row - 1]) == 0 &&
	       number(check->field[1], 0, MOST_ROWS, &check->rule[check->row - 1]);
}

static bool take_cell(Check *check)
{
	char **field = check->field, key[LINE];
	long long no;
	Cell cell = { .most = LARGEST, .lowest = LARGEST, .highest = -1 };
	while (cell.state < WITNESS_COUNTS && strcmp(field[STATE], states[cell.state]) != 0)
		cell.state++;
	bool published = cell.state == WITNESS_PUBLISHED;
	if (!number(field[NUMBER], check->row, check->row, &no) || cell.state == WITNESS_COUNTS ||
	    (published ? !number(field[VALUE], 0, LARGEST, &cell.value) : *field[VALUE] != '\0') ||
	    !number(field[LEAST], 0, LARGEST, &cell.least) ||
	    (*field[MOST] != '\0' && !number(field[MOST], cell.least, LARGEST, &cell.most)))
		return false;
	if (published)
		cell.least = cell.most = cell.value;
	snprintf(key, sizeof key, "%s\t%s\t%s\t%s\t%s\t%s", field[MEASURE], field[PLACE],
		 field[KIND], field[FIRST], field[LAST], field[RELEASE]);
	if (no > 1 && strcmp(check->cells[no - 1].key, key) >= 0)
		return false; /* in this order, so that none is there twice */
	if ((cell.key = malloc(strlen(key) + 1)) == NULL)
		return false;
	memcpy(cell.key, key, strlen(key) + 1);
	check->cells[no] = cell;
	check->cell_count = no;
	return true;
}

static bool take_term(Check *check)
{
	Term *term = &check->terms[check->term_count], last = { 0 };
	if (check->term_count > 0)
		last = term[-1];
	check->term_count++;
	return number(check->field[0], last.sum, last.sum + 1, &term->sum) && term->sum > 0 &&
	       number(check->field[1], term->sum == last.sum ? last.cell + 1 : 1, check->cell_count,
		      &term->cell) &&
	       number(check->field[2], -LARGEST_FACTOR, LARGEST_FACTOR, &term->factor) &&
	       term->factor != 0;
}

/* Reads one file; false after a fault. */
static bool read_file(Check *check, int file, FILE *stream, long long rows, int fields,
		      bool (*take)(Check *))
{
	check->row = 0;
	if (!next_line(check, file, stream) || strcmp(check->line, heads[file]) != 0)
		return say(check, file, 0, "not the head of this file");
	long faults = check->faults;
	for (check->row = 1; next_line(check, file, stream); check->row++) {
		char *at = check->line;
		for (int n = 0; n < FIELDS; n++) {
			check->field[n] = at;
			at += strcspn(at, ",");
			if ((*at == ',') != (n < fields - 1))
				return say(check, file, 0, "too few or too many fields");
			if (*at == '\0')
				break;
			*at++ = '\0';
		}
		if (check->row > rows || !take(check))
			return say(check, file, 0, "not what can be here");
	}
	if (check->faults == faults && check->row - 1 != rows)
		return say(check, file, 0, "the file ends, and rule.csv says there is more");
	return check->faults == faults;
}

/* ── the tables ── */
/* The first term of the next sum. */
static long long next_sum(const Check *check, long long from)
{
	long long to = from;
	while (to < check->term_count && check->terms[to].sum == check->terms[from].sum)
		to++;
	return to;
}

/* The table at hand is whole: does it fit what is public? */
static bool end_table(Check *check)
{
	if ((check->work += check->term_count + check->cell_count) > MOST_WORK)
		return say(check, WITNESS_TABLES, 0, "more tables than are added up");
	for (long long from = 0, to; from < check->term_count; from = to) {
		const Term *terms = check->terms;
		long long total = 0;
		to = next_sum(check, from);
		for (long long n = from; n < to; n++)
			total += terms[n].factor * check->cells[terms[n].cell].value;
		if (total != 0)
			say(check, WITNESS_TABLES, terms[from].cell,
			    "table %lld does not keep sum %lld, in which this cell is",
			    check->table, terms[from].sum);
	}
	for (long long n = 1; n <= check->cell_count; n++) {
		Cell *cell = &check->cells[n];
		if (check->table == 0 && cell->state != WITNESS_PUBLISHED && !cell->listed)
			say(check, WITNESS_TABLES, n, "table 0 does not have it");
		if (check->table == 0)
			cell->base = cell->value;
		cell->lowest = cell->value < cell->lowest ? cell->value : cell->lowest;
		cell->highest = cell->value > cell->highest ? cell->value : cell->highest;
		cell->value = cell->base; /* the next table says what differs */
	}
	check->last = 0;
	return true;
}

static bool take_value(Check *check)
{
	long long table, no, value;
	if (!number(check->field[0], check->table, check->table + 1, &table))
		return false;
	if (table > check->table && !end_table(check))
		return false;
	check->table = table;
	if (!number(check->field[1], check->last + 1, check->cell_count, &no) ||
	    !number(check->field[2], 0, LARGEST, &value))
		return false;
	Cell *cell = &check->cells[no];
	if (cell->state == WITNESS_PUBLISHED)
		say(check, WITNESS_TABLES, no, "it is published, and yet table %lld lists it",
		    table);
	else if (value < cell->least || value > cell->most)
		say(check, WITNESS_TABLES, no, "in table %lld it is %lld: less or more than can be",
		    table, value);
	else
		cell->value = value;
	cell->listed = cell->listed || table == 0;
	check->last = no;
	return true;
}

/* ── what holds for every table there can be ── */
static long long floor_of(long long number, long long by) /* rounded down; BY is above 0 */
{
	return number / by - (number % by < 0);
}

/* One sum: each of its cells is what the others, between their bounds, leave for it. */
static bool narrow(Check *check, long long from, long long to)
{
	long long low = 0, high = 0; /* of the whole sum */
	bool moved = false;
	for (long long n = from; n < to; n++) {
		const Cell *cell = &check->cells[check->terms[n].cell];
		long long factor = check->terms[n].factor;
		low += factor * (factor > 0 ? cell->least : cell->most);
		high += factor * (factor > 0 ? cell->most : cell->least);
	}
	for (long long n = from; n < to; n++) {
		Cell *cell = &check->cells[check->terms[n].cell];
		long long factor = check->terms[n].factor, size = llabs(factor);
		/* the sum is 0: size times this cell, less size times its most (least), is */
		long long up = factor > 0 ? -low : high, down = factor > 0 ? high : -low;
		long long most = floor_of(up + size * cell->least, size);
		long long least = -floor_of(down - size * cell->most, size);
		moved = moved || most < cell->most || least > cell->least;
		cell->most = most < cell->most ? most : cell->most;
		cell->least = least > cell->least ? least : cell->least;
	}
	return moved;
}

static void narrow_all(Check *check)
{
	bool moved = true;
	for (int round = 0; moved && round < ROUNDS; round++) {
		moved = false;
		for (long long from = 0, to; from < check->term_count; from = to) {
			to = next_sum(check, from);
			moved = narrow(check, from, to) || moved;
		}
	}
}

/* ── the verdict ── */
static void judge(Check *check)
{
	long long threshold = check->rule[0], width = check->rule[1];
	if (threshold < WITNESS_THRESHOLD || width < WITNESS_WIDTH)
		say(check, WITNESS_RULE, 0, "a weaker rule than a threshold of 5 and a width of 4");
	for (long long n = 1; n <= check->cell_count; n++) {
		const Cell *cell = &check->cells[n];
		if (cell->state != WITNESS_PUBLISHED && cell->highest - cell->lowest < width &&
		    cell->least < threshold && cell->most > 0)
			say(check, WITNESS_TABLES, n,
			    "it may be found: the tables have it from %lld to %lld", cell->lowest,
			    cell->highest);
	}
}

static bool read_all(Check *check, FILE *files[WITNESS_FILES])
{
	if (!read_file(check, WITNESS_RULE, files[WITNESS_RULE], RULES, 2, take_rule))
		return false;
	check->cells = calloc((size_t)check->rule[2] + 1, sizeof *check->cells);
	check->terms = calloc((size_t)check->rule[3] + 1, sizeof *check->terms);
	if (check->cells == NULL || check->terms == NULL)
		return say(check, WITNESS_RULE, 0, "not enough memory for so many rows");
	return read_file(check, WITNESS_CELLS, files[WITNESS_CELLS], check->rule[2], FIELDS,
			 take_cell) &&
	       read_file(check, WITNESS_SUMS, files[WITNESS_SUMS], check->rule[3], 3, take_term) &&
	       read_file(check, WITNESS_TABLES, files[WITNESS_TABLES], check->rule[4], 3,
			 take_value) &&
	       end_table(check);
}

long witness_check(FILE *files[WITNESS_FILES], FILE *said, long counts[WITNESS_COUNTS],
		   long *ret_tables)
{
	Check check = { .said = said };
	memset(counts, 0, WITNESS_COUNTS * sizeof *counts);
	if (read_all(&check, files)) {
		narrow_all(&check);
		judge(&check);
	}
	*ret_tables = (long)check.table + 1;
	for (long long n = 1; n <= check.cell_count; n++) {
		counts[check.cells[n].state]++;
		free(check.cells[n].key);
	}
	free(check.cells);
	free(check.terms);
	return check.faults;
}

#ifndef SHUMAR_VERSION
int main(int argc, char **argv)
{
	FILE *files[WITNESS_FILES];
	long counts[WITNESS_COUNTS], tables = 0;
	for (int n = 0; n < WITNESS_FILES; n++) {
		char path[4096];
		snprintf(path, sizeof path, "%s/%s", argc > 1 ? argv[1] : ".", names[n]);
		if ((files[n] = fopen(path, "rb")) == NULL) {
			perror(path);
			return 2;
		}
	}
	long faults = witness_check(files, stdout, counts, &tables);
	if (faults > 0)
		printf("NOT proved: %ld faults\n", faults);
	else
		printf("proved: %ld tables fit all %ld published figures, and leave all %ld "
		       "withheld and %ld finer ones open\n",
		       tables, counts[WITNESS_PUBLISHED], counts[WITNESS_WITHHELD],
		       counts[WITNESS_UNPUBLISHED]);
	return faults > 0;
}
#endif
