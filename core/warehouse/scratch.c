#include "core/warehouse/scratch.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/warehouse/migrate.h"
#include "core/warehouse/warehouse.h"

#define MAINTENANCE "postgres"

struct Scratch {
	Config config;
	char *conninfo;
	char *name;
	char *keys;       /* a temporary folder */
	Database *server; /* from which it is made and dropped */
	Database *held;   /* while it is open, nobody else drops it */
	bool made;
};

/* ── making and dropping ── */
/* The statement that PATH gives for the database, and runs it. */
static bool carry_out(const Scratch *scratch, const char *path, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_query(scratch->server, sqltext(path), DATABASE_PARAMS(scratch->name), error);
	if (row == NULL || result_rows(row) == 0)
		return row != NULL;
	return database_exec(scratch->server, result_text(row, 0, 0), DATABASE_NO_PARAMS, NULL,
			     error);
}

/* What the server said, as what the operator can do about it. */
static void refuse(const Scratch *scratch, GError *fault, GError **error)
{
	const char *state = error_sqlstate(fault);
	if (g_strcmp0(state, "55006") == 0 || g_strcmp0(state, "42P04") == 0)
		error_set(error, SHUMAR_ERROR_LOCKED, "Wait until it has ended.",
			  "cannot check: another check is at work in the database '%s'",
			  scratch->name);
	else if (g_strcmp0(state, "42501") == 0)
		error_set(
		    error, SHUMAR_ERROR_CONFIG,
		    "As a superuser of the server: alter role … createdb.",
		    "cannot check: the role of the warehouse may not make the database '%s', in "
		    "which the source is tried",
		    scratch->name);
	else
		g_propagate_error(error, g_steal_pointer(&fault));
	g_clear_error(&fault);
}

static bool make_database(Scratch *scratch, GError **error)
{
	GError *fault = NULL;
	scratch->made = carry_out(scratch, SQL_CORE_DROP_DATABASE, &fault) &&
			carry_out(scratch, SQL_CORE_CREATE_DATABASE, &fault);
	if (!scratch->made)
		refuse(scratch, fault, error);
	return scratch->made;
}

/* ── the whole ── */
/* Of an embedded warehouse the name is known, and the warehouse need not be there. */
static char *name_beside(const Scratch *scratch, const Config *config, GError **error)
{
	if (warehouse_is_embedded(config))
		return g_strdup(WAREHOUSE_DATABASE "_check");
	g_autoptr(DatabaseResult) row = database_one(
	    scratch->server, sqltext(SQL_CORE_SCRATCH_NAME), DATABASE_NO_PARAMS, error);
	return row != NULL ? g_strdup(result_text(row, 0, 0)) : NULL;
}

static bool open_server(Scratch *scratch, const Config *config, GError **error)
{
	g_autofree char *conninfo = warehouse_is_embedded(config)
					? warehouse_conninfo_beside(config, MAINTENANCE, error)
					: warehouse_conninfo(config, error);
	scratch->server = conninfo != NULL ? database_open(conninfo, "check", error) : NULL;
	scratch->name = scratch->server != NULL ? name_beside(scratch, config, error) : NULL;
	if (scratch->name == NULL)
		return false;
	scratch->conninfo = warehouse_conninfo_beside(config, scratch->name, error);
	return scratch->conninfo != NULL;
}

static bool make_keys(Scratch *scratch, GError **error)
{
	g_autoptr(GError) cause = NULL;
	scratch->keys = g_dir_make_tmp("shumar-check-XXXXXX", &cause);
	if (scratch->keys != NULL)
		return true;
	error_set(error, SHUMAR_ERROR_OUTPUT, NULL, "making a temporary folder: %s",
		  cause->message);
	return false;
}

static bool make_tables(Scratch *scratch, GError **error)
{
	scratch->held = database_open(scratch->conninfo, "check", error);
	return scratch->held != NULL && migrate_up(scratch->held, NULL, error);
}

Scratch *scratch_new(const Config *config, GError **error)
{
	g_autoptr(Scratch) scratch = g_new0(Scratch, 1);
	if (!open_server(scratch, config, error) || !make_keys(scratch, error) ||
	    !make_database(scratch, error) || !make_tables(scratch, error))
		return NULL;
	scratch->config = *config;
	scratch->config.warehouse = scratch->conninfo;
	scratch->config.keys = scratch->keys;
	return g_steal_pointer(&scratch);
}

const Config *scratch_config(const Scratch *scratch)
{
	return &scratch->config;
}

static void remove_keys(const char *folder)
{
	g_autoptr(GDir) names = g_dir_open(folder, 0, NULL);
	const char *name;
	while (names != NULL && (name = g_dir_read_name(names)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		(void)g_unlink(path);
	}
	(void)g_rmdir(folder);
}

void scratch_free(Scratch *scratch)
{
	if (scratch == NULL)
		return;
	database_close(scratch->held);
	if (scratch->made)
		(void)carry_out(scratch, SQL_CORE_DROP_DATABASE, NULL);
	database_close(scratch->server);
	if (scratch->keys != NULL)
		remove_keys(scratch->keys);
	g_free(scratch->keys);
	g_free(scratch->conninfo);
	g_free(scratch->name);
	g_free(scratch);
}
