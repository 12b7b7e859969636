/* The checker of proofs: what it takes, what it must not be fooled by, and that what it says is
 * proved is so, by counting out all tables there can be. */
#include <criterion/criterion.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "reports/witness/check.h"

#define RULE   "name,value\nthreshold,5\nwidth,4\n"
#define CELLS  "cell,release,measure,place,kind,first_on,last_on,state,value,least,most\n"
#define SUMS   "sum,cell,factor\n"
#define VALUES "table,cell,value\n"

/* Z = A + B + C of a month; Z and C are published. */
static const char good_rule[] = RULE "cells.csv,4\nsums.csv,4\ntables.csv,4\n";
static const char good_cells[] = CELLS "1,r1,cases,A,all,2026-10-01,2026-10-31,hidden,,0,\n"
				       "2,r1,cases,B,all,2026-10-01,2026-10-31,hidden,,0,\n"
				       "3,r1,cases,C,all,2026-10-01,2026-10-31,published,7,0,\n"
				       "4,r1,cases,Z,all,2026-10-01,2026-10-31,published,19,0,\n";
static const char good_sums[] = SUMS "1,1,-1\n1,2,-1\n1,3,-1\n1,4,1\n";
static const char good_tables[] = VALUES "0,1,0\n0,2,12\n1,1,4\n1,2,8\n";

typedef struct {
	const char *texts[WITNESS_FILES];
	char *said;
	long faults, counts[WITNESS_COUNTS], tables;
} Asked;

static void asked_clear(Asked *asked)
{
	free(asked->said);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Asked, asked_clear)

static FILE *stream_of(const char *text)
{
	FILE *stream = tmpfile();
	cr_assert_not_null(stream);
	(void)fwrite(text, 1, strlen(text), stream);
	rewind(stream);
	return stream;
}

static void ask(Asked *asked)
{
	FILE *files[WITNESS_FILES];
	size_t length = 0;
	FILE *said = open_memstream(&asked->said, &length);
	for (int n = 0; n < WITNESS_FILES; n++)
		files[n] = stream_of(asked->texts[n]);
	asked->faults = witness_check(files, said, asked->counts, &asked->tables);
	(void)fclose(said);
	for (int n = 0; n < WITNESS_FILES; n++)
		(void)fclose(files[n]);
}

static Asked good(void)
{
	return (Asked){ .texts = { good_rule, good_cells, good_sums, good_tables } };
}

Test(witness_check, proves_what_two_tables_leave_open)
{
	g_auto(Asked) asked = good();
	ask(&asked);
	cr_expect_eq(asked.faults, 0, "%s", asked.said);
	cr_expect_eq(asked.tables, 2);
	cr_expect_eq(asked.counts[WITNESS_PUBLISHED], 2);
	cr_expect_eq(asked.counts[WITNESS_WITHHELD], 2);
	cr_expect_eq(asked.counts[WITNESS_UNPUBLISHED], 0);
}

Test(witness_check, takes_lines_of_windows_too)
{
	g_auto(Asked) asked = good();
	char *texts[WITNESS_FILES];
	for (int n = 0; n < WITNESS_FILES; n++) {
		GString *text = g_string_new(asked.texts[n]);
		g_string_replace(text, "\n", "\r\n", 0);
		asked.texts[n] = texts[n] = g_string_free(text, FALSE);
	}
	ask(&asked);
	cr_expect_eq(asked.faults, 0, "%s", asked.said);
	for (int n = 0; n < WITNESS_FILES; n++)
		g_free(texts[n]);
}

