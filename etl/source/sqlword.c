#include "etl/source/sqlword.h"

#include <string.h>

typedef struct {
	const char *start;
	const char *at;
	int line;
	int column;
} Scan;

static void word_free(gpointer data)
{
	SqlWord *word = data;
	g_free(word->text);
	g_free(word);
}

/* Steps over one character, counting lines and columns. */
static void step(Scan *scan)
{
	if (*scan->at == '\n') {
		scan->line++;
		scan->column = 0;
	}
	/* bytes inside a UTF-8 character are no column of their own */
	scan->at++;
	if (((guchar)*scan->at & 0xC0) != 0x80)
		scan->column++;
}

static void step_by(Scan *scan, size_t bytes)
{
	for (size_t n = 0; n < bytes && *scan->at != '\0'; n++)
		step(scan);
}

/* ── what is passed over ── */
static void pass_line(Scan *scan)
{
	while (*scan->at != '\0' && *scan->at != '\n')
		step(scan);
}

/* Block comments nest in PostgreSQL. */
static void pass_block(Scan *scan)
{
	int depth = 0;
	do {
		bool opens = g_str_has_prefix(scan->at, "/*");
		bool closes = g_str_has_prefix(scan->at, "*/");
		depth += opens - closes;
		step_by(scan, opens || closes ? 2 : 1);
	} while (depth > 0 && *scan->at != '\0');
}

/* A literal in single quotes; backslashes count only after E. */
static void pass_literal(Scan *scan, bool escapes)
{
	step(scan);
	while (*scan->at != '\0') {
		bool pair = (escapes && *scan->at == '\\') || g_str_has_prefix(scan->at, "''");
		if (*scan->at == '\'' && !pair)
			break;
		step_by(scan, pair ? 2 : 1);
	}
	step_by(scan, 1);
}

/* A literal in $tag$; false when the dollar sign begins none ("$1"). */
static bool pass_dollar(Scan *scan)
{
	const char *end = scan->at + 1;
	while (g_ascii_isalnum(*end) || *end == '_' || (guchar)*end >= 0x80)
		end++;
	if (*end != '$' || g_ascii_isdigit(scan->at[1]))
		return false;
	g_autofree char *tag = g_strndup(scan->at, (gsize)(end - scan->at) + 1);
	size_t length = strlen(tag);
	const char *close = strstr(scan->at + length, tag);
	step_by(scan, close != NULL ? (size_t)(close - scan->at) + length : strlen(scan->at));
	return true;
}

/* Passes over one comment, literal or blank; false when something else stands there. */
static bool pass(Scan *scan)
{
	if (g_str_has_prefix(scan->at, "--"))
		pass_line(scan);
	else if (g_str_has_prefix(scan->at, "/*"))
		pass_block(scan);
	else if (*scan->at == '\'')
		pass_literal(scan, false);
	else if ((*scan->at == 'e' || *scan->at == 'E') && scan->at[1] == '\'') {
		step(scan);
		pass_literal(scan, true);
	} else if (*scan->at == '$')
		return pass_dollar(scan);
	else if (g_ascii_isspace(*scan->at))
		step(scan);
	else
		return false;
	return true;
}

/* ── words ── */
static bool begins_identifier(char c)
{
	return g_ascii_isalpha(c) || c == '_' || (guchar)c >= 0x80;
}

static char *take_plain(Scan *scan)
{
	const char *start = scan->at;
	while (begins_identifier(*scan->at) || g_ascii_isdigit(*scan->at) || *scan->at == '$')
		step(scan);
	g_autofree char *text = g_strndup(start, (gsize)(scan->at - start));
	return g_utf8_strdown(text, -1);
}

static char *take_quoted(Scan *scan)
{
	GString *text = g_string_new(NULL);
	step(scan);
	while (*scan->at != '\0') {
		bool doubled = g_str_has_prefix(scan->at, "\"\"");
		if (*scan->at == '"' && !doubled)
			break;
		g_string_append_c(text, *scan->at);
		step_by(scan, doubled ? 2 : 1);
	}
	step_by(scan, 1);
	return g_string_free(text, FALSE);
}

static void take_word(Scan *scan, GPtrArray *words)
{
	SqlWord *word = g_new0(SqlWord, 1);
	word->line = scan->line;
	word->column = scan->column;
	word->offset = (size_t)(scan->at - scan->start);
	word->identifier = true;
	if (*scan->at == '"') {
		word->text = take_quoted(scan);
	} else if (begins_identifier(*scan->at)) {
		word->text = take_plain(scan);
	} else {
		word->identifier = false;
		word->text = g_strndup(scan->at, 1);
		step(scan);
	}
	word->length = (size_t)(scan->at - scan->start) - word->offset;
	g_ptr_array_add(words, word);
}

GPtrArray *sqlword_list(const char *sql)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(word_free);
	Scan scan = { .start = sql, .at = sql, .line = 1, .column = 1 };
	while (*scan.at != '\0') {
		if (!pass(&scan))
			take_word(&scan, words);
	}
	return words;
}
