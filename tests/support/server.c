#include "tests/support/server.h"

#include "core/warehouse/cluster.h"
#include "core/warehouse/distribute.h"
#include "core/warehouse/migrate.h"
#include "etl/fact/cubes.h"

#include <criterion/criterion.h>
#include <criterion/hooks.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#define FOLDER_VARIABLE "SHUMAR_TEST_FOLDER" /* from the runner to the tests' processes */
#define TEMPLATE        "test_template"

/* ── the watcher ── */
static void stop_cluster(const char *data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Cluster) cluster = cluster_new(data, &error);
	if (cluster == NULL || !cluster_stop(cluster, NULL, &error))
		g_printerr("tests: %s\n", error->message);
}

/* Stops the clusters whose data folder is FOLDER or below it, and removes it all. */
static void clear_folder(const char *folder)
{
	g_autofree char *pgdata = g_build_filename(folder, "cluster", "pg", NULL);
	if (g_file_test(pgdata, G_FILE_TEST_IS_DIR))
		stop_cluster(folder);
	g_autoptr(GDir) names = g_dir_open(folder, 0, NULL);
	const char *name = NULL;
	while (names != NULL && (name = g_dir_read_name(names)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		if (g_file_test(path, G_FILE_TEST_IS_DIR) &&
		    !g_file_test(path, G_FILE_TEST_IS_SYMLINK))
			clear_folder(path);
		else
			g_unlink(path);
	}
	g_rmdir(folder);
}

/* Waits until every write end of the pipe is closed: that is when the runner and the tests'
 * processes, which inherit it, have all ended. Servers do not inherit it. */
static _Noreturn void watch(int alive, const char *folder)
{
	char byte;
	sigset_t all;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	while (read(alive, &byte, 1) < 0 && errno == EINTR)
		;
	clear_folder(folder);
	_exit(0);
}

static pid_t watcher;
static int watcher_pipe = -1;

ReportHook(PRE_ALL)(struct criterion_test_set *tests)
{
	(void)tests;
	g_autofree char *folder = g_build_filename(g_get_tmp_dir(), "shumar-test-XXXXXX", NULL);
	int ends[2];
	/* The server's user must be able to enter. */
	if (g_mkdtemp(folder) == NULL || g_chmod(folder, 0711) != 0 || pipe(ends) != 0)
		g_error("cannot make the suite's folder: %s", g_strerror(errno));
	g_setenv(FOLDER_VARIABLE, folder, TRUE);
	watcher = fork();
	if (watcher == 0) {
		close(ends[1]);
		watch(ends[0], folder);
	}
	close(ends[0]);
	watcher_pipe = ends[1];
}

ReportHook(POST_ALL)(struct criterion_global_stats *stats)
{
	(void)stats;
	close(watcher_pipe);
	waitpid(watcher, NULL, 0);
}

/* ── the server ── */
static const char *suite_folder(void)
{
	const char *folder = g_getenv(FOLDER_VARIABLE);
	if (folder == NULL)
		cr_assert_fail("the suite's folder is not set");
	return folder;
}

/* Ends the test when a step of its set-up failed. */
static void must(bool ok, GError *const *error)
{
	if (!ok)
		cr_assert_fail("test server: %s", (*error)->message);
}

/* The coordinator of a Citus cluster to test on, as "host=… user=…"; NULL for the suite's own
 * server. */
static const char *citus_coordinator(void)
{
	const char *coordinator = g_getenv("SHUMAR_CITUS");
	return coordinator != NULL && coordinator[0] != '\0' ? coordinator : NULL;
}

static char *suite_conninfo(const char *database)
{
	if (citus_coordinator() != NULL)
		return g_strdup_printf("%s dbname=%s", citus_coordinator(), database);
	g_autoptr(GError) error = NULL;
	g_autoptr(Cluster) cluster = cluster_new(suite_folder(), &error);
	must(cluster != NULL, &error);
	must(cluster_start(cluster, NULL, &error), &error);
	return cluster_conninfo(cluster, database);
}

static Database *suite_open(const char *database)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *conninfo = suite_conninfo(database);
	Database *db = database_open(conninfo, "test", &error);
	must(db != NULL, &error);
	return db;
}

