#include "tests/support/crash.h"

#include "core/error.h"
#include "core/log.h"
#include "core/progress.h"
#include "core/warehouse/migrate.h"
#include "etl/fact/cubes.h"
#include "etl/run/run.h"
#include "tests/support/kit.h"
#include "tests/support/program.h"
#include "tests/support/rows.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAUSE_US 20000
#define TRIES    1500

/* ── the sources ── */
static const SqlText station_files[] = {
	{ "sources/station/as_at.sql", "select '2024-06-30 12:00:00Z'::timestamptz as as_at" },
	{ "sources/station/outreach.sql",
	  "select s.origin, s.id as outreach_key, s.held_on, s.district, null::text as tehsil, 'workshop'::text as kind,\n"
	  " s.topic, null::text as audience, s.women as attended_women, 0 as attended_men, null::text as partner\n"
	  "from raw.sessions s" },
	{ "sources/station/source.yaml",
	  "kind: csv\njurisdiction: punjab\ntimezone: Asia/Karachi\nfiles:\n  sessions:\n"
	  "    pattern: \"{period}-{unit}.csv\"\n    columns:\n      id: {type: key, required: true}\n"
	  "      held_on: {type: date, required: true}\n      district: {type: text, required: true}\n"
	  "      topic: text\n      women: {type: integer, required: true}\n" },
};

static const char first_files[] = "id,held_on,district,topic,women\n"
				  "1,2024-03-01,LHR,law,10\n"
				  "2,2024-03-02,LHR,health,11\n"
				  "3,2024-03-03,Nowhere,law,12\n"
				  "4,2024-03-04,LHR,law,many\n";
static const char next_files[] = "id,held_on,district,topic,women\n"
				 "1,2024-03-01,KSR,law,10\n"
				 "3,2024-03-03,LHR,law,12\n"
				 "5,2024-13-05,LHR,law,13\n"
				 "6,2024-03-06,LHR,law,14\n";

/* Bad from the start: FIR 3 of no known district, FIR 4 with the number of FIR 2. */
static const char first_records[] =
    "insert into psrms.police_stations values (3, 'ATL-01', 'Deep', 'ATL', '0', null);"
    "insert into psrms.firs select n, case n when 3 then 3 else 1 end, 2024, case n when 4 then '12' else n || '0' end,"
    " '2024-02-01Z', null, 'Invented', 'Invented', null, null, 'House', '302', false, false, null, 'PS', 'Registered',"
    " '2024-02-01', 1, '2024-02-01Z' from generate_series(3, 9) n;"
    "insert into psrms.accused_persons select n, n, 'Invented', null, null, null, null, 'M', 30, 'Nominated', '2024-02-02Z'"
    " from generate_series(3, 9) n;";

/* New, reclassified, corrected, deleted, bad, resolved; and enough for more than one message. */
static const char changes[] =
    "insert into psrms.firs values (20, 2, 2024, '20', '2024-03-01Z', null, 'Invented', 'Invented', null, null, 'House',"
    " '376(i)', false, false, null, 'PS', 'Registered', '2024-03-01', 1, '2024-03-01Z');"
    "insert into psrms.accused_persons values (20, 20, 'Invented', null, null, null, null, 'M', 40, 'Nominated', '2024-03-02Z');"
    "update psrms.firs set sections = '509' where fir_id = 5;"
    "update psrms.firs set status = 'Under Trial', status_on = '2024-03-03' where fir_id = 6;"
    "update psrms.court_outcomes set outcome = 'CONVICTED' where outcome_id = 1;"
    "delete from psrms.accused_persons where fir_id = 7; delete from psrms.firs where fir_id = 7;"
    "update psrms.firs set ps_id = 3 where fir_id = 8;"
    "update psrms.firs set occurred_on = '2030-01-01' where fir_id = 9;"
    "update psrms.firs set fir_no = '44' where fir_id = 4;"
    "update psrms.police_stations set district = 'KSR' where ps_id = 3;"
    "update psrms.vwps_complaints set disposal = 'resolved', disposed_on = '2024-02-02' where complaint_id = 2;"
    "update psrms.referrals set accepted_on = '2024-02-01' where referral_id = 1;"
    "update psrms.trainings set course = 'Gender and law' where training_id = 1;"
    "insert into psrms.outreach_events select n, '2024-04-01', case when n % 100 = 0 then 'ATL' else 'LHR' end, null, 'seminar',"
    " 'law', 'students', 40, 10, null, '2024-04-01Z' from generate_series(100, 1199) n;";

