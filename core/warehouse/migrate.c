#include "core/warehouse/migrate.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/warehouse/engine.h"

#include <string.h>

/* "shumarmg" in ASCII: the advisory lock of migrating, the same for every program. */
#define MIGRATE_LOCK     "8316025824586394983"
#define MIGRATIONS_UNDER "schema/"
#define REFERENCE_UNDER  "reference/"

/* ── what this program carries ── */
typedef struct {
	int number;
	char *name;
	char *sha256;
	const char *sql; /* borrowed from the embedded table */
} Migration;

static void migration_free(gpointer data)
{
	Migration *migration = data;
	g_free(migration->name);
	g_free(migration->sha256);
	g_free(migration);
}

static char *text_sha256(const char *text)
{
	return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}

/* Takes "schema/0001_roles.sql" apart. */
static bool add_migration(const SqlText *file, gpointer payload, GError **error)
{
	(void)error;
	GPtrArray *migrations = payload;
	char *end = NULL;
	gint64 number = g_ascii_strtoll(file->path + strlen(MIGRATIONS_UNDER), &end, 10);
	const Migration *last =
	    migrations->len > 0 ? g_ptr_array_index(migrations, migrations->len - 1) : NULL;
	if (number < 1 || number > 9999 || *end != '_' || !g_str_has_suffix(end, ".sql") ||
	    (last != NULL && last->number >= number))
		g_error("sql/%s: a migration is named NNNN_name.sql with a number of its own",
			file->path);
	Migration *migration = g_new(Migration, 1);
	migration->number = (int)number;
	migration->name = g_strndup(end + 1, strlen(end + 1) - strlen(".sql"));
	migration->sha256 = text_sha256(file->text);
	migration->sql = file->text;
	g_ptr_array_add(migrations, migration);
	return true;
}

/* Elements Migration, in the order of their numbers. */
static GPtrArray *carried_migrations(void)
{
	GPtrArray *migrations = g_ptr_array_new_with_free_func(migration_free);
	sqltext_each(MIGRATIONS_UNDER, add_migration, migrations, NULL);
	return migrations;
}

/* ── what the database has ── */
static const Migration *find_migration(const GPtrArray *migrations, gint64 number)
{
	for (guint n = 0; n < migrations->len; n++) {
		const Migration *migration = g_ptr_array_index(migrations, n);
		if (migration->number == number)
			return migration;
	}
	return NULL;
}

/* How a warehouse of a schema that was never released comes under this program. */
#define LOAD_ANEW                                                                                  \
	"Load it anew: name another database (or another folder in 'data:'), then run "            \
	"'shumar db migrate' and 'shumar etl run', which reads all sources."

/* Schemas from before the first release had migrations of other names: forty, and then nine. */
static bool refuse_unreleased(const Database *db, int number, const char *name, GError **error)
{
	error_set(
	    error, SHUMAR_ERROR_CONFIG, LOAD_ANEW,
	    "cannot use database '%s': its migration %04d is '%s', of a schema that was never "
	    "released",
	    database_name(db), number, name);
	return false;
}

/* Refuses an applied migration that this program does not have or has with another text. */
static bool check_applied(const Database *db, const DatabaseResult *applied, int row,
			  const GPtrArray *migrations, GError **error)
{
	gint64 number = result_int64(applied, row, result_column(applied, "number"));
	const char *name = result_text(applied, row, result_column(applied, "name"));
	const char *sha256 = result_text(applied, row, result_column(applied, "sha256"));
	const Migration *migration = find_migration(migrations, number);
	if (migration != NULL && strcmp(migration->name, name) != 0)
		return refuse_unreleased(db, (int)number, name, error);
	if (migration == NULL)
		error_set(
		    error, SHUMAR_ERROR_CONFIG,
		    "Use the program that made this schema, or a newer one.",
		    "cannot use database '%s': it has migration %04d '%s', which this program "
		    "does not know",
		    database_name(db), (int)number, name);
	else if (strcmp(migration->sha256, sha256) != 0)
		error_set(
		    error, SHUMAR_ERROR_CONFIG,
		    "Use the program that applied it, or put the file back and add a new migration. "
		    "A warehouse of a program from before 0.2.0 is not taken over. " LOAD_ANEW,
		    "cannot use database '%s': migration %04d '%s' was edited after it was applied",
		    database_name(db), (int)number, name);
	return migration != NULL && strcmp(migration->sha256, sha256) == 0;
}

