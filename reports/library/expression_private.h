/*
 * Inside of the expression module: words of a hole (expression_word.c), conditions
 * (expression_condition.c) and pieces of text (expression.c).
 */
#pragma once

#include "reports/library/expression.h"

/* ── words ── */
typedef enum { TOKEN_END, TOKEN_WORD, TOKEN_NUMBER, TOKEN_QUOTED, TOKEN_SIGN, TOKEN_BAD } TokenKind;

typedef struct {
	TokenKind kind;
	char text[160]; /* of a word or sign, or what is quoted */
	size_t offset;  /* in the whole text */
} Token;

/* Reads one hole word by word; NEXT is the word not yet taken. */
typedef struct {
	const char *text; /* the whole text */
	size_t at;        /* where the next read begins */
	size_t end;       /* of the hole, at its "}" */
	Token next;
	ExpressionFault fault;
	gpointer payload;
	bool failed;
} Hole;

/* Starts reading TEXT between AT and END. */
void hole_start(Hole *hole, size_t at, size_t end);

/* Takes the next word. */
Token hole_take(Hole *hole);

/* True, and taken, when the next word is the word or sign TEXT. */
bool hole_accept(Hole *hole, const char *text);

/* Tells of a fault at OFFSET, once a hole. */
void hole_fail(Hole *hole, size_t offset, const char *hint, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* ── paths ── */
typedef struct {
	char *head;
	char *tail; /* NULL for a bare name */
	size_t offset;
	DatumType type; /* from the check on */
} Path;

void path_set(Path *path, const Token *word);
void path_clear(Path *path);
Datum path_value(const Path *path, const ExpressionNames *names);

/* ── conditions ── */

/* Parses a condition up to the end of the hole; NULL when the hole failed. */
Condition *condition_parse(Hole *hole);
