/*
 * Drop name: what a file's name says of its content.
 *
 * A pattern is a glob below the source's folder in which {period} stands for
 * 2026-01 or 2026-01-31, {unit} for a station or force and {seq} for the number
 * of a resend. {seq} and the "-", "_" or "." before it may be missing from a name.
 *
 *     g_autoptr(DropPattern) pattern = drop_pattern_new("{period}-{unit}-{seq}.csv*", NULL);
 *     DropName said;
 *     if (drop_pattern_match(pattern, "2026-01-saddar-2.csv.gz", &said))
 *             use(said.period, said.unit, said.seq); // the first of January, "saddar", 2
 *
 * A pattern without such parts is the glob alone: its names say nothing.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct DropPattern DropPattern;

typedef struct {
	char *period_text; /* as the name has it; NULL where the pattern has no {period} */
	char *unit;        /* or NULL */
	GDate period;      /* its first day; invalid where there is none */
	gint64 seq;        /* -1 where the name has none */
} DropName;

/* NULL, and *ret_fault is what is wrong with TEXT (static; may be NULL), for an unknown part,
 * a {seq} without {period} or {unit}, or a part that stands twice and is no {period}. */
DropPattern *drop_pattern_new(const char *text, const char **ret_fault);
void drop_pattern_free(DropPattern *pattern);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DropPattern, drop_pattern_free)

/* The pattern for glob(3), which finds what may match; borrowed. */
const char *drop_pattern_glob(const DropPattern *pattern);

bool drop_pattern_has_period(const DropPattern *pattern);
bool drop_pattern_has_unit(const DropPattern *pattern);

/* True when NAME, which the glob found, has the form of the pattern and its period is on the
 * calendar; fills *ret_said, which drop_name_clear empties. */
bool drop_pattern_match(const DropPattern *pattern, const char *name, DropName *ret_said);
void drop_name_clear(DropName *said);
