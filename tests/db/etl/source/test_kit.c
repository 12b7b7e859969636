/* What the source kit notes of a change, on the tables of psrms. */
#include "core/database/sqltext.h"
#include "core/error.h"
#include "tests/support/kit.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <string.h>

#define CASE_1 "case 1 LHR-01/2024/11"

typedef struct {
	const char *what;
	const char
	    *change; /* of the records of support/kit.c; several statements are one transaction */
	const char *notes;
} NoteCase;

static const NoteCase cases[] = {
	{ "a new FIR",
	  "insert into psrms.firs select 9, 2, 2024, '0044/24', registered_at, null, 'x', 'x', null, null, 'x',"
	  " sections, false, false, null, channel, status, status_on, null, entered_at from psrms.firs where fir_id = 1",
	  "case 9 LHR-02/2024/44" },
	{ "a FIR's status", "update psrms.firs set status = 'Decided' where fir_id = 1", CASE_1 },
	{ "a column that no feed reads",
	  "update psrms.firs set complainant_phone = null, officer_id = null", "" },
	{ "an update that changes nothing",
	  "update psrms.firs set status = status, fir_no = fir_no", "" },
	{ "an update of no row", "update psrms.firs set status = 'Decided' where false", "" },
	{ "a renumbered FIR, with all that bears its number",
	  "update psrms.firs set fir_no = '21' where fir_id = 1",
	  "accused 1 LHR-01/2024/11+1; accused 1 LHR-01/2024/21+1; case 1 LHR-01/2024/11; case 1 LHR-01/2024/21;"
	  " complaint 1 1; outcome 1 LHR-01/2024/11+1+1; outcome 1 LHR-01/2024/21+1+1; referral 1 1" },
	{ "a FIR whose number another bears: both rows are wanted of it",
	  "update psrms.firs set fir_no = '011' where fir_id = 2; delete from shumar_kit.ledger;"
	  "update psrms.victims set age = 3",
	  "case 1 LHR-01/2024/11; case 2 LHR-01/2024/11" },
	{ "a FIR that takes the number of another: both bear it now",
	  "update psrms.firs set fir_no = '011/2024' where fir_id = 2",
	  "case 1 LHR-01/2024/11; case 2 LHR-01/2024/11; case 2 LHR-01/2024/12" },
	{ "a FIR that moves to another station", "update psrms.firs set ps_id = 2 where fir_id = 2",
	  "case 2 LHR-01/2024/12; case 2 LHR-02/2024/12" },
	{ "two FIRs that exchange their numbers in one statement",
	  "update psrms.firs set fir_no = case fir_id when 1 then '12' else '11' end",
	  "accused 1 LHR-01/2024/11+1; accused 1 LHR-01/2024/12+1; case 1 LHR-01/2024/11; case 1 LHR-01/2024/12;"
	  " case 2 LHR-01/2024/11; case 2 LHR-01/2024/12; complaint 1 1; outcome 1 LHR-01/2024/11+1+1;"
	  " outcome 1 LHR-01/2024/12+1+1; referral 1 1" },
	{ "a FIR deleted after its children, in one transaction",
	  "delete from psrms.referrals; delete from psrms.vwps_complaints; delete from psrms.court_outcomes;"
	  "delete from psrms.challans; delete from psrms.arrests; delete from psrms.accused_persons;"
	  "delete from psrms.victims; delete from psrms.firs where fir_id = 1",
	  "accused 1 LHR-01/2024/11+1; " CASE_1
	  "; complaint 1 1; complaint 2 2; outcome 1 LHR-01/2024/11+1+1; referral 1 1" },
	{ "a station's code, in the key of every FIR of it",
	  "update psrms.police_stations set code = 'LHR-09' where ps_id = 1",
	  "accused 1 LHR-01/2024/11+1; accused 1 LHR-09/2024/11+1; case 1 LHR-01/2024/11; case 1 LHR-09/2024/11;"
	  " case 2 LHR-01/2024/12; case 2 LHR-09/2024/12; complaint 1 1; outcome 1 LHR-01/2024/11+1+1;"
	  " outcome 1 LHR-09/2024/11+1+1; referral 1 1; training 1 1" },
	{ "a station that takes the code of another: the FIRs of both bear it",
	  "update psrms.police_stations set code = 'LHR-01' where ps_id = 2",
	  CASE_1 "; case 2 LHR-01/2024/12" },
	{ "a station's district: its FIRs and trainings",
	  "update psrms.police_stations set district = 'KSR' where ps_id = 1",
	  CASE_1 "; case 2 LHR-01/2024/12; training 1 1" },
	{ "a change that no row depends on leaves a trace",
	  "update psrms.police_stations set district = 'KSR' where ps_id = 2", "-" },
	{ "a station's telephone", "update psrms.police_stations set phone = '042-0000000'", "" },
	{ "a victim more", "insert into psrms.victims values (2, 2, 'x', 10)",
	  "case 2 LHR-01/2024/12" },
	{ "a victim's age", "update psrms.victims set age = 21", CASE_1 },
	{ "a victim's name", "update psrms.victims set name = 'Other Invented'", "" },
	{ "a victim of another FIR", "update psrms.victims set fir_id = 2",
	  CASE_1 "; case 2 LHR-01/2024/12" },
	{ "a victim deleted", "delete from psrms.victims", CASE_1 },
	{ "an accused more",
	  "insert into psrms.accused_persons (accused_id, fir_id, name, status, entered_at) values"
	  " (2, 2, 'x', 'Nominated', now())",
	  "accused 2 LHR-01/2024/12+2" },
	{ "an accused's status", "update psrms.accused_persons set status = 'Arrested'",
	  "accused 1 LHR-01/2024/11+1" },
	{ "an accused's card", "update psrms.accused_persons set cnic = null, name = 'y'", "" },
	{ "an accused of another FIR, with its outcome",
	  "update psrms.accused_persons set fir_id = 2",
	  "accused 1 LHR-01/2024/11+1; accused 1 LHR-01/2024/12+1; outcome 1 LHR-01/2024/11+1+1;"
	  " outcome 1 LHR-01/2024/12+1+1" },
	{ "an arrest more", "insert into psrms.arrests values (2, 1, '2024-02-01', null, now())",
	  "accused 1 LHR-01/2024/11+1" },
	{ "an arrest's date", "update psrms.arrests set arrested_on = '2024-01-13'",
	  "accused 1 LHR-01/2024/11+1" },
	{ "an arrest deleted", "delete from psrms.arrests", "accused 1 LHR-01/2024/11+1" },
	{ "a challan's date", "update psrms.challans set submitted_on = '2024-02-21'",
	  "accused 1 LHR-01/2024/11+1" },
	{ "a challan deleted", "delete from psrms.challans", "accused 1 LHR-01/2024/11+1" },
	{ "an outcome's text", "update psrms.court_outcomes set outcome = 'CONVICTED'",
	  "outcome 1 LHR-01/2024/11+1+1" },
	{ "an outcome deleted", "delete from psrms.court_outcomes",
	  "outcome 1 LHR-01/2024/11+1+1" },
	{ "a complaint that becomes a FIR",
	  "update psrms.vwps_complaints set fir_id = 2, disposal = 'fir' where complaint_id = 2",
	  "complaint 2 2" },
	{ "a complaint's district, with its referral",
	  "update psrms.vwps_complaints set district = 'KSR' where complaint_id = 1",
	  "complaint 1 1; referral 1 1" },
	{ "a complaint's caller", "update psrms.vwps_complaints set caller_name = 'z'", "" },
	{ "a referral's date", "update psrms.referrals set accepted_on = '2024-01-22'",
	  "referral 1 1" },
	{ "a referral deleted", "delete from psrms.referrals", "referral 1 1" },
	{ "an event's attendance", "update psrms.outreach_events set attended_women = 41",
	  "outreach 1 1" },
	{ "an event deleted", "delete from psrms.outreach_events", "outreach 1 1" },
	{ "a training's date", "update psrms.trainings set completed_on = '2024-03-06'",
	  "training 1 1" },
	{ "an officer's unit", "update psrms.officers set unit = 'VWPS'", "training 1 1" },
	{ "an officer's name", "update psrms.officers set name = 'Other Invented'", "" },
	{ "an upsert that inserts and updates",
	  "insert into psrms.victims values (1, 1, 'x', 33), (7, 2, 'x', 40) on conflict (victim_id) do update set"
	  " age = excluded.age",
	  CASE_1 "; case 2 LHR-01/2024/12" },
	{ "a truncated table forces its feeds to be compared", "truncate psrms.victims",
	  "case !truncated" },
	{ "truncated tables of several feeds", "truncate psrms.vwps_complaints, psrms.referrals",
	  "complaint !truncated; referral !truncated" },
	{ "what a savepoint takes back",
	  "update psrms.firs set status = 'Decided' where fir_id = 1; savepoint s;"
	  "update psrms.firs set status = 'Decided' where fir_id = 2; rollback to s",
	  CASE_1 },
	{ "one statement that deletes parent and child: the child's key cannot be known",
	  "with a as (delete from psrms.arrests), b as (delete from psrms.challans),"
	  " c as (delete from psrms.court_outcomes), d as (delete from psrms.accused_persons),"
	  " e as (delete from psrms.victims), f as (delete from psrms.vwps_complaints where fir_id = 1),"
	  " g as (delete from psrms.referrals) delete from psrms.firs where fir_id = 1",
	  "-; accused 1 !key unknown; " CASE_1
	  "; complaint 1 1; outcome 1 !key unknown; referral 1 1" },
	{ "a cascade that deletes the children of a FIR first",
	  "alter table psrms.accused_persons drop constraint accused_persons_fir_id_fkey, add foreign key (fir_id)"
	  " references psrms.firs on delete cascade;"
	  "truncate psrms.arrests, psrms.challans, psrms.court_outcomes, psrms.victims, psrms.vwps_complaints,"
	  " psrms.referrals; delete from shumar_kit.ledger where compare = 'truncated';"
	  "delete from psrms.firs where fir_id = 1",
	  "accused 1 !key unknown; " CASE_1 },
};

