/*
 * The proof that nobody who reads all figures ever published can find a number from 1 to 4 that was
 * withheld. This file judges; read.c reads the files, and takes nothing that is not as it has to
 * be. Any C compiler builds both:
 *
 *     cc -O2 -o /tmp/check proof/check.c proof/read.c && /tmp/check proof
 *
 * What the public knows. cells.csv has every figure that was ever published, with its value; and,
 * without a value, those withheld, and finer ones that were never published. Of these it is known
 * that they are whole numbers from 'least' to 'most'. sums.csv has every way in which figures add
 * up: in each sum, factor times figure, added up, is 0.
 *
 * What is shown. tables.csv has whole tables: each gives every figure without a value some value.
 * 1. Each table fits all that the public knows. So nobody can tell, by whatever method, which of
 *    them is true. (None need be: they were made from what is public.)
 * 2. So a figure that is 0 in one table and 4 in another cannot be narrowed to less. Each figure
 *    without a value differs in this way, by the width (4) or more, between two of the tables.
 * 3. Or else it is no small number: the threshold (5) or more, or 0, in every table there can be.
 *    Tables that are listed cannot show what holds for all. Bounds do: in each sum a figure is at
 *    most, and at least, what the others between their bounds leave for it; and so on, sum by sum.
 *
 * Not shown: figures whose state is 'given-up'. They could be found of the earlier releases that
 * are named beside them, before this one, and nothing can protect them any more.
 *
 * What it rests on, and everybody can look at: that cells and sums are all there; that 'least' is 1
 * where a nought would have been published; that a figure which is there of two releases was
 * revised in between. And no count is above a thousand million, so that nothing here overflows.
 */
#include "check.h"

#include <stdarg.h>

enum { FAULTS_SAID = 50 };

/* ── what is said ── */
bool witness_begin_fault(Witness *all)
{
	return all->faults++ < FAULTS_SAID;
}

void witness_say(Witness *all, long long cell, const char *format, ...)
{
	va_list list;
	if (!witness_begin_fault(all))
		return;
	if (cell > 0)
		fprintf(all->said, "cell %lld (", cell);
	for (const char *at = cell > 0 ? all->cells[cell].name : ""; *at != '\0'; at++)
		fputc(*at == '\t' ? ' ' : *at, all->said);
	fputs(cell > 0 ? "): " : "", all->said);
	va_start(list, format);
	vfprintf(all->said, format, list);
	va_end(list);
	fputc('\n', all->said);
}

static void say_tables(Witness *all)
{
	static const char where[] = "of the tables, the first is";
	for (long long n = 1; n <= all->cell_count; n++) {
		const WitnessCell *cell = &all->cells[n];
		const WitnessFault wrong = cell->wrong;
		if (wrong.tables > 0 && cell->state == WITNESS_PUBLISHED)
			witness_say(all, n, "it is published, and yet listed in %lld %s %lld",
				    wrong.tables, where, wrong.first);
		else if (wrong.tables > 0 && cell->base < 0)
			witness_say(all, n, "table 0 does not have it");
		else if (wrong.tables > 0)
			witness_say(all, n, "less or more than can be in %lld %s %lld",
				    wrong.tables, where, wrong.first);
	}
	for (long long n = 1; n <= all->sum_count; n++) {
		const WitnessFault wrong = all->sums[n].wrong;
		if (wrong.tables > 0)
			witness_say(all, all->sums[n].from->cell,
				    "sum %lld, in which it is, is not 0 in %lld %s %lld", n,
				    wrong.tables, where, wrong.first);
	}
}

#include <stdbool.h>
#include <stdlib.h>

static void count_fault(WitnessFault *wrong, long long table)
{
	if (wrong->tables++ == 0)
		wrong->first = table;
}

