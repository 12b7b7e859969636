#include "etl/run/run_private.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/fault.h"
#include "core/log.h"
#include "core/warehouse/warehouse.h"
#include "etl/fact/loss_guard.h"
#include "etl/fact/site_hold.h"
#include "etl/fact/verify.h"
#include "etl/ledger/definition.h"
#include "etl/ledger/manifest_key.h"
#include "etl/ledger/publish.h"
#include "etl/ledger/summary.h"

#include <string.h>

static const RunOptions plain_options = { 0 };

void run_clear(Run *run)
{
	claim_free(run->claim);
	database_close(run->warehouse);
	run_sources_clear(&run->sources);
	g_clear_pointer(&run->notes, g_ptr_array_unref);
	if (run->refused != NULL)
		g_string_free(run->refused, TRUE);
	g_free(run->conninfo);
	log_set_run(0);
	log_step(NULL);
}

/* ── begin ── */
static bool open_warehouse(Run *run, GError **error)
{
	run->conninfo = warehouse_conninfo(run->config, error);
	if (run->conninfo == NULL)
		return false;
	run->warehouse = warehouse_open(run->config, "etl-run", error);
	return run->warehouse != NULL && database_exec(run->warehouse, sqltext(SQL_ETL_SESSION),
						       DATABASE_NO_PARAMS, NULL, error);
}

/* Where the clock was set back, records of today would lie in the future; where it had been ahead,
 * it let the future in. Only the operator knows which of the two it was; till then the later holds.
 */
static bool check_clock(const Run *run, GError **error)
{
	if (run->options->trust_clock && !run->options->dry_run &&
	    !database_exec(run->warehouse, sqltext(SQL_ETL_SETTING_PUT),
			   DATABASE_PARAMS("clock", claim_run_text(run->claim)), NULL, error))
		return false;
	g_autoptr(DatabaseResult) doubt =
	    database_query(run->warehouse, sqltext(SQL_ETL_CLOCK_DOUBT), DATABASE_NO_PARAMS, error);
	if (doubt == NULL || result_rows(doubt) == 0)
		return doubt != NULL;
	log_warning("the clock says less than a run before", "now", result_text(doubt, 0, 2), NULL);
	g_ptr_array_add(
	    run->notes,
	    g_strdup_printf(
		"the clock says %s UTC, but run %s began on %s UTC; dates are held "
		"against the later. Set the clock of the warehouse's server right or, if "
		"it is right and was ahead then, run once with --trust-clock",
		result_text(doubt, 0, 2), result_text(doubt, 0, 0), result_text(doubt, 0, 1)));
	return true;
}

bool run_begin(Run *run, const char *kind, const char *reason, GError **error)
{
	run->began_us = run->step_us = g_get_monotonic_time();
	run->notes = g_ptr_array_new_with_free_func(g_free);
	run->refused = g_string_new(NULL);
	if (run->options == NULL)
		run->options = &plain_options;
	if (!open_warehouse(run, error))
		return false;
	run->claim = claim_take(run->conninfo, kind, reason, error);
	if (run->claim == NULL)
		return false;
	log_set_run(claim_run(run->claim));
	fault_point("run.claimed");
	return true;
}

void run_end_step(Run *run, const char *step)
{
	gint64 now_us = g_get_monotonic_time();
	g_autofree char *place = g_strdup_printf("%d", ++run->steps);
	char seconds[G_ASCII_DTOSTR_BUF_SIZE];
	g_ascii_formatd(seconds, sizeof seconds, "%.3f",
			(double)(now_us - run->step_us) / G_USEC_PER_SEC);
	run->step_us = now_us;
	log_debug("step done", "done", step, "seconds", seconds, NULL);
	database_exec(run->warehouse, sqltext(SQL_ETL_STEP_ENTER),
		      DATABASE_PARAMS(claim_run_text(run->claim), place, step, seconds), NULL,
		      NULL);
}

