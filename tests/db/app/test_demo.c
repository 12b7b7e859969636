#include "app/demo_files.h"
#include "app/demo_records.h"
#include "core/database/sqltext.h"
#include "core/error.h"
#include "tests/support/demo_records.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#define CASES 600

/* Pakpattan's cases of the VWPS in its first year, of mapped rows. */
#define PILOT                                                                                      \
	"from mapped_case as c where c.district = 'PKP' and c.channel = 'vwps' and "               \
	"(c.registered_at at time zone 'Asia/Karachi')::date "                                     \
	"between date '2023-08-01' and date '2024-07-31'"

static const char *const feeds[] = { "case",     "accused",  "outcome", "complaint",
				     "outreach", "referral", "training" };

/* Records whose feeds stand in temporary tables mapped_case, mapped_accused, … */
static Database *mapped_records(gint64 cases)
{
	Database *db = demo_empty();
	demo_make(db, cases, 1, 0);
	for (size_t place = 0; place < G_N_ELEMENTS(feeds); place++) {
		g_autofree char *path = g_strdup_printf("sources/psrms/%s.sql", feeds[place]);
		g_autofree char *sql = g_strdup_printf("create temporary table mapped_%s as %s",
						       feeds[place], sqltext(path));
		demo_exec(db, sql);
	}
	return db;
}

/* ── the press note ── */
static const struct {
	const char *status;
	int accused;
} pilot_statuses[] = {
	{ "ARRESTED", 50 },
	{ "INTERIM_BAIL", 15 },
	{ "INNOCENT", 7 },
	{ "CONVICTED", 9 },
};

static void check_press_note(gint64 cases)
{
	g_autoptr(Database) db = mapped_records(cases);
	cr_assert(demo_number(db, "select count(*) " PILOT) == 81);
	cr_assert(demo_number(db, "select count(*) from mapped_accused as a where a.case_key in "
				  "(select c.case_key " PILOT ")") == 81);
	for (size_t place = 0; place < G_N_ELEMENTS(pilot_statuses); place++) {
		g_autofree char *sql =
		    g_strdup_printf("select count(*) from mapped_accused as a where a.status = "
				    "'%s' and a.case_key in (select c.case_key " PILOT ")",
				    pilot_statuses[place].status);
		gint64 accused = demo_number(db, sql);
		cr_assert(accused == pilot_statuses[place].accused, "%s: %d",
			  pilot_statuses[place].status, (int)accused);
	}
	cr_assert(demo_number(db,
			      "select count(*) from mapped_outcome as o join mapped_accused as a "
			      "using (case_key, accused_key) where a.status = 'CONVICTED' and "
			      "o.outcome = 'CONVICTED' and o.case_key in (select c.case_key " PILOT
			      ")") == 9);
}

Test(demo, gives_the_press_notes_81_at_a_small_scale)
{
	check_press_note(DEMO_CASES_LEAST);
}

Test(demo, gives_the_press_notes_81_at_another_scale)
{
	check_press_note(3000);
}

/* ── the same again ── */
Test(demo, makes_the_same_records_of_the_same_seed)
{
	g_autoptr(Database) once = demo_empty();
	g_autoptr(Database) again = demo_empty();
	demo_make(once, CASES, 7, 0);
	demo_make(again, CASES, 7, 0);
	g_autofree char *first = demo_digest(once, NULL);
	g_autofree char *second = demo_digest(again, NULL);
	cr_assert(first != NULL);
	cr_assert_str_eq(first, second);
}

Test(demo, makes_other_records_of_another_seed)
{
	g_autoptr(Database) db = demo_empty();
	demo_make(db, CASES, 7, 0);
	g_autofree char *first = demo_digest(db, NULL);
	demo_make(db, CASES, 8, 0);
	g_autofree char *second = demo_digest(db, NULL);
	cr_assert_str_neq(first, second);
	cr_assert(demo_number(db, "select count(*) from psrms.firs") == CASES);
}

/* ── the province ── */
Test(demo, has_stations_in_all_41_districts)
{
	g_autoptr(Database) db = demo_empty();
	demo_make(db, CASES, 1, 0);
	cr_assert(demo_number(db,
			      "select count(distinct ps.district) from psrms.police_stations as "
			      "ps join demo.district as d on d.code = ps.district") == 41);
	cr_assert(demo_number(db,
			      "select min(n) from (select count(*) as n from "
			      "psrms.police_stations group by district having district <> 'ZZZ')"
			      " as t") >= 6);
	cr_assert(demo_number(db, "select count(*) - count(distinct (district, station_name)) "
				  "from psrms.police_stations") == 0);
}

