#include "tests/bench/planted.h"

#include "core/error.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Fields of a line, by their place (sql/source/csv.sql). */
enum { CASE_ID, DISTRICT, STATION, REGISTERED_AT = 5, OCCURRED_ON = 6, FIELDS = 16 };

/* A bad record stands in the middle of every hundred, so that one before it is good. */
enum { EVERY = 100, PLACE = 50 };

/* What stands in place of a field. LENGTH counts, as the text may hold a zero byte. */
typedef struct {
	int field;
	const char *text;
	size_t length;
} Spoil;

const PlantedKind planted_kinds[PLANTED_KINDS] = {
	{ "date-form", true },     { "unknown-district", true },
	{ "csv-width", true },     { "csv-quote", true },
	{ "csv-utf8", true },      { "csv-nul", true },
	{ "duplicate-key", true }, { "date-range", true },
	{ "value-missing", true }, { "occurred-after-registered", false },
};

#define SPOIL(field, text)                                                                         \
	{                                                                                          \
		field, text, sizeof(text) - 1                                                      \
	}

/* In the order of the kinds. */
static const Spoil spoils[PLANTED_KINDS] = {
	SPOIL(REGISTERED_AT, "the day before"),
	SPOIL(DISTRICT, "ATLANTIS"),
	SPOIL(STATION, "Saddar,Second"), /* one field more than the header */
	SPOIL(STATION, "\"Saddar\" 2"),
	SPOIL(STATION, "Sadd\xFFr"),
	SPOIL(STATION, "Sad\0dar"),
	{ CASE_ID, NULL, 0 }, /* that of the record before */
	SPOIL(REGISTERED_AT, "1965-09-06 10:00:00"),
	SPOIL(STATION, ""),
	SPOIL(OCCURRED_ON, "2031-01-01"),
};

/* The kind of record NUMBER (from 0), or -1 for a good one. */
static int kind_of(gint64 number)
{
	return number % EVERY == PLACE ? (int)(number / EVERY % PLANTED_KINDS) : -1;
}

gint64 planted_count(gint64 records, int kind)
{
	gint64 count = 0;
	for (gint64 number = PLACE; number < records; number += EVERY)
		count += kind_of(number) == kind;
	return count;
}

static void put_field(FILE *out, const char *line, int field, const Spoil *spoil, const char *key)
{
	for (; field > 0; field--)
		line = strchr(line, ',') + 1;
	if (spoil != NULL && spoil->text == NULL)
		fputs(key, out);
	else if (spoil != NULL)
		fwrite(spoil->text, 1, spoil->length, out);
	else
		fwrite(line, 1, strcspn(line, ",\n"), out);
}

/* LINE with one field spoilt; KEY is the key of the record before. */
static void put_spoilt(FILE *out, const char *line, const Spoil *spoil, const char *key)
{
	for (int field = 0; field < FIELDS; field++) {
		put_field(out, line, field, field == spoil->field ? spoil : NULL, key);
		fputc(field + 1 < FIELDS ? ',' : '\n', out);
	}
}

static void copy_lines(FILE *in, FILE *out)
{
	g_autofree char *key = g_strdup("");
	char *line = NULL;
	size_t room = 0;
	if (getline(&line, &room, in) > 0)
		fputs(line, out); /* the header */
	for (gint64 number = 0; getline(&line, &room, in) > 0; number++) {
		int kind = kind_of(number);
		if (kind < 0)
			fputs(line, out);
		else
			put_spoilt(out, line, &spoils[kind], key);
		g_free(key);
		key = g_strndup(line, strcspn(line, ","));
	}
	free(line);
}

bool planted_write(const char *from, const char *to, GError **error)
{
	g_autofree char *part = g_strconcat(to, ".part", NULL);
	FILE *in = g_fopen(from, "r");
	FILE *out = in != NULL ? g_fopen(part, "w") : NULL;
	bool written = out != NULL;
	if (written) {
		copy_lines(in, out);
		written = !ferror(in) && !ferror(out);
	}
	written = (out == NULL || fclose(out) == 0) && written;
	if (in != NULL)
		fclose(in);
	written = written && g_rename(part, to) == 0;
	if (!written)
		error_set_errno(error, SHUMAR_ERROR_FAILED, errno, NULL,
				"cannot write '%s' from '%s'", to, from);
	return written;
}
