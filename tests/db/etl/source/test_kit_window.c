/* What a reader of the source kit's ledger sees, whatever transactions overlap. */
#include "core/database/sqltext.h"
#include "tests/support/kit.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>

/* A reader, and two of the source's clerks. */
typedef struct {
	char *name;
	Database *reader;
	Database *first;
	Database *second;
	KitPlace *place;
} Desk;

static Desk *desk_new(void)
{
	Desk *desk = g_new0(Desk, 1);
	desk->reader = kit_psrms(&desk->name);
	desk->first = server_open(desk->name);
	desk->second = server_open(desk->name);
	desk->place = kit_place_new();
	kit_advance(desk->reader, desk->place);
	return desk;
}

static void desk_free(Desk *desk)
{
	database_close(desk->reader);
	database_close(desk->first);
	database_close(desk->second);
	kit_place_free(desk->place);
	g_free(desk->name);
	g_free(desk);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Desk, desk_free)

/* Reads, and holds what is new to EXPECTED. */
static void read_expect(Desk *desk, const char *expected)
{
	cr_assert(database_begin(desk->reader, DATABASE_SNAPSHOT_READ, NULL));
	kit_advance(desk->reader, desk->place);
	g_autofree char *notes = kit_notes(desk->reader, desk->place);
	database_rollback(desk->reader);
	cr_expect_null(desk->place->fault, "fault: %s", desk->place->fault);
	cr_expect_str_eq(notes, expected, "\n  read     %s\n  expected %s", notes, expected);
}

static void expect_markers(Desk *desk, const char *expected)
{
	g_autoptr(GString) found = g_string_new(NULL);
	kit_advance(desk->reader, desk->place);
	g_autoptr(DatabaseResult) rows =
	    database_query(desk->reader, sqltext(SQL_SOURCES_KIT_MARKERS),
			   DATABASE_PARAMS(desk->place->from_xid, desk->place->also_xids), NULL);
	cr_assert_not_null(rows);
	for (int row = 0; row < result_rows(rows); row++)
		g_string_append_printf(found, "%s(%s)", result_text(rows, row, 0),
				       result_text(rows, row, 1));
	cr_expect_str_eq(found->str, expected);
}

static void read_fault(Desk *desk, const char *expected)
{
	kit_advance(desk->reader, desk->place);
	cr_expect_str_eq(desk->place->fault != NULL ? desk->place->fault : "none", expected);
}

#define AGE   "update psrms.victims set age = age + 1"
#define EVENT "update psrms.outreach_events set attended_women = attended_women + 1"

/* ── late commits ── */
Test(kit_window, shows_a_change_once)
{
	g_autoptr(Desk) desk = desk_new();
	read_expect(desk, "");
	kit_script(desk->first, AGE);
	read_expect(desk, "case 1 LHR-01/2024/11");
	read_expect(desk, "");
}

Test(kit_window, shows_a_late_commit_once_when_it_comes)
{
	g_autoptr(Desk) desk = desk_new();
	kit_script(desk->first, "begin; " AGE);
	read_expect(desk, "");
	read_expect(desk, "");
	kit_script(desk->first, "commit");
	read_expect(desk, "case 1 LHR-01/2024/11");
	read_expect(desk, "");
}

Test(kit_window, is_not_held_up_by_an_old_open_transaction)
{
	g_autoptr(Desk) desk = desk_new();
	kit_script(desk->first, "begin; " AGE);
	kit_script(desk->second, EVENT);
	read_expect(desk, "outreach 1 1");
	read_expect(desk, "");
	kit_script(desk->second, "update psrms.referrals set accepted_on = '2024-01-22'");
	read_expect(desk, "referral 1 1");
	/* what overlapped the late one is read with it again */
	kit_script(desk->first, "commit");
	read_expect(desk, "case 1 LHR-01/2024/11; outreach 1 1; referral 1 1");
	read_expect(desk, "");
}

Test(kit_window, shows_nothing_of_a_transaction_that_failed)
{
	g_autoptr(Desk) desk = desk_new();
	kit_script(desk->first, "begin; " AGE);
	read_expect(desk, "");
	kit_script(desk->first, "rollback");
	read_expect(desk, "");
}

Test(kit_window, shows_savepoints_of_one_transaction_together)
{
	g_autoptr(Desk) desk = desk_new();
	kit_script(desk->first, "begin; savepoint a; " AGE "; release a");
	read_expect(desk, "");
	kit_script(desk->first, "savepoint b; " EVENT "; savepoint c; commit");
	read_expect(desk, "case 1 LHR-01/2024/11; outreach 1 1");
	read_expect(desk, "");
}

/* ── transactions that make each other's notes stale ── */
#define RENUMBER "update psrms.firs set fir_no = '21' where fir_id = 2"
#define ENTER                                                                                      \
	"insert into psrms.accused_persons (accused_id, fir_id, name, status, entered_at) values"  \
	" (2, 2, 'x', 'Nominated', now())"

Test(kit_window, shows_an_accused_again_whose_case_was_renumbered_before_it_was_seen)
{
	g_autoptr(Desk) desk = desk_new();
	kit_script(desk->second, "begin");
	kit_script(desk->second, "select pg_current_xact_id()");
	kit_script(desk->first, "begin; " ENTER);
	kit_script(desk->second, RENUMBER);
	kit_script(desk->first, "commit");
	read_expect(desk, "accused 2 LHR-01/2024/12+2");
	kit_script(desk->second, "commit");
	read_expect(desk,
		    "accused 2 LHR-01/2024/12+2; case 2 LHR-01/2024/12; case 2 LHR-01/2024/21");
	read_expect(desk, "");
}

