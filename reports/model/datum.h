/*
 * Datum: one typed value on its way from a dataset or a parameter to a printed
 * text. Plain value; TEXT is borrowed from whoever gave the datum.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum { DATUM_TEXT, DATUM_NUMBER, DATUM_DATE, DATUM_BOOL, DATUM_SERIES } DatumType;

typedef struct {
	DatumType type;
	bool missing;     /* SQL null: printed [x], equal to nothing but "missing" */
	bool hidden;      /* missing because it is withheld to protect persons: printed [c] */
	bool senseless;   /* missing because the question has no answer: printed [z] */
	bool not_yet;     /* missing because the records do not reach so far: printed [n] */
	bool too_few;     /* missing because too few events made it: printed [u] */
	bool provisional; /* may still change: printed with [p] */
	bool revised;     /* has changed since it was last published: printed with [r] */
	double share_of;  /* of a share of few: how many those are, printed with it; else 0 */
	const char *text; /* DATUM_TEXT; of DATUM_SERIES as PostgreSQL prints an array */
	double number;    /* DATUM_NUMBER: exact for counts below 2^53 */
	GDate date;       /* DATUM_DATE */
	bool truth;       /* DATUM_BOOL */
} Datum;

/* "text", "number", "date", "yes or no": as messages name a type. */
const char *datum_type_name(DatumType type);

/* The type that values of the SQL type SQL_TYPE ("bigint", "date") become; false
 * for one that reports cannot print. */
bool datum_type_of_sql(const char *sql_type, DatumType *ret_type);

Datum datum_missing(DatumType type);
Datum datum_hidden(DatumType type);
Datum datum_of_text(const char *text); /* borrows TEXT */
Datum datum_of_number(double number);
Datum datum_of_date(const GDate *date);

/* TEXT of records or of a user as every device shows it, made so once at the door to the model:
 * what cannot be printed stands as what it is ("‹U+FFFE›"), on one line. Transfer full. */
char *datum_printable(const char *text);

/* Reads TEXT, as PostgreSQL prints it; NULL is a missing value. False when it is
 * no value of TYPE. The datum borrows TEXT. */
bool datum_parse(DatumType type, const char *text, Datum *ret_datum);

/* The numbers of the array TEXT, "{3,NULL,5}", NaN where one is missing, in an array of double;
 * NULL when it is no array of numbers. Transfer full. */
GArray *datum_series(const char *text);

/* What stands out in such an array; FIRST and LAST are NaN where they are missing. */
typedef struct {
	double first, lowest, highest, last;
} SeriesEnds;
SeriesEnds datum_series_ends(const char *text);

/* Order of two data of the same type, neither missing: below, at or above 0. */
int datum_compare(const Datum *left, const Datum *right);
