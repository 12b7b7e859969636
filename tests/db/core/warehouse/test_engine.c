/* The engine: functions and views of sql/engine/, made anew when one of its files changed. */
#include "core/database/sqltext.h"
#include "core/warehouse/engine.h"
#include "core/warehouse/migrate.h"
#include "etl/fact/cubes.h"
#include "tests/support/rows.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <string.h>

/* Says that the engine was made of other files. */
#define OUTDATED "update etl.engine set sha256 = 'other'"

static void exec(Database *db, const char *sql)
{
	g_autoptr(GError) error = NULL;
	cr_assert(database_script(db, sql, &error), "%s", error != NULL ? error->message : "");
}

static bool is_current(Database *db)
{
	g_autoptr(GError) error = NULL;
	bool current = false;
	cr_assert(engine_check(db, &current, &error), "%s", error != NULL ? error->message : "");
	return current;
}

static void bring_up(Database *db)
{
	g_autoptr(GError) error = NULL;
	cr_assert(migrate_up(db, NULL, &error), "%s", error != NULL ? error->message : "");
	cr_assert(is_current(db));
}

Test(engine, is_made_anew_with_all_that_hangs_on_it_when_its_files_changed)
{
	static const char *const hangs[] = {
		/* reports read cubes through views of it */
		"select count(*) from pg_views v join etl.cube c on c.cube = v.viewname where schemaname = "
		"'report'",
		"select count(*) from pg_trigger where tgrelid::regclass::text like 'release.%'",
		"select count(*) from pg_indexes where schemaname = 'ref' and indexdef like '%engine.%'",
		"select count(*) from information_schema.role_table_grants where table_schema in "
		"('report', 'released', 'engine') and grantee like 'shumar_%'",
		"select count(*) from pg_class where relnamespace::regnamespace::text in ('fact', 'stage', "
		"'etl', 'ref', 'release', 'cube')",
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = server_database();
	cr_assert(cubes_declare(db, NULL, &error), "%s", error != NULL ? error->message : "");
	char *before[G_N_ELEMENTS(hangs)];
	for (size_t n = 0; n < G_N_ELEMENTS(hangs); n++) {
		before[n] = rows_text(db, hangs[n]);
		cr_expect_str_neq(before[n], "0\n", "%s", hangs[n]);
	}
	int missing = 0;
	exec(db,
	     OUTDATED ";\ndrop function engine.redact(text, text, text, text);\n"
		      "create function engine.of_before() returns text language sql as 'select 1'");
	cr_assert(!migrate_check(db, &missing, &error) && error == NULL);
	cr_expect_eq(missing, 1);
	bring_up(db);
	for (size_t n = 0; n < G_N_ELEMENTS(hangs); n++) {
		rows_check(db, hangs[n], before[n]);
		g_free(before[n]);
	}
	rows_check(
	    db, "select proname from pg_proc where proname in ('redact', 'of_before') order by 1",
	    "redact\n");
}

Test(engine, is_left_alone_when_it_is_the_programs)
{
	g_autoptr(Database) db = server_database();
	exec(db, "create function engine.of_mine() returns text language sql as 'select 1'");
	bring_up(db);
	rows_check(db, "select count(*) from pg_proc where proname = 'of_mine'", "1\n");
}

Test(engine, stays_whole_when_it_cannot_be_made)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = server_database();
	exec(db, OUTDATED ";\nalter table etl.run_source rename column timezone to zone");
	cr_assert(!engine_up(db, &error));
	cr_expect(strstr(error->message, "sql/engine/") != NULL, "%s", error->message);
	cr_expect_not(is_current(db));
	rows_check(db, "select engine.fold('LaHore')", "lahore\n");
}

/* A cube whose SELECT names what the engine no longer has is built anew by the next run. */
Test(engine, takes_a_cube_that_it_no_longer_understands_for_one_to_be_built)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = server_database();
	cr_assert(cubes_declare(db, NULL, &error), "%s", error != NULL ? error->message : "");
	exec(db, OUTDATED
	     ";\nupdate etl.cube set built_run = 1;\n"
	     "update etl.cube set definition = 'select f.nothing from engine.signed_case f' "
	     "where cube = 'case_day'");
	bring_up(db);
	rows_check(db, "select cube from etl.cube where built_run is null", "case_day\n");
	cr_assert(cubes_declare(db, NULL, &error), "%s", error != NULL ? error->message : "");
	rows_check(db,
		   "select definition like '%registered_on%' from etl.cube where cube = 'case_day'",
		   "t\n");
}