/* What is put in the place of a part of one good file, and what is said of it. */
static const struct {
	int file;
	const char *part, *instead, *says;
} faults[] = {
	/* the rule */
	{ WITNESS_RULE, "threshold,5", "threshold,4", "weaker rule" },
	{ WITNESS_RULE, "width,4", "width,3", "weaker rule" },
	{ WITNESS_RULE, "width,4\n", "", "rule.csv, row 2" },
	{ WITNESS_RULE, "width,4\n", "width,4\nwidth,4\n", "rule.csv, row 3" },
	{ WITNESS_RULE, "tables.csv,4\n", "", "rule.csv, row 5: the file ends" },
	{ WITNESS_RULE, "sums.csv,4", "sums.csv,5", "sums.csv, row 5: the file ends" },
	{ WITNESS_RULE, "sums.csv,4", "sums.csv,3", "sums.csv, row 4" },
	{ WITNESS_RULE, "sums.csv,4", "sums.csv,99999999", "rule.csv, row 4" },
	{ WITNESS_RULE, "name,value", "name;value", "not the head" },
	/* cells */
	{ WITNESS_CELLS, "1,r1,cases,A", "2,r1,cases,A", "cells.csv, row 1" },
	{ WITNESS_CELLS, "2,r1,cases,B", "2,r1,cases,A", "cells.csv, row 2" },
	{ WITNESS_CELLS, "2,r1,cases,B", "2,r1,cases,D", "cells.csv, row 3" },
	{ WITNESS_CELLS, "B,all,2026-10-01,2026-10-31,hidden,,",
	  "B,all,2026-10-01,2026-10-31,hidden,3,", "cells.csv, row 2" },
	{ WITNESS_CELLS, "published,7", "published,", "cells.csv, row 3" },
	{ WITNESS_CELLS, "published,7", "published,-7", "cells.csv, row 3" },
	{ WITNESS_CELLS, "published,7", "published,07", "cells.csv, row 3" },
	{ WITNESS_CELLS, "published,7", "published,7 ", "cells.csv, row 3" },
	{ WITNESS_CELLS, "published,7", "published,0x7", "cells.csv, row 3" },
	{ WITNESS_CELLS, "published,7", "published,99999999999999999999", "cells.csv, row 3" },
	{ WITNESS_CELLS, "published,7", "secret,7", "cells.csv, row 3" },
	{ WITNESS_CELLS, "published,7", "published,8",
	  "sum 1, in which it is, is not 0 in 2 of the tables, the first is 0" },
	{ WITNESS_CELLS, "B,all,2026-10-01,2026-10-31,hidden,,",
	  "B,all,2026-10-01,2026-10-31,published,12,", "B all 2026-10-01" },
	{ WITNESS_CELLS, "hidden,,0,\n", "hidden,,-1,\n", "cells.csv, row 1" },
	{ WITNESS_CELLS, "hidden,,0,\n", "hidden,,1,\n",
	  "less or more than can be in 1 of the tables, the first is 0" },
	{ WITNESS_CELLS, "hidden,,0,\n", "hidden,,0,3\n",
	  "less or more than can be in 1 of the tables, the first is 1" },
	{ WITNESS_CELLS, "hidden,,0,\n", "hidden,,5,3\n", "cells.csv, row 1" },
	{ WITNESS_CELLS, "hidden,,0,\n", "hidden,,0,,\n", "too few or too many" },
	{ WITNESS_CELLS, "hidden,,0,\n", "hidden,,0\n", "too few or too many" },
	{ WITNESS_CELLS, "cases,A", "ca\"ses,A", "a character that has no place" },
	{ WITNESS_CELLS, "cases,A", "cases\r,A", "a character that has no place" },
	/* sums */
	{ WITNESS_SUMS, "1,4,1\n", "1,5,1\n", "sums.csv, row 4" },
	{ WITNESS_SUMS, "1,4,1\n", "1,3,1\n", "sums.csv, row 4" },
	{ WITNESS_SUMS, "1,4,1\n", "1,4,0\n", "sums.csv, row 4" },
	{ WITNESS_SUMS, "1,4,1\n", "3,4,1\n", "sums.csv, row 4" },
	{ WITNESS_SUMS, "1,4,1\n", "1,4,one\n", "sums.csv, row 4" },
	{ WITNESS_SUMS, "1,4,1\n", "1,4,1", "cut off" },
	{ WITNESS_SUMS, "1,4,1\n", "1,4,100000\n", "sums.csv, row 4" },
	{ WITNESS_SUMS, "1,4,1\n", "2,4,1\n", "sum 2, in which it is, is not 0" },
	{ WITNESS_SUMS, "1,1,-1\n", "0,1,-1\n", "sums.csv, row 1" },
	/* tables */
	{ WITNESS_TABLES, "1,2,8\n", "1,2,9\n",
	  "sum 1, in which it is, is not 0 in 1 of the tables, the first is 1" },
	{ WITNESS_TABLES, "1,2,8\n", "1,2,8\n1,3,7\n", "row 5" },
	{ WITNESS_TABLES, "1,2,8\n", "1,3,8\n",
	  "it is published, and yet listed in 1 of the tables, the first is 1" },
	{ WITNESS_TABLES, "1,2,8\n", "1,1,8\n", "tables.csv, row 4" },
	{ WITNESS_TABLES, "1,2,8\n", "1,9,8\n", "tables.csv, row 4" },
	{ WITNESS_TABLES, "1,2,8\n", "3,2,8\n", "tables.csv, row 4" },
	{ WITNESS_TABLES, "1,2,8\n", "1,2,-8\n", "tables.csv, row 4" },
	{ WITNESS_TABLES, "1,2,8\n", "1,2,8", "cut off" },
	{ WITNESS_TABLES, "1,2,8\n", "", "the file ends" },
	{ WITNESS_TABLES, "0,1,0\n0,2,12\n1,1,4\n1,2,8\n", "", "the file ends" },
	{ WITNESS_TABLES, "1,1,4\n1,2,8\n", "1,1,3\n1,2,9\n", "from 0 to 3" },
};

