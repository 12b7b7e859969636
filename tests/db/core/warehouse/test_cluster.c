#include "core/database/database.h"
#include "core/error.h"
#include "core/warehouse/cluster.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <pwd.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *said(const GError *error)
{
	return error != NULL ? error->message : "";
}

static Cluster *cluster_at(const char *data)
{
	g_autoptr(GError) error = NULL;
	Cluster *cluster = cluster_new(data, &error);
	cr_assert(cluster != NULL, "%s", said(error));
	return cluster;
}

static bool start(Cluster *cluster)
{
	g_autoptr(GError) error = NULL;
	bool started = false;
	cr_assert(cluster_start(cluster, &started, &error), "%s", said(error));
	return started;
}

static void stop(Cluster *cluster)
{
	g_autoptr(GError) error = NULL;
	cr_assert(cluster_stop(cluster, NULL, &error), "%s", said(error));
}

static bool answers(const Cluster *cluster)
{
	g_autofree char *conninfo = cluster_conninfo(cluster, "postgres");
	return database_answers(conninfo);
}

static char *file_of(const Cluster *cluster, const char *name)
{
	return g_build_filename(cluster_folder(cluster), name, NULL);
}

Test(cluster, makes_starts_and_stops_a_server)
{
	g_autofree char *data = server_scratch();
	g_autoptr(Cluster) cluster = cluster_at(data);
	int pid = 0;
	cr_assert(!cluster_running(cluster, NULL));
	cr_assert(start(cluster));
	cr_assert(cluster_running(cluster, &pid) && pid > 1);
	cr_assert(!start(cluster), "it was started twice");
	cr_assert(answers(cluster));
	stop(cluster);
	cr_assert(!cluster_running(cluster, NULL) && !answers(cluster));
	cr_assert(start(cluster));
	stop(cluster);
}

Test(cluster, keeps_its_folder_to_the_servers_user)
{
	g_autofree char *data = server_scratch();
	g_autoptr(Cluster) cluster = cluster_at(data);
	struct stat status;
	start(cluster);
	cr_assert(stat(cluster_folder(cluster), &status) == 0);
	cr_assert((status.st_mode & 0777) == 0700);
	cr_assert(status.st_uid != 0);
	stop(cluster);
}

Test(cluster, listens_on_no_address_and_logs_no_statement)
{
	static const struct {
		const char *name;
		const char *value;
	} settings[] = {
		{ "listen_addresses", "" },
		{ "log_statement", "none" },
		{ "log_min_error_statement", "panic" },
		{ "log_error_verbosity", "terse" },
		{ "log_parameter_max_length", "0" },
		{ "log_parameter_max_length_on_error", "0" },
		{ "fsync", "on" },
		{ "lc_collate", "C" },
		{ "server_encoding", "UTF8" },
	};
	g_autofree char *data = server_scratch();
	g_autoptr(Cluster) cluster = cluster_at(data);
	start(cluster);
	g_autofree char *conninfo = cluster_conninfo(cluster, "postgres");
	g_autoptr(Database) db = database_open(conninfo, "test", NULL);
	for (size_t n = 0; n < G_N_ELEMENTS(settings); n++) {
		g_autoptr(DatabaseResult) row =
		    database_one(db, "select pg_catalog.current_setting($1::text)",
				 DATABASE_PARAMS(settings[n].name), NULL);
		cr_assert(row != NULL);
		cr_expect_str_eq(result_text(row, 0, 0), settings[n].value, "%s", settings[n].name);
	}
	stop(cluster);
}

Test(cluster, writes_no_value_of_a_failed_statement_to_its_log)
{
	g_autofree char *data = server_scratch();
	g_autoptr(Cluster) cluster = cluster_at(data);
	start(cluster);
	g_autofree char *conninfo = cluster_conninfo(cluster, "postgres");
	g_autoptr(Database) db = database_open(conninfo, "test", NULL);
	cr_assert(
	    !database_exec(db, "select $1::text::bigint", DATABASE_PARAMS("Zubeida"), NULL, NULL));
	cr_assert(!database_exec(db, "select 'Zubeida' / 0", DATABASE_NO_PARAMS, NULL, NULL));
	stop(cluster);
	g_autofree char *log = file_of(cluster, "server.log");
	g_autofree char *text = NULL;
	cr_assert(g_file_get_contents(log, &text, NULL, NULL));
	cr_assert(strstr(text, "database system is ready") != NULL, "%s", text);
	cr_assert(strstr(text, "Zubeida") == NULL, "%s", text);
}

Test(cluster, creates_a_database_once_whatever_its_name)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *data = server_scratch();
	g_autoptr(Cluster) cluster = cluster_at(data);
	static const char name[] = "it's \"one\"; drop";
	start(cluster);
	cr_assert(cluster_create_database(cluster, name, &error), "%s", said(error));
	cr_assert(cluster_create_database(cluster, name, &error), "%s", said(error));
	g_autofree char *conninfo = cluster_conninfo(cluster, name);
	g_autoptr(Database) db = database_open(conninfo, "test", &error);
	cr_assert(db != NULL, "%s", said(error));
	g_clear_pointer(&db, database_close);
	stop(cluster);
}

