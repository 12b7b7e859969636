#include <criterion/criterion.h>
#include <string.h>

#include "core/text.h"

#define NBSP  "\u00A0"
#define RLM   "\u200F"
#define ZWJ   "\u200D"
#define ZWNJ  "\u200C"
#define MINUS "\u2212"
#define KEHEH "\u06A9"
#define KAF   "\u0643"

typedef char *(*Fold)(const char *text, gssize length);

typedef struct {
	const char *text, *wanted;
} Pair;

static void fold_all(Fold fold, const Pair *pairs, size_t count)
{
	for (size_t n = 0; n < count; n++) {
		g_autofree char *once = fold(pairs[n].text, -1);
		cr_expect(strcmp(once, pairs[n].wanted) == 0, "%s (%zu): '%s', not '%s'",
			  pairs[n].text, n, once, pairs[n].wanted);
		g_autofree char *twice = fold(once, -1);
		cr_expect_str_eq(twice, once, "folding again changes '%s'", once);
	}
}

Test(text, keys_lose_blanks_at_their_ends_and_what_is_invisible)
{
	static const Pair pairs[] = {
		{ "Saddar", "Saddar" },
		{ "Saddar" NBSP, "Saddar" },
		{ "Saddar" RLM, "Saddar" },
		{ "Sad" ZWJ "dar", "Saddar" },
		{ " \t Model \n" NBSP " Town\u3000", "Model Town" },
		{ "7" NBSP, "7" },
		{ "\u06F1\u06F2" NBSP, "12" },
		{ "\uFF17/\u0662\u0664", "7/24" },
		{ NBSP, "" },
		{ "\u00AD\u2060\uFEFF\uFFFE", "" },
		{ "Cafe\u0301", "Caf\u00E9" },
		{ "e" ZWJ "\u0301", "\u00E9" },
	};
	fold_all(text_fold_key, pairs, G_N_ELEMENTS(pairs));
}

Test(text, joiners_stay_where_urdu_words_need_them)
{
	static const Pair pairs[] = {
		{ "\u0628\u06D2" ZWNJ "\u0628\u0633", "\u0628\u06D2" ZWNJ "\u0628\u0633" },
		{ "\u0628\u0633" ZWNJ, "\u0628\u0633" },
		{ ZWNJ "\u0628\u0633", "\u0628\u0633" },
		{ "\u0628\u0633" ZWNJ " \u0628\u0633", "\u0628\u0633 \u0628\u0633" },
	};
	fold_all(text_fold_key, pairs, G_N_ELEMENTS(pairs));
}

Test(text, what_readers_take_for_the_same_word_compares_equal)
{
	static const Pair pairs[] = {
		{ "SADDAR", "saddar" },
		{ "\u067E\u0627" KAF "\u067E\u062A\u0646",
		  "\u067E\u0627" KEHEH "\u067E\u062A\u0646" },
		{ "\u0644\u0627\u0647\u0648\u0631", "\u0644\u0627\u06C1\u0648\u0631" },
		{ "\u0628\u06D2" ZWNJ "\u0628\u0633", "\u0628\u06D2\u0628\u0633" },
		{ "\uFF2C\uFF28\uFF32" NBSP, "lhr" },
		{ "7\u2013B", "7-b" },
		{ "\u0661\u06F2", "12" },
		{ "\u0645\u064F\u0644\u0640\u062A\u0627\u0646", "\u0645\u0644\u062A\u0627\u0646" },
	};
	fold_all(text_fold_compare, pairs, G_N_ELEMENTS(pairs));
}

Test(text, shapes_of_numbers_are_ascii)
{
	static const Pair pairs[] = {
		{ "35202" MINUS "1234567" MINUS "1", "35202-1234567-1" },
		{ "\u06F0\u06F3\u06F0\u06F0" NBSP "\u0661\u0662", "0300 12" },
		{ "\uFF10\uFF13" ZWJ "\uFF10", "030" },
		{ "\U0001D7D8\U0001D7D9", "01" },
		{ "(0300) 1234567", "(0300) 1234567" },
	};
	fold_all(text_fold_shape, pairs, G_N_ELEMENTS(pairs));
}

Test(text, what_cannot_be_printed_is_shown_as_what_it_is)
{
	static const Pair pairs[] = {
		{ "Saddar\n\tCity", "Saddar\n\tCity" },
		{ "a\x1b[31m", "a‹U+001B›[31m" },
		{ "x\uFFFEy\uFDD0", "x‹U+FFFE›y‹U+FDD0›" },
		{ "\u202E7", "‹U+202E›7" },
		{ "\u0628\u06D2" ZWNJ "\u0628\u0633", "\u0628\u06D2" ZWNJ "\u0628\u0633" },
		{ "a\xFF", "a‹0xFF›" },
	};
	fold_all(text_printable, pairs, G_N_ELEMENTS(pairs));
	g_autofree char *zero = text_printable("a\0b", 3);
	cr_expect_str_eq(zero, "a‹U+0000›b");
}

Test(text, quotes_are_short_and_on_one_line)
{
	g_autofree char *small = text_quote("a\nb", -1);
	cr_expect_str_eq(small, "'a b'");
	g_autofree char *large = g_strnfill(20000, 'x');
	g_autofree char *cut = text_quote(large, -1);
	cr_expect(strlen(cut) < 100 && g_str_has_suffix(cut, "…' (20000 letters)"), "%s", cut);
}

Test(text, letters_and_outlines_tell_without_giving_away)
{
	g_autofree char *letters = text_letters("a" KAF "\u0647", -1);
	cr_expect_str_eq(letters, "U+0643 U+0647");
	cr_expect_null(text_letters("Lahore", -1));
	g_autofree char *outline = text_outline("Bibi Amna 0300", -1);
	cr_expect_str_eq(outline, "3 words, 8 letters (Latin), 4 digits");
	g_autofree char *nothing = text_outline(NBSP, -1);
	cr_expect_str_eq(nothing, "nothing visible");
}

Test(text, plain_is_what_folding_leaves_alone)
{
	cr_expect(text_is_plain("PS Saddar/2024", -1));
	static const char *const others[] = { " a", "a ", "a  b", "a\tb", "caf\u00E9", "a\x7f" };
	for (size_t n = 0; n < G_N_ELEMENTS(others); n++)
		cr_expect_not(text_is_plain(others[n], -1), "%s", others[n]);
}
