/* Faults of YAML, said in our own words with the line they stand in. */
#include <string.h>

#include "core/config/yaml_private.h"
#include "core/error.h"
#include "core/forbidden_value.h"
#include "core/text.h"

#define SHOWN_LETTERS 160 /* of a long line, around the place that is meant */

/* What the parser says, found by the beginning of its message, and what it means to who wrote the
 * file. */
static const struct {
	const char *problem;
	const char *words;
	const char *hint;
} syntax_words[] = {
	{ "mapping values are not allowed",
	  "a second colon stands in this line, or the line is indented more than the one it belongs "
	  "to",
	  "Put quotes around a text that contains ': ', and check the indentation." },
	{ "found a tab character", "the line is indented with a tab",
	  "Indent with spaces, never tabs." },
	{ "found unexpected end of stream", "a quote is opened and never closed",
	  "Close the quote that was opened." },
	{ "did not find expected key",
	  "the line is no 'key: value', or its indentation is that of no line above",
	  "Check the indentation of this line and of those above it." },
	{ "did not find expected '-' indicator",
	  "a list is going on here, and the line has no '- '",
	  "Check the indentation of this line and of those above it." },
	{ "could not find expected ':'", "a key has no colon after it",
	  "Write 'key: value', with a space after the colon." },
	{ "did not find expected ',' or '}'", "a brace is not closed, or a comma is missing",
	  "Close the brace, or put a comma between the pairs." },
	{ "did not find expected ',' or ']'", "a bracket is not closed, or a comma is missing",
	  "Close the bracket, or put a comma between the items." },
	{ "control characters are not allowed", "a control character stands here",
	  "Save the file as plain UTF-8 text." },
	{ "block sequence entries are not allowed", "a list cannot begin here",
	  "Put each '- ' on a line of its own below the key, and quotes around a text that begins "
	  "with '- '." },
	{ "did not find expected node content", "a value is missing here",
	  "Write the value, or '' for an empty text." },
	{ "found unknown escape character", "a backslash in double quotes says nothing known",
	  "Write \\\\ for a backslash, or put the text in single quotes." },
	{ "did not find expected hexdecimal number", "an escape in double quotes has no number",
	  "Write \\\\ for a backslash, or put the text in single quotes." },
	{ "found invalid Unicode character escape", "an escape in double quotes is no character",
	  "Write \\\\ for a backslash, or put the text in single quotes." },
	{ "found unexpected document indicator",
	  "a line '---' or '...' stands inside a quoted text", "Close the quote before it." },
	{ "did not find expected comment or line break",
	  "something follows the '|' or '>' that begins a text of several lines",
	  "Begin the text on the line below, and put quotes around one that begins with | or >." },
	{ "found an indentation indicator equal to 0", "a text of several lines is indented by 0",
	  "Leave the number after '|' or '>' out." },
	{ "did not find expected alphabetic or numeric",
	  "a text without quotes begins with '&' or '*'",
	  "Put quotes around a text that begins with & or *." },
	{ "did not find expected <document start>",
	  "the file goes on after what it holds has ended",
	  "Indent what belongs together alike, and keep one document a file." },
	{ "found undefined tag handle", "a text without quotes begins with '!'",
	  "Put quotes around a text that begins with !." },
};

/* ── lines of the text ── */

/* Length in bytes of the line end at TEXT, as libyaml counts lines; 0 if there is none. */
static size_t line_end_length(const char *text)
{
	static const char *const ends[] = { "\r\n", "\n", "\r", "\xC2\x85", "\u2028", "\u2029" };
	for (size_t n = 0; n < G_N_ELEMENTS(ends); n++) {
		if (g_str_has_prefix(text, ends[n]))
			return strlen(ends[n]);
	}
	return 0;
}

static const char *line_end(const char *start)
{
	while (*start != '\0' && line_end_length(start) == 0)
		start++;
	return start;
}

char *yaml_source_line(const YamlDocument *document, int line)
{
	const char *start = document->text;
	for (int n = 1; n < line && *start != '\0'; n++) {
		start = line_end(start);
		start += line_end_length(start);
	}
	if (line < 1 || *start == '\0')
		return NULL;
	return g_strndup(start, (size_t)(line_end(start) - start));
}

bool yaml_holds_password(const char *text)
{
	return g_regex_match_simple("password[\"']?\\s*[=:]|://[^/@\\s]*:[^/@\\s]+@", text,
				    G_REGEX_CASELESS, 0);
}

/* Appends blanks as wide as the first COLUMNS characters of TEXT. */
static void append_blanks(GString *target, const gunichar *text, size_t columns)
{
	for (size_t n = 0; n < columns && text[n] != 0; n++) {
		if (text[n] == '\t')
			g_string_append_c(target, '\t');
		else if (g_unichar_iswide(text[n]))
			g_string_append(target, "  ");
		else if (!g_unichar_iszerowidth(text[n]))
			g_string_append_c(target, ' ');
	}
}

/* LINE as characters that are safe to show: broken bytes and control characters
 * (a terminal would obey them) are replaced. Transfer full. */
