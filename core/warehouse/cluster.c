#include "core/warehouse/cluster_private.h"

#include "core/database/database.h"
#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/log.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOCK_WAIT_US  (5 * 60 * G_USEC_PER_SEC)
#define READY_WAIT_US (10 * 60 * G_USEC_PER_SEC) /* recovery after a crash may take minutes */
#define STOP_WAIT_US  (2 * 60 * G_USEC_PER_SEC)
#define PAUSE_US      50000

Cluster *cluster_new(const char *data, GError **error)
{
	g_autoptr(Cluster) cluster = g_new0(Cluster, 1);
	if (!cluster_place(cluster, data, error) || !cluster_find_binaries(cluster, error))
		return NULL;
	return g_steal_pointer(&cluster);
}

void cluster_free(Cluster *cluster)
{
	if (cluster == NULL)
		return;
	g_free(cluster->binaries);
	g_free(cluster->folder);
	g_free(cluster->pgdata);
	g_free(cluster->log);
	g_free(cluster->sockets);
	g_free(cluster->note);
	g_free(cluster);
}

/* ── the lock of starting and stopping ── */
/* The open lock file, or -1. The kernel gives the lock back when its holder ends, however that
 * was; the server does not inherit it (O_CLOEXEC). */
static int take_lock(const Cluster *cluster, GError **error)
{
	g_autofree char *path = g_build_filename(cluster->folder, "lock", NULL);
	int lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (lock < 0) {
		error_set_errno(error, SHUMAR_ERROR_UNREACHABLE, errno,
				"Free space on the disk and make the folder writable.",
				"cannot open the lock file '%s'", path);
		return -1;
	}
	gint64 until_us = g_get_monotonic_time() + LOCK_WAIT_US;
	while (flock(lock, LOCK_EX | LOCK_NB) != 0) {
		if (g_get_monotonic_time() >= until_us) {
			error_set(
			    error, SHUMAR_ERROR_LOCKED,
			    "Find the process that is starting or stopping the server, and end it.",
			    "cannot lock '%s': another process holds it", path);
			close(lock);
			return -1;
		}
		g_usleep(PAUSE_US);
	}
	return lock;
}

/* ── making the data directory ── */
/* Beginnings of a machine that does other work too; an operator may change them in the file. */
static const char tuning[] = "\n# set by shumar when it made this cluster\n"
			     "shared_buffers = 256MB\n"
			     "maintenance_work_mem = 256MB\n"
			     "work_mem = 32MB\n"
			     "max_wal_size = 2GB\n"
			     "checkpoint_timeout = 15min\n"
			     "wal_compression = on\n";

static const char full_hint[] = "Free space on the disk, then run the same command again.";

static bool write_tuning(const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "postgresql.conf", NULL);
	int file = open(path, O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC);
	bool written = file >= 0 &&
		       write(file, tuning, strlen(tuning)) == (ssize_t)strlen(tuning) &&
		       fsync(file) == 0;
	if (!written)
		error_set_errno(error, SHUMAR_ERROR_UNREACHABLE, errno, full_hint,
				"cannot write '%s'", path);
	if (file >= 0)
		close(file);
	return written;
}

/* True when SAID tells of a full disk, or the disk of FOLDER is so full that even the server's
 * log could not take a line. */
static bool disk_is_full(const char *folder, const char *said)
{
	enum { FULL_BELOW_BYTES = 16 * 1024 * 1024 }; /* a segment of the write-ahead log */
	struct statvfs disk;
	return strstr(said, "No space left") != NULL || strstr(said, "quota exceeded") != NULL ||
	       (statvfs(folder, &disk) == 0 &&
		(guint64)disk.f_bavail * disk.f_frsize < FULL_BELOW_BYTES);
}

