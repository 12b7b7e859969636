/* A copy of the feeds of psrms, kept by the source kit's ledger alone, is what the mapping gives.
 */
#include "core/database/sqltext.h"
#include "tests/support/kit.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>

#define ROUNDS 20
#define IDS    40
#define DEEDS  30 /* of each round, each a transaction of its own */

static const struct {
	const char *feed;
	const char *keys; /* as the ledger has them */
} feeds[] = {
	{ "case", "c.case_key" },
	{ "accused", "c.case_key, c.accused_key" },
	{ "outcome", "c.case_key, c.accused_key, c.outcome_key" },
	{ "complaint", "c.complaint_key" },
	{ "outreach", "c.outreach_key" },
	{ "referral", "c.referral_key" },
	{ "training", "c.training_key" },
};

/* {a} and {b} are any ids up to IDS, {new} too, {n} a number from 1 to 9. What the source's
 * constraints refuse is no change. */
static const char *const deeds[] = {
	("insert into psrms.firs select {new}, 1 + {n} % 2, 2024, '0{n}/24', now(), null, 'x', 'x', null, null, 'x', '302, 34',"
	 " false, true, null, 'PS', 'Registered', '2024-01-01', null, now()"),
	("insert into psrms.accused_persons (accused_id, fir_id, name, status, entered_at) values ({new}, {a}, 'x',"
	 " 'Nominated', now())"),
	("insert into psrms.accused_persons (accused_id, fir_id, name, status, entered_at) values ({new}, {b}, 'x',"
	 " 'Arrested', now())"),
	"insert into psrms.arrests values ({new}, {a}, '2024-02-0{n}', null, now())",
	"insert into psrms.challans values ({new}, {a}, 'interim', '2024-03-0{n}', now())",
	("insert into psrms.court_outcomes values ({new}, {a}, 'Sessions', '2024-04-0{n}', 'ACQUITTED', null, null, null,"
	 " null, now())"),
	"insert into psrms.victims values ({new}, {a}, 'x', 10 + {n})",
	("insert into psrms.vwps_complaints select {new}, now(), 'VWPS', 'LHR', 'x', 'x', 'x', 'harassment', null, 'fir', null,"
	 " fir_id, null, now() from psrms.firs where fir_id >= {a} limit 1"),
	"insert into psrms.referrals values ({new}, {a}, 'x', 'legal', '2024-03-0{n}', null, null, null, now())",
	"insert into psrms.trainings values ({new}, 1, 'x', '2024-05-0{n}', now())",
	"insert into psrms.outreach_events values ({new}, '2024-05-0{n}', 'LHR', null, 'x', 'x', 'x', {n}, 0, null, now())",
	"update psrms.firs set fir_no = '{n}/2024' where fir_id = {a}",
	"update psrms.firs set fir_no = '0' || fir_no where fir_id >= {a}",
	"update psrms.firs set ps_id = 3 - ps_id where fir_id = {b}",
	"update psrms.firs set status = 'Decided', sections = '376(i)/{n}' where fir_id = {a}",
	"update psrms.firs set complainant_name = 'y' where fir_id >= {a}",
	"update psrms.police_stations set code = 'LHR-0{n}' where ps_id = 1 + {n} % 2",
	"update psrms.police_stations set district = 'D{n}' where ps_id = 1 + {n} % 2",
	"update psrms.accused_persons set fir_id = {a} where accused_id = {b}",
	"update psrms.accused_persons set status = 'Bail', age = 20 + {n} where accused_id >= {a}",
	"update psrms.arrests set accused_id = {a}, arrested_on = '2024-02-1{n}' where arrest_id >= {b}",
	"update psrms.challans set submitted_on = '2024-03-1{n}' where accused_id = {a}",
	"update psrms.court_outcomes set accused_id = {a} where outcome_id = {b}",
	"update psrms.vwps_complaints set fir_id = {a}, district = 'D{n}' where complaint_id >= {b}",
	"update psrms.referrals set complaint_id = {a} where referral_id = {b}",
	"update psrms.victims set fir_id = {a}, age = {n} where victim_id >= {b}",
	"update psrms.officers set unit = 'U{n}', ps_id = 1 + {n} % 2",
	"delete from psrms.firs where fir_id = {a}",
	"delete from psrms.accused_persons where accused_id >= {a}",
	"delete from psrms.arrests where accused_id = {a}",
	"delete from psrms.challans where challan_id = {a}",
	"delete from psrms.court_outcomes where outcome_id >= {a}",
	"delete from psrms.victims where victim_id = {a}",
	"delete from psrms.vwps_complaints where complaint_id = {a}",
	"delete from psrms.referrals where referral_id = {a}",
	"delete from psrms.trainings where training_id = {a}",
	"delete from psrms.outreach_events where event_id = {a}",
	"truncate psrms.victims",
};

