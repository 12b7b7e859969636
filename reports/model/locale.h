/*
 * Locale: the words and units of one language, from templates/locale/<code>.yaml.
 *
 *     language: en
 *     name: English               # as messages to analysts call it
 *     icu: en_GB                  # CLDR data for numbers, dates and plurals
 *     direction: ltr
 *     words: {total: Total, page_of: "Page %d of %d"}
 *     dates: {date: "d MMMM y", month: "LLLL y"}   # CLDR patterns; long ones of CLDR where there
 * are none units:                      # CLDR plural forms; {n} is the grouped number case: {one:
 * "{n} case", other: "{n} cases"}
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Locale Locale;

/* Reads templates/locale/LANGUAGE.yaml below FOLDER; SHUMAR_ERROR_CONFIG with position for an
 * unknown key, a unit without its "other" form, a missing file. */
Locale *locale_read(const char *folder, const char *language, GError **error);

/* The same from TEXT, for tests; NAME is what messages call it. */
Locale *locale_parse(const char *text, const char *name, GError **error);
void locale_free(Locale *locale);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Locale, locale_free)

const char *locale_language(const Locale *locale); /* "en" */
const char *locale_name(const Locale *locale);     /* "English"; its code when it has none */
const char *locale_icu(const Locale *locale);      /* "en_GB" */
bool locale_right_to_left(const Locale *locale);

/* The word KEY, borrowed; KEY itself when the catalogue lacks it (a test looks for that). */
const char *locale_word(const Locale *locale, const char *key);

/* The pattern of dates called KEY ("date", "day-month", "short-date", "month", "year"), what stands
 * for a fiscal year ("fiscal-year": "{from}–{to}"), what makes a spreadsheet write the months of a
 * date in the language
 * ("cells": "[$-420]") and puts behind the year ("era"); NULL when the locale says nothing of it.
 * Borrowed. */
const char *locale_date(const Locale *locale, const char *key);

/* All words, key to word: what Model.words takes. Transfer full. */
GHashTable *locale_words(const Locale *locale);

/* The form of UNIT for plural CATEGORY ("one", "other" …), "other" when it lacks that one;
 * NULL when there is no such unit. Borrowed; holds "{n}". */
const char *locale_unit(const Locale *locale, const char *unit, const char *category);

/* Names of all units, NULL-terminated, borrowed; for checks and suggestions. */
const char *const *locale_units(const Locale *locale);