Test(witness_check, says_what_is_wrong_and_where)
{
	for (size_t n = 0; n < G_N_ELEMENTS(faults); n++) {
		g_auto(Asked) asked = good();
		GString *text = g_string_new(asked.texts[faults[n].file]);
		cr_assert_eq(g_string_replace(text, faults[n].part, faults[n].instead, 1), 1, "%s",
			     faults[n].part);
		asked.texts[faults[n].file] = text->str;
		ask(&asked);
		cr_expect_gt(asked.faults, 0, "case %d is taken", (int)n);
		cr_expect(strstr(asked.said, faults[n].says) != NULL, "case %d: %s", (int)n,
			  asked.said);
		g_string_free(text, TRUE);
	}
}

Test(witness_check, wants_a_table_even_where_no_sum_binds)
{
	g_auto(Asked) without = good();
	without.texts[WITNESS_RULE] = RULE "cells.csv,4\nsums.csv,0\ntables.csv,0\n";
	without.texts[WITNESS_SUMS] = SUMS;
	without.texts[WITNESS_TABLES] = VALUES;
	ask(&without);
	cr_expect(strstr(without.said, "cell 1 (cases A all 2026-10-01 2026-10-31 r1): table 0 "
				       "does not have it") != NULL,
		  "%s", without.said);
	g_auto(Asked) with = good();
	with.texts[WITNESS_RULE] = RULE "cells.csv,4\nsums.csv,0\ntables.csv,4\n";
	with.texts[WITNESS_SUMS] = SUMS;
	with.texts[WITNESS_TABLES] = VALUES "0,1,0\n0,2,0\n1,1,9\n1,2,9\n";
	ask(&with);
	cr_expect_eq(with.faults, 0, "%s", with.said);
}

/* A cell that is 0 in the only table listed, and could be 1: no pool shows what holds for all. */
Test(witness_check, does_not_take_a_short_list_of_tables_for_all_of_them)
{
	g_auto(Asked) asked = {
		.texts = { RULE "cells.csv,3\nsums.csv,3\ntables.csv,2\n",
			   CELLS "1,r1,cases,A,all,2026-10-01,2026-10-31,hidden,,0,1\n"
				 "2,r1,cases,B,all,2026-10-01,2026-10-31,hidden,,0,\n"
				 "3,r1,cases,Z,all,2026-10-01,2026-10-31,published,10,0,\n",
			   SUMS "1,1,-1\n1,2,-1\n1,3,1\n", VALUES "0,1,0\n0,2,10\n" },
	};
	ask(&asked);
	cr_expect_eq(asked.faults, 1, "%s", asked.said);
	cr_expect(g_str_has_prefix(asked.said, "cell 1 (cases A "), "%s", asked.said);
}