/* It is dropped with all that depends on it: of what is kept nothing may, or it would go too. */
Test(engine, has_nothing_that_is_kept_depend_on_it)
{
	g_autoptr(Database) db = server_database();
	rows_check(
	    db,
	    "select distinct pg_describe_object(d.classid, d.objid, d.objsubid)"
	    " from pg_depend d join (select 'pg_proc'::regclass as classid, p.oid from pg_proc p where"
	    " p.pronamespace::regnamespace::text in ('engine', 'report', 'released')"
	    " union all select 'pg_class'::regclass, c.oid from pg_class c where"
	    " c.relnamespace::regnamespace::text in ('engine', 'report', 'released')"
	    " union all select 'pg_type'::regclass, t.oid from pg_type t where"
	    " t.typnamespace::regnamespace::text in ('engine', 'report', 'released')) e"
	    " on e.classid = d.refclassid and e.oid = d.refobjid"
	    " where d.classid in ('pg_attrdef'::regclass, 'pg_constraint'::regclass)"
	    " or (d.classid = 'pg_class'::regclass and exists (select from pg_class c where c.oid = d.objid"
	    " and c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text not in"
	    " ('engine', 'report', 'released')))",
	    "");
}

/* The bodies are not looked at while the engine is made, since they name what later files make. */
Test(engine, has_no_body_that_names_what_is_not_there)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = server_database();
	cr_assert(cubes_declare(db, NULL, &error), "%s", error != NULL ? error->message : "");
	exec(db, "do $$ declare made text; begin"
		 " for made in select pg_get_functiondef(p.oid) from pg_proc p"
		 "  where p.pronamespace::regnamespace::text in ('engine', 'report', 'released')"
		 " loop execute made; end loop; end $$");
}

/* Tables that functions make for the time of their call, which the checker cannot know. */
static const char made_meanwhile[] =
    "create temporary table found_reject (feed text, severity text, code text, file text, line bigint, field text,"
    " reason text, remedy text, content jsonb, row_key text);"
    "create temporary table open_reject (reject_no bigint, feed text, row_key text, code text, field text);"
    "create temporary table met_reject (reject_no bigint, like found_reject);"
    "create temporary table freed_case (district text, fir_year integer, number text);"
    "create temporary table unknown_district (jurisdiction text, spelling text, code text, reason text);"
    "create temporary table given_station (district text, station text, word text, rows bigint);"
    "create temporary table one_station (district text, word text, station text);"
    "create temporary table entering (source text, row_no bigint, severity text, code text, field text, reason text,"
    " remedy text, feed_hash uuid, file text, line bigint, district text, station text, content jsonb, row_key text,"
    " twin uuid, copy_no integer);"
    "create temporary table opened (source text, case_key uuid, accused_key uuid, outcome_key uuid, complaint_key uuid,"
    " outreach_key uuid, referral_key uuid, training_key uuid, count_key uuid);"
    "create temporary table differing (like opened);"
    "create temporary table rejected (row_no bigint, like opened);"
    "create temporary table touched_case (case_key uuid);"
    "create temporary table found_coverage (source text, jurisdiction text, feed text, district text, station text,"
    " from_on date, to_on date, state text, known text);"
    "create temporary table figure_change (cube text, figure text, month date, change bigint, moved bigint);"
    "create temporary table touched_cell (place tid)";

/* Variables, types and statements of all functions in plpgsql, as the extension plpgsql_check reads
 * them; what calls the Citus extension can only be read where that is. */
