#include "core/warehouse/cluster_private.h"

#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SOCKET_PATH_LIMIT 107 /* sockaddr_un.sun_path without its end: unix(7) */

/* ── binaries ── */
#define DEBIAN_BINARIES "/usr/lib/postgresql"

static bool has_server(const char *folder)
{
	g_autofree char *initdb = g_build_filename(folder, "initdb", NULL);
	g_autofree char *postgres = g_build_filename(folder, "postgres", NULL);
	return access(initdb, X_OK) == 0 && access(postgres, X_OK) == 0;
}

/* The major version that made the cluster; 0 when there is none yet. */
static int cluster_version(const Cluster *cluster)
{
	g_autofree char *path = g_build_filename(cluster->pgdata, "PG_VERSION", NULL);
	g_autofree char *text = NULL;
	return g_file_get_contents(path, &text, NULL, NULL) ? (int)g_ascii_strtoll(text, NULL, 10)
							    : 0;
}

/* The folder of the newest version below Debian's, or of exactly WANTED; NULL if none. */
static char *debian_binaries(int wanted)
{
	g_autoptr(GDir) versions = g_dir_open(DEBIAN_BINARIES, 0, NULL);
	g_autofree char *found = NULL;
	int newest = CLUSTER_VERSION - 1;
	const char *name = NULL;
	while (versions != NULL && (name = g_dir_read_name(versions)) != NULL) {
		int version = (int)g_ascii_strtoll(name, NULL, 10);
		g_autofree char *folder = g_build_filename(DEBIAN_BINARIES, name, "bin", NULL);
		if (version > newest && (wanted == 0 || version == wanted) && has_server(folder)) {
			newest = version;
			g_free(found);
			found = g_steal_pointer(&folder);
		}
	}
	return g_steal_pointer(&found);
}

/* The folder of the initdb on PATH when its version serves; NULL if not. */
static char *path_binaries(int wanted)
{
	g_autofree char *initdb = g_find_program_in_path("initdb");
	if (initdb == NULL)
		return NULL;
	char *command[] = { initdb, (char[]){ "--version" }, NULL };
	g_autofree char *said = NULL;
	g_auto(GStrv) words = NULL;
	g_autofree char *folder = g_path_get_dirname(initdb);
	if (!has_server(folder) || !g_spawn_sync(NULL, command, NULL, G_SPAWN_DEFAULT, NULL, NULL,
						 &said, NULL, NULL, NULL))
		return NULL;
	words = g_strsplit(said, " ", -1); /* "initdb (PostgreSQL) 15.4" */
	int version = g_strv_length(words) > 2 ? (int)g_ascii_strtoll(words[2], NULL, 10) : 0;
	bool serves = version >= CLUSTER_VERSION && (wanted == 0 || version == wanted);
	return serves ? g_steal_pointer(&folder) : NULL;
}

bool cluster_find_binaries(Cluster *cluster, GError **error)
{
	int wanted = cluster_version(cluster);
	cluster->binaries = debian_binaries(wanted);
	if (cluster->binaries == NULL)
		cluster->binaries = path_binaries(wanted);
	if (cluster->binaries != NULL)
		return true;
	g_autofree char *hint = g_strdup_printf(
	    "Install it (Debian: apt-get install postgresql-%d), or set 'warehouse' to a server of yours.",
	    wanted != 0 ? wanted : CLUSTER_VERSION);
	if (wanted != 0)
		error_set(
		    error, SHUMAR_ERROR_UNREACHABLE, hint,
		    "cannot serve the embedded database in '%s': PostgreSQL %d, which made it, is not "
		    "installed",
		    cluster->folder, wanted);
	else
		error_set(
		    error, SHUMAR_ERROR_UNREACHABLE, hint,
		    "cannot serve an embedded database: no PostgreSQL of version %d or newer is "
		    "installed",
		    CLUSTER_VERSION);
	return false;
}

/* ── user and folders ── */
static void choose_user(Cluster *cluster)
{
	cluster->uid = geteuid();
	cluster->gid = getegid();
	cluster->drop = cluster->uid == 0;
	if (!cluster->drop)
		return;
	const struct passwd *user = getpwnam("postgres");
	if (user == NULL)
		user = getpwnam("nobody");
	/* 65534 is nobody on every Linux: include/linux/highuid.h */
	cluster->uid = user != NULL ? user->pw_uid : 65534;
	cluster->gid = user != NULL ? user->pw_gid : 65534;
}

static char *short_hash(const char *text)
{
	g_autofree char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
	return g_strndup(sha256, 10);
}

/* The nearest folder on the way to PATH that exists. Transfer full. */
static char *existing_ancestor(const char *path)
{
	g_autofree char *at = g_strdup(path);
	while (!g_file_test(at, G_FILE_TEST_EXISTS)) {
		char *parent = g_path_get_dirname(at);
		g_free(at);
		at = parent;
	}
	return g_steal_pointer(&at);
}

