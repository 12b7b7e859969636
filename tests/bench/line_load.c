#include "tests/bench/line.h"

#include "tests/bench/made.h"
#include "tests/bench/same.h"

/* ── stage ── */
bool line_stage(const Line *line, Bench *bench, Table *table, GError **error)
{
	gint64 cases = bench->cases / 5;
	g_autofree char *count = line_count(cases);
	g_autofree char *source = made_source(bench, cases, error);
	if (source == NULL)
		return false;
	Row *row = table_row(
	    table, line->name, g_strdup_printf("PG → stage, %s cases, binary, hashed", count),
	    g_strdup("psql piped to psql, binary, the same SELECT as it is, no hashes"), ROW_FASTER,
	    1.0);
	const LinePair pair = {
		.work = OURS_STAGE,
		.ours = { .warehouse = "stage_ours", .source = source, .mapping = "bench-case" },
		.script = "stage.sh",
		.theirs = { .source = source, .peer = "stage_peer" },
	};
	for (int n = 0; n < bench->runs; n++) {
		if (!made_warehouse(bench, "stage_ours", error) ||
		    !made_peer(bench, "stage_peer", "peer/stage.sql", error) ||
		    !line_pair(line, bench, table, &pair, n, row, error) ||
		    !same_row(bench, "the staged cases", "stage_ours", "stage_ours.sql",
			      "stage_peer", "stage_peer.sql", error))
			return false;
	}
	return true;
}

/* ── csv ── */
/* What one repetition of a CSV line reads. */
typedef struct {
	gint64 records;
	char *clean; /* folders */
	char *bad;
	char *file; /* of the clean one */
} Drop;

static void drop_clear(Drop *drop)
{
	g_free(drop->clean);
	g_free(drop->bad);
	g_free(drop->file);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Drop, drop_clear)

static bool drop_make(Bench *bench, Drop *drop, bool bad, GError **error)
{
	drop->records = bench->cases / 5;
	drop->clean = made_drop(bench, drop->records, false, error);
	if (drop->clean == NULL)
		return false;
	drop->file = g_build_filename(drop->clean, "cases.csv", NULL);
	drop->bad = bad ? made_drop(bench, drop->records, true, error) : NULL;
	return !bad || drop->bad != NULL;
}

/* Ours on the clean file, whose stage must be what the peer loaded. */
static LinePair drop_pair(const Drop *drop, const char *script)
{
	return (LinePair){
		.work = OURS_CHECK,
		.ours = { .warehouse = "csv_ours", .folder = drop->clean, .mapping = "bench-drop" },
		.script = script,
		.theirs = { .peer = "csv_peer", .csv = drop->file },
	};
}

static bool measure_clean(const Line *line, Bench *bench, Table *table, const LinePair *pair, int n,
			  Row *row, GError **error)
{
	return made_warehouse(bench, "csv_ours", error) &&
	       made_peer(bench, "csv_peer", "peer/drop.sql", error) &&
	       line_pair(line, bench, table, pair, n, row, error) &&
	       same_row(bench, "the cases of the CSV file", "csv_ours", "stage_ours.sql",
			"csv_peer", "drop_peer.sql", error) &&
	       same_rejects(bench, "csv_ours", 0, error);
}

static bool measure_bad(const Line *line, Bench *bench, Table *table, const Drop *drop, Row *row,
			double clean_seconds, GError **error)
{
	const OursPlace place = { .warehouse = "csv_bad",
				  .folder = drop->bad,
				  .mapping = "bench-drop" };
	OursRun bad = { 0 };
	if (!made_warehouse(bench, "csv_bad", error) ||
	    !line_ours(line, bench, table, OURS_CHECK, &place, &bad, error) ||
	    !same_rejects(bench, "csv_bad", drop->records, error))
		return false;
	row_add(row, bad.seconds, clean_seconds);
	return true;
}

