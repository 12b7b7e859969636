/* The demonstration's last nights, brought into the records one by one. */
#include "app/demo_nights.h"
#include "core/error.h"
#include "tests/support/demo_records.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <string.h>

#define CASES  3000
#define NIGHTS 12

/* FIRs that end otherwise than they would without nights, as an array literal. */
#define CHANGED_FOR_GOOD                                                                           \
	"select coalesce(array_agg(fir_id order by fir_id), '{}')::text from demo.change "         \
	"where kind <> 'bad' or resolved is null"

static bool go_on(const DatabaseResult *night, gpointer payload, GError **error)
{
	(void)night;
	(void)payload;
	(void)error;
	return true;
}

static void play(Database *db, DemoNightPlayed played, gpointer payload)
{
	g_autoptr(GError) error = NULL;
	cr_assert(demo_nights_play(db, played, payload, &error), "%s",
		  error != NULL ? error->message : "");
}

/* Records of CASES on the evening before NIGHTS nights. */
static Database *evening_records(void)
{
	Database *db = demo_empty();
	demo_make(db, CASES, 1, NIGHTS);
	return db;
}

/* ── before the first ── */
static const char *const not_yet[] = {
	"select count(*) from psrms.firs where entered_at >= timestamptz '2026-06-17 00:00+05'",
	"select count(*) from psrms.firs where status_on > date '2026-06-16'",
	"select count(*) from psrms.accused_persons where entered_at >= timestamptz "
	"'2026-06-17 00:00+05'",
	"select count(*) from psrms.arrests where entered_at >= timestamptz '2026-06-17 00:00+05'",
	"select count(*) from psrms.bails where greatest(granted_on, ended_on) > '2026-06-16'",
	"select count(*) from psrms.challans where entered_at >= timestamptz '2026-06-17 00:00+05'",
	"select count(*) from psrms.court_outcomes where entered_at >= timestamptz "
	"'2026-06-17 00:00+05'",
	"select count(*) from psrms.vwps_complaints where entered_at >= timestamptz "
	"'2026-06-17 00:00+05' or disposed_on > date '2026-06-16' or responded_at >= timestamptz "
	"'2026-06-17 00:00+05'",
	"select count(*) from psrms.referrals where greatest(referred_on, accepted_on, "
	"first_served_on, closed_on) > date '2026-06-16'",
	"select count(*) from psrms.outreach_events where entered_at >= timestamptz "
	"'2026-06-17 00:00+05'",
	"select count(*) from psrms.trainings where entered_at >= timestamptz '2026-06-17 00:00+05'",
	"select count(*) from psrms.vwps_complaints where (disposal = 'fir') <> (fir_id is not null)",
};

Test(demo_nights, begin_with_records_that_know_nothing_of_them)
{
	g_autoptr(Database) db = evening_records();
	for (size_t n = 0; n < G_N_ELEMENTS(not_yet); n++)
		cr_assert(demo_number(db, not_yet[n]) == 0, "%s", not_yet[n]);
	cr_assert(demo_number(db, "select count(*) from psrms.firs") < CASES);
	cr_assert(demo_number(db, "select count(*) from demo.night where night > 0") == 0);
}

/* ── after the last ── */
Test(demo_nights, end_with_the_records_made_without_but_for_the_changes)
{
	g_autoptr(Database) plain = demo_empty();
	g_autoptr(Database) db = evening_records();
	demo_make(plain, CASES, 1, 0);
	g_autofree char *changed = demo_text(db, CHANGED_FOR_GOOD);
	g_autofree char *wanted = demo_digest(plain, changed);
	g_autofree char *before = demo_digest(db, changed);
	cr_assert_str_neq(before, wanted);
	play(db, go_on, NULL);
	g_autofree char *after = demo_digest(db, changed);
	cr_assert_str_eq(after, wanted);
	g_autofree char *all = demo_digest(db, NULL);
	cr_assert_str_neq(all, wanted);
}

