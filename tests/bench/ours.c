#include "tests/bench/ours.h"

#include "core/config/config.h"
#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/log.h"
#include "core/progress.h"
#include "core/warehouse/warehouse.h"
#include "etl/command/ledger.h"
#include "etl/extract/extract.h"
#include "etl/fact/check.h"
#include "etl/ledger/claim.h"
#include "etl/run/run.h"
#include "tests/bench/ours_mapping.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the process tells the bench through a pipe. */
typedef struct {
	OursRun run;
	bool ok;
	char message[1024];
} Report;

/* The process at work. */
typedef struct {
	const Config *config;
	const OursPlace *place;
	OursRun run;
	gint64 began_us;
} Job;

static void begin(Job *job)
{
	job->began_us = g_get_monotonic_time();
}

static void end(Job *job)
{
	job->run.seconds = (double)(g_get_monotonic_time() - job->began_us) / G_USEC_PER_SEC;
}

/* ── staging alone ── */
/* Whether all was carried out; the first of STATEMENTS that fails is the error. */
static bool exec_all(Database *db, const char *const *statements, const char *const *params,
		     size_t params_count, GError **error)
{
	for (; *statements != NULL; statements++) {
		if (!database_exec(db, sqltext(*statements), params, params_count, NULL, error))
			return false;
	}
	return true;
}

/* What a run does before it applies its only feed: etl/fact/apply.c. */
static bool check(const Claim *claim, Database *warehouse, GError **error)
{
	static const char *const by_run[] = { "etl/drop_enter.sql", "etl/stage_complete.sql",
					      NULL };
	static const char *const plain[] = { "etl/stage_meaning.sql", NULL };
	return database_begin(warehouse, DATABASE_READ_WRITE, error) &&
	       claim_fence(claim, warehouse, "claimed", "claimed", error) &&
	       exec_all(warehouse, by_run, DATABASE_PARAMS(claim_run_text(claim)), error) &&
	       exec_all(warehouse, plain, DATABASE_NO_PARAMS, error) &&
	       check_feed(claim, warehouse, "case", error) && database_commit(warehouse, error);
}

/* Times what a run does to the one source between its claim and its apply, and leaves the
 * stage to be looked at. The run stays unfinished; the next claim ends it. */
static bool stage(Job *job, bool checked, GError **error)
{
	const ConfigSource *source = g_ptr_array_index(job->config->sources, 0);
	g_autofree char *conninfo = warehouse_conninfo(job->config, error);
	g_autoptr(Database) warehouse = warehouse_open(job->config, "etl-run", error);
	g_autoptr(Claim) claim =
	    warehouse != NULL ? claim_take(conninfo, "nightly", NULL, error) : NULL;
	g_autoptr(Mapping) mapping =
	    claim != NULL ? ours_mapping_find(source->mapping, error) : NULL;
	g_autoptr(Pseudonym) pseudonym =
	    mapping != NULL ? pseudonym_open(job->config, warehouse, error) : NULL;
	if (pseudonym == NULL || !extract_clear(claim, warehouse, "claimed", error) ||
	    !database_exec(warehouse, sqltext(SQL_ETL_SESSION), DATABASE_NO_PARAMS, NULL, error))
		return false;
	const ExtractContext context = { .config = job->config,
					 .claim = claim,
					 .warehouse = warehouse,
					 .conninfo = conninfo,
					 .pseudonym = pseudonym };
	job->run.run_no = claim_run(claim);
	begin(job);
	bool done = extract_source(&context, source, mapping, error) == EXTRACT_STAGED &&
		    (!checked || check(claim, warehouse, error));
	end(job);
	return done;
}

/* ── whole commands ── */
static bool read_run_no(Job *job, GError **error)
{
	g_autoptr(Database) warehouse = warehouse_open(job->config, "etl-bench", error);
	g_autoptr(DatabaseResult) row =
	    warehouse != NULL ? database_one(warehouse, "select max(run_no) from etl.run",
					     DATABASE_NO_PARAMS, error)
			      : NULL;
	if (row == NULL)
		return false;
	job->run.run_no = result_int64(row, 0, 0);
	return true;
}

static bool nightly(Job *job, GString *said, GError **error)
{
	const RunOptions options = { .find = ours_mapping_find };
	begin(job);
	bool done = run_nightly(job->config, &options, said, error);
	end(job);
	return done && read_run_no(job, error);
}

static bool rebuild(Job *job, GString *said, GError **error)
{
	begin(job);
	bool done = run_rebuild(job->config, NULL, said, error);
	end(job);
	return done && read_run_no(job, error);
}

static bool verify(Job *job, GString *said, GError **error)
{
	begin(job);
	g_autoptr(Database) warehouse = warehouse_open(job->config, "etl-verify", error);
	bool done = warehouse != NULL && ledger_verify(said, warehouse, error);
	end(job);
	return done;
}

static bool work_on(Job *job, OursWork work, GError **error)
{
	g_autoptr(GString) said = g_string_new(NULL);
	bool done = false;
	switch (work) {
	case OURS_STAGE:
		return stage(job, false, error);
	case OURS_CHECK:
		return stage(job, true, error);
	case OURS_NIGHTLY:
		done = nightly(job, said, error);
		break;
	case OURS_REBUILD:
		done = rebuild(job, said, error);
		break;
	case OURS_VERIFY:
		done = verify(job, said, error);
		break;
	}
	g_printerr("%s", said->str); /* to the log file */
	return done;
}