/* What CHANGE is noted as; it is taken back. */
static char *noted(Database *db, const char *change)
{
	cr_assert(database_begin(db, DATABASE_READ_WRITE, NULL));
	KitPlace here = { .from_xid = kit_text(db, "select pg_current_xact_id()::text"),
			  .also_xids = g_strdup("{}") };
	kit_script(db, change);
	char *notes = kit_notes(db, &here);
	database_rollback(db);
	g_free(here.from_xid);
	g_free(here.also_xids);
	return notes;
}

Test(kit, notes_the_rows_and_keys_that_a_change_touches)
{
	g_autofree char *name = NULL;
	g_autoptr(Database) db = kit_psrms(&name);
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *notes = noted(db, cases[n].change);
		cr_expect_str_eq(notes, cases[n].notes, "%s:\n  noted    %s\n  expected %s",
				 cases[n].what, notes, cases[n].notes);
	}
}

static void expect_text(Database *db, const char *sql, const char *expected)
{
	g_autofree char *text = kit_text(db, sql);
	cr_expect_str_eq(text, expected, "%s:\n  is       %s\n  expected %s", sql, text, expected);
}

Test(kit, notes_nothing_of_what_is_rolled_back)
{
	g_autofree char *name = NULL;
	g_autoptr(Database) db = kit_psrms(&name);
	g_autofree char *before = kit_text(db, "select count(*)::text from shumar_kit.ledger");
	kit_script(
	    db,
	    "begin; update psrms.firs set status = 'Decided'; truncate psrms.victims; rollback");
	expect_text(db, "select count(*)::text from shumar_kit.ledger", before);
}

