#include "etl/csv/csv_private.h"

#include "core/config/problem.h"
#include "core/error.h"
#include "core/text.h"

#include <string.h>

/* ── names ── */
/* A name as it is shown: without blanks around it and what cannot be seen. */
static char *header_name(CsvReader *reader, const CsvSpan *span)
{
	char *text = reader->buffer + span->start;
	size_t length = span->length;
	g_autofree char *plain = g_malloc(CSV_DECODED_BYTES * length + 1);
	if (reader->charset == NULL)
		memcpy(plain, text, length);
	else
		length = csv_text_decode(reader->charset, text, length, plain);
	if (span->doubled)
		length = csv_text_undouble(plain, length);
	return text_fold_key(plain, (gssize)length);
}

void csv_columns_name(CsvReader *reader)
{
	g_strfreev(reader->header);
	reader->header = g_new0(char *, reader->width + 1);
	for (size_t place = 0; place < reader->width; place++)
		reader->header[place] = header_name(reader, &reader->spans[place]);
}

/* What is the same to a reader is the same, and so is what stands between words: "Crime ID" is
 * crime_id. */
static char *folded(const char *name)
{
	char *text = text_fold_compare(name, -1);
	g_strdelimit(text, " \t\r\n", '_');
	char *kept = text;
	for (const char *at = text; *at != '\0'; at++) {
		if (*at != '_' || kept == text || kept[-1] != '_')
			*kept++ = *at;
	}
	*kept = '\0';
	return text;
}

/* The header's places by folded name, the first of each; columns without a name are reached by no
 * one. TWICE, which may be NULL, takes the places of the names that stand again. */
static GHashTable *index_header(const CsvReader *reader, GHashTable *twice)
{
	GHashTable *places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (size_t place = reader->width; place-- > 0;) {
		if (reader->header[place][0] == '\0')
			continue;
		char *name = folded(reader->header[place]);
		gpointer before = NULL;
		if (twice != NULL && g_hash_table_lookup_extended(places, name, NULL, &before))
			g_hash_table_insert(twice, GSIZE_TO_POINTER(place), before);
		g_hash_table_insert(places, name, GSIZE_TO_POINTER(place));
	}
	return places;
}

/* ── the wanted ones ── */
static const char *find_name(GHashTable *places, const char *const *names, size_t *ret_place)
{
	for (; *names != NULL; names++) {
		gpointer place = NULL;
		g_autofree char *key = folded(*names);
		if (!g_hash_table_lookup_extended(places, key, NULL, &place))
			continue;
		*ret_place = GPOINTER_TO_SIZE(place);
		return *names;
	}
	return NULL;
}

size_t csv_columns_found(const CsvReader *reader, const CsvFormat *format,
			 const CsvColumn **ret_missing)
{
	size_t found = 0;
	g_autoptr(GHashTable) places = index_header(reader, NULL);
	*ret_missing = NULL;
	for (size_t n = 0; n < format->columns_count; n++) {
		const CsvColumn *column = &format->columns[n];
		size_t place = CSV_NOWHERE;
		if (find_name(places, column->names, &place) != NULL)
			found++;
		else if (!column->optional && *ret_missing == NULL)
			*ret_missing = column;
	}
	return found;
}

void csv_columns_fail(const CsvReader *reader, const CsvColumn *column, const char *why,
		      const char *hint, GError **error)
{
	static const char export[] =
	    "Export the file with that column, or mend the columns of the source's declaration.";
	const char *name = column->names[0];
	const char *nearest =
	    why == NULL ? nearest_name(name, (const char *const *)reader->header) : NULL;
	error_set(error, SHUMAR_ERROR_CONFIG, hint != NULL ? hint : export,
		  "%s:%" G_GINT64_FORMAT ": no column '%s' in the header%s%s%s", reader->name,
		  reader->line, name,
		  why != NULL       ? ": "
		  : nearest != NULL ? "; the nearest is '"
				    : "",
		  why != NULL       ? why
		  : nearest != NULL ? nearest
				    : "",
		  nearest != NULL ? "'" : "");
}

/* Finds COLUMN under one of its names; *ret_place is CSV_NOWHERE for an optional one that is
 * not there. */
static bool find_column(const CsvReader *reader, GHashTable *places, const CsvColumn *column,
			size_t *ret_place, GError **error)
{
	*ret_place = CSV_NOWHERE;
	const char *found = find_name(places, column->names, ret_place);
	for (const char *const *name = column->names; found != NULL && *name != NULL; name++) {
		const char *const other[] = { *name, NULL };
		size_t place = *ret_place;
		find_name(places, other, &place);
		if (place == *ret_place)
			continue;
		error_set(error, SHUMAR_ERROR_CONFIG, "Take one of the two out of the file.",
			  "%s:%" G_GINT64_FORMAT
			  ": columns '%s' and '%s' of the header both stand for '%s'",
			  reader->name, reader->line, found, *name, column->names[0]);
		return false;
	}
	if (found != NULL || column->optional)
		return true;
	csv_columns_fail(reader, column, NULL, NULL, error);
	return false;
}

/* Names that stand twice are a fault where their column is wanted. */
static bool check_twice(const CsvReader *reader, GHashTable *twice, size_t wanted, GError **error)
{
	gpointer again = NULL;
	if (wanted == CSV_NOWHERE ||
	    !g_hash_table_lookup_extended(twice, GSIZE_TO_POINTER(wanted), NULL, &again))
		return true;
	size_t place = GPOINTER_TO_SIZE(again);
	error_set(error, SHUMAR_ERROR_CONFIG, "Give every column of the file a name of its own.",
		  "%s:%" G_GINT64_FORMAT ": column '%s' stands twice in the header", reader->name,
		  reader->line, reader->header[place]);
	return false;
}

bool csv_columns_take(CsvReader *reader, const CsvFormat *format, GError **error)
{
	g_autoptr(GHashTable) twice = g_hash_table_new(NULL, NULL);
	g_autoptr(GHashTable) places = index_header(reader, twice);
	bool all = format->columns == NULL;
	reader->wanted_count = all ? reader->width : format->columns_count;
	reader->wanted = g_new(size_t, reader->wanted_count);
	reader->fields = g_new(CsvField, reader->wanted_count);
	for (size_t column = 0; column < reader->wanted_count; column++) {
		reader->fields[column] = (CsvField){ "", 0 };
		reader->wanted[column] = column;
		if (!all && !find_column(reader, places, &format->columns[column],
					 &reader->wanted[column], error))
			return false;
		if (!check_twice(reader, twice, reader->wanted[column], error))
			return false;
	}
	return true;
}
