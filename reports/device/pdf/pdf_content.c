#include "reports/device/pdf/pdf_content.h"

#include <string.h>

/* A reader of tokens; strings in it can hold anything and are stepped over whole. */
typedef struct {
	const char *at, *end;
} Reader;

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static bool is_delimiter(char c)
{
	return is_space(c) || strchr("()<>[]{}/%", c) != NULL;
}

/* Past a string in parentheses, which may nest and escape. */
static void skip_string(Reader *reader)
{
	int depth = 0;
	do {
		if (*reader->at == '\\')
			reader->at++;
		else if (*reader->at == '(')
			depth++;
		else if (*reader->at == ')')
			depth--;
		reader->at++;
	} while (reader->at < reader->end && depth > 0);
	reader->at = MIN(reader->at, reader->end);
}

/* The next token's start and length; 0 at the end. A hexadecimal string comes in pieces,
 * none of which is an operator. */
static size_t next_token(Reader *reader, const char **ret_start)
{
	while (reader->at < reader->end && is_space(*reader->at))
		reader->at++;
	const char *start = *ret_start = reader->at;
	if (start >= reader->end)
		return 0;
	if (*start == '(') {
		skip_string(reader);
	} else {
		reader->at++;
		while (reader->at < reader->end && !is_delimiter(*reader->at))
			reader->at++;
	}
	return (size_t)(reader->at - start);
}

static bool token_is(const char *token, size_t length, const char *word)
{
	return length == strlen(word) && memcmp(token, word, length) == 0;
}

/* What the marks look like when rewritten; cairo's own, for letters that are one glyph, stay. */
typedef struct {
	GString *out;
	const char *copied; /* all of the content up to here is in OUT */
	guint leaf;
	GArray *hidden; /* of bool: the marks that are open, innermost last */
} Rewriter;

static void copy_to(Rewriter *rewriter, const char *to)
{
	g_string_append_len(rewriter->out, rewriter->copied, to - rewriter->copied);
	rewriter->copied = to;
}

static void begin_leaf(Rewriter *rewriter, const TagLeaf *leaf, const char *mark, const char *after)
{
	copy_to(rewriter, mark);
	rewriter->copied = after;
	if (leaf->tag == NULL)
		g_string_append(rewriter->out, "/Artifact BMC");
	else
		g_string_append_printf(rewriter->out, "/%s << /MCID %u >> BDC",
				       tag_role_name(leaf->tag->role), rewriter->leaf);
	if (leaf->kind == LEAF_HIDDEN)
		g_string_append(rewriter->out, "\n3 Tr");
	rewriter->leaf++;
}

static bool open_mark(Rewriter *rewriter, const GArray *leaves, const char *mark, const char *after)
{
	bool hidden = false;
	/* ours have a number, those of cairo a text */
	g_autofree char *text = g_strndup(mark, (gsize)(after - mark));
	if (strstr(text, "/MCID") != NULL) {
		if (rewriter->leaf >= leaves->len)
			return false;
		const TagLeaf *leaf = &g_array_index(leaves, TagLeaf, rewriter->leaf);
		hidden = leaf->kind == LEAF_HIDDEN;
		begin_leaf(rewriter, leaf, mark, after);
	}
	g_array_append_val(rewriter->hidden, hidden);
	return true;
}

static bool close_mark(Rewriter *rewriter, const char *token)
{
	if (rewriter->hidden->len == 0)
		return false;
	if (g_array_index(rewriter->hidden, bool, rewriter->hidden->len - 1)) {
		copy_to(rewriter, token);
		g_string_append(rewriter->out, "0 Tr\n");
	}
	g_array_set_size(rewriter->hidden, rewriter->hidden->len - 1);
	return true;
}

static bool rewrite(Rewriter *rewriter, const GArray *leaves, Reader *reader)
{
	const char *token, *mark = NULL;
	size_t length;
	while ((length = next_token(reader, &token)) > 0) {
		if (token_is(token, length, "/P") || token_is(token, length, "/Span"))
			mark = token;
		bool opens = token_is(token, length, "BDC"),
		     closes = token_is(token, length, "EMC");
		if (opens && (mark == NULL || !open_mark(rewriter, leaves, mark, token + length)))
			return false;
		if (closes && !close_mark(rewriter, token))
			return false;
	}
	copy_to(rewriter, reader->end);
	return rewriter->leaf == leaves->len && rewriter->hidden->len == 0;
}

GString *pdf_content_rewrite(const char *content, size_t bytes, const GArray *leaves)
{
	Rewriter rewriter = { g_string_sized_new(bytes + bytes / 4), content, 0,
			      g_array_new(FALSE, FALSE, sizeof(bool)) };
	Reader reader = { content, content + bytes };
	bool done = rewrite(&rewriter, leaves, &reader);
	g_array_unref(rewriter.hidden);
	if (!done) {
		g_string_free(rewriter.out, TRUE);
		return NULL;
	}
	return rewriter.out;
}
