/*
 * SQL words: the identifiers of an SQL text, comments and literals passed over.
 *
 * The check of mappings reads with it which names a SELECT uses, and where.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
	char *
	    text; /* an identifier as PostgreSQL takes it (lower case unless quoted), or one mark */
	bool identifier;
	int line;      /* from 1 */
	int column;    /* from 1, in characters */
	size_t offset; /* in bytes, of its first one in the text */
	size_t length; /* in bytes, quotes included */
} SqlWord;

/* The words of SQL, which is UTF-8, in their order (elements SqlWord, transfer full). */
GPtrArray *sqlword_list(const char *sql);
