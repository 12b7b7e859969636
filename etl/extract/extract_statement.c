#include "etl/extract/extract_statement.h"

#include <string.h>

/* Puts VALUE in the place of @NAME@. */
static void put(GString *statement, const char *name, const char *value)
{
	g_autofree char *mark = g_strdup_printf("@%s@", name);
	g_string_replace(statement, mark, value, 0);
}

static void put_literal(GString *statement, Database *source, const char *name, const char *value)
{
	g_autofree char *literal = database_quote_literal(source, value);
	put(statement, name, literal);
}

static char *column_list(Database *source, const MappingFeed *feed)
{
	GString *list = g_string_new(NULL);
	for (guint n = 0; n < feed->fields->len; n++) {
		const CopyField *field = &g_array_index(feed->fields, CopyField, n);
		g_autofree char *name = database_quote_identifier(source, field->name);
		g_string_append_printf(list, "%sm.%s", n > 0 ? ", " : "", name);
	}
	if (feed->row_id != NULL) /* does not land: said where a value is withheld */
		g_string_append(list, ", m.row_id::text");
	return g_string_free(list, FALSE);
}

static void put_window(GString *statement, Database *source, const MappingFeed *feed,
		       const Capture *capture)
{
	put_literal(statement, source, "feed", feed->feed);
	put_literal(statement, source, "from", capture->from_xid);
	put_literal(statement, source, "also", capture->also_xids);
}

char *extract_rows_statement(Database *source, const Mapping *mapping, const MappingFeed *feed,
			     const Capture *capture)
{
	bool full = capture_is_full(capture);
	bool ledger = !full && capture->since == NULL;
	const char *path = full     ? SQL_ETL_EXTRACT_FULL
			   : ledger ? SQL_ETL_EXTRACT_CHANGES
				    : SQL_ETL_EXTRACT_SINCE;
	GString *statement = g_string_new(sqltext(path));
	g_autofree char *columns = column_list(source, feed);
	put(statement, "columns", columns);
	if (ledger) {
		put(statement, "type", feed->row_id);
		put_window(statement, source, feed, capture);
	} else if (!full) {
		put_literal(statement, source, "position", capture->since);
		put_literal(statement, source, "lag", mapping->declaration->lag);
	}
	put(statement, "mapping", feed->file->text); /* last: it is not searched for marks */
	return g_string_free(statement, FALSE);
}

char *extract_sample_statement(Database *source, const MappingFeed *feed, const char *key,
			       gint64 one_in)
{
	GString *statement = g_string_new(sqltext(SQL_ETL_EXTRACT_SAMPLE));
	g_autofree char *columns = column_list(source, feed);
	g_autofree char *name = database_quote_identifier(source, key);
	g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, one_in);
	put(statement, "columns", columns);
	put(statement, "key", name);
	put(statement, "one_in", number);
	put(statement, "mapping", feed->file->text);
	return g_string_free(statement, FALSE);
}

char *extract_count_statement(const MappingFeed *feed)
{
	GString *statement = g_string_new(sqltext(SQL_ETL_EXTRACT_COUNT));
	put(statement, "mapping", feed->file->text);
	return g_string_free(statement, FALSE);
}

char *extract_keys_statement(Database *source, const MappingFeed *feed, const char *const *keys,
			     const Capture *capture)
{
	GString *statement = g_string_new(sqltext(SQL_ETL_EXTRACT_DELETED));
	GString *list = g_string_new(NULL);
	for (guint n = 0; keys[n] != NULL; n++) {
		g_autofree char *name = database_quote_identifier(source, keys[n]);
		g_string_append_printf(list, "%sl.keys[%u] as %s", n > 0 ? ", " : "", n + 1, name);
	}
	put(statement, "keys", list->str);
	put_window(statement, source, feed, capture);
	g_string_free(list, TRUE);
	return g_string_free(statement, FALSE);
}
