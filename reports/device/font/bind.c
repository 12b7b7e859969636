#include "reports/device/font/bind.h"

#include <string.h>

/* A number as it is printed, with what isolates it from the other direction. */
#define NUMBER "[\\x{2068}]?\\d[\\d,.\\x{2013}/-]*\\w{0,2}[\\x{2069}]?"

/* "day week Rs" as alternatives of a regular expression; NEVER where the language has none. */
static char *alternatives(const Model *model, const char *key)
{
	const char *words = model_word(model, key);
	g_auto(GStrv) list = g_strsplit(strcmp(words, key) == 0 ? "" : words, " ", -1);
	g_autoptr(GString) text = g_string_new("(?!)");
	for (char **word = list; *word != NULL; word++) {
		g_autofree char *plain = g_regex_escape_string(*word, -1);
		if (**word != '\0')
			g_string_append_printf(text, "|%s", plain);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

GRegex *bind_new(const Model *model)
{
	g_autofree char *before = alternatives(model, "bind_before");
	g_autofree char *after = alternatives(model, "bind_after");
	/* a section and its law; a word and its number; a number, its unit or month, and the year
	 */
	g_autofree char *pattern = g_strdup_printf(
	    "\\bs\\. ?\\d+\\w*(?: (?:\\([a-z0-9]+\\))?[A-Z][A-Za-z]+)?"
	    "|(?<!\\w)(?:%s) " NUMBER "|" NUMBER " (?:%s)(?!\\w)(?:[,\\x{060C}]? \\d{4}\\x{0621}?)?"
	    "|(?<!\\w)(?:%s) \\d{4}(?!\\d)",
	    before, after, after);
	return g_regex_new(pattern, G_REGEX_OPTIMIZE, 0, NULL);
}

GArray *bind_ranges(const GRegex *bind, const char *text)
{
	g_autoptr(GMatchInfo) match = NULL;
	GArray *ranges = NULL;
	if (bind == NULL || strpbrk(text, "0123456789") == NULL || strchr(text, ' ') == NULL ||
	    !g_utf8_validate(text, -1, NULL))
		return NULL;
	g_regex_match(bind, text, 0, &match);
	for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
		int start, end;
		g_match_info_fetch_pos(match, 0, &start, &end);
		if (memchr(text + start, ' ', (size_t)(end - start)) == NULL)
			continue;
		BindRange range = { (guint)start, (guint)end };
		if (ranges == NULL)
			ranges = g_array_new(FALSE, FALSE, sizeof(BindRange));
		g_array_append_val(ranges, range);
	}
	return ranges;
}

char *bind_text(const GRegex *bind, const char *text)
{
	g_autoptr(GArray) ranges = bind_ranges(bind, text);
	if (ranges == NULL)
		return NULL;
	g_autoptr(GString) bound = g_string_new(NULL);
	guint at = 0;
	for (guint n = 0; n < ranges->len; n++) {
		const BindRange *range = &g_array_index(ranges, BindRange, n);
		g_string_append_len(bound, text + at, range->start - at);
		for (at = range->start; at < range->end; at++) {
			if (text[at] == ' ')
				g_string_append(bound, "\u00a0");
			else
				g_string_append_c(bound, text[at]);
		}
	}
	g_string_append(bound, text + at);
	return g_string_free(g_steal_pointer(&bound), FALSE);
}