/* ── extract ── */
static bool extract_step(Run *run, GError **error)
{
	const RunOptions *options = run->options;
	log_step("extract");
	g_autoptr(Pseudonym) pseudonym = pseudonym_open(run->config, run->warehouse, error);
	const ExtractContext context = {
		.config = run->config,
		.claim = run->claim,
		.warehouse = run->warehouse,
		.conninfo = run->conninfo,
		.pseudonym = pseudonym,
		.force = options->full ? "asked for" : NULL,
		.period_from = options->from,
		.period_to = options->to,
		.sample = options->sample,
		.notes = run->notes,
		.patience_us = options->patience_s * (gint64)G_USEC_PER_SEC,
	};
	if (pseudonym == NULL || !extract_clear(run->claim, run->warehouse, "claimed", error))
		return false;
	fault_point("run.cleared");
	if (!run_sources_extract(&run->sources, &context, run->notes, error))
		return false;
	run_end_step(run, "extract");
	fault_point("run.extracted");
	return true;
}

/* ── check and apply ── */
bool run_read_behind(Run *run, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(run->warehouse, sqltext(SQL_ETL_PUBLISHED), DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	run->behind = result_is_null(row, 0, 0) || result_bool(row, 0, 1);
	return true;
}

/* Says why a run without a changed record publishes. */
static void note_moved(const Run *run)
{
	if (run->applied.moved && run->applied.changes == 0)
		g_ptr_array_add(run->notes,
				g_strdup("no record changed, but the day up to which "
					 "they are known did, or a baseline was begun anew"));
}

/* Rejects that were resolved long ago are deleted; how long ago, the configuration says. */
static bool prune(Run *run, GError **error)
{
	g_autofree char *days = g_strdup_printf("%d", run->config->rejects_keep_days);
	return run->config->rejects_keep_days <= 0 ||
	       database_exec(run->warehouse, sqltext(SQL_ETL_REJECTS_PRUNE), DATABASE_PARAMS(days),
			     NULL, error);
}

static bool apply_in_transaction(Run *run, GError **error)
{
	log_step("apply");
	bool done =
	    run_read_behind(run, error) &&
	    claim_fence(run->claim, run->warehouse, "claimed", "applied", error) &&
	    run_sources_setup(&run->sources, run->warehouse, error) &&
	    definition_enter(run->warehouse, error) &&
	    apply_stage(run->claim, run->warehouse, &run->applied, error) &&
	    loss_guard_check(run->claim, run->warehouse, run->options->accept_loss, error) &&
	    prune(run, error);
	if (done)
		note_moved(run);
	return done;
}

bool run_apply(Run *run, RunWork work, GError **error)
{
	bool dry = run->options->dry_run;
	bool done = database_begin(run->warehouse, DATABASE_READ_WRITE, error) && work(run, error);
	if (done)
		fault_point("apply.before-commit");
	done = done && (dry || database_commit(run->warehouse, error));
	if (!done) {
		database_rollback(run->warehouse);
		return false;
	}
	fault_point("apply.after-commit");
	if (!dry)
		run_end_step(run, "apply");
	return true;
}

static bool apply_step(Run *run, GError **error)
{
	return run_apply(run, apply_in_transaction, error);
}

/* ── verify and publish ── */
static bool verify_step(Run *run, VerifyResult *verified, GError **error)
{
	log_step("verify");
	bool all = run->options->verify_all || run->behind;
	if (!verify_run(run->warehouse, claim_run_text(run->claim), all, verified, error))
		return false;
	if (!run->options->dry_run)
		run_end_step(run, "verify");
	fault_point("run.verified");
	return true;
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
			       " proven (%s%" G_GINT64_FORMAT " cells)",
			       run->applied.changes, run->applied.touched.cubes,
			       run->applied.touched.cells, verified->proven,
			       verified->all ? "all " : "", verified->cells);
}

/* "source 'drops': 2 files fit no pattern and are not read: 'a', 'b'" */
static void say_files(Run *run, const DatabaseResult *said, int row)
{
	static const char *const sayings[][3] = {
		{ "refused", "file is refused as a whole", "files are refused as a whole" },
		{ "unmatched", "file fits no pattern and is not read",
		  "files fit no pattern and are not read" },
		{ "ambiguous", "file has a name that can mean two units",
		  "files have names that can mean two units" },
	};
	const char *kind = result_text(said, row, 0);
	for (size_t n = 0; n < G_N_ELEMENTS(sayings); n++) {
		if (strcmp(kind, sayings[n][0]) != 0)
			continue;
		bool one = result_int64(said, row, 2) == 1;
		g_ptr_array_add(run->notes,
				g_strdup_printf("source '%s': %s %s: %s", result_text(said, row, 1),
						result_text(said, row, 2), sayings[n][one ? 1 : 2],
						result_text(said, row, 3)));
	}
	if (strcmp(kind, "refused") == 0)
		g_string_append_printf(run->refused, "%s%s of source '%s'",
				       run->refused->len > 0 ? "; " : "", result_text(said, row, 3),
				       result_text(said, row, 1));
}

