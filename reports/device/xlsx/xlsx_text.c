#include "reports/device/xlsx/xlsx_text.h"

#include <string.h>

/* g_utf8_next_char takes the const away; the same step without that. */
static const char *next_char(const char *at)
{
	return at + g_utf8_skip[(guchar)*at];
}

static const gunichar first_strong_isolate = 0x2068, pop_isolate = 0x2069;
static const gunichar left_to_right_mark = 0x200e;
static const gunichar replacement = 0xfffd;

size_t xlsx_text_length(const char *text)
{
	size_t length = 0;
	for (; *text != '\0'; text = next_char(text))
		length += g_utf8_get_char(text) > 0xffff ? 2 : 1;
	return length;
}

/* True when TEXT is one isolate from end to end, as a formatted value of an Urdu edition is. */
static bool is_isolated(const char *text)
{
	if (g_utf8_get_char(text) != first_strong_isolate)
		return false;
	const char *end = g_utf8_strchr(text, -1, pop_isolate);
	return end != NULL && *next_char(end) == '\0';
}

/* True at the "_" of "_x0041_". */
static bool is_escape(const char *at)
{
	if (at[0] != '_' || at[1] != 'x')
		return false;
	for (size_t n = 2; n < 6; n++) {
		if (!g_ascii_isxdigit(at[n]))
			return false;
	}
	return at[6] == '_';
}

/* XML 1.0 §2.2: no control characters but tab and line feed, no U+FFFE and U+FFFF. */
static bool is_carried(gunichar character)
{
	return character == '\t' || character == '\n' ||
	       (character >= 0x20 && character != 0x7f && character != 0xfffe &&
		character != 0xffff);
}

/* Office programs show isolates as boxes where a font lacks them. What they hold keeps its order
 * without them, unless it begins or ends with a sign ("+2", "[p]"): that gets the old mark of
 * direction instead, on both sides. AT is an isolate or the end of one; OPENED is the inside of the
 * last isolate. */
static bool needs_mark(const char **opened, const char *at, gunichar character)
{
	if (character == first_strong_isolate)
		*opened = next_char(at);
	const char *first = *opened, *last = first;
	while (first != NULL && *last != '\0' && g_utf8_get_char(last) != pop_isolate) {
		if (g_unichar_get_script(g_utf8_get_char(last)) == G_UNICODE_SCRIPT_ARABIC)
			return false;
		last = next_char(last);
	}
	return first != NULL && last > first &&
	       !(g_ascii_isalnum(*first) && g_ascii_isalnum(last[-1]));
}

char *xlsx_text_clean(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	bool isolated = is_isolated(valid);
	const char *opened = NULL;
	GString *clean = g_string_new(NULL);
	for (const char *at = valid; *at != '\0'; at = next_char(at)) {
		gunichar character = g_utf8_get_char(at);
		if (character == first_strong_isolate || character == pop_isolate) {
			if (!isolated && needs_mark(&opened, at, character))
				g_string_append_unichar(clean, left_to_right_mark);
			continue;
		}
		if (character == '\r' && at[1] == '\n')
			continue;
		if (is_escape(at))
			g_string_append(clean, "_x005F_");
		else
			g_string_append_unichar(clean,
						is_carried(character) ? character : replacement);
	}
	return g_string_free(clean, FALSE);
}

bool xlsx_text_is_clean(const char *text)
{
	enum { ISOLATES = 0xe2, NONCHARACTERS = 0xef }; /* first bytes of U+2068 and of U+FFFE */
	bool ascii = true;
	for (const char *at = text; *at != '\0'; at++) {
		guchar byte = (guchar)*at;
		if ((byte < 0x20 && byte != '\t' && byte != '\n') || byte == 0x7f ||
		    byte == NONCHARACTERS || (byte == '_' && at[1] == 'x') ||
		    (byte == ISOLATES && (guchar)at[1] == 0x81))
			return false;
		ascii = ascii && byte < 0x80;
	}
	return ascii || g_utf8_validate(text, -1, NULL);
}

