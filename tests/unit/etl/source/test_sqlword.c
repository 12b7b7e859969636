#include "etl/source/sqlword.h"

#include <criterion/criterion.h>

static char *joined(const char *sql)
{
	g_autoptr(GPtrArray) words = sqlword_list(sql);
	GString *text = g_string_new(NULL);
	for (guint n = 0; n < words->len; n++) {
		const SqlWord *word = g_ptr_array_index(words, n);
		g_string_append_printf(text, "%s%s", n > 0 ? " " : "", word->text);
	}
	return g_string_free(text, FALSE);
}

static const struct {
	const char *sql;
	const char *words;
} cases[] = {
	{ "SELECT f.Name", "select f . name" },
	{ "a -- b\nc", "a c" },
	{ "a /* b /* c */ d */ e", "a e" },
	{ "a 'b''c' d", "a d" },
	{ "a E'b\\'c' d", "a d" },
	{ "a 'b\\' c", "a c" }, /* no escapes without E */
	{ "a $$b$$ c $x$ $$ d $x$ e", "a c e" },
	{ "a = $1", "a = $ 1" },
	{ "\"A b\"\"c\" d", "A b\"c d" },
	{ "a::text[]", "a : : text [ ]" },
	{ "a 'never closed", "a" },
	{ "a /* never closed", "a" },
	{ "a \"never closed", "a never closed" },
	{ "", "" },
};

Test(sqlword, passes_over_comments_and_literals)
{
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *words = joined(cases[n].sql);
		cr_expect_str_eq(words, cases[n].words, "%s: %s", cases[n].sql, words);
	}
}

Test(sqlword, says_where_a_word_stands_in_characters)
{
	g_autoptr(GPtrArray) words = sqlword_list("a\n 'ب' b");
	const SqlWord *last = g_ptr_array_index(words, 1);
	cr_expect_eq(last->line, 2);
	cr_expect_eq(last->column, 6);
	cr_expect(last->identifier);
}