Test(demo_nights, are_the_same_of_the_same_seed)
{
	g_autoptr(Database) once = evening_records();
	g_autoptr(Database) again = evening_records();
	play(once, go_on, NULL);
	play(again, go_on, NULL);
	g_autofree char *first = demo_digest(once, NULL);
	g_autofree char *second = demo_digest(again, NULL);
	cr_assert_str_eq(first, second);
	static const char *const ledger =
	    "select md5(string_agg(n::text, '|' order by n.night, n.kind collate \"C\", n.what "
	    "collate \"C\")) from demo.night as n";
	g_autofree char *first_ledger = demo_text(once, ledger);
	g_autofree char *second_ledger = demo_text(again, ledger);
	cr_assert_str_eq(first_ledger, second_ledger);
}

Test(demo_nights, leave_every_foreign_key_in_force)
{
	g_autoptr(Database) db = evening_records();
	play(db, go_on, NULL);
	cr_assert(demo_number(db, "select count(*) from pg_constraint where contype = 'f' and "
				  "convalidated and connamespace = 'psrms'::regnamespace") == 11);
}

/* ── what a night brings ── */
/* Rows of a table after the night against those before it and what the ledger says. */
static const struct {
	const char *what;
	const char *table;
} counted[] = {
	{ "case", "firs" },          { "complaint", "vwps_complaints" },
	{ "referral", "referrals" }, { "outreach", "outreach_events" },
	{ "training", "trainings" },
};

typedef struct {
	Database *db;
	gint64 before[G_N_ELEMENTS(counted)];
	gint64 nights;
} Counting;

static gint64 ledger_of(Database *db, const char *kind, const char *what, gint64 night)
{
	g_autofree char *sql = g_strdup_printf(
	    "select coalesce(sum(n), 0)::bigint from demo.night where kind = '%s' and "
	    "what = '%s' and night = %" G_GINT64_FORMAT,
	    kind, what, night);
	return demo_number(db, sql);
}

static gint64 rows_of(Database *db, const char *table)
{
	g_autofree char *sql = g_strdup_printf("select count(*) from psrms.%s", table);
	return demo_number(db, sql);
}

static bool compare_counts(const DatabaseResult *night, gpointer payload, GError **error)
{
	(void)error;
	Counting *counting = payload;
	counting->nights++;
	cr_assert(result_int64(night, 0, result_column(night, "night")) == counting->nights);
	for (size_t n = 0; n < G_N_ELEMENTS(counted); n++) {
		gint64 wanted =
		    counting->before[n] +
		    ledger_of(counting->db, "entered", counted[n].what, counting->nights) -
		    ledger_of(counting->db, "deleted", counted[n].what, counting->nights);
		counting->before[n] = rows_of(counting->db, counted[n].table);
		cr_assert(counting->before[n] == wanted, "night %d: %d of %s, not %d",
			  (int)counting->nights, (int)counting->before[n], counted[n].table,
			  (int)wanted);
	}
	return true;
}

Test(demo_nights, bring_as_many_rows_as_they_say)
{
	g_autoptr(Database) db = evening_records();
	Counting counting = { .db = db };
	for (size_t n = 0; n < G_N_ELEMENTS(counted); n++)
		counting.before[n] = rows_of(db, counted[n].table);
	play(db, compare_counts, &counting);
	cr_assert(counting.nights == NIGHTS);
}

/* How many FIRs are spoilt in each way, early dirt and all. */
static const struct {
	const char *what;
	const char *spoilt;
} bad[] = {
	{ "registered-2062", "select count(*) from psrms.firs where registered_at > '2061-12-30'" },
	{ "occurred-2109", "select count(*) from psrms.firs where occurred_on > '2108-12-31'" },
	{ "arrest-1965", "select count(*) from psrms.arrests where arrested_on < '1966-01-01'" },
	{ "unknown-section", "select count(*) from psrms.firs where sections in "
			     "('39B-7', 'as per report', '3777 PPC')" },
	{ "number-taken",
	  "select count(*) - count(distinct (ps_id, year, split_part(fir_no, '/', 1))) "
	  "from psrms.firs" },
};

typedef struct {
	Database *db;
	gint64 expected[G_N_ELEMENTS(bad)];
	gint64 early[G_N_ELEMENTS(bad)]; /* dirt whose case comes only with a night */
	gint64 resolved;
} Spoiling;