static Mapping *find(const char *name, GError **error)
{
	return strcmp(name, "station") == 0
		   ? mapping_new(name, station_files, G_N_ELEMENTS(station_files), error)
		   : mapping_find(name, error);
}

/* ── databases ── */
static char *conninfo(const Crash *crash, const char *database)
{
	return crash->cluster != NULL ? cluster_conninfo(crash->cluster, database)
				      : server_conninfo(database);
}

static Database *open_database(const Crash *crash, const char *database)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *place = conninfo(crash, database);
	Database *db = database_open(place, "test", &error);
	cr_assert(db != NULL, "%s", error != NULL ? error->message : "");
	return db;
}

static void make_own_server(Crash *crash)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = server_scratch();
	crash->cluster = cluster_new(folder, &error);
	cr_assert(crash->cluster != NULL && cluster_start(crash->cluster, NULL, &error), "%s",
		  error != NULL ? error->message : "");
	crash->base = g_strdup("base");
	cr_assert(cluster_create_database(crash->cluster, crash->base, &error));
	g_autoptr(Database) db = open_database(crash, crash->base);
	/* what is committed must be there after a crash of the server, not after one of the machine
	 */
	kit_script(db, "alter system set fsync = off");
	kit_script(db, "select pg_reload_conf()");
	cr_assert(migrate_up(db, NULL, &error) && cubes_declare(db, NULL, &error), "%s",
		  error != NULL ? error->message : "");
}

static void use_database(Crash *crash, const char *database)
{
	g_free(crash->config->warehouse);
	crash->config->warehouse = conninfo(crash, database);
}

static void prepare(Crash *crash, CrashWork work)
{
	g_autoptr(Database) db = open_database(crash, crash->copy);
	if (work == CRASH_RECLASSIFY)
		kit_script(db, "update etl.definition set sha256 = 'older'");
	if (work == CRASH_REBUILD)
		kit_script(db, "update cube.case_day set cases = cases + 1");
}

void crash_copy(Crash *crash, CrashWork work)
{
	static int number;
	g_autoptr(Database) db = open_database(crash, "postgres");
	if (crash->copy != NULL) {
		g_autofree char *drop =
		    g_strdup_printf("drop database %s with (force)", crash->copy);
		kit_script(db, drop);
		g_free(crash->copy);
	}
	crash->copy = g_strdup_printf("crash_%d_%d", (int)getpid(), ++number);
	g_autofree char *create = g_strdup_printf(
	    "create database %s template %s strategy file_copy", crash->copy, crash->base);
	kit_script(db, create);
	/* PostgreSQL 15 copies a sequence as if its next numbers were logged; a crash would give
	 * them again */
	kit_script(db, "checkpoint");
	use_database(crash, crash->copy);
	prepare(crash, work);
}

/* ── making ── */
static Config *make_config(const char *folder, const char *source)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(folder, "shumar.yaml", NULL);
	g_autofree char *from = server_conninfo(source);
	g_autofree char *text = g_strdup_printf(
	    "data: data\nwarehouse: \"dbname=none\"\ntemplates: templates\noutput: out\nsources:\n"
	    "  psrms: {mapping: psrms, connection: \"%s user=shumar_extract\"}\n  station: {mapping: station, folder: drops}\n",
	    from);
	program_write(folder, "shumar.yaml", text);
	program_write(folder, "drops/2024-03-saddar.csv", first_files);
	Config *config = config_read(path, &error);
	cr_assert(config != NULL, "%s", error != NULL ? error->message : "");
	return config;
}

Crash *crash_new(bool own_server)
{
	Crash *crash = g_new0(Crash, 1);
	g_autofree char *folder = server_scratch();
	g_autofree char *source = NULL;
	crash->options.find = find;
	progress_set_quiet(true);
	log_setup(LOG_FORMAT_TEXT, LOG_LEVEL_ERROR);
	if (own_server)
		make_own_server(crash);
	else
		crash->base = server_create(true);
	crash->source = kit_psrms(&source);
	kit_script(crash->source, first_records);
	crash->config = make_config(folder, source);
	crash->said_path = g_build_filename(folder, "said", NULL);
	use_database(crash, crash->base);
	crash_run_well(crash, CRASH_NIGHTLY);
	kit_script(crash->source, changes);
	program_write(folder, "drops/2024-03-saddar.csv", next_files);
	return crash;
}