Test(engine, has_no_body_in_plpgsql_that_its_checker_finds_a_fault_in)
{
	g_autoptr(Database) db = server_database();
	g_autofree char *available = rows_text(
	    db, "select count(*) from pg_available_extensions where name = 'plpgsql_check'");
	if (strcmp(available, "1\n") != 0)
		cr_skip_test("postgresql-15-plpgsql-check is not installed (tools/deps.sh check)");
	exec(db, "create schema checker; create extension plpgsql_check schema checker");
	exec(db, made_meanwhile);
	rows_check(
	    db,
	    "select p.oid::regprocedure, c.lineno, c.level, c.message, c.query"
	    " from pg_proc p join pg_language l on l.oid = p.prolang and l.lanname = 'plpgsql'"
	    " cross join lateral checker.plpgsql_check_function_tb(p.oid, fatal_errors => false,"
	    " extra_warnings => false) c"
	    " where p.pronamespace::regnamespace::text in ('engine', 'report', 'released')"
	    " and p.prorettype <> 'trigger'::regtype and p.proname not like 'distribut%' order by 1, 2",
	    "");
	rows_check(
	    db,
	    "select t.tgname, c.lineno, c.level, c.message"
	    " from pg_trigger t join pg_proc p on p.oid = t.tgfoid"
	    " cross join lateral checker.plpgsql_check_function_tb(p.oid, t.tgrelid, fatal_errors => false,"
	    " extra_warnings => false, newtable => t.tgnewtable, oldtable => t.tgoldtable) c"
	    " where not t.tgisinternal order by 1, 2",
	    "");
}

/* ── facts ── */
Test(engine, declares_each_fact_as_its_tables_are)
{
	g_autoptr(Database) db = server_database();
	rows_check(
	    db,
	    "select array_agg(fact order by place) = engine.facts(),"
	    " array_agg(fact order by place) filter (where is_feed) = engine.feeds() from etl.fact",
	    "t|t\n");
	/* keys are those of the table; days, areas and inherited columns are columns of it */
	rows_check(
	    db,
	    "select f.fact, f.keys, k.keys from etl.fact f left join lateral (select"
	    " array_agg(a.attname::text order by n.place) as keys from pg_index i cross join lateral"
	    " unnest(i.indkey) with ordinality as n (attnum, place) join pg_attribute a on"
	    " a.attrelid = i.indrelid and a.attnum = n.attnum where i.indisprimary and"
	    " i.indrelid = format('fact.%I', f.fact)::regclass) k on true where f.keys <> k.keys or"
	    " k.keys is null",
	    "");
	rows_check(
	    db,
	    "select f.fact, c.name from etl.fact f cross join lateral (select f.day union select"
	    " unnest(f.classified) union select f.area where f.names_district) as c (name)"
	    " where not exists (select from pg_attribute a where"
	    " a.attrelid = format('fact.%I', f.fact)::regclass and a.attname = c.name)",
	    "");
	rows_check(db,
		   "select relname from pg_class where relnamespace = 'fact'::regnamespace and"
		   " relkind = 'r' and regexp_replace(relname, '_history$', '') not in (select fact"
		   " from etl.fact)",
		   "");
}

/* ── marks ── */
typedef struct {
	const char *script;
	const char *rendered; /* or how it is refused */
} Marked;

static const Marked marked[] = {
	{ "one\n-- @each feed of case@\n  fact.\"@fact@\" d: @same_key d k@\n-- @end@\ntwo",
	  "one\n  fact.\"accused\" d: d.case_key = k.case_key and d.accused_key = k.accused_key\n"
	  "  fact.\"outcome\" d: d.case_key = k.case_key and d.accused_key = k.accused_key and"
	  " d.outcome_key = k.outcome_key\ntwo\n" },
	{ "-- @each for lifecycle@\n-- @only case@\n@fact@ alone\n-- @not case@\n@keys@\n-- @all@\n.\n-- @end@",
	  "case alone\n.\ncase_key, accused_key\n.\ncase_key, accused_key, outcome_key\n.\n" },
	/* what is like a mark and none */
	{ "'@%' and '@' || x", "'@%' and '@' || x\n" },
	{ "one\n-- @each feed@\ntwo\nthree @nothing f@\n-- @end@",
	  "line 4: the fact \"case\" has nothing for the mark @nothing f@" },
	{ "one\n-- @each feed@\n@figure@\n-- @end@",
	  "line 3: the fact \"accused\" has nothing for the mark @figure@" },
	{ "one\n-- @each fad@\n-- @end@", "line 2: no kind of fact is called \"fad\"" },
	{ "-- @each feed@\n\n-- @only feed of fad@\n-- @all@\n-- @end@\n-- @each feed@\n-- @only fad@\n-- @end@",
	  "line 7: no kind of fact is called \"fad\"" },
	{ "one\n-- @each feed@\ntwo", "line 2: \"-- @each feed@\" has no \"-- @end@\"" },
	{ "one\ntwo @fact@", "line 2: a mark stands outside" },
	{ "one\n-- @end@", "line 2: a mark stands outside" },
};

