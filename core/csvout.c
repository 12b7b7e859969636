#include "core/csvout.h"

#include "core/text.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

/* What spreadsheet programs begin a formula with; those of full width are taken too where an input
 * method of East Asia is at work. */
static bool begins_formula(gunichar letter)
{
	static const gunichar signs[] = { '=', '+', '-', '@', 0xFF1D, 0xFF0B, 0xFF0D, 0xFF20 };
	for (size_t n = 0; n < G_N_ELEMENTS(signs); n++) {
		if (letter == signs[n])
			return true;
	}
	return letter == 0x2212; /* the minus sign, which some programs read as '-' */
}

/* True at what is passed over before a formula: blanks, and characters that nobody sees. */
static bool is_passed_over(gunichar letter)
{
	return g_unichar_isspace(letter) || g_unichar_type(letter) == G_UNICODE_FORMAT ||
	       g_unichar_iszerowidth(letter);
}

char *csvout_guard(const char *text)
{
	g_autofree char *shown = text_printable(text != NULL ? text : "", -1);
	const char *at = shown;
	while (*at != '\0' && is_passed_over(g_utf8_get_char(at)))
		at += g_utf8_skip[(guchar)*at];
	bool formula = begins_formula(g_utf8_get_char(at)) || *shown == '\t' || *shown == '\n';
	return formula ? g_strconcat("'", shown, NULL) : g_steal_pointer(&shown);
}

/* "-12.5", "3e-07": nothing that a program could take for more than a number. */
static bool is_number(const char *text)
{
	return g_regex_match_simple("^-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?\\z", text, 0, 0);
}

Csvout csvout_begin(GString *out, bool file)
{
	if (file)
		g_string_append(out, BYTE_ORDER_MARK);
	return (Csvout){ out, false };
}

/* A semicolon or tab parts fields for programs of other locales, so it is quoted as a comma is. */
static bool needs_quotes(const char *field)
{
	size_t length = strlen(field);
	return strpbrk(field, "\",;\t\r\n") != NULL ||
	       (length > 0 && (field[0] == ' ' || field[length - 1] == ' '));
}

void csvout_made(Csvout *csv, const char *field)
{
	if (csv->begun)
		g_string_append_c(csv->out, ',');
	csv->begun = true;
	if (!needs_quotes(field)) {
		g_string_append(csv->out, field);
		return;
	}
	g_string_append_c(csv->out, '"');
	for (const char *at = field; *at != '\0'; at++)
		g_string_append_printf(csv->out, *at == '"' ? "%c\"" : "%c", *at);
	g_string_append_c(csv->out, '"');
}

void csvout_text(Csvout *csv, const char *text)
{
	g_autofree char *field = csvout_guard(text);
	csvout_made(csv, field);
}

void csvout_number(Csvout *csv, const char *text)
{
	if (text == NULL || is_number(text))
		csvout_made(csv, text != NULL ? text : "");
	else
		csvout_text(csv, text);
}

void csvout_end(Csvout *csv)
{
	g_string_append(csv->out, "\r\n");
	csv->begun = false;
}
