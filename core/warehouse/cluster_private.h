/*
 * Inside of the cluster module: where it lives (cluster_place.c), its processes
 * (cluster_process.c) and what is done with them (cluster.c).
 */
#pragma once

#include "core/warehouse/cluster.h"

#include <sys/types.h>

#define CLUSTER_PORT    "5432" /* only names the socket: there is no TCP */
#define CLUSTER_VERSION 15     /* the oldest PostgreSQL that serves */

struct Cluster {
	char *binaries; /* folder of initdb and postgres */
	char *folder;   /* holds all below */
	char *pgdata;   /* folder/pg */
	char *log;      /* folder/server.log */
	char *sockets;  /* folder of the socket: folder itself where the path is short enough */
	char *note;     /* why a place is not the configured one, or NULL */
	uid_t uid;      /* of the server */
	gid_t gid;
	bool drop; /* the caller is root and the server must not be */
};

/* ── place ── */
/* Fills folder, pgdata, log, sockets, note and the user for the configured DATA folder. */
bool cluster_place(Cluster *cluster, const char *data, GError **error);

/* Finds the binaries: of the version that made pgdata, else the newest. */
bool cluster_find_binaries(Cluster *cluster, GError **error);

/* Makes the folders that are missing, owned by the server's user, mode 0700;
 * refuses one in a public place that belongs to somebody else. */
bool cluster_make_folders(const Cluster *cluster, GError **error);

/* ── processes ── */
/* True when a process of the server's user may enter FOLDER. */
bool cluster_may_enter(const Cluster *cluster, const char *folder);

/* Runs ARGV to its end as the server's user; *ret_said (transfer full, may be
 * set on failure too) is what it wrote on stderr. */
bool cluster_run(const Cluster *cluster, const char *const *argv, char **ret_said, GError **error);

/* Starts the server in a session of its own, writing to the log; *ret_pid is a child. */
bool cluster_spawn(const Cluster *cluster, pid_t *ret_pid, GError **error);

/* Keeps which files the server that was just started is made of, for cluster_outdated. */
void cluster_note_files(const Cluster *cluster);

/* True when the command line of PID is "postgres -D <this data folder> ...": a dead
 * process that nobody waited for has no command line. */
bool cluster_is_server(const Cluster *cluster, pid_t pid);

/* The pid in postmaster.pid when that process is this cluster's server, else 0:
 * a dead one, and another process that got its number, do not count. */
pid_t cluster_server_pid(const Cluster *cluster);

/* The lines of the server's log that say why it ended. Transfer full. */
char *cluster_log_fatal(const Cluster *cluster);