bool line_csv(const Line *line, Bench *bench, Table *table, GError **error)
{
	g_auto(Drop) drop = { 0 };
	if (!drop_make(bench, &drop, true, error))
		return false;
	g_autofree char *count = line_count(drop.records);
	const LinePair pair = drop_pair(&drop, "copy_csv.sh");
	Row *clean = table_row(
	    table, line->name, g_strdup_printf("CSV → checked stage, %s rows, all rules on", count),
	    g_strdup("psql \\copy of the same file into an equal table"), ROW_FASTER, 0.85);
	Row *bad = table_row(table, line->name,
			     g_strdup_printf("the same with 1 %% bad lines of ten kinds"),
			     g_strdup("our own time without them"), ROW_WITHIN, 1.10);
	for (int n = 0; n < bench->runs; n++) {
		if (!measure_clean(line, bench, table, &pair, n, clean, error) ||
		    !measure_bad(line, bench, table, &drop, bad, clean->ours.seconds[n], error))
			return false;
	}
	return true;
}

/* ── tools ── */
enum { PANDAS_PART = 10 }; /* it is given a tenth of the records */

static bool measure_pandas(const Line *line, Bench *bench, const Drop *drop, Row *row,
			   double our_seconds, GError **error)
{
	const PeerPlace place = { .peer = "pandas_peer",
				  .csv = drop->file,
				  .rows = drop->records / PANDAS_PART };
	double seconds = 0;
	if (!made_peer(bench, "pandas_peer", "peer/drop.sql", error) ||
	    !line_peer(line, bench, "to_sql.py", &place, &seconds, error) ||
	    !same_count(bench, "rows loaded by pandas", "pandas_peer", "drop_peer.sql", place.rows,
			error))
		return false;
	row_add(row, our_seconds, seconds);
	return true;
}

bool line_tools(const Line *line, Bench *bench, Table *table, GError **error)
{
	g_auto(Drop) drop = { 0 };
	if (!drop_make(bench, &drop, false, error))
		return false;
	g_autofree char *count = line_count(drop.records);
	g_autofree char *part = line_count(drop.records / PANDAS_PART);
	const LinePair pair = drop_pair(&drop, "pgloader.sh");
	Row *pgloader = table_row(
	    table, line->name, g_strdup_printf("CSV → checked stage, %s rows, all rules on", count),
	    g_strdup("pgloader, the same file"), ROW_FASTER, 10);
	Row *pandas =
	    table_row(table, line->name, g_strdup("the same"),
		      g_strdup_printf("pandas read_csv → to_sql, %s rows", part), ROW_FASTER, 20);
	pandas->less = PANDAS_PART;
	for (int n = 0; n < bench->runs; n++) {
		if (!measure_clean(line, bench, table, &pair, n, pgloader, error) ||
		    !measure_pandas(line, bench, &drop, pandas, pgloader->ours.seconds[n], error))
			return false;
	}
	return true;
}

/* ── first ── */
static bool measure_first(const Line *line, Bench *bench, Table *table, const LinePair *pair, int n,
			  Row *row, GError **error)
{
	return made_warehouse(bench, "first_ours", error) &&
	       made_peer(bench, "first_peer", "source/tables.sql", error) &&
	       line_pair(line, bench, table, pair, n, row, error) &&
	       same_row(bench, "the records", "first_ours", "feeds_ours.sql", pair->ours.source,
			"feeds_source.sql", error) &&
	       same_row(bench, "the indexes", "first_ours", "indexes_ours.sql", "first_peer",
			"indexes_peer.sql", error) &&
	       same_cubes(bench, "first_ours", "first_peer", error);
}

bool line_first(const Line *line, Bench *bench, Table *table, GError **error)
{
	g_autofree char *source = made_source(bench, bench->cases, error);
	g_autofree char *records = source != NULL ? made_records(bench, source, error) : NULL;
	if (records == NULL)
		return false;
	Row *row = table_row(
	    table, line->name,
	    g_strdup_printf("first load of %s: checked, hashed, indexed, cubes built and proven",
			    records),
	    g_strdup("psql pipes, CREATE INDEX, one GROUP BY per cube, by hand"), ROW_WITHIN, 2.0);
	const LinePair pair = {
		.work = OURS_NIGHTLY,
		.ours = { .warehouse = "first_ours", .source = source, .mapping = "bench" },
		.script = "first_load.sh",
		.theirs = { .source = source, .peer = "first_peer" },
	};
	for (int n = 0; n < bench->runs; n++) {
		if (!measure_first(line, bench, table, &pair, n, row, error))
			return false;
	}
	return made_adopt(bench, "first_ours", bench->cases, error);
}
