/* Proofs of cubes against planted faults. */
#include "core/error.h"
#include "etl/command/ledger.h"
#include "etl/run/run.h"
#include "tests/support/history.h"
#include "tests/support/rows.h"

#include <criterion/criterion.h>
#include <string.h>

#define FAULTS 1000

/* Where a fault goes: @cube@, one of its @count@s, its day column and an order of its cells. */
typedef struct {
	char *cube;
	char *count;
	char *day;
	int n;
} Place;

#define FIRST                                                                                      \
	"with a as (select c.ctid as id, c.@count@ as n, c.* from cube.@cube@ c order by md5(c.ctid::text || '@n@') limit 1)"
#define SECOND                                                                                                        \
	", b as (select c.ctid as id, c.@count@ as n from cube.@cube@ c, a where c.ctid <> a.id and c.@count@ <> a.n" \
	" order by md5(c.ctid::text || '@n@') limit 1)"
#define OTHER                                                                                      \
	", b as (select c.ctid as id from cube.@cube@ c, a where c.ctid <> a.id order by md5(c.ctid::text || '@n@') limit 1)"

/* Each changes a cell or two, or none where the cube has too few. */
static const char *const faults[] = {
	FIRST " update cube.@cube@ c set @count@ = c.@count@ + 1 from a where c.ctid = a.id",
	FIRST " update cube.@cube@ c set @count@ = c.@count@ - 1 from a where c.ctid = a.id",
	FIRST OTHER
	" update cube.@cube@ c set @count@ = c.@count@ + case when c.ctid = a.id then 1 else -1 end from a, b"
	" where c.ctid in (a.id, b.id)",
	FIRST " delete from cube.@cube@ c using a where c.ctid = a.id and c.@count@ <> 0",
	FIRST
	" update cube.@cube@ c set @day@ = c.@day@ + 400 from a where c.ctid = a.id and c.@count@ <> 0",
	FIRST SECOND
	" update cube.@cube@ c set @count@ = case when c.ctid = a.id then b.n else a.n end from a, b"
	" where c.ctid in (a.id, b.id)",
	/* a cell that no fact has */
	("insert into cube.@cube@ select (jsonb_populate_record(c, jsonb_build_object('@day@', c.@day@ + 500, '@count@', 1))).*"
	 " from (select * from cube.@cube@ order by md5(ctid::text || '@n@') limit 1) k, cube.@cube@ c where row(c.*) = row(k.*)"),
};

static char *fill(const char *fault, const Place *place)
{
	GString *sql = g_string_new(fault);
	g_autofree char *n = g_strdup_printf("%d", place->n);
	g_string_replace(sql, "@cube@", place->cube, 0);
	g_string_replace(sql, "@count@", place->count, 0);
	g_string_replace(sql, "@day@", place->day, 0);
	g_string_replace(sql, "@n@", n, 0);
	return g_string_free(sql, FALSE);
}

/* Plants the fault and proves the cube, in a transaction that is given up; false when there
 * was no cell to change. */
static bool plant_one(Database *db, const char *fault, const Place *place)
{
	g_autofree char *sql = fill(fault, place);
	g_autofree char *proof =
	    g_strdup_printf("select proven from engine.cube_prove('%s', 1)", place->cube);
	g_autoptr(GError) error = NULL;
	gint64 touched = 0;
	cr_assert(database_begin(db, DATABASE_READ_WRITE, NULL));
	cr_assert(database_exec(db, sql, DATABASE_NO_PARAMS, &touched, &error), "%s",
		  error != NULL ? error->message : "");
	g_autofree char *proven = rows_text(db, proof);
	database_rollback(db);
	cr_assert(touched == 0 || strcmp(proven, "f\n") == 0, "not found: %s", sql);
	return touched > 0;
}

/* Every count of every cube that has cells: "cube count day". */
static const char places[] =
    "select c.cube || ' ' || n || ' ' || (select a.attname from pg_attribute a where a.attrelid = format('cube.%I', c.cube)"
    "::regclass and a.atttypid = 'date'::regtype and a.attnum > 0 order by a.attnum limit 1) from etl.cube c,"
    " unnest(c.counts) n where c.cube in ('case_day', 'case_month', 'accused_day', 'arrest_day', 'challan_day',"
    " 'decided_day', 'outcome_day') order by 1";