/* 1. One table: can each figure be what it is there, and is each sum 0? */
static void check_table(Witness *all, long long table)
{
	for (WitnessCell *cell = all->cells + 1; cell <= all->cells + all->cell_count; cell++) {
		if (cell->state != WITNESS_PUBLISHED &&
		    (cell->value < cell->least || cell->value > cell->most))
			count_fault(&cell->wrong, table);
		cell->lowest = cell->value < cell->lowest ? cell->value : cell->lowest;
		cell->highest = cell->value > cell->highest ? cell->value : cell->highest;
	}
	for (WitnessSum *sum = all->sums + 1; sum <= all->sums + all->sum_count; sum++) {
		long long total = 0;
		for (const WitnessTerm *term = sum->from; term < sum->to; term++)
			total += term->factor * all->cells[term->cell].value;
		if (total != 0)
			count_fault(&sum->wrong, table);
	}
}

/* 1. All tables. Table 0 has every figure without a value; the others, what differs from it. */
static void check_tables(Witness *all)
{
	const WitnessEntry *entry = all->entries, *end = all->entries + all->entry_count;
	for (long long table = 0; table < all->table_count; table++) {
		for (long long n = 1; n <= all->cell_count; n++)
			all->cells[n].value = all->cells[n].base;
		for (; entry < end && entry->table == table; entry++) {
			WitnessCell *cell = &all->cells[entry->cell];
			if (cell->state == WITNESS_PUBLISHED)
				count_fault(&cell->wrong, table);
			cell->value = entry->value;
			cell->base = table == 0 ? entry->value : cell->base;
		}
		check_table(all, table);
	}
}

static long long floor_of(long long number, long long by) /* rounded down; BY is above 0 */
{
	return number / by - (number % by < 0);
}

/* 3. One sum: narrows each of its figures to what the others leave for it. Whether one moved. */
static bool narrow(Witness *all, const WitnessSum *sum)
{
	long long low = 0, high = 0; /* of the whole sum, which is 0 */
	bool moved = false;
	for (const WitnessTerm *term = sum->from; term < sum->to; term++) {
		const WitnessCell *cell = &all->cells[term->cell];
		low += term->factor * (term->factor > 0 ? cell->least : cell->most);
		high += term->factor * (term->factor > 0 ? cell->most : cell->least);
	}
	for (const WitnessTerm *term = sum->from; term < sum->to; term++) {
		WitnessCell *cell = &all->cells[term->cell];
		long long size = llabs(term->factor);
		long long up = term->factor > 0 ? -low : high,
			  down = term->factor > 0 ? high : -low;
		long long most = floor_of(up + size * cell->least, size);
		long long least = -floor_of(down - size * cell->most, size);
		moved = moved || most < cell->most || least > cell->least;
		cell->most = most < cell->most ? most : cell->most;
		cell->least = least > cell->least ? least : cell->least;
	}
	return moved;
}

void witness_prove(Witness *all)
{
	bool moved = true;
	check_tables(all);
	say_tables(all);
	if (all->threshold < WITNESS_THRESHOLD || all->width < WITNESS_WIDTH)
		witness_say(all, 0, "a weaker rule than a threshold of 5 and a width of 4");
	if (all->faults > 0)
		return; /* bounds are worth nothing where no table fits */
	for (int round = 0; moved && round < WITNESS_ROUNDS; round++) {
		moved = false;
		for (long long n = 1; n <= all->sum_count; n++)
			moved = narrow(all, &all->sums[n]) || moved;
	}
	for (long long n = 1; n <= all->cell_count; n++) {
		const WitnessCell *cell = &all->cells[n];
		bool open = cell->highest - cell->lowest >= all->width;              /* 2 */
		bool never_small = cell->least >= all->threshold || cell->most == 0; /* 3 */
		if (cell->state != WITNESS_PUBLISHED && cell->state != WITNESS_GIVEN_UP && !open &&
		    !never_small)
			witness_say(all, n, "it may be found: the tables have it from %lld to %lld",
				    cell->lowest, cell->highest);
	}
}