Test(engine, writes_what_differs_by_fact_in_place_of_marks)
{
	g_autoptr(Database) db = server_database();
	for (size_t n = 0; n < G_N_ELEMENTS(marked); n++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(DatabaseResult) row =
		    database_one(db, sqltext(SQL_CORE_ENGINE_RENDERED),
				 DATABASE_PARAMS(marked[n].script), &error);
		g_autofree char *rendered =
		    row == NULL ? NULL : g_strconcat(result_text(row, 0, 0), "\n", NULL);
		cr_expect(rendered != NULL ? strcmp(rendered, marked[n].rendered) == 0
					   : strstr(error->message, marked[n].rendered) != NULL,
			  "%s\ngave: %s", marked[n].script,
			  rendered != NULL ? rendered : error->message);
	}
	rows_check(db,
		   "select p.proname from pg_proc p where p.pronamespace::regnamespace::text in"
		   " ('engine', 'report', 'released') and p.proname not in ('mark', 'rendered',"
		   " 'rendered_for', 'mark_form') and p.prosrc ~ engine.mark_form()",
		   "");
}

/* What differs by fact is written with marks; those named here take names from elsewhere: from a
 * list of codes, the catalog, or a command. */
Test(engine, puts_no_statement_of_a_fact_together_at_run_time)
{
	g_autoptr(Database) db = server_database();
	rows_check(db,
		   "select p.proname from pg_proc p where p.pronamespace::regnamespace::text in"
		   " ('engine', 'report', 'released') and p.prosrc ~ '(fact|stage|_history)\\.?%'"
		   " and p.proname not in ('stage_clear', 'reject_withheld', 'fact_drop_indexes',"
		   " 'values_held', 'redact', 'feed_columns', 'fact_columns') order by 1",
		   "");
}

/* ── one definition of each ── */
static void add_definitions(GHashTable *places, const SqlText *file)
{
	g_autoptr(GRegex) made =
	    g_regex_new("^create (?:or replace )?(?:function|view|type) ([a-z_.@]+)",
			G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	for (g_regex_match(made, file->text, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL)) {
		g_autofree char *name = g_match_info_fetch(match, 1);
		const char *known = g_hash_table_lookup(places, name);
		cr_expect(known == NULL, "%s is defined in sql/%s and in sql/%s", name, known,
			  file->path);
		cr_expect(g_str_has_prefix(file->path, "engine/") ||
			      g_str_has_prefix(file->path, "demo/") ||
			      g_str_has_prefix(file->path, "sources/"),
			  "%s is defined in sql/%s and not in sql/engine/", name, file->path);
		g_hash_table_insert(places, g_steal_pointer(&name), g_strdup(file->path));
	}
}

Test(engine, defines_each_function_and_view_once)
{
	g_autoptr(GHashTable) places =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (size_t n = 0; n < sqltext_table_count; n++)
		add_definitions(places, &sqltext_table[n]);
	cr_expect(g_hash_table_size(places) > 150, "%u were found", g_hash_table_size(places));
}

/* Versioned files stay as they are, and functions come and go: the one must not name the other. */
Test(engine, is_named_by_no_versioned_file)
{
	g_autoptr(GRegex) named =
	    g_regex_new("^[^-]*\\b(engine|report|released)\\.", G_REGEX_MULTILINE, 0, NULL);
	size_t seen = 0;
	for (size_t n = 0; n < sqltext_table_count; n++) {
		if (!g_str_has_prefix(sqltext_table[n].path, "schema/"))
			continue;
		seen++;
		cr_expect_not(g_regex_match(named, sqltext_table[n].text, 0, NULL), "sql/%s",
			      sqltext_table[n].path);
	}
	cr_expect_geq(seen, 5);
}