/* What must be said of the folders that were read, and of sources that were not because all their
 * files are refused. */
static bool say_drops(Run *run, GError **error)
{
	g_autoptr(DatabaseResult) said =
	    database_query(run->warehouse, sqltext(SQL_ETL_DROP_SAID),
			   DATABASE_PARAMS(claim_run_text(run->claim)), error);
	for (int row = 0; said != NULL && row < result_rows(said); row++)
		say_files(run, said, row);
	const GPtrArray *refused = run->sources.refused;
	for (guint n = 0; refused != NULL && n < refused->len; n++)
		g_string_append_printf(run->refused, "%sall files of source '%s'",
				       run->refused->len > 0 ? "; " : "",
				       (const char *)g_ptr_array_index(refused, n));
	return said != NULL;
}

static bool put_summary(Run *run, GError **error)
{
	if (!say_drops(run, error))
		return false;
	for (guint n = 0; n < run->notes->len; n++)
		g_string_append_printf(run->summary, "%s\n",
				       (const char *)g_ptr_array_index(run->notes, n));
	return summary_run(run->summary, run->warehouse, claim_run_text(run->claim), error);
}

static bool is_nothing(const Run *run)
{
	return run->applied.changes == 0 && run->applied.lifecycles == 0 &&
	       run->applied.made == 0 && run->applied.coverage == 0 && !run->applied.moved &&
	       !run->behind;
}

static bool publish_step(Run *run, const char *closing, GError **error)
{
	log_step("publish");
	bool done =
	    is_nothing(run)
		? publish_nothing(run->claim, run->warehouse, run->config, "nothing changed", error)
		: publish_run(run->claim, run->warehouse, run->config, closing, error);
	if (done)
		fault_point("run.published");
	return done;
}

/* "nothing changed since run 11" or "run 12: … published". */
static bool put_closing(Run *run, const char *closing, GError **error)
{
	g_autofree char *seconds = seconds_text(run);
	g_autoptr(DatabaseResult) pointer =
	    database_one(run->warehouse, sqltext(SQL_ETL_PUBLISHED), DATABASE_NO_PARAMS, error);
	if (pointer == NULL)
		return false;
	const char *published = result_text(pointer, 0, 0);
	if (is_nothing(run) && published != NULL)
		g_string_append_printf(run->summary, "run %s: nothing changed since run %s (%s)\n",
				       claim_run_text(run->claim), published, seconds);
	else
		g_string_append_printf(run->summary, "run %s: %s; published (%s)\n",
				       claim_run_text(run->claim), closing, seconds);
	return true;
}

/* The run has ended: what is left in the stage only takes room, and the next run empties it too. */
static void empty_stage(Run *run)
{
	g_autoptr(GError) error = NULL;
	if (!database_exec(run->warehouse, sqltext(SQL_ETL_STAGE_CLEAR), DATABASE_NO_PARAMS, NULL,
			   &error))
		log_warning("the stage was left to the next run", NULL);
}

/* The facts are in, whatever went wrong afterwards: "failed, nothing changed" would be untrue. */
static void say_applied(const Run *run, GError *fault)
{
	if (!g_error_matches(fault, SHUMAR_ERROR, SHUMAR_ERROR_FAILED))
		return;
	fault->code = SHUMAR_ERROR_UNPUBLISHED;
	g_autofree char *message = g_steal_pointer(&fault->message);
	fault->message =
	    g_strdup_printf("run %s is applied but not published, the next run will do it: %s",
			    claim_run_text(run->claim), message);
}

static bool prove_and_publish(Run *run, GError **error)
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
	if (!publish_step(run, closing, error) || !put_closing(run, closing, error))
		return false;
	empty_stage(run);
	fault_point("run.ended");
	return true;
}

static bool end_real(Run *run, GError **error)
{
	g_autoptr(GError) fault = NULL;
	if (prove_and_publish(run, &fault))
		return true;
	say_applied(run, fault);
	g_propagate_error(error, g_steal_pointer(&fault));
	return false;
}

