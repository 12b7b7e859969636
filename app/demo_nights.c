#include "app/demo_nights.h"

#include "app/demo_records.h"
#include "core/database/sqltext.h"

#include <string.h>

/* ── playing ── */
typedef struct {
	DemoNightPlayed played;
	gpointer payload;
} Playing;

static bool count_left(Database *db, gint64 *ret_left, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_DEMO_SETTINGS_GET), DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	*ret_left = result_int64(row, 0, result_column(row, "nights")) -
		    result_int64(row, 0, result_column(row, "played"));
	return true;
}

static bool play_next(Database *db, const Playing *playing, GError **error)
{
	if (!database_begin(db, DATABASE_READ_WRITE, error) ||
	    !database_script(db, sqltext(DEMO_NIGHT_SCRIPT), error) || !database_commit(db, error))
		return false;
	g_autoptr(DatabaseResult) night =
	    database_one(db, sqltext(SQL_DEMO_NIGHT_LAST), DATABASE_NO_PARAMS, error);
	return night != NULL && playing->played(night, playing->payload, error);
}

static bool play_all(Database *db, gpointer payload, GError **error)
{
	gint64 left = 0;
	if (!count_left(db, &left, error))
		return false;
	for (; left > 0; left--) {
		if (!play_next(db, payload, error))
			return false;
	}
	return true;
}

bool demo_nights_play(Database *db, DemoNightPlayed played, gpointer payload, GError **error)
{
	Playing playing = { played, payload };
	return demo_records_alone(db, "play the nights of", play_all, &playing, error);
}

/* ── saying what they brought ── */
typedef struct {
	const char *name; /* of the column of demo/night_last.sql, and the head */
	int width;
} Column;

static const Column columns[] = {
	{ "night", 5 },  { "entered_until", 15 }, { "cases", 7 },      { "late", 6 },
	{ "others", 8 }, { "changed", 9 },        { "corrected", 11 }, { "deleted", 9 },
	{ "bad", 5 },    { "resolved", 10 },
};

char *demo_nights_head(void)
{
	GString *line = g_string_new(NULL);
	for (size_t n = 0; n < G_N_ELEMENTS(columns); n++) {
		g_autofree char *head = g_strdelimit(g_strdup(columns[n].name), "_", ' ');
		g_string_append_printf(line, "%*s", columns[n].width, head);
	}
	return g_string_free(line, FALSE);
}

char *demo_nights_line(const DatabaseResult *night)
{
	GString *line = g_string_new(NULL);
	for (size_t n = 0; n < G_N_ELEMENTS(columns); n++)
		g_string_append_printf(
		    line, "%*s", columns[n].width,
		    result_text(night, 0, result_column(night, columns[n].name)));
	return g_string_free(line, FALSE);
}

char *demo_nights_totals(Database *db, GError **error)
{
	g_autoptr(DatabaseResult) rows =
	    database_query(db, sqltext(SQL_DEMO_NIGHT_TOTALS), DATABASE_NO_PARAMS, error);
	if (rows == NULL)
		return NULL;
	GString *text = g_string_new(NULL);
	for (int row = 0; row < result_rows(rows); row++)
		g_string_append_printf(text, "  %-10s %s\n", result_text(rows, row, 0),
				       result_text(rows, row, 1));
	return g_string_free(text, FALSE);
}
