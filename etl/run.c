#include "etl/run.h"

#include "core/error.h"
#include "core/log.h"
#include "core/sqltext.h"
#include "core/warehouse.h"
#include "etl/apply.h"
#include "etl/check.h"
#include "etl/claim.h"
#include "etl/extract.h"
#include "etl/publish.h"
#include "etl/summary.h"
#include "etl/verify.h"

#include <string.h>

/* One run at work. */
typedef struct {
	const Config *config;
	const RunOptions *options;
	GString *summary;
	gint64 began_us;

	char *conninfo;
	Database *warehouse;
	Claim *claim;
	Pseudonym *pseudonym;
	GPtrArray *sources;  /* of ConfigSource, borrowed */
	GPtrArray *mappings; /* of Mapping, one per source */
	GPtrArray *notes;    /* lines for the summary */
	guint staged;
	guint unchanged;
	bool behind; /* a run before this one was applied and not published */
	ApplyResult applied;
} Run;

static void run_clear(Run *run)
{
	claim_free(run->claim);
	database_close(run->warehouse);
	pseudonym_free(run->pseudonym);
	g_clear_pointer(&run->sources, g_ptr_array_unref);
	g_clear_pointer(&run->mappings, g_ptr_array_unref);
	g_clear_pointer(&run->notes, g_ptr_array_unref);
	g_free(run->conninfo);
	log_set_run(0);
	log_step(NULL);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Run, run_clear)

/* ── which sources ── */
static bool choose_named(Run *run, GError **error)
{
	for (const char *const *name = run->options->sources; *name != NULL; name++) {
		const ConfigSource *source = config_source(run->config, *name, error);
		if (source == NULL)
			return false;
		if (!g_ptr_array_find(run->sources, source, NULL))
			g_ptr_array_add(run->sources, (gpointer)(guintptr)source);
	}
	return true;
}

static bool choose_sources(Run *run, GError **error)
{
	run->sources = g_ptr_array_new();
	if (run->options->sources != NULL && run->options->sources[0] != NULL)
		return choose_named(run, error);
	for (guint n = 0; n < run->config->sources->len; n++) {
		ConfigSource *source = g_ptr_array_index(run->config->sources, n);
		if (!source->asked)
			g_ptr_array_add(run->sources, source);
	}
	if (run->sources->len > 0)
		return true;
	error_set(error, SHUMAR_ERROR_CONFIG,
		  "Add one under 'sources:', or name one with --source.",
		  "cannot run: '%s' has no source that runs unasked", run->config->path);
	return false;
}

/* The configuration's idea of the source must be the mapping's. */
static bool check_kind(const ConfigSource *source, const Mapping *mapping, GError **error)
{
	bool csv = mapping->declaration->kind == SOURCE_CSV;
	if ((csv ? source->folder : source->connection) != NULL)
		return true;
	error_set(error, SHUMAR_ERROR_CONFIG,
		  csv ? "Give the source a 'folder:'." : "Give the source a 'connection:'.",
		  "cannot use source '%s': its mapping '%s' reads %s", source->name, mapping->name,
		  csv ? "CSV files" : "a PostgreSQL database");
	return false;
}

static bool find_mappings(Run *run, GError **error)
{
	RunFindMapping find = run->options->find != NULL ? run->options->find : mapping_find;
	run->mappings = g_ptr_array_new_with_free_func((GDestroyNotify)mapping_free);
	for (guint n = 0; n < run->sources->len; n++) {
		const ConfigSource *source = g_ptr_array_index(run->sources, n);
		Mapping *mapping = find(source->mapping, error);
		if (mapping == NULL)
			return false;
		g_ptr_array_add(run->mappings, mapping);
		if (!check_kind(source, mapping, error))
			return false;
	}
	return true;
}

/* ── begin ── */
static bool open_warehouse(Run *run, GError **error)
{
	run->conninfo = warehouse_conninfo(run->config, error);
	if (run->conninfo == NULL)
		return false;
	run->warehouse = warehouse_open(run->config, "etl-run", error);
	return run->warehouse != NULL;
}