/* The migrations of the database, each checked; no rows when it has no ledger yet. */
static DatabaseResult *read_applied(Database *db, const GPtrArray *migrations, bool *ret_known,
				    GError **error)
{
	g_autoptr(DatabaseResult) known =
	    database_one(db, sqltext(SQL_CORE_MIGRATION_KNOWN), DATABASE_NO_PARAMS, error);
	if (known == NULL)
		return NULL;
	*ret_known = result_bool(known, 0, 0);
	if (!*ret_known)
		return g_steal_pointer(&known);
	g_autoptr(DatabaseResult) applied =
	    database_query(db, sqltext(SQL_CORE_MIGRATION_APPLIED), DATABASE_NO_PARAMS, error);
	for (int row = 0; applied != NULL && row < result_rows(applied); row++) {
		if (!check_applied(db, applied, row, migrations, error))
			return NULL;
	}
	return g_steal_pointer(&applied);
}

/* The migrations of MIGRATIONS that the database lacks, elements borrowed; NULL on an error. */
static GPtrArray *missing_migrations(Database *db, const GPtrArray *migrations, bool *ret_known,
				     GError **error)
{
	bool known = false;
	g_autoptr(DatabaseResult) applied = read_applied(db, migrations, &known, error);
	if (applied == NULL)
		return NULL;
	g_autoptr(GHashTable) numbers = g_hash_table_new(NULL, NULL);
	for (int row = 0; known && row < result_rows(applied); row++)
		g_hash_table_add(numbers, GINT_TO_POINTER((int)result_int64(applied, row, 0)));
	GPtrArray *missing = g_ptr_array_new();
	for (guint n = 0; n < migrations->len; n++) {
		Migration *migration = g_ptr_array_index(migrations, n);
		if (!g_hash_table_contains(numbers, GINT_TO_POINTER(migration->number)))
			g_ptr_array_add(missing, migration);
	}
	*ret_known = known;
	return missing;
}

/* ── applying ── */
static bool apply_steps(Database *db, const Migration *migration, GError **error)
{
	g_autofree char *number = g_strdup_printf("%d", migration->number);
	return database_script(db, migration->sql, error) &&
	       database_exec(db, sqltext(SQL_CORE_MIGRATION_RECORD),
			     DATABASE_PARAMS(number, migration->name, migration->sha256), NULL,
			     error) &&
	       database_commit(db, error);
}

static bool apply_migration(Database *db, const Migration *migration, GError **error)
{
	if (!database_begin(db, DATABASE_READ_WRITE, error))
		return false;
	if (apply_steps(db, migration, error))
		return true;
	database_rollback(db);
	g_prefix_error(error, "migration %04d '%s': ", migration->number, migration->name);
	return false;
}

static bool apply_missing(Database *db, const GPtrArray *migrations, int *ret_applied,
			  GError **error)
{
	bool known = false;
	g_autoptr(GPtrArray) missing = missing_migrations(db, migrations, &known, error);
	if (missing == NULL ||
	    (!known && !database_script(db, sqltext(SQL_CORE_MIGRATION_TABLE), error)))
		return false;
	for (guint n = 0; n < missing->len; n++) {
		if (!apply_migration(db, g_ptr_array_index(missing, n), error))
			return false;
	}
	*ret_applied = (int)missing->len;
	return true;
}

/* ── reference tables ── */
typedef struct {
	Database *db;
	const DatabaseResult *applied; /* rows of reference_applied.sql */
	int outdated;                  /* tables whose file is another than the one applied */
	bool apply;
} ReferenceWalk;

/* "reference/district.csv" -> "district"; NULL for a file that is no table. */
static char *reference_table(const SqlText *file)
{
	const char *name = file->path + strlen(REFERENCE_UNDER);
	return g_str_has_suffix(name, ".csv") ? g_strndup(name, strlen(name) - strlen(".csv"))
					      : NULL;
}

static bool reference_is_applied(const DatabaseResult *applied, const char *table,
				 const char *sha256)
{
	for (int row = 0; row < result_rows(applied); row++) {
		if (strcmp(result_text(applied, row, 0), table) == 0)
			return strcmp(result_text(applied, row, 1), sha256) == 0;
	}
	return false;
}