Test(kit, holds_nothing_personal)
{
	g_autofree char *name = NULL;
	g_autoptr(Database) db = kit_psrms(&name);
	kit_script(db,
		   "update psrms.firs set fir_no = '13', complainant_name = 'Zohra Changed';"
		   "update psrms.accused_persons set name = 'Bashir Changed', status = 'Arrested';"
		   "update psrms.vwps_complaints set caller_name = 'Hina Changed', kind = 'other'");
	expect_text(db,
		    "select count(*)::text from shumar_kit.ledger l join demo.personal p"
		    " on position(p.text in l::text) > 0",
		    "0");
}

/* ── the source goes first ── */
Test(kit, does_not_fail_the_source_when_a_column_was_renamed)
{
	g_autofree char *name = NULL;
	g_autoptr(Database) db = kit_psrms(&name);
	kit_script(db, "alter table psrms.police_stations rename code to station_code");
	g_autofree char *notes =
	    noted(db, "update psrms.firs set status = 'Decided' where fir_id = 1");
	cr_expect_str_eq(notes, "accused !error 42703; case !error 42703; complaint !error 42703;"
				" outcome !error 42703; referral !error 42703");
	expect_text(db, "select count(*)::text from psrms.firs", "2");
}

Test(kit, notes_for_writers_who_have_no_right_on_it)
{
	g_autofree char *name = NULL;
	g_autoptr(Database) db = kit_psrms(&name);
	g_autofree char *role = g_strdup_printf("%s_clerk", name);
	g_autofree char *grant = g_strdup_printf(
	    "create role %s; grant usage on schema psrms to %s; grant all on all tables in schema psrms to %s; set role %s",
	    role, role, role, role);
	g_autofree char *drop =
	    g_strdup_printf("reset role; drop owned by %s; drop role %s", role, role);
	kit_script(db, grant);
	kit_script(db, "update psrms.victims set age = 22");
	cr_expect_not(database_script(db, "delete from shumar_kit.ledger", NULL));
	kit_script(db, drop);
	expect_text(db, "select count(*)::text from shumar_kit.ledger where row_id = '1'", "1");
}