void crash_free(Crash *crash)
{
	database_close(crash->source);
	if (crash->cluster != NULL)
		cluster_stop(crash->cluster, NULL, NULL);
	cluster_free(crash->cluster);
	config_free(crash->config);
	g_free(crash->base);
	g_free(crash->copy);
	g_free(crash->said_path);
	g_free(crash);
}

/* ── runs in children ── */
/* "VmHWM:	   30000 kB" of this process. Transfer full. */
static char *most_memory(void)
{
	g_autofree char *status = NULL;
	cr_assert(g_file_get_contents("/proc/self/status", &status, NULL, NULL));
	const char *line = strstr(status, "VmHWM:");
	return g_strndup(line, strcspn(line, "\n"));
}

static bool work_on(const Crash *crash, CrashWork work, GString *summary, GError **error)
{
	return work == CRASH_REBUILD ? run_rebuild(crash->config, "case_day", summary, error)
				     : run_nightly(crash->config, &crash->options, summary, error);
}

static _Noreturn void be_run(const Crash *crash, CrashWork work, const char *fault)
{
	g_autoptr(GError) error = NULL;
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails leaves no halted run behind */
	if (fault != NULL)
		g_setenv("SHUMAR_FAULT", fault, TRUE);
	g_autoptr(GString) summary = g_string_new(NULL);
	int code = work_on(crash, work, summary, &error) ? 0 : error_exit_code(error);
	const char *hint = error != NULL ? error_hint(error) : NULL;
	g_autofree char *memory = most_memory();
	g_autofree char *said = g_strdup_printf("%s%s\nhint: %s\n%s\n", summary->str,
						error != NULL ? error->message : "",
						hint != NULL ? hint : "(none)", memory);
	g_file_set_contents(crash->said_path, said, -1, NULL);
	_exit(code);
}

pid_t crash_begin(Crash *crash, CrashWork work, const char *fault)
{
	g_unlink(crash->said_path);
	pid_t child = fork();
	if (child == 0)
		be_run(crash, work, fault);
	cr_assert(child > 0);
	return child;
}

bool crash_wait_halted(pid_t child, int *ret_status)
{
	int status = 0;
	cr_assert_eq(waitpid(child, &status, WUNTRACED), child);
	if (ret_status != NULL)
		*ret_status = status;
	return WIFSTOPPED(status);
}

