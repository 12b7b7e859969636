/* Texts of the HTML page: escaped, in their language, with their links. */
#include <math.h>
#include <string.h>

#include "reports/device/font/bind.h"
#include "reports/device/html/html.h"
#include "reports/device/image/svg.h"

void html_markup(const Html *html, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_string_append_vprintf(html->out, format, arguments);
	va_end(arguments);
}

void html_escaped(const Html *html, const char *text)
{
	svg_append_escaped(html->out, text != NULL ? text : "");
}

/* TEXT escaped, with no-break spaces where no line may end. */
static void append_bound(const Html *html, const char *text)
{
	g_autofree char *bound = bind_text(html->bind, text);
	html_escaped(html, bound != NULL ? bound : text);
}

/* ── languages ── */

/* Which of the two scripts TEXT is written in; marks in brackets, as "[low]", belong to none. */
static void find_scripts(const char *text, bool *ret_arabic, bool *ret_latin)
{
	bool bracketed = false;
	*ret_arabic = *ret_latin = false;
	for (; *text != '\0'; text += g_utf8_skip[(guchar)*text]) {
		gunichar character = g_utf8_get_char(text);
		bracketed = character == '[' || (bracketed && character != ']');
		if (bracketed || !g_unichar_isalpha(character))
			continue;
		GUnicodeScript script = g_unichar_get_script(character);
		*ret_arabic = *ret_arabic || script == G_UNICODE_SCRIPT_ARABIC;
		*ret_latin = *ret_latin || script == G_UNICODE_SCRIPT_LATIN;
	}
}

/* The language and direction of TEXT as attributes, "" where they are the page's. */
static const char *language_attributes(const Html *html, const char *text)
{
	bool arabic, latin;
	find_scripts(text, &arabic, &latin);
	if (arabic == latin || arabic == html->model->right_to_left)
		return "";
	return arabic ? " lang=\"ur\" dir=\"rtl\"" : " lang=\"en\" dir=\"ltr\"";
}

void html_text(const Html *html, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	const char *attributes =
	    g_utf8_validate(text, -1, NULL) ? language_attributes(html, text) : "";
	if (*attributes != '\0')
		html_markup(html, "<span%s>", attributes);
	append_bound(html, text);
	if (*attributes != '\0')
		html_markup(html, "</span>");
}

void html_element(const Html *html, const char *element, const char *klass, const char *text)
{
	if (klass != NULL)
		html_markup(html, "<%s class=\"%s\">", element, klass);
	else
		html_markup(html, "<%s>", element);
	html_text(html, text);
	html_markup(html, "</%s>", element);
}

void html_source(const Html *html, const char *source)
{
	if (source == NULL)
		return;
	html_element(html, "p", "source", source);
	html_markup(html, "\n");
}

void html_paragraphs(const Html *html, const char *text)
{
	g_auto(GStrv) paragraphs = g_strsplit(text != NULL ? text : "", "\n\n", -1);
	for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++) {
		g_strstrip(*paragraph);
		if (**paragraph == '\0')
			continue;
		html_markup(html, "<p%s>", language_attributes(html, *paragraph));
		append_bound(html, *paragraph);
		html_markup(html, "</p>\n");
	}
}

/* ── values ── */

static void open_number(const Html *html, double number)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];
	g_ascii_formatd(digits, sizeof digits, "%.15g", number);
	html_markup(html, "<data value=\"%s\">", digits);
}

void html_value(const Html *html, const Value *value)
{
	bool known = value->state == VALUE_KNOWN;
	bool number = known && value->kind == VALUE_NUMBER && isfinite(value->number);
	bool date = known && value->kind == VALUE_DATE && g_date_valid(&value->date);
	if (number)
		open_number(html, value->number);
	if (date)
		html_markup(html, "<time datetime=\"%04d-%02d-%02d\">", value->date.year,
			    value->date.month, value->date.day);
	html_text(html, value->text);
	if (number)
		html_markup(html, "</data>");
	if (date)
		html_markup(html, "</time>");
}

/* ── notes, ids, headings ── */

void html_note_mark(Html *html, int number, bool again)
{
	if (number <= 0)
		return;
	gpointer key = GINT_TO_POINTER(number), linked = NULL;
	g_autofree char *word = g_utf8_strdown(model_word(html->model, "note"), -1);
	bool there = g_hash_table_lookup_extended(html->notes, key, NULL, &linked);
	guint state = GPOINTER_TO_UINT(linked);
	html_markup(html, " ");
	if (there && !again && (state & HTML_NOTE_LINKED) == 0) {
		/* the note leads back to the first place that it is for */
		html_markup(html, "<a class=\"note\" id=\"ref-%d\" href=\"#note-%d\">", number,
			    number);
		g_hash_table_insert(html->notes, key, GUINT_TO_POINTER(state | HTML_NOTE_LINKED));
	} else {
		html_markup(html,
			    there ? "<a class=\"note\" href=\"#note-%d\">"
				  : "<span class=\"note\" data-note=\"%d\">",
			    number);
	}
	html_markup(html, "[");
	html_escaped(html, word);
	html_markup(html, "&nbsp;%d]%s", number, there ? "</a>" : "</span>");
}

const char *html_id(const Html *html, const Block *block)
{
	return g_hash_table_lookup(html->ids, block);
}

void html_heading(Html *html, int level, const char *id, const char *text)
{
	html->level = CLAMP(level, 1, MIN(html->level + 1, 6));
	html_markup(html, "<h%d", html->level);
	if (id != NULL) {
		html_markup(html, " id=\"");
		html_escaped(html, id);
		html_markup(html, "\"");
	}
	html_markup(html, "%s>", language_attributes(html, text));
	html_escaped(html, text);
	html_markup(html, "</h%d>\n", html->level);
}
