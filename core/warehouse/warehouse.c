#include "core/warehouse/warehouse.h"

#include "core/error.h"
#include "core/warehouse/cluster.h"
#include "core/warehouse/migrate.h"

#include <string.h>

#define EMBEDDED        "embedded"
#define EMBEDDED_SOURCE "embedded:"

bool warehouse_is_embedded(const Config *config)
{
	return strcmp(config->warehouse, EMBEDDED) == 0;
}

bool warehouse_source_is_embedded(const ConfigSource *source)
{
	return source->connection != NULL && g_str_has_prefix(source->connection, EMBEDDED_SOURCE);
}

/* The cluster of CONFIG with its server running. */
static Cluster *start_cluster(const Config *config, GError **error)
{
	g_autoptr(Cluster) cluster = cluster_new(config->data, error);
	if (cluster == NULL || !cluster_start(cluster, NULL, error))
		return NULL;
	return g_steal_pointer(&cluster);
}

char *warehouse_conninfo(const Config *config, GError **error)
{
	if (!warehouse_is_embedded(config))
		return g_strdup(config->warehouse);
	g_autoptr(Cluster) cluster = start_cluster(config, error);
	if (cluster == NULL || !cluster_create_database(cluster, WAREHOUSE_DATABASE, error))
		return NULL;
	return cluster_conninfo(cluster, WAREHOUSE_DATABASE);
}

/* Of two words for the database libpq takes the last. */
static char *with_database(const char *conninfo, const char *database)
{
	if (strstr(conninfo, "://") == NULL) {
		g_autoptr(GString) name = g_string_new(database);
		g_string_replace(name, "\\", "\\\\", 0);
		g_string_replace(name, "'", "\\'", 0);
		return g_strdup_printf("%s dbname='%s'", conninfo, name->str);
	}
	g_autofree char *escaped = g_uri_escape_string(database, NULL, FALSE);
	return g_strdup_printf("%s%cdbname=%s", conninfo, strchr(conninfo, '?') == NULL ? '?' : '&',
			       escaped);
}

char *warehouse_conninfo_beside(const Config *config, const char *database, GError **error)
{
	if (!warehouse_is_embedded(config))
		return with_database(config->warehouse, database);
	g_autoptr(Cluster) cluster = start_cluster(config, error);
	return cluster != NULL ? cluster_conninfo(cluster, database) : NULL;
}

static bool check_schema(Database *db, GError **error)
{
	int missing = 0;
	if (migrate_check(db, &missing, error))
		return true;
	if (error != NULL && *error == NULL)
		error_set(
		    error, SHUMAR_ERROR_CONFIG, "Run 'shumar db migrate'.",
		    "cannot use the warehouse '%s': its schema is %d steps behind this program",
		    database_name(db), missing);
	return false;
}

Database *warehouse_open(const Config *config, const char *job, GError **error)
{
	g_autoptr(GError) fault = NULL;
	g_autofree char *conninfo = warehouse_conninfo(config, error);
	if (conninfo == NULL)
		return NULL;
	g_autoptr(Database) db = database_open(conninfo, job, error);
	if (db == NULL)
		return NULL;
	if (warehouse_is_embedded(config) ? migrate_up(db, NULL, &fault) : check_schema(db, &fault))
		return g_steal_pointer(&db);
	g_propagate_error(error, g_steal_pointer(&fault));
	return NULL;
}

/* The role that demo/reader.sql makes: it may read named columns only. */
#define READER " user=shumar_extract"

#define NO_SUCH_ROLE "28000"

/* The ETL reads an embedded source as a role of its own where there is one; as the cluster's
 * superuser it is told afterwards what that could read. */
static Database *open_embedded(const char *conninfo, const char *job, GError **error)
{
	g_autoptr(GError) fault = NULL;
	g_autofree char *as_reader = g_strconcat(conninfo, READER, NULL);
	if (!g_str_has_prefix(job, "etl"))
		return database_open(conninfo, job, error);
	Database *db = database_open(as_reader, job, &fault);
	if (db == NULL && g_strcmp0(error_sqlstate(fault), NO_SUCH_ROLE) == 0)
		return database_open(conninfo, job, error);
	if (db == NULL)
		g_propagate_error(error, g_steal_pointer(&fault));
	return db;
}

Database *warehouse_open_source(const Config *config, const ConfigSource *source, const char *job,
				GError **error)
{
	g_assert(source->connection != NULL);
	g_autofree char *conninfo = NULL;
	if (warehouse_source_is_embedded(source)) {
		g_autoptr(Cluster) cluster = start_cluster(config, error);
		if (cluster == NULL)
			return NULL;
		conninfo = cluster_conninfo(cluster, source->connection + strlen(EMBEDDED_SOURCE));
	} else {
		conninfo = g_strdup(source->connection);
	}
	Database *db = warehouse_source_is_embedded(source) ? open_embedded(conninfo, job, error)
							    : database_open(conninfo, job, error);
	if (db == NULL)
		g_prefix_error(error, "source '%s': ", source->name);
	return db;
}
