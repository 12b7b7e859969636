/*
 * Reads the four files of a proof for check.c, where it is said what is proved and how it is built.
 * Nothing is taken that is not as it has to be: plain fields without quotes, every line ended, rows
 * numbered and in order, no more and no fewer than rule.csv says.
 */
#include "check.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* 5 million products of 10^9 and 1,000 stay below 2^63: no sum overflows. */
enum { LARGEST = 1000000000, LARGEST_FACTOR = 1000, MOST_ROWS = 5000000 };
static const long long MOST_WORK = 20000000000; /* additions: some seconds */
enum { LINE = 1024, RULES = 5 };
enum { NUMBER, RELEASE, MEASURE, PLACE, KIND, FIRST, LAST, STATE, VALUE, LEAST, MOST, FIELDS };

static const char *const names[] = { "rule.csv", "cells.csv", "sums.csv", "tables.csv" };
static const char *const heads[] = {
	"name,value", "cell,release,measure,place,kind,first_on,last_on,state,value,least,most",
	"sum,cell,factor", "table,cell,value"
};
static const char *const states[] = { "published", "hidden", "unpublished", "given-up" };
static const char *const rules[RULES] = { "threshold", "width", "cells.csv", "sums.csv",
					  "tables.csv" };

/* The file that is being read. */
typedef struct {
	int file;
	FILE *stream;
	long long row;
	char line[LINE], *field[FIELDS];
} Reader;

/* Tells what is wrong with the row that is being read. */
static bool refuse(Witness *all, const Reader *reader, const char *why)
{
	if (witness_begin_fault(all))
		fprintf(all->said, "proof/%s, row %lld: %s\n", names[reader->file], reader->row,
			why);
	return false;
}

/* ── a line, its fields, a number ── */
static bool next_line(Witness *all, Reader *reader)
{
	char *end, *at = reader->line;
	if (fgets(reader->line, LINE, reader->stream) == NULL)
		return ferror(reader->stream) ? refuse(all, reader, "cannot be read") : false;
	if ((end = strchr(reader->line, '\n')) == NULL)
		return refuse(all, reader, "a line that is too long, or cut off");
	*(end > at && end[-1] == '\r' ? end - 1 : end) = '\0';
	while ((unsigned char)*at >= ' ' && *at != '"' && *at != 127)
		at++;
	return *at == '\0' || refuse(all, reader, "a character that has no place here");
}

