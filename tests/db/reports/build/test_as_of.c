/* What a run published can be asked for again, to the letter, whatever later runs changed. */
#include "core/database/sqltext.h"
#include "core/error.h"
#include "etl/run/run.h"
#include "tests/support/history.h"
#include "tests/support/rows.h"

#include <criterion/criterion.h>
#include <string.h>

#define NIGHTS 8

/* Cells of every report view and facts known, one a line. */
static const char everything[] =
    "select format('select %L || row_to_json(r)::text as line from report.%I r order by 1', c.cube, c.cube) from etl.cube c"
    " union all select format('select %L || (to_jsonb(r) - ''run_to'')::text as line from engine.known_%s r order by 1', f, f)"
    " from unnest(engine.facts()) f order by 1";

/* In a transaction, as of RUN; NULL: as the pointer says now. */
static char *figures(Database *db, const char *run)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *list = rows_text(db, everything);
	g_auto(GStrv) queries = g_strsplit(list, "\n", -1);
	GString *text = g_string_new(NULL);
	cr_assert(database_begin(db, DATABASE_SNAPSHOT_READ, NULL));
	if (run != NULL)
		cr_assert(database_exec(db, sqltext(SQL_REPORTS_AS_OF_SET), DATABASE_PARAMS(run),
					NULL, &error),
			  "%s", error != NULL ? error->message : "");
	for (char **query = queries; *query != NULL && **query != '\0'; query++) {
		g_autofree char *rows = rows_text(db, *query);
		g_string_append(text, rows);
	}
	database_rollback(db);
	return g_string_free(text, FALSE);
}

static void play(guint32 seed, bool numbered)
{
	g_autoptr(History) history = history_new(seed, numbered);
	Records *records = history->records;
	g_autofree char *kept[NIGHTS + 1] = { NULL };
	g_autofree char *runs[NIGHTS + 1] = { NULL };
	for (int night = 0; night <= NIGHTS; night++) {
		records_run_well(records);
		runs[night] = records_text(records, "select published_run from etl.pointer");
		kept[night] = figures(records->warehouse, NULL);
		history_change(history);
	}
	for (int night = 0; night <= NIGHTS; night++) {
		g_autofree char *again = figures(records->warehouse, runs[night]);
		g_autofree char *when = g_strdup_printf("as of run %s", runs[night]);
		history_equal(history, again, kept[night], when);
		g_free(kept[night]);
		g_free(runs[night]);
		kept[night] = runs[night] = NULL;
	}
}

Test(as_of, every_run_answers_as_on_its_day)
{
	play(7, false);
}

Test(as_of, every_run_answers_as_on_its_day_where_numbers_are_keys)
{
	play(8, true);
}

Test(as_of, runs_survive_a_reclassification_and_a_rebuild)
{
	g_autoptr(History) history = history_new(9, false);
	g_autoptr(GError) error = NULL;
	Records *records = history->records;
	history_change(history);
	records_run_well(records);
	g_autofree char *run = records_text(records, "select published_run from etl.pointer");
	g_autofree char *kept = figures(records->warehouse, NULL);
	history_refer(history,
		      "update ref.offence_section set category = 'HARASS' where section = '506'");
	cr_assert(run_reclassify(records->config, "test", records->summary, &error));
	cr_assert(run_rebuild(records->config, NULL, records->summary, &error));
	g_autofree char *now = figures(records->warehouse, NULL);
	g_autofree char *again = figures(records->warehouse, run);
	cr_expect_str_neq(now, kept);
	history_equal(history, again, kept, "as of the run before");
}