/* ── installing ── */
Test(kit, installed_again_is_the_same_kit)
{
	static const char state[] =
	    "select concat_ws('|', s, (select count(*) from shumar_kit.ledger),"
	    " (select count(*) from pg_trigger where tgname like 'shumar%'))"
	    " from shumar_kit.state s";
	g_autofree char *name = NULL;
	g_autoptr(Database) db = kit_psrms(&name);
	g_autofree char *before = kit_text(db, state);
	kit_script(db, sqltext(SQL_SOURCES_KIT_LEDGER));
	kit_script(db, sqltext(SQL_SOURCES_PSRMS_KIT));
	expect_text(db, state, before);
}

Test(kit, notes_a_table_whose_watch_changed_for_comparison)
{
	g_autofree char *name = NULL;
	g_autoptr(Database) db = kit_psrms(&name);
	g_autofree char *notes = noted(
	    db,
	    "do $$ begin perform shumar_kit.watch('psrms.victims', '{case}', '{victim_id,fir_id}',"
	    " 'select ''case'', c.fir_id::text, array[c.fir_id::text] from changed c'); end $$;"
	    "insert into psrms.victims values (5, 2, 'x', 1)");
	cr_expect_str_eq(notes, "case !watched; case 2 2");
}

static const struct {
	const char *script;
	const char *words; /* of the refusal */
} refused[] = {
	{ "update shumar_kit.state set version = 2; {kit}", "a later version is there" },
	{ "select shumar_kit.watch('psrms.victims', '{case}', '{victim_id}', 'select 1')",
	  "found" },
	{ "select shumar_kit.watch('psrms.victims', '{case}', '{colour}', 'select')", "colour" },
	{ "select shumar_kit.watch('psrms.victims', '{case}', '{victim_id}',"
	  " 'select ''case'', c.fir_id::text, array[''x''] from changed c')",
	  "fir_id" },
	{ "select shumar_kit.watch('psrms.nothing', '{case}', '{x}', 'select')", "psrms.nothing" },
};

