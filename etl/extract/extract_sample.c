#include "etl/extract/extract_sample.h"

#include <string.h>

#include "core/database/sqltext.h"
#include "etl/extract/extract_statement.h"

struct ExtractSample {
	Database *reader, *warehouse;
	const Mapping *mapping;
	gint64 most;
	GPtrArray *notes;
	GHashTable *one_in; /* first key of a feed → gint64 */
};

ExtractSample *extract_sample_new(Database *reader, Database *warehouse, const Mapping *mapping,
				  gint64 most, GPtrArray *notes)
{
	ExtractSample *sample = g_new0(ExtractSample, 1);
	*sample = (ExtractSample){
		reader, warehouse, mapping,
		most,   notes,     g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free)
	};
	return sample;
}

void extract_sample_free(ExtractSample *sample)
{
	if (sample == NULL)
		return;
	g_hash_table_unref(sample->one_in);
	g_free(sample);
}

char **extract_fact_keys(Database *warehouse, const char *feed, GError **error)
{
	g_autoptr(DatabaseResult) rows =
	    database_query(warehouse, sqltext(SQL_ETL_FACT_KEYS), DATABASE_PARAMS(feed), error);
	if (rows == NULL)
		return NULL;
	char **keys = g_new0(char *, (gsize)result_rows(rows) + 1);
	for (int row = 0; row < result_rows(rows); row++)
		keys[row] = g_strdup(result_text(rows, row, 0));
	return keys;
}

/* Counts FEED, the first of its KEY: cases come before their accused. */
static const gint64 *count(ExtractSample *sample, const MappingFeed *feed, const char *key,
			   GError **error)
{
	g_autofree char *statement = extract_count_statement(feed);
	g_autoptr(DatabaseResult) row =
	    database_one(sample->reader, statement, DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return NULL;
	gint64 rows = result_int64(row, 0, 0);
	gint64 *one_in = g_new(gint64, 1);
	*one_in = MAX(1, (rows + sample->most - 1) / sample->most);
	g_hash_table_insert(sample->one_in, g_strdup(key), one_in);
	if (*one_in > 1 && sample->notes != NULL)
		g_ptr_array_add(sample->notes,
				g_strdup_printf("a sample: one in %" G_GINT64_FORMAT
						" of the %" G_GINT64_FORMAT " rows of feed '%s', "
						"by %s, and what belongs to them",
						*one_in, rows, feed->feed, key));
	return one_in;
}

char *extract_sample_rows(ExtractSample *sample, const MappingFeed *feed, GError **error)
{
	g_auto(GStrv) keys = extract_fact_keys(sample->warehouse, feed->feed, error);
	if (keys == NULL)
		return NULL;
	const gint64 *one_in = g_hash_table_lookup(sample->one_in, keys[0]);
	if (one_in == NULL)
		one_in = count(sample, feed, keys[0], error);
	return one_in != NULL ? extract_sample_statement(sample->reader, feed, keys[0], *one_in)
			      : NULL;
}
