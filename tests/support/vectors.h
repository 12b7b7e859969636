/*
 * Vectors: expected numbers from other people's programs, as CSV files in $SHUMAR_VECTORS.
 *
 *     g_autoptr(GPtrArray) files = vector_files("isr_byar*.csv");
 *     for each: g_autoptr(Vectors) table = vectors_read(file);
 *               g_autoptr(VectorCheck) check = vector_check_new(table);
 *               vector_check(check, "smr", 1e-12, vectors_number(table, row, "smr"), ours);
 *               vector_check_end(check);
 *
 * Files are found by the pattern of their family, so that a new one is read too. A deviation is
 * |ours - theirs| over |theirs|, or over a thousandth of the column's largest where theirs is
 * smaller than that (nothing is exact relative to a remainder that is nearly 0).
 */
#pragma once

#include "reports/stats/estimate.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* The tolerances of the definitions. */
#define VECTOR_INTERVAL 1e-12
#define VECTOR_ESTIMATE 1e-9
#define VECTOR_ERROR    1e-8
#define VECTOR_STL      1e-7

/* Names of the files that match PATTERN (of g_pattern_match_simple), sorted. Skips the test, saying
 * why, when there is no folder or no such file. Transfer full. */
GPtrArray *vector_files(const char *pattern);

/* All names in the folder; the same otherwise. */
GPtrArray *vector_all_files(void);

/* Where FILE of the folder is; skips the test as above. Transfer full. */
char *vector_path(const char *file);

/* A file of the folder: a head of names, then rows. Values keep their text without blanks around.
 */
typedef struct Vectors Vectors;
Vectors *vectors_read(const char *name);
void vectors_free(Vectors *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Vectors, vectors_free)

const char *vectors_name(const Vectors *table);
size_t vectors_rows(const Vectors *table);
/* The columns' names, NULL-terminated. Borrowed, as texts below. */
char **vectors_columns(const Vectors *table);
bool vectors_has(const Vectors *table, const char *column);
/* Whichever of the names (NULL-terminated list) the table has first, or NULL. */
const char *vectors_either(const Vectors *table, const char *const *columns);
const char *vectors_text(const Vectors *table, size_t row, const char *column);
/* NAN for an empty cell, NA, NaN or a column that is not there; TRUE is 1, FALSE 0. */
double vectors_number(const Vectors *table, size_t row, const char *column);

/* The table that belongs to NAME: with the part of its name from the last FROM on replaced by TO.
 * Fails the test when there is none. */
Vectors *vectors_companion(const char *name, const char *from, const char *to);

/* The number behind KEY in the words of a file's name that '_' and '.' part ("stl_x_s7_t50.csv",
 * "t": 50), or OTHERWISE; the key alone is a word too (0). */
double vector_argument(const char *name, const char *key, double otherwise);
bool vector_flag(const char *name, const char *word);

/* ── comparing ── */

typedef struct VectorCheck VectorCheck;
VectorCheck *vector_check_new(const Vectors *table);
void vector_check_free(VectorCheck *check);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VectorCheck, vector_check_free)

/* One cell: EXPECTED is NAN where theirs is missing; then ours must be unknown, and only then. */
void vector_check(VectorCheck *check, const char *column, double tolerance, double expected,
		  Estimate ours);
void vector_check_number(VectorCheck *check, const char *column, double tolerance, double expected,
			 double ours);
/* A word or a flag, which is the same or not. */
void vector_check_text(VectorCheck *check, const char *column, const char *expected,
		       const char *ours);

/* Adds the file's line to the table of deviations and fails the test if it is beyond tolerance. */
void vector_check_end(VectorCheck *check);

/* A line of the table for a file that no test of this library reads. */
void vector_note(const char *name, const char *note);