/* The first line of SAID that tells of a fault, or its first line. Transfer full. */
static char *first_complaint(const char *said)
{
	static const char *const kinds[] = { "FATAL:  ", "PANIC:  ", "error: " };
	g_auto(GStrv) lines = g_strsplit(said, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		for (size_t n = 0; n < G_N_ELEMENTS(kinds); n++) {
			const char *found = strstr(*line, kinds[n]);
			if (found != NULL)
				return g_strdup(found + strlen(kinds[n]));
		}
	}
	return g_strdup(lines[0] != NULL ? lines[0] : "");
}

/* initdb into PART, which is then complete. */
static bool run_initdb(const Cluster *cluster, const char *part, GError **error)
{
	g_autofree char *initdb = g_build_filename(cluster->binaries, "initdb", NULL);
	const char *const remove[] = { "rm", "-rf", "--", part, NULL };
	const char *const make[] = { initdb,
				     "-D",
				     part,
				     "-E",
				     "UTF8",
				     "--locale=C",
				     "-A",
				     "trust",
				     "-U",
				     "shumar",
				     "--no-instructions",
				     NULL };
	g_autofree char *said = NULL;
	g_autoptr(GError) fault = NULL;
	if (!cluster_run(cluster, remove, &said, error))
		return false;
	g_clear_pointer(&said, g_free);
	if (cluster_run(cluster, make, &said, &fault))
		return write_tuning(part, error);
	g_autofree char *complaint =
	    first_complaint(said != NULL && said[0] != '\0' ? said : fault->message);
	bool full = disk_is_full(cluster->folder, said != NULL ? said : "");
	error_set(error, SHUMAR_ERROR_UNREACHABLE,
		  full ? full_hint
		       : "Make the folder writable, or set another 'data' folder in shumar.yaml.",
		  "cannot make the embedded database in '%s': %s", cluster->folder, complaint);
	return false;
}

static bool rename_synced(const char *from, const char *to, const char *folder, GError **error)
{
	bool renamed = g_rename(from, to) == 0;
	int directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (renamed && directory >= 0)
		(void)fsync(directory); /* some file systems cannot */
	if (!renamed)
		error_set_errno(error, SHUMAR_ERROR_UNREACHABLE, errno, NULL,
				"cannot give '%s' its name '%s'", from, to);
	if (directory >= 0)
		close(directory);
	return renamed;
}

/* A killed initdb leaves only pg.part, which the next one removes. */
static bool make_data(const Cluster *cluster, GError **error)
{
	if (g_file_test(cluster->pgdata, G_FILE_TEST_EXISTS))
		return true;
	g_autofree char *part = g_strconcat(cluster->pgdata, ".part", NULL);
	return run_initdb(cluster, part, error) &&
	       rename_synced(part, cluster->pgdata, cluster->folder, error);
}

/* ── starting ── */
/* True when the server PID is gone; when it is our child, it has then been waited for. */
static bool server_ended(const Cluster *cluster, pid_t pid)
{
	pid_t waited = waitpid(pid, NULL, WNOHANG);
	return waited >= 0 ? waited == pid : !cluster_is_server(cluster, pid);
}

static void fail_start(const Cluster *cluster, const char *why, GError **error)
{
	g_autofree char *said = cluster_log_fatal(cluster);
	g_autofree char *hint = g_strdup_printf("Read '%s'.", cluster->log);
	bool full = disk_is_full(cluster->folder, said);
	if (said[0] == '\0' && full)
		why = "the disk is full";
	error_set(error, SHUMAR_ERROR_UNREACHABLE, full ? full_hint : hint,
		  "cannot start the embedded database in '%s': %s%s%s", cluster->folder, why,
		  said[0] != '\0' ? ": " : "", said);
}

/* Waits until the server PID takes connections or has ended. */
static bool wait_ready(const Cluster *cluster, pid_t pid, GError **error)
{
	g_autofree char *conninfo = cluster_conninfo(cluster, "postgres");
	gint64 until_us = g_get_monotonic_time() + READY_WAIT_US;
	while (!database_answers(conninfo)) {
		if (server_ended(cluster, pid)) {
			fail_start(cluster, "the server ended", error);
			return false;
		}
		if (g_get_monotonic_time() >= until_us) {
			fail_start(cluster, "the server is still not ready after ten minutes",
				   error);
			return false;
		}
		g_usleep(PAUSE_US);
	}
	return true;
}

