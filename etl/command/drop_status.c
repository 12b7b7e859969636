#include "etl/command/drop_status.h"

#include "core/database/sqltext.h"
#include "etl/ledger/summary.h"

#define SHOWN 20

/* ROWS as a table, of which SHOWN are shown when they were asked for with one more. */
static void add_rows(GString *text, const DatabaseResult *rows, const char *const *heads)
{
	if (result_rows(rows) == 0)
		return;
	summary_table(text, rows, heads);
	if (result_rows(rows) > SHOWN)
		g_string_append(text, "  … and more\n");
	g_string_append_c(text, '\n');
}

static bool add_long(GString *text, Database *db, const char *path, const char *const *heads,
		     GError **error)
{
	g_autofree char *one_more = g_strdup_printf("%d", SHOWN + 1);
	g_autoptr(DatabaseResult) rows =
	    database_query(db, sqltext(path), DATABASE_PARAMS(one_more), error);
	if (rows != NULL)
		add_rows(text, rows, heads);
	return rows != NULL;
}

bool drop_status(GString *text, Database *db, GError **error)
{
	static const char *const feeds[] = { "drop", "file",    "expected",     "reported",
					     "zero", "awaited", "not reported", "overdue since" };
	static const char *const missing[] = { "drop",         "file",         "unit",
					       "owed",         "first period", "last period",
					       "overdue since" };
	static const char *const notes[] = { "drop", "file", "name", "note" };
	g_autoptr(DatabaseResult) rows =
	    database_query(db, sqltext(SQL_ETL_DROP_STATUS_FEEDS), DATABASE_NO_PARAMS, error);
	if (rows == NULL)
		return false;
	add_rows(text, rows, feeds);
	return add_long(text, db, SQL_ETL_DROP_STATUS_MISSING, missing, error) &&
	       add_long(text, db, SQL_ETL_DROP_STATUS_NOTES, notes, error);
}
