#include "tests/bench/line.h"

const Line lines[] = {
	{ "stage", "PostgreSQL into the stage, against psql piped to psql", 2, line_stage },
	{ "csv", "a CSV file with all rules on, clean and with bad lines, against \\copy", 3,
	  line_csv },
	{ "tools", "the same CSV file, against pgloader and pandas", 3, line_tools },
	{ "first", "the first load with its cubes, against a load by hand", 2, line_first },
	{ "night-large", "a night of 1 % changes, against REFRESH and our own rebuild", 3,
	  line_night_large },
	{ "night-small", "a night of 0.1 % changes, against REFRESH and our own rebuild", 3,
	  line_night_small },
	{ "size", "the same changes on a tenth of the records and on all", 2, line_size },
	{ "verify", "all cubes proven, against count(*) over the facts", 2, line_verify },
	{ 0 },
};

char *line_count(gint64 count)
{
	if (count >= 1000000 && count % 100000 == 0)
		return g_strdup_printf("%g M", (double)count / 1000000);
	if (count >= 1000 && count % 100 == 0)
		return g_strdup_printf("%g k", (double)count / 1000);
	return g_strdup_printf("%" G_GINT64_FORMAT, count);
}

bool line_ours(const Line *line, Bench *bench, Table *table, OursWork work, const OursPlace *place,
	       OursRun *ret_run, GError **error)
{
	static const char *const titles[] = { [OURS_STAGE] = "ours, staging",
					      [OURS_CHECK] = "ours, staging and rules",
					      [OURS_NIGHTLY] = "ours, full run",
					      [OURS_REBUILD] = "ours, rebuild",
					      [OURS_VERIFY] = "ours, verify" };
	g_autofree char *title =
	    g_strdup_printf("%s: %s (%s)", line->name, titles[work], place->warehouse);
	if (!ours_run(bench, work, place, ret_run, error))
		return false;
	table_peak(table, line->name, ret_run->peak_kib);
	bench_step(bench, title, ret_run->seconds);
	return true;
}

bool line_peer(const Line *line, Bench *bench, const char *script, const PeerPlace *place,
	       double *ret_seconds, GError **error)
{
	g_autofree char *title = g_strdup_printf("%s: peer, %s", line->name, script);
	if (!peer_run(bench, script, place, ret_seconds, error))
		return false;
	bench_step(bench, title, *ret_seconds);
	return true;
}

bool line_pair(const Line *line, Bench *bench, Table *table, const LinePair *pair, int repetition,
	       Row *row, GError **error)
{
	OursRun ours = { 0 };
	double theirs = 0;
	bool first = repetition % 2 == 0;
	bool done =
	    (!first || line_ours(line, bench, table, pair->work, &pair->ours, &ours, error)) &&
	    line_peer(line, bench, pair->script, &pair->theirs, &theirs, error) &&
	    (first || line_ours(line, bench, table, pair->work, &pair->ours, &ours, error));
	if (done)
		row_add(row, ours.seconds, theirs);
	return done;
}
