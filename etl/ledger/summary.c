#include "etl/ledger/summary.h"

#include "core/database/sqltext.h"

#include <string.h>

#define GAP "  "

/* "1234567" as "1,234,567"; other text as it is. Transfer full. */
static char *grouped(const char *text, bool number)
{
	GString *out = g_string_new(text);
	if (number) {
		const int first = text[0] == '-' ? 1 : 0;
		for (gssize place = (gssize)out->len - 3; place > first; place -= 3)
			g_string_insert_c(out, place, ',');
	}
	return g_string_free(out, FALSE);
}

/* int8 and int4, by their fixed oids in pg_type.dat; run numbers are names, not counts */
static bool is_count(const DatabaseResult *result, int column)
{
	guint32 type = result_column_type(result, column);
	const char *name = result_column_name(result, column);
	return (type == 20 || type == 23) && !g_str_has_suffix(name, "run_no") &&
	       strcmp(name, "last_run") != 0;
}

static char *cell_text(const DatabaseResult *result, int row, int column)
{
	const char *text = result_text(result, row, column);
	return grouped(text != NULL ? text : "-", text != NULL && is_count(result, column));
}

static glong width_of(const DatabaseResult *result, int column, const char *head)
{
	glong width = g_utf8_strlen(head, -1);
	for (int row = 0; row < result_rows(result); row++) {
		g_autofree char *text = cell_text(result, row, column);
		width = MAX(width, g_utf8_strlen(text, -1));
	}
	return width;
}

static void put_padded(GString *text, const char *value, glong width, bool right)
{
	glong blanks = width - g_utf8_strlen(value, -1);
	g_string_append(text, GAP);
	if (!right)
		g_string_append(text, value);
	for (glong n = 0; n < blanks; n++)
		g_string_append_c(text, ' ');
	if (right)
		g_string_append(text, value);
}

static void end_line(GString *text)
{
	while (text->len > 0 && text->str[text->len - 1] == ' ')
		g_string_truncate(text, text->len - 1);
	g_string_append_c(text, '\n');
}

void summary_table(GString *text, const DatabaseResult *result, const char *const *heads)
{
	int columns = result_columns(result);
	g_autofree glong *widths = g_new(glong, (gsize)columns);
	for (int column = 0; column < columns; column++)
		widths[column] = width_of(result, column, heads[column]);
	for (int column = 0; column < columns; column++)
		put_padded(text, heads[column], widths[column], is_count(result, column));
	end_line(text);
	for (int row = 0; row < result_rows(result); row++) {
		for (int column = 0; column < columns; column++) {
			g_autofree char *value = cell_text(result, row, column);
			put_padded(text, value, widths[column], is_count(result, column));
		}
		end_line(text);
	}
}

static bool add_section(GString *text, Database *db, const char *run_no, const char *path,
			const char *const *heads, GError **error)
{
	g_autoptr(DatabaseResult) rows =
	    database_query(db, sqltext(path), DATABASE_PARAMS(run_no), error);
	if (rows == NULL)
		return false;
	if (result_rows(rows) > 0) {
		summary_table(text, rows, heads);
		g_string_append_c(text, '\n');
	}
	return true;
}

bool summary_run(GString *text, Database *db, const char *run_no, GError **error)
{
	static const char *const feed_heads[] = { "source", "feed",     "extracted",
						  "staged", "rejected", "retried",
						  "added",  "changed",  "deleted" };
	static const char *const reject_heads[] = { "source", "feed", "rejected", "code",
						    "open",   "new",  "resolved" };
	return add_section(text, db, run_no, SQL_ETL_SUMMARY_FEEDS, feed_heads, error) &&
	       add_section(text, db, run_no, SQL_ETL_SUMMARY_REJECTS, reject_heads, error);
}

bool summary_figures(GString *text, Database *db, const char *run_no, GError **error)
{
	static const char *const heads[] = { "figure", "month", "before", "after", "moved", NULL };
	g_autoptr(DatabaseResult) rows =
	    database_query(db, sqltext(SQL_ETL_FIGURE_CHANGES), DATABASE_PARAMS(run_no), error);
	if (rows == NULL)
		return false;
	if (result_rows(rows) == 0) {
		g_string_append(text, "no published figure changes\n\n");
		return true;
	}
	g_string_append(text, "published figures that change, by cube and month:\n");
	summary_table(text, rows, heads);
	g_string_append_c(text, '\n');
	return true;
}
