#include "etl/command/baseline_commands.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/period.h"
#include "core/warehouse/warehouse.h"
#include "etl/ledger/summary.h"

#include <stdio.h>
#include <string.h>

const char baseline_details[] =
    "What is usual in a district's weeks is worked out of the first 105 weeks that are\n"
    "covered since its borders last changed (of 52, without a season, until there are so\n"
    "many), and stands. Where the way of recording changed for good, it is begun anew\n"
    "with a week and a reason, which every page prints; weeks before keep theirs. It holds\n"
    "from the next run on; reports of earlier runs stay as they were. Without options:\n"
    "the list.\n"
    "\n"
    "  shumar etl baseline --district LHR --from 2025-01-06 --reason \"a second VWPS opened\"";

const CommandOption baseline_options[] = {
	{ "district", 0, OPTION_TEXT, "Code of the district, or the jurisdiction for all of them",
	  "CODE" },
	{ "from", 0, OPTION_TEXT, "A day of the first week", "DAY" },
	{ "reason", 0, OPTION_TEXT, "Why; kept, and printed", "TEXT" },
	{ 0 },
};

static bool list(GString *text, Database *db, GError **error)
{
	static const char *const heads[] = { "jurisdiction", "district", "from week of",
					     "after run",    "recorded", "reason" };
	g_autoptr(DatabaseResult) rows =
	    database_query(db, sqltext(SQL_ETL_BASELINE_LIST), DATABASE_NO_PARAMS, error);
	if (rows == NULL)
		return false;
	if (result_rows(rows) > 0)
		summary_table(text, rows, heads);
	else
		g_string_append(text, "no baseline was begun anew\n");
	return true;
}

static bool has_text(const char *option)
{
	return option != NULL && option[strspn(option, " ")] != '\0';
}

static bool put(const CommandContext *context, GString *text, Database *db, const char *day,
		GError **error)
{
	const char *district = command_text(context, "district");
	g_autoptr(DatabaseResult) row =
	    database_query(db, sqltext(SQL_ETL_BASELINE_PUT),
			   DATABASE_PARAMS(district, day, command_text(context, "reason")), error);
	if (row == NULL)
		return false;
	if (result_rows(row) == 0) {
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Give the code of a district, as LHR, or a jurisdiction; something must "
			  "have been published before.",
			  "there is no district '%s'", district);
		return false;
	}
	g_string_append_printf(
	    text, "the baseline of %s begins anew with the week of %s, from the next run on\n",
	    district, result_text(row, 0, 1));
	return true;
}

static bool act(const CommandContext *context, GString *text, Database *db, GError **error)
{
	const char *district = command_text(context, "district");
	const char *from = command_text(context, "from");
	const char *reason = command_text(context, "reason");
	GDate day;
	if (district == NULL && from == NULL && reason == NULL)
		return list(text, db, error);
	if (!has_text(district) || !has_text(from) || !has_text(reason)) {
		error_set(error, SHUMAR_ERROR_USAGE, "Usage: shumar etl baseline " BASELINE_USAGE,
			  "'etl baseline' needs --district, --from and --reason");
		return false;
	}
	if (!date_parse(from, &day, error))
		return false;
	g_autofree char *iso = date_text(&day);
	return put(context, text, db, iso, error);
}

bool baseline_run(CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 0, 0, error))
		return false;
	const Config *config = command_config(context, error);
	g_autoptr(Database) db =
	    config != NULL ? warehouse_open(config, "etl-baseline", error) : NULL;
	if (db == NULL)
		return false;
	g_autoptr(GString) text = g_string_new(NULL);
	bool done = act(context, text, db, error);
	/* whether it was written is seen by the dispatcher, for all commands */
	(void)fwrite(text->str, 1, text->len, stdout);
	return done;
}