/* ── the process ── */
/* The most memory that this process held, as Linux counts it. */
static gint64 peak_kib(void)
{
	g_autofree char *status = NULL;
	const char *line = NULL;
	if (g_file_get_contents("/proc/self/status", &status, NULL, NULL))
		line = strstr(status, "VmHWM:");
	return line != NULL ? g_ascii_strtoll(line + strlen("VmHWM:"), NULL, 10) : 0;
}

static char *config_text(const Bench *bench, const OursPlace *place)
{
	g_autofree char *warehouse = bench_conninfo(bench, place->warehouse);
	if (place->source == NULL)
		return g_strdup_printf("data: %s/data\nwarehouse: \"%s\"\nsources:\n"
				       "  drop: {mapping: %s, folder: %s}\n",
				       bench->folder, warehouse, place->mapping, place->folder);
	g_autofree char *source = bench_conninfo(bench, place->source);
	return g_strdup_printf("data: %s/data\nwarehouse: \"%s\"\nsources:\n"
			       "  bench: {mapping: %s, connection: \"%s\"}\n",
			       bench->folder, warehouse, place->mapping, source);
}

static Config *make_config(const Bench *bench, const OursPlace *place, GError **error)
{
	g_autofree char *folder = g_build_filename(bench->folder, "config", NULL);
	g_autofree char *path = g_strdup_printf("%s/%s.yaml", folder, place->warehouse);
	g_autofree char *text = config_text(bench, place);
	if (g_mkdir_with_parents(folder, 0755) != 0 || !g_file_set_contents(path, text, -1, error))
		return NULL;
	return config_read(path, error);
}

/* Sends the library's log and summaries to a file of the warehouse's name. */
static void open_log(const Bench *bench, const OursPlace *place)
{
	g_autofree char *folder = g_build_filename(bench->folder, "log", NULL);
	g_autofree char *path = g_strdup_printf("%s/%s.log", folder, place->warehouse);
	(void)g_mkdir_with_parents(folder, 0755);
	int log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (log >= 0)
		(void)dup2(log, STDERR_FILENO);
	log_setup(LOG_FORMAT_TEXT, LOG_LEVEL_INFO);
	progress_set_quiet(true);
}

static _Noreturn void be_process(const Bench *bench, OursWork work, const OursPlace *place, int out)
{
	g_autoptr(GError) error = NULL;
	Report report = { .ok = false };
	open_log(bench, place);
	g_autoptr(Config) config = make_config(bench, place, &error);
	Job job = { .config = config, .place = place };
	report.ok = config != NULL && work_on(&job, work, &error);
	job.run.peak_kib = peak_kib();
	report.run = job.run;
	if (!report.ok)
		g_strlcpy(report.message, error != NULL ? error->message : "no source was read",
			  sizeof report.message);
	bool told = write(out, &report, sizeof report) == (ssize_t)sizeof report;
	_exit(told ? 0 : 1);
}

static bool read_report(int in, Report *report)
{
	size_t got = 0;
	while (got < sizeof *report) {
		ssize_t more = read(in, (char *)report + got, sizeof *report - got);
		if (more < 0 && errno == EINTR)
			continue;
		if (more <= 0)
			return false;
		got += (size_t)more;
	}
	return true;
}

bool ours_run(const Bench *bench, OursWork work, const OursPlace *place, OursRun *ret_run,
	      GError **error)
{
	Report report = { .message = "its process ended without a word" };
	int ends[2];
	if (!bench_settle(bench, error))
		return false;
	pid_t child = pipe(ends) == 0 ? fork() : -1;
	if (child < 0) {
		error_set_errno(error, SHUMAR_ERROR_FAILED, errno, NULL, "cannot start a process");
		return false;
	}
	if (child == 0)
		be_process(bench, work, place, ends[1]);
	close(ends[1]);
	bool told = read_report(ends[0], &report);
	close(ends[0]);
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	if (!told || !report.ok) {
		error_set(error, SHUMAR_ERROR_FAILED, "Read the log in build/bench/log/.",
			  "our side failed: %s", report.message);
		return false;
	}
	*ret_run = report.run;
	return true;
}

/* ── steps ── */
bool ours_steps(const Bench *bench, const char *warehouse, gint64 run_no, const char *const *names,
		double *ret_seconds, GError **error)
{
	g_autofree char *run = g_strdup_printf("%" G_GINT64_FORMAT, run_no);
	g_autoptr(GError) fault = NULL;
	g_autoptr(DatabaseResult) steps =
	    bench_query(bench, warehouse, "same/steps.sql", DATABASE_PARAMS(run), &fault);
	*ret_seconds = -1;
	if (steps == NULL && g_strcmp0(error_sqlstate(fault), "42P01") == 0)
		return true; /* undefined_table: this engine keeps no steps */
	if (steps == NULL) {
		g_propagate_error(error, g_steal_pointer(&fault));
		return false;
	}
	double seconds = 0;
	bool found = false;
	for (int row = 0; row < result_rows(steps); row++) {
		if (!g_strv_contains(names, result_text(steps, row, 0)))
			continue;
		seconds += result_double(steps, row, 1);
		found = true;
	}
	if (found)
		*ret_seconds = seconds;
	return true;
}
