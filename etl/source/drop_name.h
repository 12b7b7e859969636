/*
 * Drop name: what a file's name says of its content.
 *
 * A pattern is a glob below the source's folder in which {period} stands for
 * 2026-01 or 2026-01-31, {unit} for a station or force and {seq} for the number
 * of a resend. {seq} and the "-", "_" or "." before it may be missing from a name. Letter case of
 * ASCII does not count: "X.CSV" is what "x.csv" is.
 *
 *     g_autoptr(DropPattern) pattern = drop_pattern_new("{period}-{unit}-{seq}.csv*", NULL);
 *     DropName said;
 *     if (drop_pattern_match(pattern, "2026-01-saddar-2.csv.gz", units, &said))
 *             use(said.period, said.unit, said.seq); // the first of January, "saddar", 2
 *
 * Some names can be read in two ways: "2026-01-city-2.csv" is the second sending of "city", or
 * that of "city-2". Where the units are declared, a declared one wins, the longest first; without
 * that it is the resend. A pattern without parts is the glob alone: its names say nothing.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct DropPattern DropPattern;

/* The units that a calendar declares, found whatever their letter case and what is not seen of
 * them (text_fold_compare). */
typedef struct DropUnits DropUnits;

DropUnits *drop_units_new(const char *const *names);
void drop_units_free(DropUnits *units);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DropUnits, drop_units_free)

/* The declared spelling of UNIT, borrowed; NULL when it is not declared or UNITS is NULL. */
const char *drop_units_find(const DropUnits *units, const char *unit);

typedef struct {
	char *period_text; /* as the name has it; NULL where the pattern has no {period} */
	char *unit;        /* or NULL; as declared, or else without what cannot be seen */
	char *unit_folded; /* for comparison */
	char *other_unit;  /* that the name can be read as as well; NULL when there is none */
	GDate period;      /* its first day; invalid where there is none */
	gint64 seq;        /* -1 where the name has none */
} DropName;

/* NULL, and *ret_fault is what is wrong with TEXT (static; may be NULL), for an unknown part,
 * a {seq} without {period} or {unit}, or a part that stands twice and is no {period}. */
DropPattern *drop_pattern_new(const char *text, const char **ret_fault);
void drop_pattern_free(DropPattern *pattern);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DropPattern, drop_pattern_free)

/* Folders that a name must have below the source's. */
guint drop_pattern_depth(const DropPattern *pattern);

bool drop_pattern_has_period(const DropPattern *pattern);
bool drop_pattern_has_unit(const DropPattern *pattern);

/* True when NAME, of any bytes, has the form of the pattern and its period is on the calendar;
 * fills *ret_said, which drop_name_clear empties. UNITS may be NULL. */
bool drop_pattern_match(const DropPattern *pattern, const char *name, const DropUnits *units,
			DropName *ret_said);
void drop_name_clear(DropName *said);

/* How far NAME is from the form of the pattern TEXT, as written: 0 is the nearest. */
guint drop_name_distance(const char *text, const char *name);