static bool compare_bad(const DatabaseResult *night, gpointer payload, GError **error)
{
	(void)error;
	Spoiling *spoiling = payload;
	gint64 number = result_int64(night, 0, result_column(night, "night"));
	spoiling->resolved += result_int64(night, 0, result_column(night, "resolved"));
	for (size_t n = 0; n < G_N_ELEMENTS(bad); n++) {
		spoiling->expected[n] += ledger_of(spoiling->db, "bad", bad[n].what, number) -
					 ledger_of(spoiling->db, "resolved", bad[n].what, number);
		gint64 spoilt = demo_number(spoiling->db, bad[n].spoilt);
		gint64 early = spoilt - spoiling->expected[n];
		cr_assert(early >= spoiling->early[n] && early <= 3, "night %d: %d %s, not %d",
			  (int)number, (int)spoilt, bad[n].what, (int)spoiling->expected[n]);
		spoiling->early[n] = early;
	}
	return true;
}

Test(demo_nights, spoil_and_cure_as_many_records_as_they_say)
{
	g_autoptr(Database) db = evening_records();
	Spoiling spoiling = { .db = db };
	for (size_t n = 0; n < G_N_ELEMENTS(bad); n++)
		spoiling.expected[n] = demo_number(db, bad[n].spoilt);
	play(db, compare_bad, &spoiling);
	cr_assert(spoiling.resolved > 0);
	cr_assert(demo_number(db, "select count(distinct what) from demo.night where night > 0 and "
				  "kind in ('corrected', 'deleted', 'bad')") == 14);
}

Test(demo_nights, take_a_case_away_with_all_that_hangs_on_it)
{
	g_autoptr(Database) db = evening_records();
	play(db, go_on, NULL);
	cr_assert(demo_number(db, "select count(*) from demo.change where kind = 'deleted' and "
				  "what = 'case'") > 0);
	cr_assert(demo_number(db,
			      "select count(*) from psrms.firs where fir_id in (select fir_id "
			      "from demo.change where kind = 'deleted' and what = 'case')") == 0);
	cr_assert(demo_number(db,
			      "select count(*) from psrms.vwps_complaints where complaint_id in "
			      "(select fir_id from demo.change where kind = 'deleted' and what "
			      "= 'case') and disposal <> 'inquiry'") == 0);
}

/* A changed section has to be one that the reference puts into another category. */
Test(demo_nights, correct_categories_into_others_of_the_reference)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = evening_records();
	g_autoptr(Database) warehouse = server_database();
	play(db, go_on, NULL);
	g_autofree char *pairs =
	    demo_text(db, "select string_agg(d.offence || ' PPC ' || f.sections, '|') from "
			  "demo.change as c join demo.fir_draw as d using (fir_id) join psrms.firs "
			  "as f using (fir_id) where c.what = 'category'");
	g_autoptr(DatabaseResult) same = database_query(
	    warehouse,
	    "select p from unnest(string_to_array($1::text, '|')) as p where not exists (select "
	    "from ref.offence_section as s where p like '% ' || s.law || ' ' || s.section and "
	    "s.category <> split_part(p, ' ', 1))",
	    DATABASE_PARAMS(pairs), &error);
	cr_assert(same != NULL, "%s", error != NULL ? error->message : "");
	cr_assert(result_rows(same) == 0, "%s",
		  result_rows(same) > 0 ? result_text(same, 0, 0) : "");
}

/* ── Pakpattan ── */
/* Pakpattan's first VWPS year with its accused and what the court said of them. */
#define PILOT                                                                                      \
	"select concat_ws(' ', count(*), count(*) filter (where a.status = 'Arrested'), "          \
	"count(*) filter (where a.status = 'Interim Bail'), "                                      \
	"count(*) filter (where a.status = 'Innocent'), "                                          \
	"count(*) filter (where a.status = 'Convicted' and o.outcome = 'CONVICTED')) "             \
	"from demo.fir_draw as d join psrms.firs as f using (fir_id, ps_id, registered_at) "       \
	"join psrms.accused_persons as a using (fir_id) left join psrms.court_outcomes as o "      \
	"using (accused_id) where d.pilot is not null and f.channel = 'VWPS'"

static bool check_pilot(const DatabaseResult *night, gpointer payload, GError **error)
{
	(void)night;
	(void)error;
	g_autofree char *figures = demo_text(payload, PILOT);
	cr_assert_str_eq(figures, "81 50 15 7 9");
	return true;
}