/* Takes the dry run's traces away; the transaction of its changes goes first. */
static bool discard(Run *run, GError **error)
{
	database_rollback(run->warehouse);
	return extract_clear(run->claim, run->warehouse, "claimed", error) &&
	       database_exec(run->warehouse, sqltext(SQL_ETL_RUN_DISCARD),
			     DATABASE_PARAMS(claim_run_text(run->claim)), NULL, error);
}

static bool end_dry(Run *run, GError **error)
{
	g_auto(VerifyResult) verified = { 0 };
	if (!put_summary(run, error) ||
	    !summary_figures(run->summary, run->warehouse, claim_run_text(run->claim), error) ||
	    !verify_step(run, &verified, error))
		return false;
	g_autofree char *closing = closing_line(run, &verified);
	g_autofree char *seconds = seconds_text(run);
	g_string_append_printf(run->summary, "dry run: %s; all rolled back (%s)\n", closing,
			       seconds);
	return verify_fault(&verified, error) && discard(run, error);
}

/* ── ends ── */
bool run_end(Run *run, GError **error)
{
	return run->options->dry_run ? end_dry(run, error) : end_real(run, error);
}

/* Keeps why the run ended. */
static void fail(Run *run, const GError *fault)
{
	g_autoptr(GError) ignored = NULL;
	database_rollback(run->warehouse);
	if (run->options->dry_run && discard(run, &ignored))
		return;
	claim_fail(run->claim, fault);
}

bool run_carry_out(Run *run, RunWork work, GError **error)
{
	g_autoptr(GError) fault = NULL;
	if (check_clock(run, &fault) && work(run, &fault))
		return true;
	fail(run, fault);
	g_propagate_error(error, g_steal_pointer(&fault));
	return false;
}

/* ── what the warehouse has, looked at again ── */
/* Stages no source: rejected rows, and all facts when EVERYTHING, are checked and applied anew. */
static bool stage_again(Run *run, const char *note, bool everything, GError **error)
{
	Database *warehouse = run->warehouse;
	log_step("stage");
	bool done = extract_clear(run->claim, warehouse, "claimed", error) &&
		    database_begin(warehouse, DATABASE_READ_WRITE, error) &&
		    claim_hold(run->claim, warehouse, "claimed", error) &&
		    database_exec(warehouse, sqltext(SQL_ETL_SOURCE_ALL_KEPT),
				  DATABASE_PARAMS(note), NULL, error) &&
		    (!everything ||
		     database_exec(warehouse, sqltext(SQL_ETL_STAGE_ALL_FACTS),
				   DATABASE_PARAMS(claim_run_text(run->claim)), NULL, error));
	if (done)
		fault_point("stage.before-commit");
	done = done && database_commit(warehouse, error);
	database_rollback(warehouse);
	run_end_step(run, "stage");
	if (done)
		fault_point("stage.after-commit");
	return done;
}

static bool reclassify(Run *run, GError **error)
{
	return stage_again(run, "classified anew", true, error) && apply_step(run, error) &&
	       end_real(run, error);
}

static bool retry(Run *run, GError **error)
{
	return stage_again(run, "rejected rows tried again", false, error) &&
	       apply_step(run, error) && end_real(run, error);
}

static bool run_alone(const Config *config, const RunOptions *options, const char *kind,
		      const char *reason, RunWork work, GString *summary, GError **error)
{
	g_auto(Run) run = { .config = config, .options = options, .summary = summary };
	return run_begin(&run, kind, reason, error) && run_carry_out(&run, work, error);
}

bool run_reclassify_accepting(const Config *config, const char *reason,
			      const char *const *accept_loss, GString *summary, GError **error)
{
	const RunOptions options = { .accept_loss = accept_loss };
	return run_alone(config, &options, "reclassify", reason, reclassify, summary, error);
}

bool run_reclassify(const Config *config, const char *reason, GString *summary, GError **error)
{
	return run_alone(config, NULL, "reclassify", reason, reclassify, summary, error);
}

bool run_retry(const Config *config, GString *summary, GError **error)
{
	return run_alone(config, NULL, "nightly", "rejected rows tried again", retry, summary,
			 error);
}

