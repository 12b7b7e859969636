/*
 * Public words: what public papers do not say of persons, and what each of them has, as data
 * (templates/words/public.yaml). No blame, nothing by which the person harmed is found, nobody
 * guilty before a court has said so; helplines; and no shape of a CNIC or of a FIR's number.
 *
 *     g_autoptr(PublicWords) words = public_words_read(library, &error);
 *     g_autoptr(GPtrArray) found = public_words_find(words, "en", text);
 */
#pragma once

#include "reports/library/library.h"

typedef struct PublicWords PublicWords;

/* Reads the file of LIBRARY. Errors: SHUMAR_ERROR_CONFIG with file, line and column. */
PublicWords *public_words_read(const Library *library, GError **error);

/* The same from LENGTH bytes of TEXT that messages call NAME. */
PublicWords *public_words_parse(const char *text, size_t length, const char *name, GError **error);
void public_words_free(PublicWords *words); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PublicWords, public_words_free)

typedef struct {
	char *rule;  /* "blame"; "shape" of a number */
	char *why;   /* "it blames the person harmed" */
	char *found; /* the words; of a shape what it is, and never the number */
} PublicFinding;

/* What TEXT in LANGUAGE says that it may not; empty for nothing. Elements PublicFinding, transfer
 * full. Marks of direction and the braces of a template's text do not count. */
GPtrArray *public_words_find(const PublicWords *words, const char *language, const char *text);

/* What TEXT, all words of a paper, a line each, lacks: elements PublicFinding whose found is NULL.
 */
GPtrArray *public_words_lacking(const PublicWords *words, const char *text);

/* The files of the office that every public paper with figures has, NULL-terminated. Borrowed. */
const char *const *public_words_office(const PublicWords *words);

/* What a text has the shape of that no public text may have: "an identity card number", "the number
 * of a FIR", and where CONTACTS are not meant to be there "a phone number", "an e-mail address"; or
 * NULL. */
const char *public_words_shape(const char *text, bool contacts);