/* ── the source changes ── */
static void fill(GString *sql, const char *place, int number)
{
	g_autofree char *text = g_strdup_printf("%d", number);
	g_string_replace(sql, place, text, 0);
}

/* Tells whether the source took it. */
static bool change(Database *db, GRand *dice)
{
	g_autoptr(GString) sql =
	    g_string_new(deeds[g_rand_int_range(dice, 0, (int)G_N_ELEMENTS(deeds))]);
	fill(sql, "{a}", g_rand_int_range(dice, 1, IDS + 1));
	fill(sql, "{b}", g_rand_int_range(dice, 1, IDS + 1));
	fill(sql, "{new}", g_rand_int_range(dice, 1, IDS + 1));
	fill(sql, "{n}", g_rand_int_range(dice, 1, 10));
	return database_script(db, sql->str, NULL);
}

/* ── the copy follows ── */
static const char *mapping(const char *feed)
{
	g_autofree char *path = g_strdup_printf("sources/psrms/%s.sql", feed);
	return sqltext(path);
}

static void make_copy(Database *db, const char *feed)
{
	g_autofree char *sql =
	    g_strdup_printf("drop table if exists copy.\"%s\"; create table copy.\"%s\" as (%s\n)",
			    feed, feed, mapping(feed));
	kit_script(db, sql);
}

/* As the engine does: the keys touched go, the rows that are there come. */
static void follow(Database *db, const KitPlace *place, size_t n)
{
	const char *feed = feeds[n].feed;
	g_autofree char *window =
	    g_strdup_printf("(l.xid >= '%s'::xid8 or l.xid = any('%s'::xid8[])) and l.feed = '%s'",
			    place->from_xid, place->also_xids, feed);
	g_autofree char *sql = g_strdup_printf(
	    "delete from copy.\"%s\" c using (select distinct l.keys from shumar_kit.ledger l where %s) t"
	    " where array[%s] = t.keys;"
	    "insert into copy.\"%s\" select m.* from (%s\n) m where m.row_id in"
	    " (select l.row_id::bigint from shumar_kit.ledger l where %s)",
	    feed, window, feeds[n].keys, feed, mapping(feed), window);
	kit_script(db, sql);
}

static int expect_equal(Database *db, const char *feed, int round)
{
	g_autofree char *sql = g_strdup_printf(
	    "with s as (%s\n), x as (select 1 from ((select * from s except all table copy.\"%s\") union all"
	    " (table copy.\"%s\" except all select * from s)) d) select (select count(*) from x)::text || '/' ||"
	    " (select count(*) from s)",
	    mapping(feed), feed, feed);
	g_autofree char *counts = kit_text(db, sql);
	cr_expect(g_str_has_prefix(counts, "0/"), "feed %s differs in round %d: %s", feed, round,
		  counts);
	return g_str_has_prefix(counts, "0/") ? 0 : 1;
}

static bool is_marked(const DatabaseResult *markers, const char *feed)
{
	for (int row = 0; row < result_rows(markers); row++) {
		if (g_strcmp0(result_text(markers, row, 0), feed) == 0)
			return true;
	}
	return false;
}

/* Returns how many feeds had to be compared in full. */
static int read_round(Database *db, KitPlace *place, int round)
{
	int compared = 0;
	kit_advance(db, place);
	cr_assert_null(place->fault, "%s", place->fault);
	g_autoptr(DatabaseResult) markers =
	    database_query(db, sqltext(SQL_SOURCES_KIT_MARKERS),
			   DATABASE_PARAMS(place->from_xid, place->also_xids), NULL);
	cr_assert_not_null(markers);
	for (size_t n = 0; n < G_N_ELEMENTS(feeds); n++) {
		if (is_marked(markers, feeds[n].feed)) {
			make_copy(db, feeds[n].feed);
			compared++;
		} else
			follow(db, place, n);
		cr_assert_eq(expect_equal(db, feeds[n].feed, round), 0);
	}
	return compared;
}

Test(kit_psrms, keeps_a_copy_equal_through_random_changes, .timeout = 1500)
{
	g_autofree char *name = NULL;
	g_autoptr(Database) db = kit_psrms(&name);
	g_autoptr(KitPlace) place = kit_place_new();
	g_autoptr(GRand) dice = g_rand_new_with_seed(3);
	int taken = 0;
	int compared = 0;
	kit_script(db, "create schema copy");
	for (size_t n = 0; n < G_N_ELEMENTS(feeds); n++)
		make_copy(db, feeds[n].feed);
	kit_advance(db, place);
	for (int round = 0; round < ROUNDS; round++) {
		for (int deed = 0; deed < DEEDS; deed++)
			taken += change(db, dice) ? 1 : 0;
		compared += read_round(db, place, round);
	}
	/* truncated tables only: a copy that is always made anew would prove nothing */
	cr_expect_leq(compared, ROUNDS);
	cr_expect_gt(taken, ROUNDS * DEEDS / 3);
	cr_log_info("%d changes, %d feeds compared", taken, compared);
}
