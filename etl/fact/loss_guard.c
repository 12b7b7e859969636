#include "etl/fact/loss_guard.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "etl/drop/drop_raw.h"

#include <string.h>

#define SHOWN 8 /* losses that a message tells one by one */

/* Columns of etl/loss_faults.sql. */
enum { SOURCE, FEED, DISTRICT, NAME, WAS, LOST, MOVED };

static bool check_names(Database *warehouse, const char *accepted, GError **error)
{
	g_autoptr(DatabaseResult) unknown = database_query(warehouse, sqltext(SQL_ETL_LOSS_UNKNOWN),
							   DATABASE_PARAMS(accepted), error);
	if (unknown == NULL || result_rows(unknown) == 0)
		return unknown != NULL;
	error_set(error, SHUMAR_ERROR_USAGE,
		  "Give the codes that the message of the run before named, or 'all'.",
		  "--accept-loss: there is no district '%s'", result_text(unknown, 0, 0));
	return false;
}

/* "case of source 'psrms' in Lahore (LHR): 210 of 1090 (12 move to another district)". */
static void put_loss(GString *text, const DatabaseResult *losses, int row)
{
	const char *district = result_text(losses, row, DISTRICT);
	const char *name = result_text(losses, row, NAME);
	g_string_append_printf(text, "%sfeed '%s' of source '%s'", row > 0 ? "; " : "",
			       result_text(losses, row, FEED), result_text(losses, row, SOURCE));
	if (district == NULL)
		g_string_append(text, " in all districts");
	else if (strcmp(name, district) == 0)
		g_string_append_printf(text, " in %s", name);
	else
		g_string_append_printf(text, " in %s (%s)", name, district);
	g_string_append_printf(text, ": %s of its %s facts would leave",
			       result_text(losses, row, LOST), result_text(losses, row, WAS));
	if (result_int64(losses, row, MOVED) > 0)
		g_string_append_printf(text, " (%s for another district)",
				       result_text(losses, row, MOVED));
}

/* What answers them: "--accept-loss LHR KSR", or all. */
static char *answer(const DatabaseResult *losses)
{
	g_autoptr(GString) names = g_string_new(NULL);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (int row = 0; row < result_rows(losses); row++) {
		const char *district = result_text(losses, row, DISTRICT);
		if (district == NULL)
			continue;
		bool quoted = strchr(district, ' ') != NULL;
		if (g_hash_table_add(seen, (gpointer)(guintptr)district))
			g_string_append_printf(names, quoted ? " '%s'" : " %s", district);
	}
	bool many = g_hash_table_size(seen) == 0 || g_hash_table_size(seen) > SHOWN;
	return g_strdup_printf(
	    "Nothing was changed. Look at what the source gives; if it is right, run again with "
	    "--accept-loss%s (and with --dry-run first, to see the figures that move).",
	    many ? " all" : names->str);
}

static void fail(const DatabaseResult *losses, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (int row = 0; row < MIN(result_rows(losses), SHOWN); row++)
		put_loss(text, losses, row);
	if (result_rows(losses) > SHOWN)
		g_string_append_printf(text, "; and %d more", result_rows(losses) - SHOWN);
	g_autofree char *hint = answer(losses);
	error_set(error, SHUMAR_ERROR_FAILED, hint,
		  "cannot apply %s, because the source does not give them any more or gives them "
		  "with faults",
		  text->str);
}

bool loss_guard_check(const Claim *claim, Database *warehouse, const char *const *accepted,
		      GError **error)
{
	guint count = accepted != NULL ? g_strv_length((GStrv)(guintptr)accepted) : 0;
	g_autofree char *names = drop_raw_array(accepted, count);
	if (count > 0 && !check_names(warehouse, names, error))
		return false;
	g_autoptr(DatabaseResult) losses =
	    database_query(warehouse, sqltext(SQL_ETL_LOSS_FAULTS),
			   DATABASE_PARAMS(claim_run_text(claim), names), error);
	if (losses == NULL || result_rows(losses) == 0)
		return losses != NULL;
	fail(losses, error);
	return false;
}
