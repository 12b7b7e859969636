#include "app/db_commands.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/warehouse/cluster.h"
#include "core/warehouse/migrate.h"
#include "core/warehouse/warehouse.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The embedded cluster of the configuration; an error when the warehouse is elsewhere. */
static Cluster *embedded_cluster(CommandContext *context, GError **error)
{
	const Config *config = command_config(context, error);
	if (config == NULL)
		return NULL;
	if (warehouse_is_embedded(config))
		return cluster_new(config->data, error);
	error_set(error, SHUMAR_ERROR_CONFIG,
		  "Start and stop that server by its own means, or set 'warehouse: embedded'.",
		  "cannot start or stop the warehouse: '%s' sets a server that is not Shumar's own",
		  config->path);
	return NULL;
}

static void print_place(const Cluster *cluster, const char *state)
{
	int pid = 0;
	if (cluster_running(cluster, &pid))
		printf("server    %s (pid %d)\n", state, pid);
	else
		printf("server    %s\n", state);
	printf("folder    %s\n", cluster_folder(cluster));
	if (cluster_note(cluster) != NULL)
		printf("note      %s\n", cluster_note(cluster));
}

/* ── start, stop ── */
bool db_start_run(CommandContext *context, GStrv words, GError **error)
{
	bool started = false;
	if (!command_words(context, words, 0, 0, error))
		return false;
	g_autoptr(Cluster) cluster = embedded_cluster(context, error);
	if (cluster == NULL || !cluster_start(cluster, &started, error))
		return false;
	print_place(cluster, started ? "started" : "was running");
	return true;
}

bool db_stop_run(CommandContext *context, GStrv words, GError **error)
{
	bool stopped = false;
	if (!command_words(context, words, 0, 0, error))
		return false;
	g_autoptr(Cluster) cluster = embedded_cluster(context, error);
	if (cluster == NULL || !cluster_stop(cluster, &stopped, error))
		return false;
	print_place(cluster, stopped ? "stopped" : "was not running");
	return true;
}

/* ── status ── */
static bool print_server(Database *db, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_CORE_SERVER_STATUS), DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	printf("version   PostgreSQL %s\n", result_text(row, 0, result_column(row, "version")));
	printf("since     %s\n", result_text(row, 0, result_column(row, "since")));
	printf("user      %s\n", result_text(row, 0, result_column(row, "user_name")));
	return true;
}

/* Prints the sizes; *ret_found tells whether WAREHOUSE is among the databases. */
static bool print_databases(Database *db, const char *warehouse, bool *ret_found, GError **error)
{
	g_autoptr(DatabaseResult) rows =
	    database_query(db, sqltext(SQL_CORE_DATABASE_SIZES), DATABASE_NO_PARAMS, error);
	if (rows == NULL)
		return false;
	*ret_found = false;
	for (int row = 0; row < result_rows(rows); row++) {
		const char *name = result_text(rows, row, result_column(rows, "name"));
		printf("%-9s %s %s\n", row == 0 ? "databases" : "", name,
		       result_text(rows, row, result_column(rows, "size")));
		*ret_found = *ret_found || strcmp(name, warehouse) == 0;
	}
	return true;
}

static bool print_last_migration(Database *db, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_query(db, sqltext(SQL_CORE_SCHEMA_VERSION), DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	if (result_rows(row) == 1)
		printf("schema    migration %04d '%s' of %s\n", (int)result_int64(row, 0, 0),
		       result_text(row, 0, 1), result_text(row, 0, 2));
	return true;
}

static bool print_schema(Database *db, GError **error)
{
	g_autoptr(GError) fault = NULL;
	int missing = 0;
	if (migrate_check(db, &missing, &fault))
		return print_last_migration(db, error);
	if (fault != NULL) {
		g_propagate_error(error, g_steal_pointer(&fault));
		return false;
	}
	printf("schema    %d steps behind this program; run 'shumar db migrate'\n", missing);
	return true;
}

static bool status_external(const Config *config, GError **error)
{
	bool found = false;
	g_autoptr(Database) db = database_open(config->warehouse, "db", error);
	if (db == NULL)
		return false;
	printf("server    %s\n", database_name(db));
	return print_server(db, error) && print_databases(db, "", &found, error) &&
	       print_schema(db, error);
}

static bool status_embedded(const Config *config, GError **error)
{
	bool found = false;
	g_autoptr(Cluster) cluster = cluster_new(config->data, error);
	if (cluster == NULL)
		return false;
	bool running = cluster_running(cluster, NULL);
	print_place(cluster, running ? "running" : "stopped; it starts when it is needed");
	if (!running)
		return true;
	g_autofree char *conninfo = cluster_conninfo(cluster, "postgres");
	g_autoptr(Database) db = database_open(conninfo, "db", error);
	if (db == NULL || !print_server(db, error) ||
	    !print_databases(db, WAREHOUSE_DATABASE, &found, error))
		return false;
	if (!found)
		return true;
	g_autofree char *warehouse = cluster_conninfo(cluster, WAREHOUSE_DATABASE);
	g_autoptr(Database) schema = database_open(warehouse, "db", error);
	return schema != NULL && print_schema(schema, error);
}

bool db_status_run(CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 0, 0, error))
		return false;
	const Config *config = command_config(context, error);
	if (config == NULL)
		return false;
	return warehouse_is_embedded(config) ? status_embedded(config, error)
					     : status_external(config, error);
}

/* ── migrate ── */
bool db_migrate_run(CommandContext *context, GStrv words, GError **error)
{
	int applied = 0;
	if (!command_words(context, words, 0, 0, error))
		return false;
	const Config *config = command_config(context, error);
	if (config == NULL)
		return false;
	g_autofree char *conninfo = warehouse_conninfo(config, error);
	if (conninfo == NULL)
		return false;
	g_autoptr(Database) db = database_open(conninfo, "db", error);
	if (db == NULL || !migrate_up(db, &applied, error))
		return false;
	printf("%d migration%s applied\n", applied, applied == 1 ? "" : "s");
	return print_last_migration(db, error);
}

/* ── psql ── */
/* Becomes psql; returns only when that fails. The connection is in its environment, so that
 * "-d NAME" among WORDS changes nothing but the database. */
static bool become_psql(GStrv words, GError **error)
{
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	g_strv_builder_add(builder, "psql");
	for (char **word = words; *word != NULL; word++)
		g_strv_builder_add(builder, *word);
	g_auto(GStrv) arguments = g_strv_builder_end(builder);
	fflush(stdout);
	execvp(arguments[0], arguments);
	error_set_errno(error, SHUMAR_ERROR_FAILED, errno,
			"Install it (Debian: apt-get install postgresql-client).",
			"cannot run 'psql'");
	return false;
}

bool db_psql_run(CommandContext *context, GStrv words, GError **error)
{
	const Config *config = command_config(context, error);
	if (config == NULL)
		return false;
	g_autofree char *conninfo = warehouse_conninfo(config, error);
	return conninfo != NULL && database_export(conninfo, error) && become_psql(words, error);
}