Test(kit, refuses_what_cannot_work_and_leaves_all_as_it_was)
{
	static const char state[] =
	    "select md5(string_agg(w::text, '|' order by w.table_name)) from shumar_kit.watched w";
	g_autofree char *name = NULL;
	g_autoptr(Database) db = kit_psrms(&name);
	g_autofree char *before = kit_text(db, state);
	for (size_t n = 0; n < G_N_ELEMENTS(refused); n++) {
		g_autoptr(GError) error = NULL;
		g_auto(GStrv) parts = g_strsplit(refused[n].script, "{kit}", 2);
		g_autofree char *script = g_strjoinv(sqltext(SQL_SOURCES_KIT_LEDGER), parts);
		cr_assert_not(database_script(db, script, &error), "%s", refused[n].script);
		cr_expect(strstr(error->message, refused[n].words) != NULL, "%s", error->message);
		expect_text(db, state, before);
	}
}

Test(kit, unwatched_leaves_no_trigger_and_one_comparison)
{
	g_autofree char *name = NULL;
	g_autoptr(Database) db = kit_psrms(&name);
	g_autofree char *notes =
	    noted(db, "do $$ begin perform shumar_kit.unwatch('psrms.victims'); end $$;"
		      "delete from psrms.victims");
	cr_expect_str_eq(notes, "case !unwatched");
}

/* ── who it is ── */
static void expect_column(Database *db, const char *path, const char *name, const char *expected)
{
	g_autofree char *sql =
	    g_strdup_printf("select q.%s::text from (%s) q", name, sqltext(path));
	expect_text(db, sql, expected);
}

Test(kit, is_found_by_probe_where_it_is_and_only_there)
{
	g_autofree char *name = NULL;
	g_autofree char *empty = server_create(false);
	g_autoptr(Database) without = server_open(empty);
	g_autoptr(Database) with = kit_psrms(&name);
	expect_column(without, "sources/kit/probe.sql", "installed", "false");
	expect_column(without, "sources/kit/probe.sql", "readable", "false");
	expect_column(with, "sources/kit/probe.sql", "installed", "true");
	expect_column(with, "sources/kit/probe.sql", "version", "1");
	expect_column(with, "sources/kit/probe.sql", "readable", "true");
}

Test(kit, says_when_a_watched_table_lost_its_triggers)
{
	g_autofree char *name = NULL;
	g_autoptr(Database) db = kit_psrms(&name);
	expect_column(db, "sources/kit/identity.sql", "intact", "true");
	expect_column(db, "sources/kit/identity.sql", "feeds",
		      "{accused,case,complaint,outcome,outreach,referral,training}");
	kit_script(db, "alter table psrms.victims disable trigger shumar_update");
	expect_column(db, "sources/kit/identity.sql", "intact", "false");
	kit_script(db, "alter table psrms.victims enable trigger shumar_update");
	expect_column(db, "sources/kit/identity.sql", "intact", "true");
	kit_script(db, "drop table psrms.victims cascade");
	expect_column(db, "sources/kit/identity.sql", "intact", "false");
}

Test(kit, is_read_by_a_member_of_its_role_and_by_nobody_else)
{
	g_autofree char *name = NULL;
	g_autoptr(Database) db = kit_psrms(&name);
	g_autofree char *role = g_strdup_printf("%s_reader", name);
	g_autofree char *make = g_strdup_printf("create role %s; set role %s", role, role);
	g_autofree char *admit =
	    g_strdup_printf("reset role; grant shumar_reader to %s; set role %s", role, role);
	g_autofree char *drop = g_strdup_printf("reset role; drop role %s", role);
	g_autoptr(KitPlace) place = kit_place_new();
	kit_script(db, make);
	expect_column(db, "sources/kit/probe.sql", "readable", "false");
	kit_script(db, admit);
	expect_column(db, "sources/kit/probe.sql", "readable", "true");
	expect_column(db, "sources/kit/identity.sql", "intact", "true");
	kit_advance(db, place);
	kit_advance(db, place);
	cr_expect_not(database_script(db, "select shumar_kit.prune()", NULL));
	cr_expect_not(
	    database_script(db, "insert into shumar_kit.ledger (feed) values ('case')", NULL));
	kit_script(db, drop);
}