/* B is 9 or 10 whatever A is; and D is 0, as all of it is. */
Test(witness_check, sees_what_is_always_large_and_what_is_always_nought)
{
	g_auto(Asked) asked = {
		.texts = { RULE "cells.csv,5\nsums.csv,6\ntables.csv,3\n",
			   CELLS "1,r1,cases,A,all,2026-10-01,2026-10-31,published,1,0,\n"
				 "2,r1,cases,B,all,2026-10-01,2026-10-31,hidden,,0,\n"
				 "3,r1,cases,D,all,2026-10-01,2026-10-31,unpublished,,0,\n"
				 "4,r1,cases,E,all,2026-10-01,2026-10-31,unpublished,,0,\n"
				 "5,r1,cases,Z,all,2026-10-01,2026-10-31,published,10,0,\n",
			   SUMS "1,1,-1\n1,2,-1\n1,3,-2\n1,5,1\n2,3,3\n2,4,1\n",
			   VALUES "0,2,9\n0,3,0\n0,4,0\n" },
	};
	ask(&asked);
	cr_expect_eq(asked.faults, 0, "%s", asked.said);
	cr_expect_eq(asked.counts[WITNESS_UNPUBLISHED], 2);
}

/* ── held against all tables there can be ── */
enum { PARTS = 4, MOST_OF_ONE = 9, SUMS_MOST = 3 };

typedef struct {
	int factors[SUMS_MOST][PARTS]; /* sum of these parts … */
	int totals[SUMS_MOST];         /* … is this published figure */
	int sums;
	int most[PARTS];
	GArray *all; /* of int[PARTS] */
} Small;

static bool fits(const Small *small, const int *values)
{
	for (int sum = 0; sum < small->sums; sum++) {
		int total = 0;
		for (int n = 0; n < PARTS; n++)
			total += small->factors[sum][n] * values[n];
		if (total != small->totals[sum])
			return false;
	}
	return true;
}

static void count_out(Small *small, int *values, int part)
{
	if (part == PARTS) {
		if (fits(small, values))
			g_array_append_vals(small->all, values, PARTS);
		return;
	}
	for (values[part] = 0; values[part] <= small->most[part]; values[part]++)
		count_out(small, values, part + 1);
}

static Small small_make(GRand *rand)
{
	Small small = { .sums = g_rand_int_range(rand, 1, SUMS_MOST + 1),
			.all = g_array_new(FALSE, FALSE, sizeof(int)) };
	int truth[PARTS], values[PARTS];
	for (int n = 0; n < PARTS; n++) {
		small.most[n] =
		    g_rand_boolean(rand) ? MOST_OF_ONE : g_rand_int_range(rand, 1, MOST_OF_ONE);
		truth[n] = g_rand_int_range(rand, 0, small.most[n] + 1);
	}
	for (int sum = 0; sum < small.sums; sum++) {
		for (int n = 0; n < PARTS; n++) {
			small.factors[sum][n] = g_rand_int_range(rand, 0, 8) < 5 ? 1 : 0;
			if (small.factors[sum][n] == 1 && g_rand_int_range(rand, 0, 6) == 0)
				small.factors[sum][n] = 2;
			small.totals[sum] += small.factors[sum][n] * truth[n];
		}
	}
	count_out(&small, values, 0);
	return small;
}

/* Whether no number from 1 to 4 can be found, nor narrowed, of any part. */
static bool small_is_safe(const Small *small)
{
	guint tables = small->all->len / PARTS;
	for (guint part = 0; part < PARTS; part++) {
		int low = MOST_OF_ONE, high = 0;
		for (guint table = 0; table < tables; table++) {
			int value = g_array_index(small->all, int, table *PARTS + part);
			low = MIN(low, value);
			high = MAX(high, value);
		}
		if (high - low < WITNESS_WIDTH && low < WITNESS_THRESHOLD && high > 0)
			return false;
	}
	return true;
}