Test(demo, has_no_cases_in_young_districts_before_they_were_made)
{
	g_autoptr(Database) db = mapped_records(6000);
	cr_assert(demo_number(db,
			      "select count(*) from demo.district where parent_code is not null "
			      "and valid_from = date '2024-12-20'") == 5);
	cr_assert(demo_number(db,
			      "select count(*) from mapped_case as c join demo.district as d on "
			      "d.code = c.district where d.parent_code is not null and "
			      "(c.registered_at at time zone 'Asia/Karachi')::date < "
			      "d.valid_from") == 0);
	cr_assert(demo_number(db,
			      "select count(*) from mapped_case as c join demo.district as d on "
			      "d.code = c.district where d.parent_code is not null") > 0);
}

Test(demo, records_nothing_after_the_last_day)
{
	g_autoptr(Database) db = demo_empty();
	demo_make(db, CASES, 1, 0);
	cr_assert(demo_number(db, "select count(*) from psrms.firs where entered_at >= timestamptz "
				  "'2026-06-29 00:00+05' or status_on > date '2026-06-28'") == 0);
	cr_assert(demo_number(db, "select count(*) from psrms.court_outcomes where entered_at >= "
				  "timestamptz '2026-06-29 00:00+05' or decided_on > date "
				  "'2026-06-28'") == 0);
	cr_assert(demo_number(db, "select count(*) from psrms.firs where entered_at < "
				  "registered_at") == 0);
}

/* ── dirt ── */
/* How many FIRs are really spoilt in each way. */
static const struct {
	const char *kind;
	const char *spoilt;
} dirt[] = {
	{ "arrest-1965", "select count(distinct a.fir_id) from psrms.arrests as r join "
			 "psrms.accused_persons as a using (accused_id) "
			 "where r.arrested_on < date '1966-01-01'" },
	{ "event-2109", "select count(*) from psrms.firs where occurred_on > date '2108-12-31'" },
	{ "outcome-before-registration",
	  "select count(distinct a.fir_id) from psrms.court_outcomes as o join "
	  "psrms.accused_persons as a using (accused_id) join psrms.firs as f using (fir_id) "
	  "where o.decided_on < (f.registered_at at time zone 'Asia/Karachi')::date" },
	{ "unknown-section", "select count(*) from mapped_case as c where c.sections && "
			     "array['PPC 39B-7', 'PPC 3777', 'PPC ?']" },
	{ "unknown-district", "select count(*) from mapped_case as c where c.district not in "
			      "(select code from demo.district)" },
	{ "duplicate-key", "select count(*) - count(distinct case_key) from mapped_case" },
};

Test(demo, counts_the_dirt_that_it_planted)
{
	g_autoptr(Database) db = mapped_records(CASES);
	gint64 sum = 0;
	for (size_t place = 0; place < G_N_ELEMENTS(dirt); place++) {
		g_autofree char *sql = g_strdup_printf(
		    "select n from demo.planted where kind = '%s'", dirt[place].kind);
		gint64 planted = demo_number(db, sql);
		gint64 spoilt = demo_number(db, dirt[place].spoilt);
		cr_assert(planted == spoilt, "%s: %d planted, %d found", dirt[place].kind,
			  (int)planted, (int)spoilt);
		sum += planted;
	}
	cr_assert(sum >= 6);
	cr_assert(demo_number(db, "select count(*) from demo.planted") == G_N_ELEMENTS(dirt));
}

Test(demo, plants_no_dirt_in_pakpattan)
{
	g_autoptr(Database) db = demo_empty();
	demo_make(db, CASES, 1, 0);
	cr_assert(demo_number(db,
			      "select count(*) from psrms.firs as f join psrms.police_stations "
			      "as ps using (ps_id), demo.planted as p where ps.district = 'PKP' "
			      "and f.fir_id = any (p.fir_ids)") == 0);
}

/* ── the mapping ── */
Test(demo, mapping_yields_no_personal_string)
{
	g_autoptr(Database) db = mapped_records(CASES);
	demo_exec(db, "create temporary table yielded (value text)");
	for (size_t place = 0; place < G_N_ELEMENTS(feeds); place++) {
		g_autofree char *sql = g_strdup_printf(
		    "insert into yielded select distinct e.value from mapped_%s as m, "
		    "jsonb_each_text(to_jsonb(m)) as e where e.value ~ '[[:alpha:]] |[0-9]{5}'",
		    feeds[place]);
		demo_exec(db, sql);
	}
	cr_assert(demo_number(db, "select count(*) from demo.personal") > 1000);
	cr_assert(demo_number(db, "select count(*) from (select distinct value from yielded) as y "
				  "join demo.personal as p on position(p.text in y.value) > 0 and "
				  "p.text <> 'Na-maloom'") == 0);
}

