#include "tests/bench/line.h"

#include "tests/bench/made.h"
#include "tests/bench/same.h"

/* A warehouse and its source, loaded. */
typedef struct {
	char *source;
	char *warehouse;
	char *records; /* as text */
} Loaded;

static void loaded_clear(Loaded *loaded)
{
	g_free(loaded->source);
	g_free(loaded->warehouse);
	g_free(loaded->records);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Loaded, loaded_clear)

static bool loaded_make(Bench *bench, gint64 cases, Loaded *loaded, GError **error)
{
	loaded->source = made_source(bench, cases, error);
	loaded->warehouse = loaded->source != NULL ? made_loaded(bench, cases, error) : NULL;
	loaded->records =
	    loaded->warehouse != NULL ? made_records(bench, loaded->source, error) : NULL;
	return loaded->records != NULL;
}

/* A night's seconds: of the full run, and of what it did to facts and cubes. */
typedef struct {
	double whole;
	double inside; /* negative when the engine keeps no steps */
} Night;

/* COUNT changes at the source, then the run. */
static bool measure_night(const Line *line, Bench *bench, Table *table, const Loaded *loaded,
			  gint64 count, Night *ret_night, GError **error)
{
	static const char *const inside[] = { "apply", NULL };
	const OursPlace place = { .warehouse = loaded->warehouse,
				  .source = loaded->source,
				  .mapping = "bench" };
	OursRun run = { 0 };
	if (!made_changes(bench, loaded->source, count, error) ||
	    !line_ours(line, bench, table, OURS_NIGHTLY, &place, &run, error))
		return false;
	ret_night->whole = run.seconds;
	return ours_steps(bench, loaded->warehouse, run.run_no, inside, &ret_night->inside, error);
}

/* ── against REFRESH and our own rebuild ── */
typedef struct {
	Row *whole;
	Row *inside;
	Row *rebuild;
} NightRows;

static NightRows night_rows(const Line *line, Table *table, const Loaded *loaded, gint64 changes,
			    double refresh_target, double rebuild_target)
{
	g_autofree char *count = line_count(changes);
	static const char refresh[] = "REFRESH MATERIALIZED VIEW of the same cubes";
	return (NightRows){
		.whole = table_row(
		    table, line->name,
		    g_strdup_printf("night of %s changes on %s, full run", count, loaded->records),
		    g_strdup(refresh), ROW_WITHIN, refresh_target),
		.inside = table_row(table, line->name,
				    g_strdup("of which facts applied and cubes brought up to date"),
				    g_strdup(refresh), ROW_WITHIN, refresh_target),
		.rebuild =
		    table_row(table, line->name, g_strdup("full run"),
			      g_strdup("our own rebuild of all cubes"), ROW_WITHIN, rebuild_target),
	};
}

static bool measure_all(const Line *line, Bench *bench, Table *table, const Loaded *loaded,
			gint64 changes, const NightRows *rows, GError **error)
{
	const OursPlace place = { .warehouse = loaded->warehouse,
				  .source = loaded->source,
				  .mapping = "bench" };
	const PeerPlace peer = { .peer = loaded->warehouse };
	Night night = { 0 };
	OursRun rebuild = { 0 };
	double refresh = 0;
	if (!measure_night(line, bench, table, loaded, changes, &night, error) ||
	    !line_peer(line, bench, "refresh.sh", &peer, &refresh, error) ||
	    !same_row(bench, "the records", loaded->warehouse, "feeds_ours.sql", loaded->source,
		      "feeds_source.sql", error) ||
	    !same_cubes(bench, loaded->warehouse, loaded->warehouse, error) ||
	    !line_ours(line, bench, table, OURS_REBUILD, &place, &rebuild, error))
		return false;
	row_add(rows->whole, night.whole, refresh);
	row_add(rows->rebuild, night.whole, rebuild.seconds);
	if (night.inside >= 0)
		row_add(rows->inside, night.inside, refresh);
	return true;
}

static bool measure_nights(const Line *line, Bench *bench, Table *table, gint64 part,
			   double refresh_target, double rebuild_target, GError **error)
{
	g_auto(Loaded) loaded = { 0 };
	gint64 changes = bench->cases / part;
	if (!loaded_make(bench, bench->cases, &loaded, error))
		return false;
	NightRows rows = night_rows(line, table, &loaded, changes, refresh_target, rebuild_target);
	for (int n = 0; n < bench->runs; n++) {
		if (!measure_all(line, bench, table, &loaded, changes, &rows, error))
			return false;
	}
	return true;
}

bool line_night_large(const Line *line, Bench *bench, Table *table, GError **error)
{
	return measure_nights(line, bench, table, 100, 0.06, 0.25, error);
}

bool line_night_small(const Line *line, Bench *bench, Table *table, GError **error)
{
	/* "the same" in the issue: one target for both */
	return measure_nights(line, bench, table, 1000, 0.02, 0.02, error);
}

/* ── one size against another ── */
bool line_size(const Line *line, Bench *bench, Table *table, GError **error)
{
	g_auto(Loaded) small = { 0 };
	g_auto(Loaded) large = { 0 };
	gint64 changes = bench->cases / 1000;
	if (!loaded_make(bench, bench->cases / 10, &small, error) ||
	    !loaded_make(bench, bench->cases, &large, error))
		return false;
	g_autofree char *count = line_count(changes);
	Row *row = table_row(
	    table, line->name, g_strdup_printf("night of %s changes on %s", count, large.records),
	    g_strdup_printf("the same number on %s", small.records), ROW_WITHIN, 1.5);
	for (int n = 0; n < bench->runs; n++) {
		Night on_small = { 0 };
		Night on_large = { 0 };
		if (!measure_night(line, bench, table, &small, changes, &on_small, error) ||
		    !measure_night(line, bench, table, &large, changes, &on_large, error))
			return false;
		row_add(row, on_large.whole, on_small.whole);
	}
	return true;
}

/* ── verify ── */
bool line_verify(const Line *line, Bench *bench, Table *table, GError **error)
{
	g_auto(Loaded) loaded = { 0 };
	if (!loaded_make(bench, bench->cases, &loaded, error))
		return false;
	Row *row =
	    table_row(table, line->name, g_strdup_printf("verify all cubes of %s", loaded.records),
		      g_strdup("count(*) over the three facts"), ROW_WITHIN, 2.0);
	const LinePair pair = {
		.work = OURS_VERIFY,
		.ours = { .warehouse = loaded.warehouse,
			  .source = loaded.source,
			  .mapping = "bench" },
		.script = "count.sh",
		.theirs = { .peer = loaded.warehouse },
	};
	for (int n = 0; n < bench->runs; n++) {
		if (!line_pair(line, bench, table, &pair, n, row, error))
			return false;
	}
	return true;
}