/* Removes the pid files that a killed server left, in the data and beside the socket. PostgreSQL
 * does so itself, but not when the number belongs to another process by now, or to a dead one
 * that nobody waited for. */
static void remove_stale_pids(const Cluster *cluster)
{
	g_autofree char *pid = g_build_filename(cluster->pgdata, "postmaster.pid", NULL);
	g_autofree char *socket =
	    g_build_filename(cluster->sockets, ".s.PGSQL." CLUSTER_PORT ".lock", NULL);
	(void)g_unlink(pid);
	(void)g_unlink(socket);
}

/* Starts the server; once more for a while when children of a killed one are still ending. */
static bool start_server(const Cluster *cluster, GError **error)
{
	for (int attempt = 1;; attempt++) {
		enum { ATTEMPTS = 10, BETWEEN_US = 500000 };
		g_autoptr(GError) fault = NULL;
		pid_t pid = 0;
		remove_stale_pids(cluster);
		if (cluster_spawn(cluster, &pid, &fault) && wait_ready(cluster, pid, &fault)) {
			cluster_note_files(cluster);
			return true;
		}
		if (attempt == ATTEMPTS || strstr(fault->message, "is still in use") == NULL) {
			g_propagate_error(error, g_steal_pointer(&fault));
			return false;
		}
		g_usleep(BETWEEN_US);
	}
}

/* ── stopping ── */
static bool stop_server(const Cluster *cluster, pid_t pid, GError **error)
{
	/* SIGINT is a fast shutdown: sessions are ended, the data is left consistent. */
	if (kill(pid, SIGINT) != 0 && errno != ESRCH) {
		error_set_errno(error, SHUMAR_ERROR_FAILED, errno,
				"Run as the user who started it.",
				"cannot stop the embedded database's server (pid %d)", (int)pid);
		return false;
	}
	gint64 until_us = g_get_monotonic_time() + STOP_WAIT_US;
	while (!server_ended(cluster, pid)) {
		if (g_get_monotonic_time() >= until_us) {
			error_set(
			    error, SHUMAR_ERROR_FAILED,
			    "Wait for it: it is writing its last checkpoint.",
			    "cannot stop the embedded database's server (pid %d): it still runs after "
			    "two minutes",
			    (int)pid);
			return false;
		}
		g_usleep(PAUSE_US);
	}
	return true;
}

/* ── starting anew ── */
/* True when a run or another program of ours is at work on the server, or anybody's statement; also
 * when that cannot be found out. */
static bool server_busy(const Cluster *cluster)
{
	g_autofree char *conninfo = cluster_conninfo(cluster, "postgres");
	g_autoptr(Database) db = database_open(conninfo, "db", NULL);
	g_autoptr(DatabaseResult) row =
	    db != NULL ? database_one(db, sqltext(SQL_CORE_SERVER_BUSY), DATABASE_NO_PARAMS, NULL)
		       : NULL;
	return row == NULL || result_bool(row, 0, 0);
}

/* Stops the server PID when PostgreSQL was upgraded under it, unless it is at work; the next call
 * then finds it. */
static bool stop_outdated(const Cluster *cluster, pid_t *pid, GError **error)
{
	if (*pid == 0 || !cluster_outdated(cluster))
		return true;
	if (!wait_ready(cluster, *pid, error))
		return false;
	if (server_busy(cluster)) {
		log_warning(
		    "PostgreSQL was upgraded under the running server, which is at work; it "
		    "is started anew when nobody works on it",
		    NULL);
		return true;
	}
	log_info("PostgreSQL was upgraded: the embedded server is started anew", NULL);
	if (!stop_server(cluster, *pid, error))
		return false;
	*pid = 0;
	return true;
}

