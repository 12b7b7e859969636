/*
 * Server: the suite's own PostgreSQL, started when a test first asks for it.
 *
 * The runner makes one temporary folder for the suite. A watcher process, which
 * outlives the runner, stops every cluster below that folder and removes it when
 * the runner has ended, however it ended. Tests are processes of their own and
 * run in parallel, so each takes a database of its own.
 *
 * With $SHUMAR_CITUS ("host=… user=…" of a superuser) the databases are made on that server,
 * with the Citus extension and distributed tables.
 */
#pragma once

#include "core/database/database.h"

/* A new database with the whole schema and the reference tables, opened; it is
 * dropped when the test's process ends. */
Database *server_database(void);

/* The name of a new database, with the schema or empty. Transfer full. */
char *server_create(bool migrated);

/* The conninfo of DATABASE on the suite's server. Transfer full. */
char *server_conninfo(const char *database);

/* Opens DATABASE (of server_create) once more. */
Database *server_open(const char *database);

/* A new empty folder that every user may enter, removed with the suite; clusters
 * that tests start below it are stopped. Transfer full. */
char *server_scratch(void);
