/* release list, status: what there is, and what it waits for. */
#include <stdio.h>
#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "reports/release/commands.h"
#include "reports/release/standing.h"

/* ── list ── */

bool release_list(CommandContext *context, GStrv words, GError **error)
{
	g_autoptr(Desk) desk = release_commands_open(context, words, 0, 0, DESK_READS, error);
	g_autoptr(GPtrArray) all = desk != NULL ? standing_all(desk, error) : NULL;
	if (all == NULL)
		return false;
	if (all->len == 0)
		puts("no release was prepared yet; 'shumar release plans' lists what there can be");
	else
		printf("%-36s %-10s %6s  %-16s  %-16s  %s\n", "release", "state", "run",
		       "announced", "public since", "approved by");
	for (guint n = 0; n < all->len; n++) {
		const Standing *one = g_ptr_array_index(all, n);
		printf("%-36s %-10s %6" G_GINT64_FORMAT "  %-16s  %-16s  %s\n", one->release_id,
		       one->state, one->run_no, one->hour != NULL ? one->hour : "-",
		       one->published_at != NULL ? one->published_at : "-",
		       one->approved_by != NULL ? one->approved_by : "-");
	}
	return true;
}

/* ── status ── */

static void print_lines(const char *before, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++)
		printf("%s%s\n", before, *line);
}

static bool print_events(Desk *desk, const char *release_id, GError **error)
{
	g_autoptr(DatabaseResult) rows = database_query(
	    desk_database(desk), sqltext(SQL_RELEASE_EVENTS), DATABASE_PARAMS(release_id), error);
	if (rows == NULL)
		return false;
	for (int row = 0; row < result_rows(rows); row++) {
		const char *person = result_text(rows, row, 3);
		printf("%4s  %s  %s%s%s%s\n", result_text(rows, row, 0), result_text(rows, row, 1),
		       result_text(rows, row, 2), person != NULL ? " by " : "",
		       person != NULL ? person : "",
		       result_bool(rows, row, 4) ? "  (by the clock of a demonstration)" : "");
		if (!result_is_null(rows, row, 5))
			print_lines("      ", result_text(rows, row, 5));
	}
	return true;
}

static void print_next(const Standing *one)
{
	g_autofree char *next = standing_next(one);
	printf("%s: %s; %s\n", one->release_id, one->state, next);
}

static bool status_all(Desk *desk, GError **error)
{
	g_autoptr(GPtrArray) all = standing_all(desk, error);
	if (all == NULL)
		return false;
	if (all->len == 0)
		puts("no release was prepared yet; 'shumar release plans' lists what there can be");
	for (guint n = 0; n < all->len; n++)
		print_next(g_ptr_array_index(all, n));
	return true;
}

bool release_status(CommandContext *context, GStrv words, GError **error)
{
	g_autoptr(Desk) desk = release_commands_open(context, words, 0, 1, DESK_READS, error);
	if (desk == NULL || words[0] == NULL)
		return desk != NULL && status_all(desk, error);
	g_autoptr(Standing) one = standing_read(desk, words[0], error);
	if (one == NULL)
		return false;
	print_next(one);
	return print_events(desk, words[0], error);
}