/* ── several at once, and what a crash leaves ── */
/* A child process that starts the cluster: exit 1 when it did, 0 when it ran, 2 on an error. */
static pid_t fork_start(const char *data)
{
	pid_t child = fork();
	if (child == 0) {
		bool started = false;
		g_autoptr(Cluster) cluster = cluster_new(data, NULL);
		bool ok = cluster != NULL && cluster_start(cluster, &started, NULL);
		_exit(!ok ? 2 : started);
	}
	return child;
}

Test(cluster, is_started_once_by_processes_that_start_it_together)
{
	enum { STARTERS = 4 };
	g_autofree char *data = server_scratch();
	pid_t children[STARTERS];
	int started = 0;
	for (int n = 0; n < STARTERS; n++)
		children[n] = fork_start(data);
	for (int n = 0; n < STARTERS; n++) {
		int status = 0;
		cr_assert(waitpid(children[n], &status, 0) == children[n]);
		cr_assert(WIFEXITED(status) && WEXITSTATUS(status) < 2);
		started += WEXITSTATUS(status);
	}
	cr_assert(started == 1, "%d processes say that they started it", started);
	g_autoptr(Cluster) cluster = cluster_at(data);
	cr_assert(answers(cluster), "the server did not outlive the process that started it");
	stop(cluster);
}

Test(cluster, starts_again_after_its_server_was_killed)
{
	g_autofree char *data = server_scratch();
	g_autoptr(Cluster) cluster = cluster_at(data);
	int pid = 0;
	start(cluster);
	cr_assert(cluster_running(cluster, &pid));
	cr_assert(kill(pid, SIGKILL) == 0);
	while (cluster_running(cluster, NULL))
		g_usleep(1000);
	cr_assert(start(cluster));
	cr_assert(answers(cluster));
	stop(cluster);
}

/* As when Debian upgrades its packages: other files stand where the server was started from. */
static void upgrade(const Cluster *cluster)
{
	g_autofree char *noted = file_of(cluster, "server.files");
	cr_assert(g_file_set_contents(noted, "postgres of before\n", -1, NULL));
	cr_assert(cluster_outdated(cluster));
}

Test(cluster, is_started_anew_after_postgresql_was_upgraded_under_it)
{
	g_autofree char *data = server_scratch();
	g_autoptr(Cluster) cluster = cluster_at(data);
	int before = 0;
	int after = 0;
	start(cluster);
	cr_assert(cluster_running(cluster, &before) && !cluster_outdated(cluster));
	upgrade(cluster);
	cr_assert(start(cluster), "it was not started anew");
	cr_assert(cluster_running(cluster, &after) && after != before);
	cr_assert(!cluster_outdated(cluster) && answers(cluster));
	stop(cluster);
	cr_assert(!cluster_outdated(cluster), "a server that is stopped is of no version");
}

Test(cluster, is_not_started_anew_while_a_program_is_at_work)
{
	g_autofree char *data = server_scratch();
	g_autoptr(Cluster) cluster = cluster_at(data);
	int before = 0;
	int after = 0;
	start(cluster);
	g_autofree char *conninfo = cluster_conninfo(cluster, "postgres");
	g_autoptr(Database) run = database_open(conninfo, "etl-claim", NULL);
	cr_assert(cluster_running(cluster, &before));
	upgrade(cluster);
	cr_assert(!start(cluster) && cluster_running(cluster, &after) && after == before);
	database_close(g_steal_pointer(&run));
	cr_assert(start(cluster) && cluster_running(cluster, &after) && after != before);
	stop(cluster);
}

Test(cluster, is_not_taken_in_by_a_pid_that_another_process_has_now)
{
	g_autofree char *data = server_scratch();
	g_autoptr(Cluster) cluster = cluster_at(data);
	start(cluster);
	stop(cluster);
	g_autofree char *path = file_of(cluster, "pg/postmaster.pid");
	g_autofree char *text =
	    g_strdup_printf("%d\n%s/pg\n", (int)getpid(), cluster_folder(cluster));
	cr_assert(g_file_set_contents(path, text, -1, NULL));
	cr_assert(!cluster_running(cluster, NULL));
	cr_assert(start(cluster));
	stop(cluster);
}

Test(cluster, begins_anew_after_an_initdb_that_was_killed)
{
	g_autofree char *data = server_scratch();
	g_autoptr(Cluster) cluster = cluster_at(data);
	g_autofree char *part = file_of(cluster, "pg.part/base");
	g_autofree char *file = g_build_filename(part, "half", NULL);
	cr_assert(g_mkdir_with_parents(part, 0777) == 0 && g_file_set_contents(file, "x", 1, NULL));
	/* as the server's user would have left it */
	const struct passwd *user = geteuid() == 0 ? getpwnam("postgres") : NULL;
	g_autofree char *half = file_of(cluster, "pg.part");
	const char *const all[] = { file, part, half };
	for (size_t n = 0; user != NULL && n < G_N_ELEMENTS(all); n++)
		cr_assert(chown(all[n], user->pw_uid, user->pw_gid) == 0);
	cr_assert(start(cluster));
	cr_assert(!g_file_test(half, G_FILE_TEST_EXISTS));
	stop(cluster);
}

