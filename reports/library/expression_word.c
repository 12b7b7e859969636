#include <string.h>

#include "reports/library/expression_private.h"

static bool is_word_start(char c)
{
	return g_ascii_isalpha(c) || c == '_';
}

static bool is_word_part(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c == '.' || c == '-';
}

static size_t word_length(const Hole *hole)
{
	size_t length = 0;
	while (hole->at + length < hole->end && is_word_part(hole->text[hole->at + length]))
		length++;
	return length;
}

static size_t sign_length(const Hole *hole)
{
	static const char *const signs[] = { "==", "!=", "<=", ">=", "<", ">", "(", ")", "|", ":" };
	for (size_t n = 0; n < G_N_ELEMENTS(signs); n++) {
		if (g_str_has_prefix(hole->text + hole->at, signs[n]))
			return strlen(signs[n]);
	}
	return 0;
}

/* Length of a quoted text with both its quotes, or 0 when it is not closed. */
static size_t quoted_length(const Hole *hole)
{
	char quote = hole->text[hole->at];
	const char *end = memchr(hole->text + hole->at + 1, quote, hole->end - hole->at - 1);
	return end != NULL ? (size_t)(end - hole->text) - hole->at + 1 : 0;
}

static TokenKind kind_at(const Hole *hole, size_t *ret_length)
{
	char first = hole->text[hole->at];
	if (is_word_start(first)) {
		*ret_length = word_length(hole);
		return TOKEN_WORD;
	}
	if (g_ascii_isdigit(first) || first == '-') {
		*ret_length = MAX(word_length(hole), (size_t)1);
		return TOKEN_NUMBER;
	}
	bool quoted = first == '\'' || first == '"';
	*ret_length = quoted ? quoted_length(hole) : sign_length(hole);
	return *ret_length == 0 ? TOKEN_BAD : quoted ? TOKEN_QUOTED : TOKEN_SIGN;
}

static void advance(Hole *hole)
{
	while (hole->at < hole->end && g_ascii_isspace(hole->text[hole->at]))
		hole->at++;
	hole->next = (Token){ .kind = TOKEN_END, .offset = hole->at };
	if (hole->at >= hole->end)
		return;
	size_t length = 0;
	hole->next.kind = kind_at(hole, &length);
	if (hole->next.kind == TOKEN_BAD || length >= sizeof hole->next.text) {
		hole_fail(hole, hole->at, NULL, "cannot read what stands here");
		hole->next.kind = TOKEN_BAD;
		hole->at = hole->end;
		return;
	}
	size_t inside = hole->next.kind == TOKEN_QUOTED ? 1 : 0;
	memcpy(hole->next.text, hole->text + hole->at + inside, length - 2 * inside);
	hole->at += length;
}

void hole_start(Hole *hole, size_t at, size_t end)
{
	hole->at = at;
	hole->end = end;
	hole->failed = false;
	advance(hole);
}

Token hole_take(Hole *hole)
{
	Token taken = hole->next;
	advance(hole);
	return taken;
}

bool hole_accept(Hole *hole, const char *text)
{
	bool fits = (hole->next.kind == TOKEN_WORD || hole->next.kind == TOKEN_SIGN) &&
		    strcmp(hole->next.text, text) == 0;
	if (fits)
		advance(hole);
	return fits;
}

void hole_fail(Hole *hole, size_t offset, const char *hint, const char *format, ...)
{
	if (hole->failed)
		return;
	hole->failed = true;
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	hole->fault(hole->payload, offset, hint, message);
}

void path_set(Path *path, const Token *word)
{
	const char *dot = strchr(word->text, '.');
	path->head =
	    dot != NULL ? g_strndup(word->text, (gsize)(dot - word->text)) : g_strdup(word->text);
	path->tail = dot != NULL ? g_strdup(dot + 1) : NULL;
	path->offset = word->offset;
}

void path_clear(Path *path)
{
	g_clear_pointer(&path->head, g_free);
	g_clear_pointer(&path->tail, g_free);
}

Datum path_value(const Path *path, const ExpressionNames *names)
{
	return names->value(names->payload, path->head, path->tail);
}
