/*
 * Cluster: the private PostgreSQL that Shumar keeps for itself.
 *
 * initdb on first use, unix socket only, mode 0700, trust inside the folder,
 * started on demand under a lock file, run as an unprivileged user when the
 * caller is root ("postgres" if it exists, else "nobody"). Where that user
 * cannot enter the configured folder, or the socket path is longer than the
 * kernel's 107 bytes, another folder is taken and named (cluster_folder,
 * cluster_note). The server logs no statements, parameters or row contents.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Cluster Cluster;

/* Describes the cluster that belongs to the configured DATA folder; does no I/O
 * beyond looking. Errors: no PostgreSQL binaries found (with the package to install). */
Cluster *cluster_new(const char *data, GError **error);
void cluster_free(Cluster *cluster);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Cluster, cluster_free)

/* Makes the cluster if it is not there and starts the server if it is not
 * running, or anew if it is outdated and nobody works on it; safe when several processes call it at
 * once; recovers a stale pid. *ret_started (may be NULL) tells whether this call started it. */
bool cluster_start(Cluster *cluster, bool *ret_started, GError **error);

/* Stops the server (fast shutdown), waiting for it; *ret_stopped false if it did not run. */
bool cluster_stop(Cluster *cluster, bool *ret_stopped, GError **error);

/* True when the data directory is there. */
bool cluster_made(const Cluster *cluster);

bool cluster_running(const Cluster *cluster, int *ret_pid);

/* True when the server runs and PostgreSQL's files were exchanged since it was started: it can load
 * libraries of another version ("undefined symbol"). cluster_start mends it. */
bool cluster_outdated(const Cluster *cluster);

/* Folder of the data directory and socket in use; and why it is not the
 * configured one, as a sentence, or NULL. Borrowed. */
const char *cluster_folder(const Cluster *cluster);
const char *cluster_note(const Cluster *cluster);

/* Folder of the PostgreSQL programs in use. Borrowed. */
const char *cluster_binaries(const Cluster *cluster);

/* libpq conninfo for DATABASE on this cluster as its superuser "shumar". Transfer full. */
char *cluster_conninfo(const Cluster *cluster, const char *database);

/* Creates DATABASE if it does not exist (UTF8, C collation). The server must run. */
bool cluster_create_database(Cluster *cluster, const char *database, GError **error);
