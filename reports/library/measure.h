/*
 * Measures: templates/measures.yaml, the one place where each figure is defined.
 *
 *     measures:
 *       cases_registered:
 *         name: {en: Cases registered, ur: درج مقدمات}
 *         unit: fir                      # a unit of the locale files
 *         definition: {en: "First Information Reports …", ur: "…"}
 *         basis: {en: date of registration, ur: تاریخ اندراج}
 *         good: neutral                  # or up, down
 *         source: s.154 CrPC
 *       arrest_share:
 *         …
 *         numerator: accused_arrested    # both or neither; then it is a ratio
 *         denominator: accused_named
 *
 * A ratio whose numerator and denominator differ in counting unit or date basis is
 * refused when the file is read, naming both: persons are never divided by cases,
 * nor this month's convictions by this month's cases.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "reports/library/glossary.h"

typedef struct Measures Measures;
typedef struct Measure Measure;

typedef enum { MEASURE_NEUTRAL, MEASURE_UP, MEASURE_DOWN } MeasureGood;

/* Reads FOLDER/measures.yaml and holds its texts to GLOSSARY (may be NULL); all problems at once as
 * SHUMAR_ERROR_CONFIG. */
Measures *measures_read(const char *folder, const Glossary *glossary, GError **error);
Measures *measures_parse(const char *text, const char *name, GError **error); /* for tests */
void measures_free(Measures *measures);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Measures, measures_free)

/* The measure ID, or NULL. Borrowed, as everything below. */
const Measure *measures_find(const Measures *measures, const char *id);

/* All ids in file order, NULL-terminated. */
const char *const *measures_ids(const Measures *measures);

const char *measure_id(const Measure *measure);
const char *measure_unit(const Measure *measure);
MeasureGood measure_good(const Measure *measure);
const char *measure_source(const Measure *measure); /* NULL when it has none */

/* Ids of numerator and denominator; both NULL when the measure is a count. */
const char *measure_numerator(const Measure *measure);
const char *measure_denominator(const Measure *measure);

/* ── how the figure is made and when it may be read ── */

/* What the rows of the figure have in common: those registered, decided or received in the period
 * ("event"), or those there at its end ("stock"). NULL is never returned. */
const char *measure_cohort(const Measure *measure);

/* Name of the method that makes it: "count", "wilson" …; measure_methods lists them. */
const char *measure_method(const Measure *measure);
const char *const *measure_methods(void);

/* Days of follow-up that a case needs before it counts; 0: none. */
gint64 measure_follow_up_days(const Measure *measure);

/* A figure of fewer events than this is withheld ([x]); 0: never. */
gint64 measure_withhold_under(const Measure *measure);

/* A share of fewer than this is printed with the number that it is a share of; 0: never. */
gint64 measure_print_n_under(const Measure *measure);

/* Versions of the formula, oldest first: how many, the day from which the N-th holds, and its
 * texts. A measure that never changed has none. */
size_t measure_versions(const Measure *measure);
const char *measure_version_from(const Measure *measure, size_t n);
const char *measure_version_definition(const Measure *measure, size_t n, const char *language);
const char *measure_version_formula(const Measure *measure, size_t n);

/* Texts in LANGUAGE ("en", "ur"); English when that language is missing (a test
 * of the file looks for missing ones). */
const char *measure_name(const Measure *measure, const char *language);
const char *measure_definition(const Measure *measure, const char *language);
const char *measure_basis(const Measure *measure, const char *language);
