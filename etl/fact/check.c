#include "etl/fact/check.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/fault.h"

#include <string.h>

#define RULES      "etl/rules/"
#define RULE_WORDS 4 /* feed, severity, field, code */

typedef struct {
	const Claim *claim;
	Database *warehouse;
	const char *feed;
} Check;

static bool run_rule(const SqlText *file, gpointer payload, GError **error)
{
	const Check *check = payload;
	g_autofree char *rule = sqltext_header(file->text, "rule");
	g_autofree char *remedy = sqltext_header(file->text, "remedy");
	g_auto(GStrv) words = g_strsplit(rule != NULL ? rule : "", " ", -1);
	if (g_strv_length(words) != RULE_WORDS || remedy == NULL)
		g_error("sql/%s needs header lines 'rule' and 'remedy'", file->path);
	if (strcmp(words[0], check->feed) != 0 ||
	    database_exec(
		check->warehouse, sqltext(SQL_ETL_REJECT),
		DATABASE_PARAMS(words[0], words[1], words[3], words[2], remedy, file->text), NULL,
		error))
		return true;
	g_prefix_error(error, "rule 'sql/%s': ", file->path);
	return false;
}

static bool compare_totals(const Check *check, GError **error)
{
	g_autoptr(DatabaseResult) faults =
	    database_query(check->warehouse, sqltext(SQL_ETL_CHECK_TOTALS),
			   DATABASE_PARAMS(claim_run_text(check->claim), check->feed), error);
	if (faults == NULL)
		return false;
	if (result_rows(faults) == 0)
		return true;
	error_set(
	    error, SHUMAR_ERROR_FAILED,
	    "Nothing was changed. Rows were lost on their way; report this with the run's log.",
	    "cannot apply feed '%s' of source '%s': %s rows were extracted, but %s staged and "
	    "%s rejected",
	    result_text(faults, 0, 1), result_text(faults, 0, 0), result_text(faults, 0, 2),
	    result_text(faults, 0, 3), result_text(faults, 0, 4));
	return false;
}

bool check_feed(const Claim *claim, Database *warehouse, const char *feed, GError **error)
{
	Check check = { .claim = claim, .warehouse = warehouse, .feed = feed };
	if (!database_exec(warehouse, sqltext(SQL_ETL_REJECT_WITHHELD), DATABASE_PARAMS(feed), NULL,
			   error) ||
	    !database_exec(warehouse, sqltext(SQL_ETL_REJECT_COMMON), DATABASE_PARAMS(feed), NULL,
			   error) ||
	    !sqltext_each(RULES, run_rule, &check, error))
		return false;
	fault_point("check.rules");
	if (!database_exec(warehouse, sqltext(SQL_ETL_REJECTS_ENTER),
			   DATABASE_PARAMS(claim_run_text(claim), feed), NULL, error))
		return false;
	fault_point("check.rejects");
	return compare_totals(&check, error);
}