/* Sections as registers write them, and as the feed gives them. */
static const struct {
	const char *written;
	const char *read;
} spellings[] = {
	{ "376(i)", "{PPC 376(i)}" },
	{ "376 iii", "{PPC 376(iii)}" },
	{ "376-ii/34", "{PPC 376(ii),PPC 34}" },
	{ "496A", "{PPC 496-A}" },
	{ "365-B", "{PPC 365-B}" },
	{ "336-B/34", "{PPC 336-B,PPC 34}" },
	{ "u/s 376 PPC", "{PPC 376}" },
	{ "365-B ت پ", "{PPC 365-B}" },
	{ "337Ai", "{PPC 337-A(i)}" },
	{ "337-A-i/337-L(2)", "{PPC 337-A(i),PPC 337-L(2)}" },
	{ "337-A(ii) r/w 34", "{PPC 337-A(ii),PPC 34}" },
	{ "24 PECA + 509 PPC", "{PECA 2016 24,PPC 509}" },
	{ "20/21/24 PECA 2016", "{PECA 2016 20,PECA 2016 21,PECA 2016 24}" },
	{ "509, 25-D Telegraph Act", "{PPC 509,Telegraph Act 1885 25-D}" },
	{ "302/302/34", "{PPC 302,PPC 34}" },
	{ "39B-7", "{PPC 39B-7}" },
	{ "as told by the father", "{PPC ?}" },
	{ "", "{}" },
};

Test(demo, mapping_reads_the_ways_registers_write_sections)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = demo_empty();
	demo_make(db, CASES, 1, 0);
	for (size_t place = 0; place < G_N_ELEMENTS(spellings); place++) {
		cr_assert(database_exec(db,
					"update psrms.firs set sections = $1::text, fir_no = "
					"'17/26' where fir_id = 1",
					DATABASE_PARAMS(spellings[place].written), NULL, &error));
		g_autofree char *sql = g_strdup_printf(
		    "select array_to_string(m.sections, ',') from (%s) as m where m.case_key = "
		    "(select ps.code || '/' || f.year || '/17' from psrms.firs as f join "
		    "psrms.police_stations as ps using (ps_id) where f.fir_id = 1)",
		    sqltext(SQL_SOURCES_PSRMS_CASE));
		g_autofree char *elements = demo_text(db, sql);
		g_autofree char *braced = g_strdup_printf("{%s}", elements);
		cr_assert_str_eq(braced, spellings[place].read);
	}
}

Test(demo, every_section_of_clean_cases_is_in_the_reference)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = mapped_records(6000);
	g_autoptr(Database) warehouse = server_database();
	g_autofree char *written = demo_text(
	    db, "select string_agg(distinct e, '|') from mapped_case as c, "
		"unnest(c.sections) as e where e not in ('PPC 39B-7', 'PPC 3777', 'PPC ?')");
	g_autoptr(DatabaseResult) unknown = database_query(
	    warehouse,
	    "select e from unnest(string_to_array($1::text, '|')) as e where e not in "
	    "(select law || ' ' || section from ref.offence_section)",
	    DATABASE_PARAMS(written), &error);
	cr_assert(unknown != NULL);
	cr_assert(result_rows(unknown) == 0, "%s",
		  result_rows(unknown) > 0 ? result_text(unknown, 0, 0) : "");
}

/* ── what is there already ── */
Test(demo, knows_the_records_it_made)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = demo_empty();
	DemoRecords state = DEMO_RECORDS_OTHER;
	DemoSettings settings = demo_settings(CASES, 1, 0);
	cr_assert(demo_records_look(db, &settings, &state, NULL, &error));
	cr_assert(state == DEMO_RECORDS_ABSENT);
	demo_make(db, CASES, 1, 0);
	cr_assert(demo_records_look(db, &settings, &state, NULL, &error));
	cr_assert(state == DEMO_RECORDS_AS_WANTED);
}

Test(demo, names_the_settings_of_other_records)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = demo_empty();
	g_autofree char *found = NULL;
	DemoRecords state = DEMO_RECORDS_ABSENT;
	DemoSettings settings = demo_settings(CASES, 2, 0);
	demo_make(db, CASES, 1, 0);
	cr_assert(demo_records_look(db, &settings, &state, &found, &error));
	cr_assert(state == DEMO_RECORDS_OTHER);
	cr_assert_str_eq(found, "600 cases of seed 1 until 2026-06-28");
}