static bool cut_fields(Reader *reader, int fields)
{
	char *at = reader->line;
	for (int n = 0; n < fields; n++) {
		reader->field[n] = at;
		at += strcspn(at, ",");
		if ((*at == ',') != (n < fields - 1))
			return false;
		*at++ = '\0';
	}
	return true;
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

/* ── a row of each file ── */
static bool take_rule(Witness *all, const Reader *reader)
{
	long long *const to[RULES] = { &all->threshold, &all->width, &all->cell_count,
				       &all->term_count, &all->entry_count };
	return strcmp(reader->field[0], rules[reader->row - 1]) == 0 &&
	       number(reader->field[1], 0, MOST_ROWS, to[reader->row - 1]);
}

static bool take_cell(Witness *all, const Reader *reader)
{
	char *const *field = reader->field, name[LINE];
	long long no;
	WitnessCell cell = { .most = LARGEST, .lowest = LARGEST, .base = -1, .highest = -1 };
	while (cell.state < WITNESS_COUNTS && strcmp(field[STATE], states[cell.state]) != 0)
		cell.state++;
	bool published = cell.state == WITNESS_PUBLISHED;
	if (!number(field[NUMBER], reader->row, reader->row, &no) || cell.state == WITNESS_COUNTS ||
	    (published ? !number(field[VALUE], 0, LARGEST, &cell.base) : *field[VALUE] != '\0') ||
	    !number(field[LEAST], 0, LARGEST, &cell.least) ||
	    (*field[MOST] != '\0' && !number(field[MOST], cell.least, LARGEST, &cell.most)))
		return false;
	if (published)
		cell.least = cell.most = cell.base;
	snprintf(name, sizeof name, "%s\t%s\t%s\t%s\t%s\t%s", field[MEASURE], field[PLACE],
		 field[KIND], field[FIRST], field[LAST], field[RELEASE]);
	const char *before = all->cells[no - 1].name; /* none of the first */
	if (before != NULL && strcmp(before, name) >= 0)
		return false; /* in this order, so that none is there twice */
	if ((cell.name = malloc(strlen(name) + 1)) == NULL)
		return false;
	memcpy(cell.name, name, strlen(name) + 1);
	all->cells[no] = cell;
	return true;
}

static bool take_term(Witness *all, const Reader *reader)
{
	WitnessTerm *term = &all->terms[reader->row - 1];
	long long sum, last = all->sum_count;
	if (!number(reader->field[0], last > 0 ? last : 1, last + 1, &sum) ||
	    !number(reader->field[1], sum == last ? term[-1].cell + 1 : 1, all->cell_count,
		    &term->cell) ||
	    !number(reader->field[2], -LARGEST_FACTOR, LARGEST_FACTOR, &term->factor) ||
	    term->factor == 0)
		return false;
	if (sum > last)
		all->sums[sum].from = term;
	all->sums[sum].to = term + 1;
	all->sum_count = sum;
	return true;
}

static bool take_entry(Witness *all, const Reader *reader)
{
	WitnessEntry *entry = &all->entries[reader->row - 1];
	long long last = all->table_count - 1;
	if (!number(reader->field[0], last, last + 1, &entry->table) ||
	    !number(reader->field[1],
		    reader->row > 1 && entry->table == last ? entry[-1].cell + 1 : 1,
		    all->cell_count, &entry->cell) ||
	    !number(reader->field[2], 0, LARGEST, &entry->value))
		return false;
	all->table_count = entry->table + 1;
	return true;
}

/* ── the files ── */
static bool read_file(Witness *all, int file, FILE *stream, long long rows, int fields,
		      bool (*take)(Witness *, const Reader *))
{
	Reader reader = { .file = file, .stream = stream };
	long faults = all->faults;
	if (!next_line(all, &reader) || strcmp(reader.line, heads[file]) != 0)
		return refuse(all, &reader, "not the head of this file");
	for (reader.row = 1; next_line(all, &reader); reader.row++) {
		if (!cut_fields(&reader, fields))
			return refuse(all, &reader, "too few or too many fields");
		if (reader.row > rows || !take(all, &reader))
			return refuse(all, &reader, "not what can be here");
	}
	if (all->faults == faults && reader.row - 1 != rows)
		return refuse(all, &reader, "the file ends, and rule.csv says there is more");
	return all->faults == faults;
}

static bool make_room(Witness *all)
{
	all->cells = calloc((size_t)all->cell_count + 1, sizeof *all->cells);
	all->terms = calloc((size_t)all->term_count + 1, sizeof *all->terms);
	all->sums = calloc((size_t)all->term_count + 1, sizeof *all->sums);
	all->entries = calloc((size_t)all->entry_count + 1, sizeof *all->entries);
	if (all->cells != NULL && all->terms != NULL && all->sums != NULL && all->entries != NULL)
		return true;
	witness_say(all, 0, "not enough memory for as many rows as proof/rule.csv has");
	return false;
}

static bool read_all(Witness *all, FILE *files[WITNESS_FILES])
{
	all->table_count = 1;
	if (!read_file(all, WITNESS_RULE, files[WITNESS_RULE], RULES, 2, take_rule) ||
	    !make_room(all) ||
	    !read_file(all, WITNESS_CELLS, files[WITNESS_CELLS], all->cell_count, FIELDS,
		       take_cell) ||
	    !read_file(all, WITNESS_SUMS, files[WITNESS_SUMS], all->term_count, 3, take_term) ||
	    !read_file(all, WITNESS_TABLES, files[WITNESS_TABLES], all->entry_count, 3, take_entry))
		return false;
	if (all->table_count <= MOST_WORK / (all->term_count + all->cell_count + 1))
		return true;
	witness_say(all, 0, "proof/tables.csv: more tables than are added up");
	return false;
}

long witness_check(FILE *files[WITNESS_FILES], FILE *said, long counts[WITNESS_COUNTS],
		   long *ret_tables)
{
	Witness all = { .said = said };
	memset(counts, 0, WITNESS_COUNTS * sizeof *counts);
	if (read_all(&all, files))
		witness_prove(&all);
	*ret_tables = (long)all.table_count;
	for (long long n = 1; all.cells != NULL && n <= all.cell_count; n++) {
		counts[all.cells[n].state] += all.cells[n].name != NULL;
		free(all.cells[n].name);
	}
	free(all.cells);
	free(all.terms);
	free(all.sums);
	free(all.entries);
	return all.faults;
}

long witness_check_folder(const char *folder, FILE *said, long counts[WITNESS_COUNTS],
			  long *ret_tables)
{
	FILE *files[WITNESS_FILES] = { NULL };
	long faults = 0;
	memset(counts, 0, WITNESS_COUNTS * sizeof *counts);
	*ret_tables = 0;
	for (int n = 0; n < WITNESS_FILES; n++) {
		char path[4096];
		snprintf(path, sizeof path, "%s/%s", folder, names[n]);
		files[n] = fopen(path, "rb");
		if (files[n] == NULL && ++faults > 0)
			fprintf(said, "%s: cannot be opened\n", path);
	}
	if (faults == 0)
		faults = witness_check(files, said, counts, ret_tables);
	for (int n = 0; n < WITNESS_FILES; n++) {
		if (files[n] != NULL)
			fclose(files[n]);
	}
	return faults;
}

#ifndef SHUMAR_VERSION /* built by a reader, and not as a part of the program */
int main(int argc, char **argv)
{
	long counts[WITNESS_COUNTS], tables = 0;
	long faults = witness_check_folder(argc > 1 ? argv[1] : ".", stdout, counts, &tables);
	if (faults > 0)
		printf("NOT proved: %ld faults\n", faults);
	else
		printf("proved: %ld tables fit all %ld published figures, and leave all %ld "
		       "withheld and %ld finer ones open\n",
		       tables, counts[WITNESS_PUBLISHED], counts[WITNESS_WITHHELD],
		       counts[WITNESS_UNPUBLISHED]);
	if (faults == 0 && counts[WITNESS_GIVEN_UP] > 0)
		printf("given up: %ld figures that could be found of earlier releases; of this "
		       "one none may be among them: look for 'given-up' in cells.csv\n",
		       counts[WITNESS_GIVEN_UP]);
	return faults > 0;
}
#endif