int crash_end(const Crash *crash, pid_t child, char **ret_said)
{
	int status = 0;
	while (crash_wait_halted(child, &status))
		kill(child, SIGCONT); /* it came to its point once more */
	if (ret_said != NULL && !g_file_get_contents(crash->said_path, ret_said, NULL, NULL))
		*ret_said = g_strdup("");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void crash_wait_alone(Crash *crash)
{
	g_autoptr(Database) db = open_database(crash, crash->copy);
	for (int tries = 0; tries < TRIES; tries++) {
		g_autofree char *sessions = kit_text(
		    db, "select count(*) from pg_stat_activity where datname = current_database()"
			" and application_name like 'shumar/etl%'");
		if (strcmp(sessions, "0") == 0)
			return;
		g_usleep(PAUSE_US);
	}
	cr_assert_fail("a session of the killed run is still there");
}

void crash_run_well(Crash *crash, CrashWork work)
{
	g_autofree char *said = NULL;
	pid_t child = crash_begin(crash, work, NULL);
	int code = crash_end(crash, child, &said);
	cr_assert_eq(code, 0, "exit %d: %s", code, said);
}

char *crash_undisturbed(Crash *crash, CrashWork work)
{
	crash_copy(crash, work);
	crash_run_well(crash, work);
	return crash_digest(crash);
}

/* The server's processes that work for the run. */
static char **sessions_of(Crash *crash)
{
	g_autoptr(Database) db = open_database(crash, crash->copy);
	g_autofree char *list =
	    kit_text(db, "select coalesce(string_agg(pid::text, ','), '') from pg_stat_activity"
			 " where application_name like 'shumar/%' and pid <> pg_backend_pid()");
	return g_strsplit(list, ",", -1);
}

/* ── the server ── */
void crash_kill_server(Crash *crash)
{
	int pid = 0;
	g_auto(GStrv) sessions = sessions_of(crash);
	cr_assert(cluster_running(crash->cluster, &pid));
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	while (cluster_running(crash->cluster, NULL))
		g_usleep(PAUSE_US);
	/* a session notices it when it is idle, which on a busy machine takes a moment */
	for (char **session = sessions; *session != NULL; session++) {
		pid_t process = (pid_t)g_ascii_strtoll(*session, NULL, 10);
		while (process > 0 && (kill(process, 0) == 0 || errno == EPERM))
			g_usleep(PAUSE_US);
	}
}

void crash_start_server(Crash *crash)
{
	g_autoptr(GError) error = NULL;
	cr_assert(cluster_start(crash->cluster, NULL, &error), "%s",
		  error != NULL ? error->message : "");
}

/* ── the digest ── */
/* Numbers of runs differ between two ways to the same state. */
static const char tables_sql[] =
    "select t.name, query_to_xml(format('select count(*) || '' '' || md5(coalesce(string_agg(j::text, '';'' order by"
    " j::text), '''')) as h from (select to_jsonb(r) - array[''run_from'', ''run_to''] as j from %s r) q', t.name), false,"
    " true, '')::text from (select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on"
    " n.oid = c.relnamespace where c.relkind = 'r' and n.nspname in ('fact', 'cube') or n.nspname = 'report' and"
    " c.relname in (select e.cube from etl.cube e)) t order by 1";
static const char rejects_sql[] =
    "select r.source, r.feed, r.severity, r.code, coalesce(r.field, ''), r.row_key, coalesce(r.file, ''),"
    " coalesce(r.line, 0), r.reason, coalesce(r.resolved_how, 'open'), count(*) from etl.reject r group by 1, 2, 3, 4, 5, 6,"
    " 7, 8, 9, 10 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10";
static const char sources_sql[] =
    "select s.source, s.capture, s.as_at, s.mapping_sha256, s.content_sha256, s.identity, s.state = 'stale' from"
    " etl.source s order by 1";
/* What no run may leave: a later run than the published one, one without manifest, rows in the
 * stage, an open run. */
static const char faults_sql[] =
    "select (select count(*) from etl.run r, etl.pointer p where r.state in ('applied', 'published') and r.run_no >"
    " p.published_run), (select count(*) from etl.run r where r.state in ('published', 'unchanged') and not exists (select"
    " from etl.manifest m where m.run_no = r.run_no)), (select count(*) from stage.source), (select count(*) from"
    " stage.\"case\"), (select count(*) from etl.run r where r.finished_at is null)";

/* The ledger of the source holds nothing that the watermark does not cover, where it was read. */
static void check_watermark(Crash *crash, Database *db)
{
	g_autofree char *kind =
	    kit_text(db, "select r.kind from etl.run r order by r.run_no desc limit 1");
	if (strcmp(kind, "rebuild") == 0)
		return;
	g_autofree char *position = kit_text(
	    db,
	    "select split_part(s.position, ' ', 1) from etl.source s where s.capture = 'ledger'");
	g_autofree char *sql = g_strdup_printf(
	    "select count(*) from shumar_kit.ledger l where not pg_visible_in_snapshot(l.xid, '%s')",
	    position);
	g_autofree char *missed = kit_text(crash->source, sql);
	cr_expect_str_eq(missed, "0", "the watermark is behind");
}

char *crash_figures(Crash *crash)
{
	g_autoptr(Database) db = open_database(crash, crash->copy);
	return rows_text(db, tables_sql);
}

char *crash_ask(Crash *crash, const char *sql)
{
	g_autoptr(Database) db = open_database(crash, crash->copy);
	return kit_text(db, sql);
}

void crash_do(Crash *crash, const char *sql)
{
	g_autoptr(Database) db = open_database(crash, crash->copy);
	kit_script(db, sql);
}

char *crash_digest(Crash *crash)
{
	g_autoptr(Database) db = open_database(crash, crash->copy);
	g_autofree char *tables = rows_text(db, tables_sql);
	g_autofree char *rejects = rows_text(db, rejects_sql);
	g_autofree char *sources = rows_text(db, sources_sql);
	rows_check(db, faults_sql, "0|0|0|0|0\n");
	check_watermark(crash, db);
	return g_strconcat(tables, rejects, sources, NULL);
}