Test(demo, keeps_the_old_records_when_making_new_ones_fails)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = demo_empty();
	demo_make(db, CASES, 1, 0);
	g_autofree char *before = demo_digest(db, NULL);
	DemoSettings settings = demo_settings(CASES, 2, 0);
	/* The indexes come last, when all else has been written. */
	demo_exec(db, "create function public.refuse() returns event_trigger language plpgsql as "
		      "$$ begin raise exception 'no room'; end $$");
	demo_exec(db,
		  "create event trigger refuse on ddl_command_start when tag in ('CREATE INDEX') "
		  "execute function public.refuse()");
	cr_assert(!demo_records_make(db, &settings, &error));
	cr_assert(strstr(error->message, "sql/demo/generate_80_finish.sql") != NULL, "%s",
		  error->message);
	g_autofree char *after = demo_digest(db, NULL);
	cr_assert_str_eq(before, after);
	cr_assert(!database_in_transaction(db));
}

Test(demo, refuses_to_make_records_that_another_makes)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *name = server_create(false);
	g_autoptr(Database) db = server_open(name);
	g_autoptr(Database) other = server_open(name);
	bool got = false;
	DemoSettings settings = demo_settings(CASES, 1, 0);
	cr_assert(database_try_lock(other, G_GINT64_CONSTANT(8316025824435659877), &got, &error));
	cr_assert(got);
	cr_assert(!demo_records_make(db, &settings, &error));
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_LOCKED);
	cr_assert(strstr(error->message, "another process") != NULL);
}

/* ── files ── */
static void write_file(const char *folder, const char *below, const char *text)
{
	g_autofree char *path = g_build_filename(folder, below, NULL);
	g_autofree char *parent = g_path_get_dirname(path);
	g_mkdir_with_parents(parent, 0755);
	cr_assert(g_file_set_contents(path, text, -1, NULL));
}

Test(demo_files, fold_many_files_of_a_kind_into_one_line)
{
	g_autofree char *folder = server_scratch();
	write_file(folder, "vwps-note/note.pdf", "12345");
	for (int number = 1; number <= 4; number++) {
		g_autofree char *path = g_strdup_printf("dpo/w/%d.pdf", number);
		write_file(folder, path, "123456789");
	}
	g_autoptr(GPtrArray) files = demo_files_list(folder);
	g_autofree char *table = demo_files_table("out", files);
	cr_assert(files->len == 5);
	cr_assert(strstr(table, "out/vwps-note/note.pdf") != NULL);
	cr_assert(strstr(table, "out/dpo/….pdf") != NULL);
	cr_assert(strstr(table, "4 files") != NULL && strstr(table, "36 B") != NULL);
	cr_assert(strstr(table, "1.pdf") == NULL);
}

Test(demo_files, are_current_only_for_the_same_run_program_and_files)
{
	g_autofree char *folder = server_scratch();
	write_file(folder, "vwps-note/note.txt", "one");
	cr_assert(!demo_files_current(folder, 1, "p"));
	cr_assert(demo_files_finish(folder, 1, "p", 0, NULL));
	cr_assert(demo_files_current(folder, 1, "p"));
	cr_assert(!demo_files_current(folder, 2, "p"));
	cr_assert(!demo_files_current(folder, 1, "q"));
	write_file(folder, "vwps-note/note.txt", "longer");
	cr_assert(!demo_files_current(folder, 1, "p"));
}

Test(demo_files, left_over_from_an_earlier_run_are_removed_but_not_a_strangers)
{
	g_autofree char *folder = server_scratch();
	write_file(folder, "dpo/week-1/LHR.pdf", "old");
	cr_assert(demo_files_finish(folder, 1, "p", 0, NULL));
	write_file(folder, "mine.txt", "a stranger's");
	gint64 since = g_get_real_time() / G_USEC_PER_SEC + 10;
	cr_assert(demo_files_finish(folder, 2, "p", since, NULL));
	g_autoptr(GPtrArray) files = demo_files_list(folder);
	cr_assert(files->len == 1);
	cr_assert_str_eq(((const DemoFile *)g_ptr_array_index(files, 0))->path, "mine.txt");
}

Test(demo_files, that_cannot_be_marked_are_an_error_of_output)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = server_scratch();
	g_autofree char *file = g_build_filename(folder, "file", NULL);
	cr_assert(g_file_set_contents(file, "x", -1, NULL));
	cr_assert(!demo_files_finish(file, 1, "p", 0, &error));
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_OUTPUT);
}