Test(cluster, tells_what_the_server_said_when_it_does_not_start)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *data = server_scratch();
	g_autoptr(Cluster) cluster = cluster_at(data);
	start(cluster);
	stop(cluster);
	g_autofree char *conf = file_of(cluster, "pg/postgresql.conf");
	cr_assert(g_file_set_contents(conf, "no_such_setting = 1\n", -1, NULL));
	cr_assert(g_chmod(conf, 0644) == 0);
	cr_assert(!cluster_start(cluster, NULL, &error));
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_UNREACHABLE);
	cr_assert(strstr(error->message, "contains errors") != NULL, "%s", error->message);
	cr_assert(strstr(error_hint(error), "server.log") != NULL, "%s", error_hint(error));
	cr_assert(!cluster_running(cluster, NULL));
}

/* ── where it lives ── */
Test(cluster, moves_only_the_socket_when_its_path_is_too_long)
{
	g_autofree char *scratch = server_scratch();
	g_autofree char *filler = g_strnfill(100, 'x');
	g_autofree char *data = g_build_filename(scratch, filler, NULL);
	g_autoptr(Cluster) cluster = cluster_at(data);
	cr_assert(g_str_has_prefix(cluster_folder(cluster), data));
	cr_assert(strstr(cluster_note(cluster), "/tmp/shumar-") != NULL, "%s",
		  cluster_note(cluster));
	start(cluster);
	cr_assert(answers(cluster));
	stop(cluster);
	g_auto(GStrv) words = g_strsplit(cluster_note(cluster), "'", -1);
	g_autofree char *log = file_of(cluster, "server.log");
	cr_assert(g_file_test(log, G_FILE_TEST_EXISTS));
	cr_assert(g_rmdir(words[1]) == 0, "something was left in %s", words[1]);
}

Test(cluster, takes_another_folder_when_the_servers_user_cannot_enter)
{
	if (geteuid() != 0)
		cr_skip_test("only root runs the server as another user");
	g_autofree char *scratch = server_scratch();
	g_autofree char *data = g_build_filename(scratch, "data", NULL);
	cr_assert(g_chmod(scratch, 0700) == 0);
	g_autoptr(Cluster) cluster = cluster_at(data);
	cr_assert(!g_str_has_prefix(cluster_folder(cluster), scratch));
	cr_assert(strstr(cluster_note(cluster), cluster_folder(cluster)) != NULL);
	cr_assert(strstr(cluster_note(cluster), scratch) != NULL, "%s", cluster_note(cluster));
}

Test(cluster, refuses_a_folder_that_belongs_to_somebody_else)
{
	if (geteuid() != 0)
		cr_skip_test("only root can give a folder away");
	g_autoptr(GError) error = NULL;
	g_autofree char *data = server_scratch();
	g_autoptr(Cluster) cluster = cluster_at(data);
	cr_assert(g_mkdir(cluster_folder(cluster), 0700) == 0);
	cr_assert(chown(cluster_folder(cluster), 12345, 12345) == 0);
	cr_assert(!cluster_start(cluster, NULL, &error));
	cr_assert(strstr(error->message, "does not belong") != NULL, "%s", error->message);
}

Test(cluster, says_that_a_folder_cannot_be_made)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Cluster) cluster = cluster_at("/proc/shumar/data");
	cr_assert(!cluster_start(cluster, NULL, &error));
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_UNREACHABLE);
	cr_assert(strstr(error->message, "'/proc/shumar") != NULL, "%s", error->message);
	cr_assert(error_hint(error) != NULL);
}

Test(cluster, refuses_a_relative_folder)
{
	g_autoptr(GError) error = NULL;
	cr_assert(cluster_new("build/data", &error) == NULL);
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_CONFIG);
}

Test(cluster, names_the_version_to_install_for_data_of_another_one)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *data = server_scratch();
	g_autofree char *pgdata = g_build_filename(data, "cluster", "pg", NULL);
	g_autofree char *version = g_build_filename(pgdata, "PG_VERSION", NULL);
	cr_assert(g_mkdir_with_parents(pgdata, 0700) == 0);
	cr_assert(g_file_set_contents(version, "99\n", -1, NULL));
	cr_assert(cluster_new(data, &error) == NULL);
	cr_assert(strstr(error->message, "PostgreSQL 99") != NULL, "%s", error->message);
	cr_assert(strstr(error_hint(error), "postgresql-99") != NULL, "%s", error_hint(error));
	g_unlink(version); /* the suite's watcher would look for PostgreSQL 99 too */
	g_rmdir(pgdata);
}