Test(kit_window, shows_both_keys_of_an_accused_deleted_while_its_case_was_renumbered)
{
	g_autoptr(Desk) desk = desk_new();
	kit_script(desk->first, ENTER);
	read_expect(desk, "accused 2 LHR-01/2024/12+2");
	kit_script(desk->first, "begin; delete from psrms.accused_persons where accused_id = 2");
	kit_script(desk->second, RENUMBER);
	read_expect(desk,
		    "accused 2 LHR-01/2024/12+2; accused 2 LHR-01/2024/21+2; case 2 LHR-01/2024/12;"
		    " case 2 LHR-01/2024/21");
	kit_script(desk->first, "commit");
	read_expect(desk,
		    "accused 2 LHR-01/2024/12+2; accused 2 LHR-01/2024/21+2; case 2 LHR-01/2024/12;"
		    " case 2 LHR-01/2024/21");
	read_expect(desk, "");
}

Test(kit_window, shows_a_first_row_again_when_its_parent_changed_unseen)
{
	g_autoptr(Desk) desk = desk_new();
	kit_script(desk->first, "begin; update psrms.firs set ps_id = 2 where fir_id = 2");
	kit_script(desk->second,
		   "begin; update psrms.police_stations set district = 'KSR' where ps_id = 2");
	kit_script(desk->first, "commit");
	read_expect(desk, "case 2 LHR-01/2024/12; case 2 LHR-02/2024/12");
	kit_script(desk->second, "commit");
	read_expect(desk, "-; case 2 LHR-01/2024/12; case 2 LHR-02/2024/12");
}

/* ── when the ledger cannot answer ── */
/* Transactions of the suite's other databases, in progress in the snapshot, could have been
 * pruned for all that the ledger knows. */
static void forget_others(Desk *desk)
{
	g_autofree char *sql = g_strdup_printf(
	    "select format('%%1$s:%%1$s:', pg_snapshot_xmax('%s'))", desk->place->snapshot);
	g_free(desk->place->snapshot);
	desk->place->snapshot = kit_text(desk->reader, sql);
}

Test(kit_window, tells_that_notes_were_pruned_before_they_were_read)
{
	g_autoptr(Desk) desk = desk_new();
	kit_script(desk->first, AGE);
	kit_script(desk->first, "select shumar_kit.prune('0')");
	read_fault(desk, "pruned");
	forget_others(desk);
	read_fault(desk, "none");
}

Test(kit_window, does_not_mind_that_notes_were_pruned_after_they_were_read)
{
	g_autoptr(Desk) desk = desk_new();
	kit_script(desk->first, AGE);
	read_fault(desk, "none");
	forget_others(desk);
	kit_script(desk->first, "select shumar_kit.prune('0')");
	kit_script(desk->first, EVENT);
	read_expect(desk, "outreach 1 1");
}

Test(kit_window, keeps_young_notes_when_it_prunes)
{
	g_autoptr(Desk) desk = desk_new();
	kit_script(desk->first, AGE);
	kit_script(desk->first, "select shumar_kit.prune('1 day')");
	read_expect(desk, "case 1 LHR-01/2024/11");
}

Test(kit_window, tells_that_an_older_state_of_the_source_came_back)
{
	g_autoptr(Desk) desk = desk_new();
	kit_script(desk->first, AGE);
	read_fault(desk, "none");
	/* as if the last note had never been, and another had taken its number */
	kit_script(
	    desk->first,
	    "update shumar_kit.ledger set noted_at = noted_at - interval '1 s' where (xid, change_no) ="
	    " (select xid, change_no from shumar_kit.ledger order by xid desc, change_no desc limit 1)");
	read_fault(desk, "restored");
	g_free(desk->place->snapshot);
	desk->place->snapshot = g_strdup("4000000000000:4000000000000:");
	read_fault(desk, "restored");
}

/* ── comparisons ── */
Test(kit_window, names_the_feeds_to_compare_until_they_were_read)
{
	g_autoptr(Desk) desk = desk_new();
	kit_script(desk->first, "truncate psrms.victims");
	kit_script(desk->first, "truncate psrms.trainings; " AGE);
	expect_markers(desk, "case(truncated)training(truncated)");
	expect_markers(desk, "");
}

/* The accused's key in the facts would be one that no note holds: three transactions. */
Test(kit_window, compares_a_feed_whose_keys_moved_while_a_row_came_and_went)
{
	g_autoptr(Desk) desk = desk_new();
	kit_script(desk->first, "begin; " ENTER);
	kit_script(desk->second, "begin; " RENUMBER);
	kit_script(desk->first,
		   "commit; begin; delete from psrms.accused_persons where accused_id = 2");
	expect_markers(desk, "");
	kit_script(desk->second, "commit");
	expect_markers(desk, "accused(keys moved meanwhile)");
	kit_script(desk->first, "commit");
	expect_markers(desk, "accused(keys moved meanwhile)");
	expect_markers(desk, "");
}

Test(kit_window, compares_nothing_when_keys_moved_before_or_after)
{
	g_autoptr(Desk) desk = desk_new();
	kit_script(desk->first, ENTER);
	kit_script(desk->second, RENUMBER);
	kit_script(desk->first, "update psrms.accused_persons set status = 'Arrested'");
	expect_markers(desk, "");
}

/* A kit that notes two keys of a case: what is gone could not be told. */
Test(kit_window, compares_a_feed_whose_notes_have_another_number_of_keys)
{
	g_autoptr(Desk) desk = desk_new();
	kit_script(desk->first, ENTER "; delete from psrms.accused_persons where accused_id = 2");
	kit_script(
	    desk->first,
	    "update shumar_kit.ledger set keys = keys || array['x'] where feed = 'accused' and keys is not null");
	expect_markers(desk, "accused(keys of another number)");
	expect_markers(desk, "");
}