char *xlsx_text_cut(const char *text, size_t most, const char *note)
{
	if (xlsx_text_length(text) <= most)
		return g_strdup(text);
	size_t left = most - xlsx_text_length(note);
	const char *at = text;
	for (; *at != '\0'; at = next_char(at)) {
		size_t units = g_utf8_get_char(at) > 0xffff ? 2 : 1;
		if (units > left)
			break;
		left -= units;
	}
	g_autofree char *head = g_strndup(text, (gsize)(at - text));
	return g_strconcat(head, note, NULL);
}

/* BASE, or BASE with the first number that makes it new, cut so that both fit into LONGEST. */
static char *make_unique(const char *base, size_t longest, const char *parting, GHashTable *taken)
{
	for (unsigned int number = 1;; number++) {
		g_autofree char *suffix =
		    number == 1 ? g_strdup("") : g_strdup_printf("%s%u", parting, number);
		g_autoptr(GString) name = g_string_new(base);
		while (xlsx_text_length(name->str) + strlen(suffix) > longest)
			g_string_truncate(
			    name, (gsize)(g_utf8_prev_char(name->str + name->len) - name->str));
		g_string_append(name, suffix);
		g_strstrip(name->str);
		g_autofree char *folded = g_utf8_casefold(name->str, -1);
		if (g_hash_table_add(taken, g_steal_pointer(&folded)))
			return g_strdup(name->str);
	}
}

char *xlsx_sheet_name(const char *wish, GHashTable *taken)
{
	g_autofree char *clean = xlsx_text_clean(wish);
	g_autoptr(GString) base = g_string_new(NULL);
	for (const char *at = clean; *at != '\0'; at = next_char(at)) {
		gunichar character = g_utf8_get_char(at);
		bool refused = character < 0x80 && strchr("[]:*?/\\'\t\n", (int)character) != NULL;
		g_string_append_unichar(base, refused ? ' ' : character);
	}
	g_strstrip(base->str);
	/* "History" is a name that Excel keeps for itself */
	bool unusable = base->str[0] == '\0' || g_ascii_strcasecmp(base->str, "history") == 0;
	g_autofree char *usable =
	    unusable ? g_strdup_printf("%s_", base->str) : g_strdup(base->str);
	return make_unique(usable, XLSX_SHEET_NAME_MAX, " ", taken);
}

char *xlsx_header_name(const char *header, guint number, GHashTable *taken)
{
	g_autofree char *place = g_strdup_printf("%u", number);
	return make_unique(header[0] != '\0' ? header : place, XLSX_HEADER_MAX, " ", taken);
}

char *xlsx_table_name(const char *kind, const char *id, GHashTable *taken)
{
	g_autoptr(GString) base = g_string_new(kind);
	g_string_append_c(base, '_');
	for (const char *at = id; at != NULL && *at != '\0'; at++)
		g_string_append_c(base, g_ascii_isalnum(*at) ? *at : '_');
	return make_unique(base->str, XLSX_NAME_MAX, "_", taken);
}

bool xlsx_date_serial(const GDate *date, double *ret_serial)
{
	/* day 0 is 30 December 1899, which makes 1 March 1900 day 61 as in Excel */
	g_autoptr(GDate) zero = g_date_new_dmy(30, G_DATE_DECEMBER, 1899);
	if (!g_date_valid(date) || g_date_days_between(zero, date) < 61)
		return false;
	*ret_serial = g_date_days_between(zero, date);
	return true;
}

char *xlsx_page_footer(const char *footer, const char *page_of, bool right_to_left)
{
	g_autoptr(GString) line = g_string_new(footer != NULL ? footer : "");
	g_autoptr(GString) page = g_string_new(page_of != NULL ? page_of : "%d / %d");
	g_string_replace(line, "&", "&&", 0);
	g_string_replace(page, "&", "&&", 0);
	g_string_replace(page, "%d", "&P", 1);
	g_string_replace(page, "%d", "&N", 1);
	/* a footer's left and right are those of the paper, also in a sheet from right to left */
	return right_to_left ? g_strdup_printf("&L%s&R%s", page->str, line->str)
			     : g_strdup_printf("&L%s&R%s", line->str, page->str);
}
