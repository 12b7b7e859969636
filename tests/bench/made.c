#include "tests/bench/made.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/warehouse/migrate.h"
#include "etl/fact/cubes.h"
#include "tests/bench/ours.h"
#include "tests/bench/peer.h"
#include "tests/bench/planted.h"

#include <glib/gstdio.h>
#include <string.h>

#define SEED   "20240805" /* Pakpattan's press note */
#define UNDONE "_part"

/* ── sources ── */
/* As the source's DBA does it: from here on the ledger notes what changes. */
static bool install_kit(const Bench *bench, const char *database, GError **error)
{
	g_autoptr(Database) db = bench_database(bench, database, error);
	return db != NULL && database_script(db, sqltext(SQL_SOURCES_KIT_LEDGER), error) &&
	       bench_script(bench, database, "source/kit.sql", error);
}

static bool fill_source(const Bench *bench, const char *database, gint64 cases, GError **error)
{
	static const char *const scripts[] = {
		"source/tables.sql", "source/draws.sql",         "source/weights.sql",
		"source/put.sql",    "source/make_function.sql", "source/change_function.sql"
	};
	g_autofree char *count = g_strdup_printf("%" G_GINT64_FORMAT, cases);
	if (!bench_create(bench, database, error))
		return false;
	for (size_t n = 0; n < G_N_ELEMENTS(scripts); n++) {
		if (!bench_script(bench, database, scripts[n], error))
			return false;
	}
	g_autoptr(DatabaseResult) made =
	    bench_query(bench, database, "source/make.sql", DATABASE_PARAMS(count, SEED), error);
	return made != NULL && install_kit(bench, database, error);
}

/* Settles hint bits and statistics, as a system that has run for a while has them. */
static bool vacuum(const Bench *bench, const char *database, GError **error)
{
	g_autoptr(Database) db = bench_database(bench, database, error);
	return db != NULL && database_exec(db, "vacuum (analyze)", DATABASE_NO_PARAMS, NULL, error);
}

char *made_source(const Bench *bench, gint64 cases, GError **error)
{
	g_autofree char *database = g_strdup_printf("source_%" G_GINT64_FORMAT, cases);
	g_autofree char *undone = g_strconcat(database, UNDONE, NULL);
	bool has = false;
	if (!bench_has(bench, database, &has, error))
		return NULL;
	if (has)
		return g_steal_pointer(&database);
	bench_say(bench, "making the source with %" G_GINT64_FORMAT " cases", cases);
	if (!fill_source(bench, undone, cases, error) || !vacuum(bench, undone, error) ||
	    !bench_rename(bench, undone, database, error))
		return NULL;
	return g_steal_pointer(&database);
}

/* "8 M", "2.97 M", "23 k" */
static char *rounded(const DatabaseResult *row, int column)
{
	double count = (double)result_int64(row, 0, column);
	return count >= 1e6 ? g_strdup_printf("%.3g M", count / 1e6)
			    : g_strdup_printf("%.3g k", count / 1e3);
}