/* ── the ordinary run ── */
static bool work_nightly(Run *run, GError **error)
{
	g_autoptr(SignatureKey) key =
	    signature_key_open(&manifest_key, run->config, run->warehouse, error);
	return key != NULL && extract_step(run, error) && apply_step(run, error) &&
	       run_end(run, error);
}

/* A change of rules or reference data is a run of its own, before the sources' changes. */
static bool reclassify_first(const Config *config, const RunOptions *options, GString *summary,
			     GError **error)
{
	g_autofree char *reason = NULL;
	g_autoptr(Database) warehouse = warehouse_open(config, "etl-run", error);
	if (warehouse == NULL || !definition_compare(warehouse, &reason, error))
		return false;
	if (reason == NULL)
		return true;
	if (options->dry_run) {
		g_string_append_printf(
		    summary, "a real run would classify all facts anew first; %s\n", reason);
		return true;
	}
	log_info("facts are classified anew", "why", reason, NULL);
	const RunOptions alone = { .trust_clock = options->trust_clock,
				   .accept_loss = options->accept_loss };
	return run_alone(config, &alone, "reclassify", reason, reclassify, summary, error);
}

/* A run that did without some files is done, and not silent about it. */
static bool end_refused(const Run *run, GError **error)
{
	if (run->refused->len == 0)
		return true;
	error_set(
	    error, SHUMAR_ERROR_REFUSED,
	    "'shumar etl status' says what is wrong with each; put it right and drop it again.",
	    "run %s is done, but without files that are refused as a whole: %s",
	    claim_run_text(run->claim), run->refused->str);
	return false;
}

/* What an office added is held to the schema before anything is counted by it. */
static bool hold_site(const Config *config, GError **error)
{
	if (config->site == NULL)
		return true;
	g_autoptr(Database) db = warehouse_open(config, "etl-site", error);
	return db != NULL && site_hold(db, false, error);
}

bool run_nightly(const Config *config, const RunOptions *options, GString *summary, GError **error)
{
	g_auto(Run) run = { .config = config, .options = options, .summary = summary };
	bool period = options->from != NULL;
	g_autofree char *reason =
	    period ? g_strdup_printf("%s to %s", options->from, options->to) : NULL;
	return run_sources_choose(&run.sources, config, options, error) &&
	       run_sources_known(config, error) && hold_site(config, error) &&
	       reclassify_first(config, options, summary, error) &&
	       run_begin(&run, period ? "backfill" : "nightly", reason, error) &&
	       run_carry_out(&run, work_nightly, error) && end_refused(&run, error);
}

/* ── rebuild ── */
static bool build_cells(Run *run, const char *cube, GError **error)
{
	Database *warehouse = run->warehouse;
	log_step("rebuild");
	bool done = database_begin(warehouse, DATABASE_READ_WRITE, error) &&
		    claim_fence(run->claim, warehouse, "claimed", "applied", error) &&
		    cubes_declare(warehouse, &run->applied.made, error) &&
		    cubes_rebuild(warehouse, claim_run_text(run->claim), cube,
				  &run->applied.touched, error);
	if (done)
		fault_point("rebuild.before-commit");
	done = done && database_commit(warehouse, error);
	database_rollback(warehouse);
	if (done)
		fault_point("rebuild.after-commit");
	run_end_step(run, "rebuild");
	return done;
}

static bool rebuild(Run *run, const char *cube, GError **error)
{
	g_auto(VerifyResult) verified = { 0 };
	run->behind = true; /* whatever was wrong: all is proven and published */
	if (!build_cells(run, cube, error) || !verify_step(run, &verified, error))
		return false;
	g_autofree char *closing =
	    g_strdup_printf("%" G_GINT64_FORMAT " cells built, %" G_GINT64_FORMAT " cubes proven",
			    run->applied.touched.cells, verified.proven);
	return verify_fault(&verified, error) && publish_step(run, closing, error) &&
	       put_closing(run, closing, error);
}

bool run_rebuild(const Config *config, const char *cube, GString *summary, GError **error)
{
	g_auto(Run) run = { .config = config, .summary = summary };
	g_autoptr(GError) fault = NULL;
	if ((cube != NULL && !cubes_known(cube, error)) || !run_begin(&run, "rebuild", NULL, error))
		return false;
	if (rebuild(&run, cube, &fault))
		return true;
	fail(&run, fault);
	g_propagate_error(error, g_steal_pointer(&fault));
	return false;
}
