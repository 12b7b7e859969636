#include "core/warehouse/cluster_private.h"

#include "core/error.h"
#include "core/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

/* ── becoming the server's user; only async-signal-safe calls after fork ── */
static bool drop_privileges(const Cluster *cluster)
{
	return !cluster->drop ||
	       (setgroups(0, NULL) == 0 && setgid(cluster->gid) == 0 && setuid(cluster->uid) == 0);
}

/* The inherited signal state of a shell or a test runner must not reach the server. */
static void reset_signals(void)
{
	static const int numbers[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGCHLD };
	for (size_t n = 0; n < G_N_ELEMENTS(numbers); n++)
		signal(numbers[n], SIG_DFL);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void become_user(gpointer payload)
{
	reset_signals();
	if (!drop_privileges(payload))
		_exit(126);
}

bool cluster_may_enter(const Cluster *cluster, const char *folder)
{
	pid_t child = fork();
	if (child == 0)
		_exit(drop_privileges(cluster) && access(folder, X_OK) == 0 ? 0 : 1);
	int status = 1;
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* The whole environment of the server's programs: nothing of the caller's PG* or locale. */
static const char *const environment[] = { "PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C",
					   "TZ=UTC", NULL };

static GStrv copy_words(const char *const *words)
{
	GPtrArray *copy = g_ptr_array_new();
	for (; *words != NULL; words++)
		g_ptr_array_add(copy, g_strdup(*words));
	g_ptr_array_add(copy, NULL);
	return (GStrv)g_ptr_array_free(copy, FALSE);
}

bool cluster_run(const Cluster *cluster, const char *const *argv, char **ret_said, GError **error)
{
	g_auto(GStrv) words = copy_words(argv);
	g_auto(GStrv) variables = copy_words(environment);
	g_autoptr(GError) fault = NULL;
	Cluster user = *cluster;
	int status = 0;
	if (!g_spawn_sync("/", words, variables, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL,
			  become_user, &user, NULL, ret_said, &status, &fault)) {
		error_set(error, SHUMAR_ERROR_UNREACHABLE, NULL, "cannot run '%s': %s", argv[0],
			  fault->message);
		return false;
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	error_set(error, SHUMAR_ERROR_UNREACHABLE, NULL, "'%s' failed (%s %d)", argv[0],
		  WIFEXITED(status) ? "exit" : "signal",
		  WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
	return false;
}

/* ── the server ── */
/* Given at every start, so that no edited file can open the server or make its log talk. */
static const char *const server_settings[] = {
	"listen_addresses=",
	("port=" CLUSTER_PORT),
	"unix_socket_permissions=0700",
	"logging_collector=off",
	"log_destination=stderr",
	"log_min_messages=log", /* fatal errors and the server's own news, no statement's error */
	"log_min_error_statement=panic",
	"log_statement=none",
	"log_min_duration_statement=-1",
	"log_min_duration_sample=-1",
	"log_autovacuum_min_duration=-1",
	"log_lock_waits=off",
	"log_temp_files=-1",
	"log_error_verbosity=terse",
	"log_parameter_max_length=0",
	"log_parameter_max_length_on_error=0",
	"log_line_prefix=%m [%p] ",
	"log_timezone=UTC",
};

/* Containers often have a /dev/shm too small for a parallel query; the data folder then serves. */
static const char *shared_memory_setting(void)
{
	enum { LEAST_MIB = 512 };
	struct statvfs shm;
	bool small = statvfs("/dev/shm", &shm) != 0 ||
		     (guint64)shm.f_blocks * shm.f_frsize < (guint64)LEAST_MIB * 1024 * 1024;
	return small ? "dynamic_shared_memory_type=mmap" : "dynamic_shared_memory_type=posix";
}

static GStrv server_command(const Cluster *cluster)
{
	GPtrArray *words = g_ptr_array_new();
	g_ptr_array_add(words, g_build_filename(cluster->binaries, "postgres", NULL));
	g_ptr_array_add(words, g_strdup("-D"));
	g_ptr_array_add(words, g_strdup(cluster->pgdata));
	for (size_t n = 0; n < G_N_ELEMENTS(server_settings); n++)
		g_ptr_array_add(words, g_strdup_printf("--%s", server_settings[n]));
	g_ptr_array_add(words, g_strdup_printf("--%s", shared_memory_setting()));
	/* A list of folders in the form of SQL identifiers, so that a comma does no harm. */
	g_auto(GStrv) parts = g_strsplit(cluster->sockets, "\"", -1);
	g_autofree char *quoted = g_strjoinv("\"\"", parts);
	g_ptr_array_add(words, g_strdup_printf("--unix_socket_directories=\"%s\"", quoted));
	g_ptr_array_add(words, NULL);
	return (GStrv)g_ptr_array_free(words, FALSE);
}

/* The log, begun anew with the one before kept beside it; -1 when it cannot be. */
static int open_log(const Cluster *cluster, GError **error)
{
	g_autofree char *before = g_strconcat(cluster->log, ".before", NULL);
	(void)g_rename(cluster->log, before);
	int log = open(cluster->log, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (log < 0 || (cluster->drop && fchown(log, cluster->uid, cluster->gid) != 0))
		error_set_errno(error, SHUMAR_ERROR_UNREACHABLE, errno,
				"Free space on the disk and make the folder writable.",
				"cannot write the server's log '%s'", cluster->log);
	return log;
}

typedef struct {
	const Cluster *cluster;
	int log;
} ServerStart;

static void become_server(gpointer payload)
{
	const ServerStart *start = payload;
	reset_signals();
	if (setsid() < 0 || dup2(start->log, STDOUT_FILENO) < 0 ||
	    dup2(start->log, STDERR_FILENO) < 0 || !drop_privileges(start->cluster))
		_exit(126);
}

bool cluster_spawn(const Cluster *cluster, pid_t *ret_pid, GError **error)
{
	ServerStart start = { .cluster = cluster, .log = open_log(cluster, error) };
	if (start.log < 0)
		return false;
	g_auto(GStrv) words = server_command(cluster);
	g_auto(GStrv) variables = copy_words(environment);
	g_autoptr(GError) fault = NULL;
	bool spawned = g_spawn_async("/", words, variables, G_SPAWN_DO_NOT_REAP_CHILD,
				     become_server, &start, ret_pid, &fault);
	close(start.log);
	if (!spawned)
		error_set(error, SHUMAR_ERROR_UNREACHABLE, NULL, "cannot start the server '%s': %s",
			  words[0], fault->message);
	return spawned;
}

/* ── which files the server was started from ── */
/* One line a file: what another version of it would have otherwise. Transfer full. */
static char *describe_files(const Cluster *cluster)
{
	static const char *const files[] = { "postgres", "../lib/plpgsql.so" };
	GString *text = g_string_new(NULL);
	for (size_t n = 0; n < G_N_ELEMENTS(files); n++) {
		g_autofree char *path = g_build_filename(cluster->binaries, files[n], NULL);
		struct stat status = { 0 };
		(void)stat(path, &status); /* one that is not there has zeros */
		g_string_append_printf(text,
				       "%s inode %" G_GUINT64_FORMAT " bytes %" G_GINT64_FORMAT
				       " mtime %" G_GINT64_FORMAT "\n",
				       path, (guint64)status.st_ino, (gint64)status.st_size,
				       (gint64)status.st_mtim.tv_sec);
	}
	return g_string_free(text, FALSE);
}

static char *files_path(const Cluster *cluster)
{
	return g_build_filename(cluster->folder, "server.files", NULL);
}

void cluster_note_files(const Cluster *cluster)
{
	g_autofree char *path = files_path(cluster);
	g_autofree char *text = describe_files(cluster);
	/* without it the server is taken for what is installed, as before there was this file */
	(void)outfile_write(path, OUTFILE_INTERNAL, text, strlen(text), NULL);
}

/* True when the program that runs as PID is no longer on the disk; false also where that cannot be
 * seen, as by root in a container. */
static bool program_is_gone(pid_t pid)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/exe", (int)pid);
	g_autofree char *program = g_file_read_link(path, NULL);
	return program != NULL && g_str_has_suffix(program, " (deleted)");
}

bool cluster_outdated(const Cluster *cluster)
{
	pid_t pid = cluster_server_pid(cluster);
	g_autofree char *path = files_path(cluster);
	g_autofree char *noted = NULL;
	g_autofree char *now = describe_files(cluster);
	if (pid == 0)
		return false;
	if (g_file_get_contents(path, &noted, NULL, NULL))
		return strcmp(noted, now) != 0;
	return program_is_gone(pid);
}

/* ── looking at the server ── */
static bool same_folder(const char *left, const char *right)
{
	struct stat one;
	struct stat other;
	return stat(left, &one) == 0 && stat(right, &other) == 0 && one.st_dev == other.st_dev &&
	       one.st_ino == other.st_ino;
}

/* /proc/PID/cwd would tell more, but reading it needs a right that root in a container lacks. */
bool cluster_is_server(const Cluster *cluster, pid_t pid)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/cmdline", (int)pid);
	g_autofree char *words = NULL;
	gsize length = 0;
	if (!g_file_get_contents(path, &words, &length, NULL) || length == 0)
		return false;
	const char *end = words + length;
	for (const char *word = words; word < end; word += strlen(word) + 1) {
		const char *next = word + strlen(word) + 1;
		if (strcmp(word, "-D") == 0 && next < end)
			return same_folder(next, cluster->pgdata);
	}
	return false;
}

pid_t cluster_server_pid(const Cluster *cluster)
{
	g_autofree char *path = g_build_filename(cluster->pgdata, "postmaster.pid", NULL);
	g_autofree char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		return 0;
	gint64 pid = g_ascii_strtoll(text, NULL, 10);
	return pid > 1 && pid < G_MAXINT && cluster_is_server(cluster, (pid_t)pid) ? (pid_t)pid : 0;
}

char *cluster_log_fatal(const Cluster *cluster)
{
	g_autofree char *text = NULL;
	g_autoptr(GString) said = g_string_new(NULL);
	if (!g_file_get_contents(cluster->log, &text, NULL, NULL))
		return g_strdup("");
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	static const char *const kinds[] = { "FATAL:  ", "PANIC:  ", "postgres: " };
	for (char **line = lines; *line != NULL; line++) {
		for (size_t n = 0; n < G_N_ELEMENTS(kinds); n++) {
			const char *found = strstr(*line, kinds[n]);
			if (found != NULL)
				g_string_append_printf(said, "%s%s", said->len > 0 ? "; " : "",
						       found + strlen(kinds[n]));
		}
	}
	return g_strdup(said->str);
}
