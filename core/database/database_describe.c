#include "core/database/database_private.h"

#include "core/database/sqltext.h"

static void column_free(gpointer data)
{
	DatabaseColumn *column = data;
	g_free(column->name);
	g_free(column->type);
	g_free(column);
}

void database_description_free(DatabaseDescription *description)
{
	if (description == NULL)
		return;
	g_clear_pointer(&description->parameters, g_ptr_array_unref);
	g_clear_pointer(&description->columns, g_ptr_array_unref);
	g_free(description);
}

/* The type oids of the parameters and then of the columns, as an array literal. */
static char *oid_array(const PGresult *described)
{
	g_autoptr(GString) oids = g_string_new("{");
	for (int n = 0; n < PQnparams(described); n++)
		g_string_append_printf(oids, "%s%u", oids->len > 1 ? "," : "",
				       PQparamtype(described, n));
	for (int n = 0; n < PQnfields(described); n++)
		g_string_append_printf(oids, "%s%u", oids->len > 1 ? "," : "",
				       PQftype(described, n));
	g_string_append_c(oids, '}');
	return g_strdup(oids->str);
}

static DatabaseDescription *description_new(const PGresult *described, const DatabaseResult *types)
{
	DatabaseDescription *description = g_new(DatabaseDescription, 1);
	description->parameters = g_ptr_array_new_with_free_func(g_free);
	description->columns = g_ptr_array_new_with_free_func(column_free);
	int row = 0;
	for (int n = 0; n < PQnparams(described); n++)
		g_ptr_array_add(description->parameters, g_strdup(result_text(types, row++, 0)));
	for (int n = 0; n < PQnfields(described); n++) {
		DatabaseColumn *column = g_new(DatabaseColumn, 1);
		column->name = g_strdup(PQfname(described, n));
		column->type = g_strdup(result_text(types, row++, 0));
		column->origin_table = PQftable(described, n);
		column->origin_column = PQftablecol(described, n);
		g_ptr_array_add(description->columns, column);
	}
	return description;
}

DatabaseDescription *database_describe(Database *db, const char *sql, GError **error)
{
	g_autoptr(PGresult) prepared = PQprepare(db->conn, "", sql, 0, NULL);
	if (PQresultStatus(prepared) != PGRES_COMMAND_OK) {
		database_fail(db, prepared, sql, error);
		return NULL;
	}
	g_autoptr(PGresult) described = PQdescribePrepared(db->conn, "");
	if (PQresultStatus(described) != PGRES_COMMAND_OK) {
		database_fail(db, described, sql, error);
		return NULL;
	}
	g_autofree char *oids = oid_array(described);
	g_autoptr(DatabaseResult) types =
	    database_query(db, sqltext(SQL_CORE_TYPE_NAMES), DATABASE_PARAMS(oids), error);
	return types != NULL ? description_new(described, types) : NULL;
}