static History *some_nights(guint32 seed)
{
	History *history = history_new(seed, false);
	for (int night = 0; night < 4; night++) {
		history_change(history);
		records_run_well(history->records);
	}
	return history;
}

Test(proof, finds_each_of_a_thousand_wrong_cells)
{
	g_autoptr(History) history = some_nights(3);
	Database *db = history->records->warehouse;
	g_autofree char *list = rows_text(db, places);
	g_auto(GStrv) lines = g_strsplit(g_strchomp(list), "\n", -1);
	guint count = g_strv_length(lines);
	int planted = 0;
	for (int n = 0; planted < FAULTS && n < 4 * FAULTS; n++) {
		g_auto(GStrv) words = g_strsplit(lines[(guint)n % count], " ", 3);
		const Place place = { words[0], words[1], words[2], n };
		guint which = (guint)n / count % G_N_ELEMENTS(faults);
		planted += plant_one(db, faults[which], &place);
	}
	cr_assert_eq(planted, FAULTS, "only %d could be planted", planted);
}

/* ── what the proof of a night says, and what that of a week does ── */
static char *proofs(Records *records, const char *scope)
{
	g_autofree char *sql = g_strdup_printf(
	    "select coalesce(string_agg(p.cube || ' ' || p.proven, ', ' order by p.cube), '') from etl.proof p where"
	    " p.cube = 'case_day' and p.scope = '%s' and p.run_no = (select max(run_no) from etl.run)",
	    scope);
	return records_text(records, sql);
}

/* A run proves its own change; a cell that somebody had spoilt before stays as wrong as it was,
 * touched or not, and is found by the proof of all cells: weekly, after a doubt, and always
 * where there are few facts. */
Test(proof, of_what_a_run_touched_is_of_its_change_and_that_of_all_cells_finds_old_faults)
{
	static const char *const spoilt[] = { "KSR", "LHR" };
	for (size_t n = 0; n < G_N_ELEMENTS(spoilt); n++) {
		g_autoptr(Records) records = records_new();
		g_autoptr(GError) error = NULL;
		g_autofree char *spoil = g_strdup_printf(
		    "update cube.case_day set cases = cases + 1 where district = '%s'", spoilt[n]);
		records_run_well(records);
		records_exec_warehouse(records, spoil);
		records_exec(records, "update rec.firs set victims = 7 where district = 'LHR'");
		cr_assert_not(records_run(records, &error));
		cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_UNPUBLISHED));
		g_autofree char *touched = proofs(records, "touched");
		g_autofree char *all = proofs(records, "all");
		cr_expect_str_eq(touched, "case_day true", "%s", spoilt[n]);
		cr_expect_str_eq(all, "case_day false", "%s", spoilt[n]);
	}
}

Test(proof, of_what_a_run_touched_fails_when_a_cell_falls_below_zero)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	records_exec_warehouse(records, "delete from cube.case_day where district = 'KSR'");
	records_exec(records, "delete from rec.firs where district = 'KSR'");
	cr_assert_not(records_run(records, &error));
	g_autofree char *touched = proofs(records, "touched");
	cr_expect_str_eq(touched, "case_day false");
}

Test(proof, that_fails_is_repaired_by_a_rebuild_as_a_run_of_its_own)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	g_autofree char *before = records_digest(records, true);
	records_exec_warehouse(records,
			       "update cube.case_day set cases = 9 where district = 'KSR'");
	cr_assert_not(records_run(records, &error));
	g_clear_error(&error);
	g_autofree char *doubtful =
	    records_text(records, "select string_agg(doubtful::text, ',') from report.published");
	cr_expect_str_eq(doubtful, "true");
	cr_assert(run_rebuild(records->config, "case_day", records->summary, &error), "%s",
		  error != NULL ? error->message : "");
	g_autofree char *after = records_digest(records, true);
	g_autofree char *run = records_text(
	    records,
	    "select r.kind || ' ' || r.state || ' ' || (p.published_run = r.run_no) from etl.run r, etl.pointer p"
	    " where run_no = 3");
	cr_expect_str_eq(after, before);
	cr_expect_str_eq(run, "rebuild published true");
}