/* The header line of a CSV text as an array literal; COPY then checks that it fits. */
static char *header_columns(const char *csv)
{
	g_autofree char *header = g_strndup(csv, strcspn(csv, "\r\n"));
	return g_strdup_printf("{%s}", header);
}

static bool copy_reference(Database *db, const char *copy, const char *csv, GError **error)
{
	return database_copy_in(db, copy, error) &&
	       database_copy_write(db, csv, strlen(csv), error) &&
	       database_copy_end(db, NULL, NULL, error);
}

static bool reference_steps(Database *db, const char *table, const char *csv, const char *sha256,
			    GError **error)
{
	g_autofree char *columns = header_columns(csv);
	g_autoptr(DatabaseResult) copy = database_one(db, sqltext(SQL_CORE_REFERENCE_BEGIN),
						      DATABASE_PARAMS(table, columns), error);
	if (copy == NULL || !copy_reference(db, result_text(copy, 0, 0), csv, error))
		return false;
	g_autoptr(DatabaseResult) changed = database_one(db, sqltext(SQL_CORE_REFERENCE_SYNC),
							 DATABASE_PARAMS(table, sha256), error);
	return changed != NULL && database_commit(db, error);
}

static bool apply_reference(Database *db, const char *table, const char *csv, const char *sha256,
			    GError **error)
{
	if (!database_begin(db, DATABASE_READ_WRITE, error))
		return false;
	if (reference_steps(db, table, csv, sha256, error))
		return true;
	database_rollback(db);
	g_prefix_error(error, "reference table '%s': ", table);
	return false;
}

static bool visit_reference(const SqlText *file, gpointer payload, GError **error)
{
	ReferenceWalk *walk = payload;
	g_autofree char *table = reference_table(file);
	g_autofree char *sha256 = text_sha256(file->text);
	if (table == NULL || reference_is_applied(walk->applied, table, sha256))
		return true;
	walk->outdated++;
	return !walk->apply || apply_reference(walk->db, table, file->text, sha256, error);
}

/* Counts the reference tables that are not as their files, and with APPLY brings them there. */
static bool walk_references(Database *db, bool apply, int *ret_outdated, GError **error)
{
	g_autoptr(DatabaseResult) applied =
	    database_query(db, sqltext(SQL_CORE_REFERENCE_APPLIED), DATABASE_NO_PARAMS, error);
	if (applied == NULL)
		return false;
	ReferenceWalk walk = { .db = db, .applied = applied, .apply = apply };
	if (!sqltext_each(REFERENCE_UNDER, visit_reference, &walk, error))
		return false;
	*ret_outdated = walk.outdated;
	return true;
}

/* ── the two questions of callers ── */
static bool up_locked(Database *db, int *ret_applied, GError **error)
{
	g_autoptr(GPtrArray) migrations = carried_migrations();
	int applied = 0;
	int outdated = 0;
	if (!apply_missing(db, migrations, &applied, error) || !engine_up(db, error) ||
	    !walk_references(db, true, &outdated, error))
		return false;
	if (ret_applied != NULL)
		*ret_applied = applied;
	return true;
}

bool migrate_up(Database *db, int *ret_applied, GError **error)
{
	g_autoptr(DatabaseResult) locked = database_one(db, sqltext(SQL_CORE_MIGRATION_LOCK),
							DATABASE_PARAMS(MIGRATE_LOCK), error);
	if (locked == NULL) {
		g_prefix_error(error, "waiting for another program that migrates: ");
		return false;
	}
	bool ok = up_locked(db, ret_applied, error);
	/* After a lost connection there is nothing to give back, and the cause is already told. */
	bool unlocked =
	    database_unlock(db, g_ascii_strtoll(MIGRATE_LOCK, NULL, 10), ok ? error : NULL);
	return ok && unlocked;
}

bool migrate_check(Database *db, int *ret_missing, GError **error)
{
	g_autoptr(GPtrArray) migrations = carried_migrations();
	bool known = false;
	g_autoptr(GPtrArray) missing = missing_migrations(db, migrations, &known, error);
	if (missing == NULL)
		return false;
	*ret_missing = (int)missing->len;
	if (missing->len > 0)
		return false;
	bool current = false;
	int outdated = 0;
	if (!engine_check(db, &current, error) || !walk_references(db, false, &outdated, error))
		return false;
	*ret_missing = outdated + (current ? 0 : 1);
	return *ret_missing == 0;
}
