/* The warehouse compares names as the program does. */
#include "core/text.h"
#include "tests/support/rows.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(fold);

/* What engine.fold makes of TEXT. Transfer full. */
static char *folded_there(Database *db, const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(DatabaseResult) row =
	    database_one(db, "select engine.fold($1)", DATABASE_PARAMS(text), &error);
	cr_assert_not_null(row, "%s", error != NULL ? error->message : "");
	return g_strdup(result_text(row, 0, 0));
}

Test(fold, the_warehouse_and_the_program_fold_alike)
{
	static const char *const cases[] = {
		"",
		"Saddar",
		"SADDAR",
		" Saddar ",
		"Saddar\u00a0",
		"\u00a0",
		"\u200f\u200d",
		"Saddar\u200f",
		"Sad\u200ddar",
		"Sad\u00a0 \u3000dar",
		"\uff2c\uff28\uff32",
		"Stra\u00dfe \u1e9e",
		"\u03a3\u038a\u03a3\u03a5\u03a6\u039f\u03a3",
		"\u0130stanbul",
		"e\u0301 \u00c9",
		"پاكپتن",
		"پاکپتن",
		"لاهور",
		"لاہور",
		"لا\u200cہور",
		"خُوشاب",
		"خـوشاب",
		"ٱلله أحمد إحسان آغا",
		"ۃ ة ۂ ۀ ە",
		"ى ي ې ی",
		"تھانہ سول لائنز ۱۲",
		"۱۲\u0663\u0664\u09ea",
		"2\u22125 2\u20135 2\u2014\u20155",
		"O\u2019Neil",
		"\u00bd \ufb01 \u2460",
		"\ufdfa",
	};
	g_autoptr(Database) db = server_database();
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *here = text_fold_compare(cases[n], -1);
		g_autofree char *there = folded_there(db, cases[n]);
		cr_expect_str_eq(there, here, "case %zu, '%s': '%s' there, '%s' here", n, cases[n],
				 there, here);
	}
}

/* Unassigned and exotic letters may be newer in one Unicode than in the other; these scripts are
 * those of the records, and all characters that are blank, invisible, a digit or a dash. */
Test(fold, every_letter_that_records_may_have_folds_alike)
{
	static const gunichar ranges[][2] = {
		{ 0x1, 0x24f },       { 0x300, 0x377 },     { 0x37a, 0x3ff },
		{ 0x400, 0x4ff },     { 0x600, 0x77f },     { 0x900, 0x97f },
		{ 0xa00, 0xa7f },     { 0x1e00, 0x1eff },   { 0x2000, 0x20cf },
		{ 0x2100, 0x218f },   { 0x2460, 0x24ff },   { 0x3000, 0x3002 },
		{ 0xfb00, 0xfb06 },   { 0xfb50, 0xfdff },   { 0xfe00, 0xfefc },
		{ 0xff00, 0xffef },   { 0xfff0, 0xffff },   { 0x110bd, 0x110cd },
		{ 0x1d173, 0x1d17a }, { 0x1d7ce, 0x1d7ff }, { 0xe0000, 0xe01ff },
	};
	g_autoptr(Database) db = server_database();
	int wrong = 0;
	for (size_t n = 0; n < G_N_ELEMENTS(ranges); n++) {
		g_autofree char *sql = g_strdup_printf(
		    "select c, engine.fold('a' || chr(c) || 'b'), engine.fold(chr(c)) from generate_series(%u, %u) c "
		    "where c not between 55296 and 57343",
		    ranges[n][0], ranges[n][1]);
		g_autoptr(DatabaseResult) rows = database_query(db, sql, DATABASE_NO_PARAMS, NULL);
		cr_assert_not_null(rows);
		for (int row = 0; row < result_rows(rows); row++) {
			char letter[8] = "";
			letter[g_unichar_to_utf8((gunichar)result_int64(rows, row, 0), letter)] =
			    '\0';
			g_autofree char *within = g_strdup_printf("a%sb", letter);
			g_autofree char *here = text_fold_compare(within, -1);
			g_autofree char *alone = text_fold_compare(letter, -1);
			if (strcmp(here, result_text(rows, row, 1)) != 0 ||
			    strcmp(alone, result_text(rows, row, 2)) != 0) {
				wrong++;
				cr_expect_fail("U+%04X: '%s' there, '%s' here",
					       (unsigned)result_int64(rows, row, 0),
					       result_text(rows, row, 1), here);
			}
		}
	}
	cr_assert_eq(wrong, 0);
}