static bool start_locked(const Cluster *cluster, bool *ret_started, GError **error)
{
	pid_t pid = cluster_server_pid(cluster);
	if (!stop_outdated(cluster, &pid, error))
		return false;
	bool started = pid == 0;
	if (!(started ? make_data(cluster, error) && start_server(cluster, error)
		      : wait_ready(cluster, pid, error)))
		return false;
	if (ret_started != NULL)
		*ret_started = started;
	return true;
}

bool cluster_start(Cluster *cluster, bool *ret_started, GError **error)
{
	if (!cluster_make_folders(cluster, error))
		return false;
	int lock = take_lock(cluster, error);
	if (lock < 0)
		return false;
	bool ok = start_locked(cluster, ret_started, error);
	close(lock);
	return ok;
}

bool cluster_stop(Cluster *cluster, bool *ret_stopped, GError **error)
{
	bool stopped = false;
	if (g_file_test(cluster->pgdata, G_FILE_TEST_IS_DIR)) {
		int lock = take_lock(cluster, error);
		if (lock < 0)
			return false;
		pid_t pid = cluster_server_pid(cluster);
		bool ok = pid == 0 || stop_server(cluster, pid, error);
		close(lock);
		if (!ok)
			return false;
		stopped = pid != 0;
	}
	if (ret_stopped != NULL)
		*ret_stopped = stopped;
	return true;
}

/* ── asking ── */
bool cluster_made(const Cluster *cluster)
{
	return g_file_test(cluster->pgdata, G_FILE_TEST_EXISTS);
}

bool cluster_running(const Cluster *cluster, int *ret_pid)
{
	pid_t pid = cluster_server_pid(cluster);
	if (ret_pid != NULL && pid != 0)
		*ret_pid = (int)pid;
	return pid != 0;
}

const char *cluster_folder(const Cluster *cluster)
{
	return cluster->folder;
}

const char *cluster_note(const Cluster *cluster)
{
	return cluster->note;
}

const char *cluster_binaries(const Cluster *cluster)
{
	return cluster->binaries;
}

/* TEXT as a value of a connection string. */
static char *conninfo_quote(const char *text)
{
	g_autoptr(GString) quoted = g_string_new("'");
	for (; *text != '\0'; text++) {
		if (*text == '\'' || *text == '\\')
			g_string_append_c(quoted, '\\');
		g_string_append_c(quoted, *text);
	}
	g_string_append_c(quoted, '\'');
	return g_strdup(quoted->str);
}

char *cluster_conninfo(const Cluster *cluster, const char *database)
{
	g_autofree char *host = conninfo_quote(cluster->sockets);
	g_autofree char *dbname = conninfo_quote(database);
	return g_strdup_printf("host=%s port=" CLUSTER_PORT " user=shumar dbname=%s", host, dbname);
}

bool cluster_create_database(Cluster *cluster, const char *database, GError **error)
{
	g_autofree char *conninfo = cluster_conninfo(cluster, "postgres");
	g_autoptr(Database) db = database_open(conninfo, "db", error);
	if (db == NULL)
		return false;
	g_autoptr(DatabaseResult) missing =
	    database_query(db, sqltext(SQL_CORE_CREATE_DATABASE), DATABASE_PARAMS(database), error);
	if (missing == NULL || result_rows(missing) == 0)
		return missing != NULL;
	g_autoptr(GError) fault = NULL;
	if (database_exec(db, result_text(missing, 0, 0), DATABASE_NO_PARAMS, NULL, &fault))
		return true;
	/* Another command may have been quicker: duplicate_database, or its unique index. */
	const char *sqlstate = error_sqlstate(fault);
	if (g_strcmp0(sqlstate, "42P04") == 0 || g_strcmp0(sqlstate, "23505") == 0)
		return true;
	g_propagate_error(error, g_steal_pointer(&fault));
	return false;
}
