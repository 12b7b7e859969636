#include "core/warehouse/distribute.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/log.h"

#include <stdlib.h>

/* ── the extension ── */
/* Major versions of Citus that run on a PostgreSQL, as their release notes say. */
static const struct {
	int postgresql, oldest, newest;
} supported[] = { { 15, 13, 13 }, { 16, 13, 14 }, { 17, 13, 14 } };

static bool is_supported(int postgresql, const char *version)
{
	int major = (int)strtol(version, NULL, 10);
	for (size_t n = 0; n < G_N_ELEMENTS(supported); n++) {
		if (supported[n].postgresql == postgresql)
			return major >= supported[n].oldest && major <= supported[n].newest;
	}
	return false;
}

static bool refuse_missing(const char *database, const char *version, const char *offered,
			   GError **error)
{
	if (offered != NULL)
		error_set(error, SHUMAR_ERROR_CONFIG,
			  "As a superuser, run 'create extension citus' in it, on every node.",
			  "cannot distribute database '%s': the server offers the extension Citus "
			  "%s, but the database does not have it",
			  database, offered);
	else
		error_set(error, SHUMAR_ERROR_CONFIG,
			  "Install Citus 13 for this PostgreSQL on every node (Debian does not "
			  "have it; docs/scale.md), put it into shared_preload_libraries, restart, "
			  "and run 'create extension citus'. One machine needs none of it.",
			  "cannot distribute database '%s': its server (PostgreSQL %s) has no "
			  "extension Citus",
			  database, version);
	return false;
}

static bool check_extension(Database *db, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_DISTRIBUTE_SERVER), DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	const char *database = result_text(row, 0, result_column(row, "database"));
	const char *version = result_text(row, 0, result_column(row, "version"));
	const char *installed = result_text(row, 0, result_column(row, "installed"));
	int postgresql =
	    (int)strtol(result_text(row, 0, result_column(row, "postgresql")), NULL, 10);
	if (installed == NULL)
		return refuse_missing(database, version,
				      result_text(row, 0, result_column(row, "offered")), error);
	if (is_supported(postgresql, installed))
		return true;
	error_set(error, SHUMAR_ERROR_CONFIG,
		  "Use Citus 13 with PostgreSQL 15, Citus 13 or 14 with PostgreSQL 16 or 17.",
		  "cannot distribute database '%s': Citus %s on PostgreSQL %s is not a pair that "
		  "Shumar knows",
		  database, installed, version);
	return false;
}

static bool check_nodes(Database *db, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_DISTRIBUTE_NODES), DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	bool coordinator = result_bool(row, 0, 0);
	if (coordinator && result_int64(row, 0, 1) > 0)
		return true;
	error_set(error, SHUMAR_ERROR_CONFIG,
		  coordinator ? "Run select citus_add_node('HOST', PORT) for each worker."
			      : "Run select citus_set_coordinator_host('HOST', PORT) with the name "
				"under which workers reach it.",
		  "cannot distribute the tables: %s",
		  coordinator ? "no node of the cluster holds shards"
			      : "the cluster does not know its coordinator");
	return false;
}

bool distribute_check(Database *db, GError **error)
{
	return check_extension(db, error) && check_nodes(db, error);
}

/* ── the tables ── */
DatabaseResult *distribute_faults(Database *db, GError **error)
{
	return database_query(db, sqltext(SQL_DISTRIBUTE_FAULTS), DATABASE_NO_PARAMS, error);
}

DatabaseResult *distribute_plan(Database *db, GError **error)
{
	return database_query(db, sqltext(SQL_DISTRIBUTE_PLAN), DATABASE_NO_PARAMS, error);
}

bool distribute_tables(Database *db, int *ret_moved, GError **error)
{
	int moved = 0;
	g_autoptr(DatabaseResult) plan = distribute_plan(db, error);
	if (plan == NULL)
		return false;
	for (int row = 0; row < result_rows(plan); row++) {
		const char *relation = result_text(plan, row, result_column(plan, "relation"));
		const char *home = result_text(plan, row, result_column(plan, "home"));
		if (result_bool(plan, row, result_column(plan, "placed")))
			continue;
		if (!database_exec(db, sqltext(SQL_DISTRIBUTE_TABLE), DATABASE_PARAMS(relation),
				   NULL, error)) {
			g_prefix_error(error, "cannot move table '%s': ", relation);
			return false;
		}
		log_info("table moved", "table", relation, "home", home, NULL);
		moved++;
	}
	if (ret_moved != NULL)
		*ret_moved = moved;
	return true;
}