/* The four texts of SMALL, with each table but the first listed at a chance of SHARE in 10. */
static void small_texts(const Small *small, GRand *rand, int share, GString *texts[WITNESS_FILES])
{
	static const char *const heads[] = { RULE, CELLS, SUMS, VALUES };
	int rows[WITNESS_FILES] = { 0 }, listed = 0;
	for (int n = 0; n < WITNESS_FILES; n++)
		texts[n] = g_string_new(heads[n]);
	for (int n = 0; n < PARTS + small->sums; n++) {
		g_autofree char *value =
		    n < PARTS ? NULL : g_strdup_printf("%d", small->totals[n - PARTS]);
		g_string_append_printf(
		    texts[WITNESS_CELLS], "%d,r,cases,%c,all,2026-01-01,2026-01-31,%s,%s,0,", n + 1,
		    'A' + n, n < PARTS ? "hidden" : "published", value != NULL ? value : "");
		if (n < PARTS)
			g_string_append_printf(texts[WITNESS_CELLS], "%d", small->most[n]);
		g_string_append_c(texts[WITNESS_CELLS], '\n');
	}
	for (int sum = 0; sum < small->sums; sum++) {
		for (int n = 0; n < PARTS; n++) {
			if (small->factors[sum][n] == 0)
				continue;
			g_string_append_printf(texts[WITNESS_SUMS], "%d,%d,%d\n", sum + 1, n + 1,
					       small->factors[sum][n]);
			rows[WITNESS_SUMS]++;
		}
		g_string_append_printf(texts[WITNESS_SUMS], "%d,%d,-1\n", sum + 1, PARTS + sum + 1);
		rows[WITNESS_SUMS]++;
	}
	for (guint table = 0; table < small->all->len / PARTS; table++) {
		if (table > 0 && g_rand_int_range(rand, 0, 10) >= share)
			continue;
		for (guint n = 0; n < PARTS; n++)
			g_string_append_printf(texts[WITNESS_TABLES], "%d,%u,%d\n", listed, n + 1,
					       g_array_index(small->all, int, table *PARTS + n));
		rows[WITNESS_TABLES] += PARTS;
		listed++;
	}
	g_string_append_printf(texts[WITNESS_RULE], "cells.csv,%d\nsums.csv,%d\ntables.csv,%d\n",
			       PARTS + small->sums, rows[WITNESS_SUMS], rows[WITNESS_TABLES]);
}

static long small_faults(const Small *small, GRand *rand, int share, char **ret_said)
{
	GString *texts[WITNESS_FILES];
	Asked asked = { 0 };
	small_texts(small, rand, share, texts);
	for (int n = 0; n < WITNESS_FILES; n++)
		asked.texts[n] = texts[n]->str;
	ask(&asked);
	for (int n = 0; n < WITNESS_FILES; n++)
		g_string_free(texts[n], TRUE);
	*ret_said = asked.said;
	return asked.faults;
}

Test(witness_check, never_says_proved_of_what_counting_out_finds)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(20261130);
	int safe = 0, unsafe = 0, proved = 0, unshown = 0;
	for (int turn = 0; turn < 600; turn++) {
		Small small = small_make(rand);
		bool is_safe = small_is_safe(&small);
		safe += is_safe;
		unsafe += !is_safe;
		for (int share = 1; share <= 10; share += 3) {
			char *said = NULL;
			long told = small_faults(&small, rand, share, &said);
			cr_assert(is_safe || told > 0, "turn %d: proved, and is not so", turn);
			proved += told == 0;
			unshown += is_safe && share == 10 && told > 0;
			cr_assert(strstr(said, "row") == NULL, "%s", said);
			free(said);
		}
		g_array_free(small.all, TRUE);
	}
	/* both kinds are there in numbers; what the sums show one by one is short of the truth in
	 * some, where a sum of sums would have to be listed */
	cr_expect_gt(safe, 100);
	cr_expect_gt(unsafe, 100);
	cr_expect_gt(proved, 100);
	cr_expect_leq(unshown, safe / 5, "%d of %d", unshown, safe);
}