static void run(Database *db, const char *sql)
{
	g_autoptr(GError) error = NULL;
	must(database_exec(db, sql, DATABASE_NO_PARAMS, NULL, &error), &error);
}

static bool has_database(Database *db, const char *name)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(DatabaseResult) found =
	    database_query(db, "select from pg_catalog.pg_database where datname = $1::text",
			   DATABASE_PARAMS(name), &error);
	must(found != NULL, &error);
	return result_rows(found) > 0;
}

static void migrate(const char *name)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = suite_open(name);
	must(migrate_up(db, NULL, &error), &error);
	/* as the first run does; reports select from them */
	must(cubes_declare(db, NULL, &error), &error);
}

/* The extension's own process keeps a database open, so that it can be no template: each is made
 * anew. Its shards lie on the coordinator, which plans as it does with workers. */
static void distribute(const char *name)
{
	static const char *const statements[] = {
		"create extension citus",
		"select citus_set_coordinator_host('localhost', current_setting('port')::integer)",
		("select citus_set_node_property('localhost', current_setting('port')::integer,"
		 " 'shouldhaveshards', true)"),
		"select set_config('citus.shard_count', '4', false)",
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = suite_open(name);
	for (size_t n = 0; n < G_N_ELEMENTS(statements); n++)
		run(db, statements[n]);
	migrate(name);
	must(distribute_tables(db, NULL, &error), &error);
}

/* Makes the migrated template; the tests' server need not survive a power cut. */
static void make_template(Database *db)
{
	static const char *const careless[] = {
		"alter system set fsync = off",
		"alter system set synchronous_commit = off",
		"alter system set full_page_writes = off",
		"select pg_catalog.pg_reload_conf()",
		"drop database if exists test_template_part with (force)",
		"create database test_template_part template template0",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(careless); n++)
		run(db, careless[n]);
	migrate("test_template_part");
	run(db, "alter database test_template_part rename to " TEMPLATE);
}

/* One test makes the template while the others wait. */
static void need_template(Database *db)
{
	g_autofree char *path = g_build_filename(suite_folder(), "template.lock", NULL);
	int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (lock < 0 || flock(lock, LOCK_EX) != 0)
		cr_assert_fail("test server: cannot lock '%s'", path);
	if (!has_database(db, TEMPLATE))
		make_template(db);
	close(lock);
}

/* ── databases ── */
static GPtrArray *made; /* names, of this process */

static void drop_made(void)
{
	g_autofree char *conninfo = suite_conninfo("postgres");
	g_autoptr(Database) db = database_open(conninfo, "test", NULL);
	for (guint n = 0; db != NULL && n < made->len; n++) {
		const char *name = g_ptr_array_index(made, n);
		g_autofree char *drop =
		    g_strdup_printf("drop database if exists %s with (force)", name);
		database_exec(db, drop, DATABASE_NO_PARAMS, NULL, NULL);
	}
	g_clear_pointer(&made, g_ptr_array_unref);
}

char *server_create(bool migrated)
{
	g_autoptr(Database) db = suite_open("postgres");
	if (made == NULL) {
		made = g_ptr_array_new_with_free_func(g_free);
		atexit(drop_made);
	}
	char *name = g_strdup_printf("test_%d_%u", (int)getpid(), made->len);
	bool copied = migrated && citus_coordinator() == NULL;
	/* whole files are copied in a tenth of the time that their pages take through the log */
	g_autofree char *create =
	    g_strdup_printf("create database %s template %s strategy file_copy", name,
			    copied ? TEMPLATE : "template0");
	if (copied)
		need_template(db);
	run(db, create);
	g_ptr_array_add(made, g_strdup(name));
	if (migrated && !copied)
		distribute(name);
	return name;
}

char *server_conninfo(const char *database)
{
	return suite_conninfo(database);
}

Database *server_open(const char *database)
{
	return suite_open(database);
}

Database *server_database(void)
{
	g_autofree char *name = server_create(true);
	return suite_open(name);
}

char *server_scratch(void)
{
	g_autofree char *template = g_build_filename(suite_folder(), "scratch-XXXXXX", NULL);
	if (g_mkdtemp(template) == NULL || g_chmod(template, 0755) != 0)
		cr_assert_fail("cannot make a folder in '%s': %s", suite_folder(),
			       g_strerror(errno));
	return g_steal_pointer(&template);
}