static gunichar *shown_characters(const char *line)
{
	g_autofree char *valid = g_utf8_make_valid(line, -1);
	gunichar *characters = g_utf8_to_ucs4_fast(valid, -1, NULL);
	for (gunichar *character = characters; *character != 0; character++) {
		bool turning = (*character >= 0x202A && *character <= 0x202E) ||
			       (*character >= 0x2066 && *character <= 0x2069);
		if ((g_unichar_iscntrl(*character) && *character != '\t') || turning)
			*character = 0xFFFD;
	}
	return characters;
}

/* Appends CHARACTERS from the one at FROM on, a long line cut around COLUMNS; returns where what is
 * shown begins. */
static size_t append_line(GString *excerpt, const gunichar *characters, size_t from, size_t columns)
{
	size_t letters = from;
	while (characters[letters] != 0)
		letters++;
	bool late = columns > from + SHOWN_LETTERS / 2 && letters > from + SHOWN_LETTERS;
	size_t first = late ? columns - SHOWN_LETTERS / 2 : from;
	size_t count = MIN(letters - MIN(first, letters), (size_t)SHOWN_LETTERS);
	g_autofree char *shown = g_ucs4_to_utf8(characters + first, (glong)count, NULL, NULL, NULL);
	g_string_append_printf(excerpt, "%s%s", shown, first + count < letters ? "…" : "");
	return first;
}

char *yaml_excerpt(const YamlDocument *document, int line, int column)
{
	g_autofree char *source = document->shown ? yaml_source_line(document, line) : NULL;
	if (source == NULL || yaml_holds_password(source) ||
	    forbidden_value(source, strlen(source), NULL))
		return g_strdup("");
	g_autofree gunichar *characters = shown_characters(source);
	size_t columns = (size_t)column - 1;
	size_t indent = MIN(strspn(source, " \t"), columns);
	size_t letters = 0;
	while (characters[letters] != 0)
		letters++;
	GString *excerpt = g_string_new("\n        ");
	size_t first = append_line(excerpt, characters, indent, MIN(columns, letters));
	g_string_append(excerpt, "\n        ");
	append_blanks(excerpt, characters + first, MIN(columns, letters) - first);
	g_string_append_c(excerpt, '^');
	return g_string_free(excerpt, FALSE);
}

/* ── faults ── */

bool yaml_fault(const YamlDocument *document, int line, int column, const char *hint,
		GError **error, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_autofree char *excerpt = yaml_excerpt(document, line, column);
	error_set(error, SHUMAR_ERROR_CONFIG, hint, "%s:%d:%d: %s%s", document->name, line, column,
		  message, excerpt);
	return false;
}

void yaml_position(const YamlDocument *document, size_t offset, int *ret_line, int *ret_column)
{
	const char *start = document->text;
	const char *place = start + offset;
	int line = 1;
	for (;;) {
		const char *next = line_end(start);
		next += line_end_length(next);
		if (next > place || *next == '\0')
			break;
		start = next;
		line++;
	}
	*ret_line = line;
	*ret_column = place < start ? 1 : 1 + (int)g_utf8_strlen(start, place - start);
}

/* The character at LINE and COLUMN that cannot begin a text; always false. */
static bool first_character_fault(const YamlDocument *document, int line, int column,
				  GError **error)
{
	g_autofree char *source = yaml_source_line(document, line);
	long letters = source != NULL ? g_utf8_strlen(source, -1) : 0;
	const char *at = column <= letters ? g_utf8_offset_to_pointer(source, column - 1) : "";
	if (*at == '\t')
		return yaml_fault(
		    document, line, column, "Indent with spaces, never tabs.", error,
		    "cannot be read as YAML: a tab stands where the line's indentation "
		    "or a value begins");
	return yaml_fault(document, line, column, "Put quotes around the text.", error,
			  "cannot be read as YAML: a text without quotes cannot begin with '%.1s'",
			  *at != '\0' && (guchar)*at < 0x80 ? at : "?");
}

bool yaml_syntax_fault(const YamlDocument *document, const char *problem, int line, int column,
		       int start, GError **error)
{
	const char *words = "this is not what can stand here";
	const char *hint =
	    "Look for a missing quote or colon and for wrong indentation, here or on the line above.";
	g_autofree char *since =
	    start > 0 ? g_strdup_printf(", in what begins at line %d", start) : g_strdup("");
	if (g_str_has_prefix(problem, "found character that cannot start any token"))
		return first_character_fault(document, line, column, error);
	for (size_t n = 0; n < G_N_ELEMENTS(syntax_words); n++) {
		if (!g_str_has_prefix(problem, syntax_words[n].problem))
			continue;
		words = syntax_words[n].words;
		hint = syntax_words[n].hint;
		break;
	}
	return yaml_fault(document, line, column, hint, error, "cannot be read as YAML: %s%s",
			  words, since);
}

/* ── what may be shown ── */

static bool has_key_line(const char *text, const char *const *keys)
{
	for (const char *const *key = keys; *key != NULL; key++) {
		g_autofree char *pattern = g_strdup_printf("^%s[ \\t]*:(\\s|$)", *key);
		if (g_regex_match_simple(pattern, text, G_REGEX_MULTILINE, 0))
			return true;
	}
	return false;
}

bool yaml_may_be_shown(const char *text, const char *const *keys)
{
	if (keys != NULL)
		return has_key_line(text, keys);
	return g_regex_match_simple("^[ \\t]*(- )*[\"']?\\w[^:]*:(\\s|$)|^[ \\t]*[\\[{]", text,
				    G_REGEX_MULTILINE, 0);
}
