#include "app/distribute_commands.h"

#include "core/error.h"
#include "core/warehouse/distribute.h"
#include "core/warehouse/warehouse.h"

#include <stdio.h>
#include <string.h>

const CommandOption distribute_options[] = {
	{ "dry-run", 0, OPTION_FLAG,
	  "Print what is and would be where; needs no extension and changes nothing", NULL },
	{ 0 },
};

/* ── the schema ── */
static bool check_faults(Database *db, GError **error)
{
	g_autoptr(DatabaseResult) faults = distribute_faults(db, error);
	if (faults == NULL)
		return false;
	if (result_rows(faults) == 0)
		return true;
	for (int row = 0; row < result_rows(faults); row++)
		printf("fault     %s: %s\n", result_text(faults, row, 0),
		       result_text(faults, row, 1));
	error_set(error, SHUMAR_ERROR_CONFIG,
		  "Take what is listed out of the schema; a table that is elsewhere goes back with "
		  "select undistribute_table('SCHEMA.TABLE').",
		  "cannot distribute the tables: faults of the schema (%d), the first of '%s'",
		  result_rows(faults), result_text(faults, 0, 0));
	return false;
}

/* ── the tables ── */
static const char *or_dash(const DatabaseResult *rows, int row, const char *column)
{
	const char *text = result_text(rows, row, result_column(rows, column));
	return text != NULL ? text : "-";
}

static const char *state_word(const DatabaseResult *plan, int row)
{
	if (strcmp(or_dash(plan, row, "home"), "local") == 0)
		return "stays";
	if (result_bool(plan, row, result_column(plan, "placed")))
		return "is there";
	return "to move";
}

static void print_plan(const DatabaseResult *plan)
{
	printf("%-30s %-12s %-14s %-16s %s\n", "table", "home", "by", "beside", "now");
	for (int row = 0; row < result_rows(plan); row++)
		printf("%-30s %-12s %-14s %-16s %s\n", or_dash(plan, row, "relation"),
		       or_dash(plan, row, "home"), or_dash(plan, row, "key_column"),
		       or_dash(plan, row, "anchor"), state_word(plan, row));
}

static bool show_plan(Database *db, GError **error)
{
	g_autoptr(DatabaseResult) plan = distribute_plan(db, error);
	if (plan != NULL)
		print_plan(plan);
	return plan != NULL;
}

static bool lock_runs(Database *db, GError **error)
{
	bool got = false;
	if (!database_try_lock(db, WAREHOUSE_RUN_LOCK, &got, error))
		return false;
	if (!got)
		error_set(error, SHUMAR_ERROR_LOCKED,
			  "Try again when it has ended ('shumar etl status').",
			  "cannot distribute the tables: a run is at work");
	return got;
}

static bool distribute(Database *db, GError **error)
{
	int moved = 0;
	if (!distribute_check(db, error) || !lock_runs(db, error) || !check_faults(db, error) ||
	    !distribute_tables(db, &moved, error) || !show_plan(db, error))
		return false;
	printf("%d table%s moved\n", moved, moved == 1 ? "" : "s");
	return true;
}

bool db_distribute_run(CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 0, 0, error))
		return false;
	const Config *config = command_config(context, error);
	if (config == NULL)
		return false;
	g_autoptr(Database) db = warehouse_open(config, "db", error);
	if (db == NULL)
		return false;
	return command_flag(context, "dry-run") ? show_plan(db, error) && check_faults(db, error)
						: distribute(db, error);
}