char *made_records(const Bench *bench, const char *source, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    bench_query(bench, source, "source/records.sql", DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return NULL;
	g_autofree char *cases = rounded(row, 0);
	g_autofree char *accused = rounded(row, 1);
	g_autofree char *outcomes = rounded(row, 2);
	return g_strdup_printf("%s cases, %s accused, %s outcomes", cases, accused, outcomes);
}

bool made_changes(const Bench *bench, const char *source, gint64 count, GError **error)
{
	static int night;
	g_autofree char *changes = g_strdup_printf("%" G_GINT64_FORMAT, count);
	/* from the clock, so that a kept source is not given the same changes again */
	g_autofree char *seed =
	    g_strdup_printf("%" G_GINT64_FORMAT, g_get_real_time() / 1000 + night++);
	g_autoptr(DatabaseResult) made =
	    bench_query(bench, source, "source/change.sql", DATABASE_PARAMS(changes, seed), error);
	if (made == NULL)
		return false;
	bench_say(bench, "changes of %s: %s new, %s changed, %s reclassified, %s deleted", source,
		  result_text(made, 0, 0), result_text(made, 0, 1), result_text(made, 0, 2),
		  result_text(made, 0, 3));
	return true;
}

/* ── warehouses ── */
bool made_warehouse(const Bench *bench, const char *database, GError **error)
{
	if (!bench_create(bench, database, error))
		return false;
	g_autoptr(Database) db = bench_database(bench, database, error);
	return db != NULL && migrate_up(db, NULL, error) && cubes_declare(db, NULL, error);
}

/* A loaded warehouse as nights find it. */
static bool finish_loaded(const Bench *bench, const char *database, GError **error)
{
	return bench_script(bench, database, "peer/views.sql", error) &&
	       vacuum(bench, database, error);
}

static char *loaded_name(gint64 cases)
{
	return g_strdup_printf("warehouse_%" G_GINT64_FORMAT, cases);
}

char *made_loaded(const Bench *bench, gint64 cases, GError **error)
{
	g_autofree char *database = loaded_name(cases);
	g_autofree char *undone = g_strconcat(database, UNDONE, NULL);
	g_autofree char *source = made_source(bench, cases, error);
	bool has = false;
	if (source == NULL || !bench_has(bench, database, &has, error))
		return NULL;
	if (has)
		return g_steal_pointer(&database);
	const OursPlace place = { .warehouse = undone, .source = source, .mapping = "bench" };
	OursRun run;
	bench_say(bench, "loading the warehouse of %" G_GINT64_FORMAT " cases", cases);
	if (!made_warehouse(bench, undone, error) ||
	    !ours_run(bench, OURS_NIGHTLY, &place, &run, error) ||
	    !finish_loaded(bench, undone, error) || !bench_rename(bench, undone, database, error))
		return NULL;
	return g_steal_pointer(&database);
}

bool made_adopt(const Bench *bench, const char *database, gint64 cases, GError **error)
{
	g_autofree char *name = loaded_name(cases);
	return finish_loaded(bench, database, error) && bench_rename(bench, database, name, error);
}

bool made_peer(const Bench *bench, const char *database, const char *file, GError **error)
{
	return bench_create(bench, database, error) && bench_script(bench, database, file, error);
}

/* ── drops ── */
static bool write_clean(const Bench *bench, gint64 cases, const char *path, GError **error)
{
	g_autofree char *source = made_source(bench, cases, error);
	const PeerPlace place = { .source = source, .csv = path };
	double seconds = 0;
	return source != NULL && peer_run(bench, "write_csv.sh", &place, &seconds, error);
}

char *made_drop(const Bench *bench, gint64 cases, bool bad, GError **error)
{
	g_autofree char *folder = g_strdup_printf("%s/csv/%s_%" G_GINT64_FORMAT, bench->folder,
						  bad ? "bad" : "clean", cases);
	g_autofree char *path = g_build_filename(folder, "cases.csv", NULL);
	if (g_file_test(path, G_FILE_TEST_EXISTS))
		return g_steal_pointer(&folder);
	if (g_mkdir_with_parents(folder, 0755) != 0) {
		error_set(error, SHUMAR_ERROR_FAILED, NULL, "cannot make the folder '%s'", folder);
		return NULL;
	}
	g_autofree char *clean = bad ? made_drop(bench, cases, false, error) : NULL;
	g_autofree char *from = clean != NULL ? g_build_filename(clean, "cases.csv", NULL) : NULL;
	bench_say(bench, "writing the %s CSV file of %" G_GINT64_FORMAT " records",
		  bad ? "bad" : "clean", cases);
	bool written = bad ? from != NULL && planted_write(from, path, error)
			   : write_clean(bench, cases, path, error);
	return written ? g_steal_pointer(&folder) : NULL;
}
