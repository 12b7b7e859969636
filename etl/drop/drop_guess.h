/*
 * Drop guess: what the columns of a CSV file seem to hold, for the skeleton of a declaration.
 *
 * Each value of the sample is read as a run would read it (etl/source/drop_field.h); a type that
 * refuses none of them may be the column's, and the narrowest is taken.
 */
#pragma once

#include "etl/source/declaration.h"

#define GUESS_RECORDS 20000 /* so many are looked at */

typedef struct {
	char *name;           /* as the header has it, in small letters, '_' for blanks */
	FileField field;      /* its type and styles */
	bool both_styles;     /* dates that fit with the day first and with the month first */
	bool filled;          /* in every record */
	bool unique;          /* no value stands twice: it may be a key */
	const char *personal; /* what it seems to hold of persons; NULL: nothing. Static */
} GuessColumn;

typedef struct {
	GPtrArray *columns; /* of GuessColumn, those without a name left out */
	gint64 records;
} Guess;

/* Looks at the file at PATH. Times are read in ZONE. Transfer full. */
Guess *drop_guess(const char *path, const char *zone, GError **error);
void drop_guess_free(Guess *guess);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Guess, drop_guess_free)