static bool begin(Run *run, const char *kind, GError **error)
{
	run->began_us = g_get_monotonic_time();
	run->notes = g_ptr_array_new_with_free_func(g_free);
	if (!open_warehouse(run, error))
		return false;
	run->claim = claim_take(run->conninfo, kind, error);
	if (run->claim == NULL)
		return false;
	log_set_run(claim_run(run->claim));
	return true;
}

/* ── extract ── */
static void note(Run *run, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void note(Run *run, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	g_ptr_array_add(run->notes, g_strdup_vprintf(format, list));
	va_end(list);
}

/* Takes stock of one source; false with *error when the run cannot go on. */
static bool take_result(Run *run, const ConfigSource *source, ExtractResult result, GError **fault,
			GError **error)
{
	switch (result) {
	case EXTRACT_STAGED:
		run->staged++;
		return true;
	case EXTRACT_UNCHANGED:
		run->unchanged++;
		note(run, "source '%s': unchanged since its last run, not read", source->name);
		return true;
	case EXTRACT_AWAY:
		if (run->sources->len == 1)
			break;
		log_warning("a source is away; the run goes on without it", "source", source->name,
			    NULL);
		note(run, "source '%s': away, its facts stay as they were: %s", source->name,
		     (*fault)->message);
		return true;
	case EXTRACT_FAILED:
		break;
	}
	g_propagate_error(error, g_steal_pointer(fault));
	return false;
}

static bool extract_all(Run *run, GError **error)
{
	const ExtractContext context = { .config = run->config,
					 .claim = run->claim,
					 .warehouse = run->warehouse,
					 .conninfo = run->conninfo,
					 .pseudonym = run->pseudonym };
	g_autoptr(GError) last = NULL;
	for (guint n = 0; n < run->sources->len; n++) {
		const ConfigSource *source = g_ptr_array_index(run->sources, n);
		g_autoptr(GError) fault = NULL;
		ExtractResult result =
		    extract_source(&context, source, g_ptr_array_index(run->mappings, n), &fault);
		g_clear_error(&last);
		last = fault != NULL ? g_error_copy(fault) : NULL;
		if (!take_result(run, source, result, &fault, error))
			return false;
	}
	if (run->staged + run->unchanged > 0)
		return true;
	g_propagate_prefixed_error(error, g_steal_pointer(&last), "no source could be read: ");
	return false;
}

static bool extract_step(Run *run, GError **error)
{
	log_step("extract");
	run->pseudonym = pseudonym_open(run->config, run->warehouse, error);
	return run->pseudonym != NULL &&
	       extract_clear(run->claim, run->warehouse, "claimed", error) &&
	       extract_all(run, error);
}

/* ── check and apply ── */
static bool run_setups(Run *run, GError **error)
{
	for (guint n = 0; n < run->mappings->len; n++) {
		const Mapping *mapping = g_ptr_array_index(run->mappings, n);
		if (mapping->setup != NULL &&
		    !database_script(run->warehouse, mapping->setup->text, error)) {
			g_prefix_error(error, "sql/%s: ", mapping->setup->path);
			return false;
		}
	}
	return true;
}

static bool check_in_transaction(Run *run, GError **error)
{
	log_step("check");
	return claim_fence(run->claim, run->warehouse, "claimed", "staged", error) &&
	       run_setups(run, error) && check_stage(run->claim, run->warehouse, error) &&
	       claim_fence(run->claim, run->warehouse, "staged", "checked", error);
}

static bool read_behind(Run *run, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(run->warehouse, sqltext("etl/published.sql"), DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	run->behind = result_is_null(row, 0, 0) || result_bool(row, 0, 1);
	return true;
}

static bool apply_in_transaction(Run *run, GError **error)
{
	log_step("apply");
	return read_behind(run, error) &&
	       claim_fence(run->claim, run->warehouse, "checked", "applied", error) &&
	       apply_stage(run->claim, run->warehouse, &run->applied, error);
}

/* A dry run does both in one transaction, which it gives up at the end. */
static bool check_and_apply(Run *run, GError **error)
{
	Database *warehouse = run->warehouse;
	bool dry = run->options->dry_run;
	bool done = database_begin(warehouse, DATABASE_READ_WRITE, error) &&
		    check_in_transaction(run, error) &&
		    (dry || (database_commit(warehouse, error) &&
			     database_begin(warehouse, DATABASE_READ_WRITE, error))) &&
		    apply_in_transaction(run, error) && (dry || database_commit(warehouse, error));
	if (!done)
		database_rollback(warehouse);
	return done;
}

/* ── verify and publish ── */
static bool verify_step(Run *run, VerifyResult *verified, GError **error)
{
	log_step("verify");
	return verify_cubes(run->warehouse, claim_run_text(run->claim), verified, error);
}

static char *seconds_text(const Run *run)
{
	return g_strdup_printf("%.1f s",
			       (double)(g_get_monotonic_time() - run->began_us) / G_USEC_PER_SEC);
}

/* The closing line; becomes the run's message in the ledger too. */
static char *closing_line(const Run *run, const VerifyResult *verified)
{
	return g_strdup_printf("%" G_GINT64_FORMAT " facts changed; %" G_GINT64_FORMAT
			       " cubes touched (%" G_GINT64_FORMAT " cells), %" G_GINT64_FORMAT
			       " proven (%" G_GINT64_FORMAT " cells)",
			       run->applied.changes, run->applied.touched.cubes,
			       run->applied.touched.cells, verified->proven, verified->cells);
}

static bool put_summary(Run *run, GError **error)
{
	for (guint n = 0; n < run->notes->len; n++)
		g_string_append_printf(run->summary, "%s\n",
				       (const char *)g_ptr_array_index(run->notes, n));
	return summary_run(run->summary, run->warehouse, claim_run_text(run->claim), error);
}

static bool publish_step(Run *run, const char *closing, GError **error)
{
	log_step("publish");
	bool nothing = run->applied.changes == 0 && run->applied.made == 0 && !run->behind;
	if (!nothing)
		return publish_run(run->claim, run->warehouse, closing, error);
	return publish_nothing(run->claim, run->warehouse, "nothing changed", error);
}

/* "nothing changed since run 11" or "run 12: … published". */
static bool put_closing(Run *run, const char *closing, const char *state, GError **error)
{
	g_autofree char *seconds = seconds_text(run);
	g_autoptr(DatabaseResult) pointer =
	    database_one(run->warehouse, sqltext("etl/published.sql"), DATABASE_NO_PARAMS, error);
	if (pointer == NULL)
		return false;
	const char *published = result_text(pointer, 0, 0);
	if (run->applied.changes == 0 && run->applied.made == 0 &&
	    g_strcmp0(published, claim_run_text(run->claim)) != 0 && published != NULL)
		g_string_append_printf(run->summary, "run %s: nothing changed since run %s (%s)\n",
				       claim_run_text(run->claim), published, seconds);
	else
		g_string_append_printf(run->summary, "run %s: %s; %s (%s)\n",
				       claim_run_text(run->claim), closing, state, seconds);
	return true;
}

/* The run has ended: what is left in the stage only takes room, and the next run empties it too. */
static void empty_stage(Run *run)
{
	g_autoptr(GError) error = NULL;
	if (!database_exec(run->warehouse, sqltext("etl/stage_clear.sql"), DATABASE_NO_PARAMS, NULL,
			   &error))
		log_warning("the stage was left to the next run", NULL);
}

static bool end_real(Run *run, GError **error)
{
	g_auto(VerifyResult) verified = { 0 };
	if (!put_summary(run, error) || !verify_step(run, &verified, error))
		return false;
	g_autofree char *closing = closing_line(run, &verified);
	if (!verify_fault(&verified, error)) {
		g_string_append_printf(run->summary, "run %s: %s; applied, not published\n",
				       claim_run_text(run->claim), closing);
		return false;
	}
	if (!publish_step(run, closing, error) || !put_closing(run, closing, "published", error))
		return false;
	empty_stage(run);
	return true;
}

/* Takes the dry run's traces away; the transaction of its changes goes first. */
static bool discard(Run *run, GError **error)
{
	database_rollback(run->warehouse);
	return extract_clear(run->claim, run->warehouse, "claimed", error) &&
	       database_exec(run->warehouse, sqltext("etl/run_discard.sql"),
			     DATABASE_PARAMS(claim_run_text(run->claim)), NULL, error);
}

static bool end_dry(Run *run, GError **error)
{
	g_auto(VerifyResult) verified = { 0 };
	if (!put_summary(run, error) || !verify_step(run, &verified, error))
		return false;
	g_autofree char *closing = closing_line(run, &verified);
	g_autofree char *seconds = seconds_text(run);
	g_string_append_printf(run->summary, "dry run: %s; all rolled back (%s)\n", closing,
			       seconds);
	return verify_fault(&verified, error) && discard(run, error);
}

/* ── the whole ── */
/* Keeps why the run ended; *error is set. */
static void fail(Run *run, const GError *fault)
{
	g_autoptr(GError) ignored = NULL;
	database_rollback(run->warehouse);
	if (run->options != NULL && run->options->dry_run && discard(run, &ignored))
		return;
	claim_fail(run->claim, fault);
}

static bool work(Run *run, GError **error)
{
	return extract_step(run, error) && check_and_apply(run, error) &&
	       (run->options->dry_run ? end_dry(run, error) : end_real(run, error));
}

bool run_nightly(const Config *config, const RunOptions *options, GString *summary, GError **error)
{
	g_auto(Run) run = { .config = config, .options = options, .summary = summary };
	g_autoptr(GError) fault = NULL;
	if (!choose_sources(&run, error) || !find_mappings(&run, error) ||
	    !begin(&run, "nightly", error))
		return false;
	if (work(&run, &fault))
		return true;
	fail(&run, fault);
	g_propagate_error(error, g_steal_pointer(&fault));
	return false;
}

/* ── rebuild ── */
static bool rebuild_cells(Run *run, const char *cube, GError **error)
{
	Database *warehouse = run->warehouse;
	log_step("rebuild");
	bool done = database_begin(warehouse, DATABASE_READ_WRITE, error) &&
		    claim_fence(run->claim, warehouse, "claimed", "applied", error) &&
		    cubes_declare(warehouse, &run->applied.made, error) &&
		    cubes_rebuild(warehouse, claim_run_text(run->claim), cube,
				  &run->applied.touched, error) &&
		    database_commit(warehouse, error);
	database_rollback(warehouse);
	return done;
}

static bool rebuild(Run *run, const char *cube, GError **error)
{
	g_auto(VerifyResult) verified = { 0 };
	if (!rebuild_cells(run, cube, error) || !verify_step(run, &verified, error))
		return false;
	g_autofree char *closing =
	    g_strdup_printf("%" G_GINT64_FORMAT " cells built, %" G_GINT64_FORMAT " cubes proven",
			    run->applied.touched.cells, verified.proven);
	g_autofree char *seconds = seconds_text(run);
	if (!verify_fault(&verified, error) ||
	    !publish_run(run->claim, run->warehouse, closing, error))
		return false;
	g_string_append_printf(run->summary, "run %s: %s; published (%s)\n",
			       claim_run_text(run->claim), closing, seconds);
	return true;
}

bool run_rebuild(const Config *config, const char *cube, GString *summary, GError **error)
{
	g_auto(Run) run = { .config = config, .summary = summary };
	g_autoptr(GError) fault = NULL;
	if ((cube != NULL && !cubes_known(cube, error)) || !begin(&run, "rebuild", error))
		return false;
	if (rebuild(&run, cube, &fault))
		return true;
	fail(&run, fault);
	g_propagate_error(error, g_steal_pointer(&fault));
	return false;
}
