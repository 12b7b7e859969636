/*
 * Every Urdu word that the program can print of its own: of templates, measures, the locale and the
 * reference tables (districts, offences, statuses, stations).
 */
#pragma once

#include <glib.h>

/* Texts in Urdu, values in braces taken out; a GPtrArray of char * that owns them, each once. */
GPtrArray *urdu_texts(void);

/* Their words, each once. */
GPtrArray *urdu_words(const GPtrArray *texts);