static void choose_folder(Cluster *cluster, const char *data)
{
	g_autofree char *ancestor = existing_ancestor(data);
	if (!cluster->drop || cluster_may_enter(cluster, ancestor)) {
		cluster->folder = g_build_filename(data, "cluster", NULL);
		return;
	}
	g_autofree char *hash = short_hash(data);
	const char *parent = access("/var/lib", W_OK) == 0 ? "/var/lib" : "/var/tmp";
	cluster->folder = g_strdup_printf("%s/shumar-%s", parent, hash);
	cluster->note = g_strdup_printf(
	    "The database is in '%s', because the server's user (uid %u) cannot enter '%s'.",
	    cluster->folder, (unsigned)cluster->uid, ancestor);
}

static void choose_sockets(Cluster *cluster)
{
	g_autofree char *socket =
	    g_strdup_printf("%s/.s.PGSQL." CLUSTER_PORT ".lock", cluster->folder);
	/* The lock file's name beside the socket is no address, so only the socket's counts. */
	if (strlen(socket) - strlen(".lock") <= SOCKET_PATH_LIMIT) {
		cluster->sockets = g_strdup(cluster->folder);
		return;
	}
	g_autofree char *hash = short_hash(cluster->folder);
	cluster->sockets = g_strdup_printf("/tmp/shumar-%u-%s", (unsigned)cluster->uid, hash);
	g_autofree char *before = g_steal_pointer(&cluster->note);
	cluster->note =
	    g_strdup_printf("%s%sThe socket is in '%s', because '%s' is too long for one.",
			    before != NULL ? before : "", before != NULL ? " " : "",
			    cluster->sockets, cluster->folder);
}

bool cluster_place(Cluster *cluster, const char *data, GError **error)
{
	if (!g_path_is_absolute(data)) {
		error_set(error, SHUMAR_ERROR_CONFIG, "Write the data folder as an absolute path.",
			  "cannot place the embedded database in '%s': the path is relative", data);
		return false;
	}
	choose_user(cluster);
	choose_folder(cluster, data);
	choose_sockets(cluster);
	cluster->pgdata = g_build_filename(cluster->folder, "pg", NULL);
	cluster->log = g_build_filename(cluster->folder, "server.log", NULL);
	return true;
}

/* ── making the folders ── */
static const char unwritable_hint[] =
    "Make it writable, or set another 'data' folder in shumar.yaml.";

/* Makes the parents of PATH that are missing so that the server's user can pass. */
static bool make_parents(const Cluster *cluster, const char *path, GError **error)
{
	g_autofree char *parent = g_path_get_dirname(path);
	if (g_file_test(parent, G_FILE_TEST_IS_DIR))
		return true;
	if (!make_parents(cluster, parent, error))
		return false;
	if (g_mkdir(parent, 0755) != 0 && errno != EEXIST) {
		error_set_errno(error, SHUMAR_ERROR_UNREACHABLE, errno, unwritable_hint,
				"cannot make the folder '%s'", parent);
		return false;
	}
	/* A strict umask would shut the server's user out of what root makes. */
	if (cluster->drop)
		(void)g_chmod(parent, 0711);
	return true;
}

/* The open folder at PATH, made when missing; -1 when it is not one of the server's user. */
static int open_own_folder(const Cluster *cluster, const char *path, GError **error)
{
	bool made = g_mkdir(path, 0700) == 0;
	if (!made && errno != EEXIST) {
		error_set_errno(error, SHUMAR_ERROR_UNREACHABLE, errno, unwritable_hint,
				"cannot make the folder '%s'", path);
		return -1;
	}
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat status;
	if (folder >= 0 && fstat(folder, &status) == 0 &&
	    (status.st_uid == cluster->uid || (cluster->drop && status.st_uid == 0)))
		return folder;
	error_set(
	    error, SHUMAR_ERROR_UNREACHABLE,
	    "Run as the user who made it, remove it, or set another 'data' folder in shumar.yaml.",
	    "cannot use the folder '%s': it does not belong to the server's user (uid %u)", path,
	    (unsigned)cluster->uid);
	if (folder >= 0)
		close(folder);
	return -1;
}

static bool make_folder(const Cluster *cluster, const char *path, GError **error)
{
	if (!make_parents(cluster, path, error))
		return false;
	int folder = open_own_folder(cluster, path, error);
	if (folder < 0)
		return false;
	bool owned = fchmod(folder, 0700) == 0 &&
		     (!cluster->drop || fchown(folder, cluster->uid, cluster->gid) == 0);
	if (!owned)
		error_set_errno(error, SHUMAR_ERROR_UNREACHABLE, errno, unwritable_hint,
				"cannot make the folder '%s' private", path);
	close(folder);
	return owned;
}

bool cluster_make_folders(const Cluster *cluster, GError **error)
{
	return make_folder(cluster, cluster->folder, error) &&
	       (strcmp(cluster->sockets, cluster->folder) == 0 ||
		make_folder(cluster, cluster->sockets, error));
}