Test(demo_nights, leave_the_press_notes_81_alone)
{
	g_autoptr(Database) db = evening_records();
	check_pilot(NULL, db, NULL);
	play(db, check_pilot, db);
	cr_assert(demo_number(db, "select count(*) from demo.change as c join demo.fir_draw as d "
				  "using (fir_id) where d.district = 'PKP'") == 0);
}

/* ── interruptions ── */
static bool stop_at_second(const DatabaseResult *night, gpointer payload, GError **error)
{
	(void)payload;
	if (result_int64(night, 0, result_column(night, "night")) < 2)
		return true;
	error_set(error, SHUMAR_ERROR_FAILED, NULL, "the run failed");
	return false;
}

Test(demo_nights, go_on_with_the_next_after_an_interruption)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) undisturbed = evening_records();
	g_autoptr(Database) db = evening_records();
	cr_assert(!demo_nights_play(db, stop_at_second, NULL, &error));
	cr_assert_str_eq(error->message, "the run failed");
	cr_assert(demo_number(db, "select played::bigint from demo.settings") == 2);
	play(db, go_on, NULL);
	play(undisturbed, go_on, NULL);
	g_autofree char *after = demo_digest(db, NULL);
	g_autofree char *wanted = demo_digest(undisturbed, NULL);
	cr_assert_str_eq(after, wanted);
	cr_assert(demo_number(db, "select max(night)::bigint from demo.night") == NIGHTS);
}

Test(demo_nights, leave_no_half_of_a_night_that_fails)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = evening_records();
	g_autofree char *before = demo_digest(db, NULL);
	/* trainings are the last table that a night writes to */
	demo_exec(db, "alter table psrms.trainings rename column course to subject");
	cr_assert(!demo_nights_play(db, go_on, NULL, &error));
	cr_assert(strstr(error->message, "sql/demo/play_night.sql") != NULL, "%s", error->message);
	g_autofree char *after = demo_digest(db, NULL);
	cr_assert_str_eq(before, after);
	cr_assert(demo_number(db, "select played::bigint from demo.settings") == 0);
}

Test(demo_nights, are_played_by_one_process_at_a_time)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *name = server_create(false);
	g_autoptr(Database) db = server_open(name);
	g_autoptr(Database) other = server_open(name);
	bool got = false;
	demo_make(db, 600, 1, 2);
	cr_assert(database_try_lock(other, G_GINT64_CONSTANT(8316025824435659877), &got, &error));
	cr_assert(got);
	cr_assert(!demo_nights_play(db, go_on, NULL, &error));
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_LOCKED);
	cr_assert(strstr(error->message, "cannot play the nights of") != NULL, "%s",
		  error->message);
}

/* ── what is there ── */
Test(demo_nights, are_known_to_the_settings_of_the_records)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = demo_empty();
	g_autofree char *found = NULL;
	DemoRecords state = DEMO_RECORDS_ABSENT;
	DemoSettings with = demo_settings(600, 1, 3);
	DemoSettings without = demo_settings(600, 1, 0);
	demo_make(db, 600, 1, 3);
	play(db, go_on, NULL);
	cr_assert(demo_records_look(db, &with, &state, NULL, &error));
	cr_assert(state == DEMO_RECORDS_AS_WANTED);
	cr_assert(demo_records_look(db, &without, &state, &found, &error));
	cr_assert(state == DEMO_RECORDS_OTHER);
	cr_assert_str_eq(found, "600 cases of seed 1 until 2026-06-28, 3 of their last 3 nights "
				"played");
}

Test(demo_nights, are_not_asked_of_records_that_an_older_version_made)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = demo_empty();
	g_autofree char *found = NULL;
	DemoRecords state = DEMO_RECORDS_ABSENT;
	DemoSettings settings = demo_settings(600, 1, 0);
	demo_make(db, 600, 1, 0);
	demo_exec(db, "alter table demo.settings drop column nights, drop column played");
	demo_exec(db, "update demo.settings set generator = 'older'");
	cr_assert(demo_records_look(db, &settings, &state, &found, &error), "%s",
		  error != NULL ? error->message : "");
	cr_assert(state == DEMO_RECORDS_OTHER);
	cr_assert(g_str_has_suffix(found, "made by another version of Shumar"), "%s", found);
}
