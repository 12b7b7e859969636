#include "etl/command/baseline_commands.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/period.h"
#include "core/warehouse/warehouse.h"
#include "etl/ledger/summary.h"

#include <stdio.h>
#include <string.h>

static char *district_option, *from_option, *reason_option;

const char baseline_details[] =
    "What is usual in a district's weeks is worked out of the first 105 weeks that are\n"
    "covered since its borders last changed (of 52, without a season, until there are so\n"
    "many), and stands. Where the way of recording changed for good, it is begun anew\n"
    "with a week and a reason, which every page prints; weeks before keep theirs. It holds\n"
    "from the next run on; reports of earlier runs stay as they were. Without options:\n"
    "the list.\n"
    "\n"
    "  shumar etl baseline --district LHR --from 2025-01-06 --reason \"a second VWPS opened\"";

const GOptionEntry baseline_options[] = {
	{ "district", 0, 0, G_OPTION_ARG_STRING, &district_option,
	  "Code of the district, or the jurisdiction for all of them", "CODE" },
	{ "from", 0, 0, G_OPTION_ARG_STRING, &from_option, "A day of the first week", "DAY" },
	{ "reason", 0, 0, G_OPTION_ARG_STRING, &reason_option, "Why; kept, and printed", "TEXT" },
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

static bool put(GString *text, Database *db, const char *day, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_query(db, sqltext(SQL_ETL_BASELINE_PUT),
			   DATABASE_PARAMS(district_option, day, reason_option), error);
	if (row == NULL)
		return false;
	if (result_rows(row) == 0) {
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Give the code of a district, as LHR, or a jurisdiction; something must "
			  "have been published before.",
			  "there is no district '%s'", district_option);
		return false;
	}
	g_string_append_printf(
	    text, "the baseline of %s begins anew with the week of %s, from the next run on\n",
	    district_option, result_text(row, 0, 1));
	return true;
}

static bool act(GString *text, Database *db, GError **error)
{
	GDate day;
	if (district_option == NULL && from_option == NULL && reason_option == NULL)
		return list(text, db, error);
	if (!has_text(district_option) || !has_text(from_option) || !has_text(reason_option)) {
		error_set(error, SHUMAR_ERROR_USAGE, "Usage: shumar etl baseline " BASELINE_USAGE,
			  "'etl baseline' needs --district, --from and --reason");
		return false;
	}
	if (!date_parse(from_option, &day, error))
		return false;
	g_autofree char *iso = date_text(&day);
	return put(text, db, iso, error);
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
	bool done = act(text, db, error);
	/* whether it was written is seen by the dispatcher, for all commands */
	(void)fwrite(text->str, 1, text->len, stdout);
	return done;
}
