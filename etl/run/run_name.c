/* A source that has another name, or is to go: runs of their own, which read no source. */
#include "etl/run/run_private.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/log.h"

#include <string.h>

/* What one of them is about. */
typedef struct {
	Run run;
	const char *old_name;
	const char *new_name; /* NULL: it goes */
} Naming;

/* ── what may be named ── */
static bool is_configured(const Config *config, const char *name)
{
	for (guint n = 0; n < config->sources->len; n++) {
		const ConfigSource *source = g_ptr_array_index(config->sources, n);
		if (strcmp(source->name, name) == 0)
			return true;
	}
	return false;
}

static bool check_gone(const Config *config, const char *name, GError **error)
{
	if (!is_configured(config, name))
		return true;
	error_set(error, SHUMAR_ERROR_USAGE,
		  "Take it out of the configuration first: the next run would read it again.",
		  "source '%s' is still under 'sources:' of '%s'", name, config->path);
	return false;
}

static bool check_new(const Config *config, const char *name, GError **error)
{
	if (is_configured(config, name))
		return true;
	error_set(error, SHUMAR_ERROR_USAGE, "Name the source as the configuration does now.",
		  "there is no source '%s' under 'sources:' of '%s'", name, config->path);
	return false;
}

static bool take_up(const Run *run, const char *source, const char *name, const char *note,
		    gint64 *ret_known, GError **error)
{
	return database_exec(run->warehouse, sqltext(SQL_ETL_SOURCE_TAKEN_UP),
			     DATABASE_PARAMS(source, name, note), ret_known, error);
}

static bool check_known(const char *source, gint64 known, GError **error)
{
	if (known > 0)
		return true;
	error_set(error, SHUMAR_ERROR_USAGE, "'shumar etl source list' shows all of them.",
		  "the warehouse knows no source '%s'", source);
	return false;
}

/* Records that both names have cannot be told apart from two sources' own. */
static bool check_free(const Run *run, const char *name, GError **error)
{
	g_autoptr(DatabaseResult) known = database_one(
	    run->warehouse, sqltext(SQL_ETL_SOURCE_KNOWN), DATABASE_PARAMS(name), error);
	if (known == NULL)
		return false;
	if (result_int64(known, 0, result_column(known, "facts")) == 0)
		return true;
	error_set(error, SHUMAR_ERROR_USAGE,
		  "Retire the one whose records are the other's too: shumar etl source retire.",
		  "source '%s' has %s records of its own already", name,
		  result_text(known, 0, result_column(known, "facts")));
	return false;
}

/* The days that the sources of now have reported. */
static bool enter_coverage(const Run *run, GError **error)
{
	return database_exec(run->warehouse, sqltext(SQL_ETL_COVERAGE_ENTER),
			     DATABASE_PARAMS(claim_run_text(run->claim)), NULL, error);
}

/* ── the name ── */
/* In the order of engine.facts(); no rule is asked, as no record is another. */
static bool restamp(Naming *naming, GError **error)
{
	Run *run = &naming->run;
	const char *number = claim_run_text(run->claim);
	return database_exec(run->warehouse, sqltext(SQL_ETL_SOURCE_RESTAMP),
			     DATABASE_PARAMS(number, naming->old_name, naming->new_name), NULL,
			     error) &&
	       apply_delta(run->claim, run->warehouse, &run->applied, error) &&
	       database_exec(run->warehouse, sqltext(SQL_ETL_SOURCE_RENAMED),
			     DATABASE_PARAMS(number, naming->old_name, naming->new_name), NULL,
			     error) &&
	       enter_coverage(run, error);
}

static bool rename_in_transaction(Run *run, GError **error)
{
	Naming *naming = (Naming *)run;
	gint64 known = 0;
	return run_read_behind(run, error) &&
	       claim_fence(run->claim, run->warehouse, "claimed", "applied", error) &&
	       check_free(run, naming->new_name, error) &&
	       take_up(run, naming->old_name, naming->old_name, NULL, &known, error) &&
	       check_known(naming->old_name, known, error) &&
	       take_up(run, naming->old_name, naming->new_name, NULL, NULL, error) &&
	       restamp(naming, error);
}

/* ── the end ── */
static bool retire_in_transaction(Run *run, GError **error)
{
	Naming *naming = (Naming *)run;
	const char *number = claim_run_text(run->claim);
	gint64 known = 0;
	return run_read_behind(run, error) &&
	       claim_fence(run->claim, run->warehouse, "claimed", "applied", error) &&
	       take_up(run, naming->old_name, naming->old_name, "retired", &known, error) &&
	       check_known(naming->old_name, known, error) &&
	       database_exec(run->warehouse, sqltext(SQL_ETL_SOURCE_WITHDRAW),
			     DATABASE_PARAMS(number, naming->old_name), NULL, error) &&
	       apply_stage(run->claim, run->warehouse, &run->applied, error) &&
	       database_exec(run->warehouse, sqltext(SQL_ETL_SOURCE_RETIRED),
			     DATABASE_PARAMS(number, naming->old_name), NULL, error) &&
	       enter_coverage(run, error);
}

/* ── the runs ── */
static bool work(Run *run, GError **error)
{
	const Naming *naming = (const Naming *)run;
	log_step(naming->new_name != NULL ? "rename" : "retire");
	return extract_clear(run->claim, run->warehouse, "claimed", error) &&
	       run_apply(run,
			 naming->new_name != NULL ? rename_in_transaction : retire_in_transaction,
			 error) &&
	       run_end(run, error);
}

static bool carry_out(Naming *naming, const char *reason, GError **error)
{
	bool renames = naming->new_name != NULL;
	g_autofree char *kept =
	    renames ? g_strdup_printf("source '%s' is called '%s': %s", naming->old_name,
				      naming->new_name, reason)
		    : g_strdup_printf("source '%s' is retired: %s", naming->old_name, reason);
	bool done = run_begin(&naming->run, renames ? "rename" : "retire", kept, error) &&
		    run_carry_out(&naming->run, work, error);
	run_clear(&naming->run);
	return done;
}

bool run_rename(const Config *config, const RunOptions *options, const char *old_name,
		const char *new_name, const char *reason, GString *summary, GError **error)
{
	Naming naming = { .run = { .config = config, .options = options, .summary = summary },
			  .old_name = old_name,
			  .new_name = new_name };
	return check_gone(config, old_name, error) && check_new(config, new_name, error) &&
	       carry_out(&naming, reason, error);
}

bool run_retire(const Config *config, const RunOptions *options, const char *source,
		const char *reason, GString *summary, GError **error)
{
	Naming naming = { .run = { .config = config, .options = options, .summary = summary },
			  .old_name = source };
	return check_gone(config, source, error) && carry_out(&naming, reason, error);
}
