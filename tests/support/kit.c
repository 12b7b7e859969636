#include "tests/support/kit.h"

#include "core/database/sqltext.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>

/* Two stations; FIR 1 with all that can follow one, FIR 2 with nothing. All are made up. */
static const char records[] =
    "insert into psrms.police_stations values (1, 'LHR-01', 'City', 'LHR', '042-1234567', null),"
    " (2, 'LHR-02', 'Saddar', 'LHR', '042-7654321', null);"
    "insert into psrms.officers values (1, 1, 'Nasir Invented', '0300-1111111', 'SI', 'Investigation');"
    "insert into psrms.firs values"
    " (1, 1, 2024, '11/24', '2024-01-10 20:30Z', null, 'Zohra Invented', 'Aslam Invented', '35202-1234567-1',"
    "  '0300-1234567', 'House 1', '376(i)', false, false, null, 'PS', 'Registered', '2024-01-10', 1, '2024-01-10Z'),"
    " (2, 1, 2024, '12', '2024-01-11 20:30Z', null, 'Sana Invented', 'Akram Invented', null, null, 'House 2',"
    "  '509', false, false, null, 'VWPS', 'Registered', '2024-01-11', 1, '2024-01-11Z');"
    "insert into psrms.victims values (1, 1, 'Zohra Invented', 20);"
    "insert into psrms.accused_persons values (1, 1, 'Bashir Invented', null, '35202-7654321-3', null, null, 'M',"
    " 30, 'Nominated', '2024-01-10Z');"
    "insert into psrms.arrests values (1, 1, '2024-01-12', null, '2024-01-12Z');"
    "insert into psrms.challans values (1, 1, 'complete', '2024-02-20', '2024-02-20Z');"
    "insert into psrms.court_outcomes values (1, 1, 'Sessions', '2024-05-01', 'ACQUITTED', null, null, null, null,"
    " '2024-05-01Z');"
    "insert into psrms.vwps_complaints values"
    " (1, '2024-01-09Z', 'VWPS', 'LHR', 'Zohra Invented', '0300-1234567', 'House 1', 'harassment', null, 'fir',"
    "  null, 1, null, '2024-01-09Z'),"
    " (2, '2024-01-19Z', '1787', 'LHR', 'Hina Invented', '0300-2222222', 'House 3', 'harassment', null, 'open', null,"
    "  null, null, '2024-01-19Z');"
    "insert into psrms.referrals values (1, 1, 'Partner', 'legal', '2024-01-20', null, null, null, '2024-01-20Z');"
    "insert into psrms.outreach_events values (1, '2024-03-01', 'LHR', null, 'seminar', 'law', 'students', 40, 10,"
    " null, '2024-03-01Z');"
    "insert into psrms.trainings values (1, 1, 'Gender', '2024-03-05', '2024-03-05Z');";

/* ── places ── */
KitPlace *kit_place_new(void)
{
	return g_new0(KitPlace, 1);
}

static void clear_window(KitPlace *place)
{
	g_clear_pointer(&place->from_xid, g_free);
	g_clear_pointer(&place->also_xids, g_free);
	g_clear_pointer(&place->fault, g_free);
}

void kit_place_free(KitPlace *place)
{
	if (place == NULL)
		return;
	clear_window(place);
	g_free(place->snapshot);
	g_free(place->mark);
	g_free(place);
}

/* ── databases ── */
void kit_script(Database *db, const char *script)
{
	g_autoptr(GError) error = NULL;
	bool ran = database_script(db, script, &error);
	cr_assert(ran, "%s", error != NULL ? error->message : "");
}

Database *kit_psrms(char **ret_name)
{
	*ret_name = server_create(false);
	Database *db = server_open(*ret_name);
	kit_script(db, sqltext(SQL_DEMO_SCHEMA));
	kit_script(db, sqltext(SQL_DEMO_GENERATE_80_FINISH));
	kit_script(db, records);
	kit_script(db, sqltext(SQL_SOURCES_KIT_LEDGER));
	kit_script(db, sqltext(SQL_SOURCES_PSRMS_KIT));
	kit_script(db, sqltext(SQL_DEMO_READER));
	return db;
}

static DatabaseResult *one(Database *db, const char *sql, const char *const *params,
			   size_t params_count)
{
	g_autoptr(GError) error = NULL;
	DatabaseResult *row = database_one(db, sql, params, params_count, &error);
	cr_assert(row != NULL, "%s", error != NULL ? error->message : "");
	return row;
}

static char *column_text(const DatabaseResult *row, const char *name)
{
	int column = result_column(row, name);
	return result_is_null(row, 0, column) ? NULL : g_strdup(result_text(row, 0, column));
}

char *kit_text(Database *db, const char *sql)
{
	g_autoptr(DatabaseResult) row = one(db, sql, DATABASE_NO_PARAMS);
	return result_is_null(row, 0, 0) ? NULL : g_strdup(result_text(row, 0, 0));
}

/* ── readings ── */
static void read_window(Database *db, KitPlace *place)
{
	g_autoptr(DatabaseResult) row =
	    one(db, sqltext(SQL_SOURCES_KIT_WINDOW), DATABASE_PARAMS(place->snapshot, place->mark));
	clear_window(place);
	place->from_xid = column_text(row, "from_xid");
	place->also_xids = column_text(row, "also_xids");
	place->fault = column_text(row, "fault");
}

void kit_advance(Database *db, KitPlace *place)
{
	g_autoptr(DatabaseResult) row =
	    one(db, sqltext(SQL_SOURCES_KIT_IDENTITY), DATABASE_NO_PARAMS);
	if (place->snapshot != NULL)
		read_window(db, place);
	g_free(place->snapshot);
	g_free(place->mark);
	place->snapshot = column_text(row, "snapshot");
	place->mark = column_text(row, "mark");
}

char *kit_notes(Database *db, const KitPlace *place)
{
	static const char sql[] =
	    "select coalesce(string_agg(n.note, '; ' order by n.note collate \"C\"), '') from (select distinct"
	    " concat_ws(' ', coalesce(l.feed, '-'), l.row_id, array_to_string(l.keys, '+'), '!' || l.compare) as note"
	    " from shumar_kit.ledger l where (l.xid >= $1::text::xid8 or l.xid = any($2::text::xid8[])) and not l.moved) n";
	g_autoptr(DatabaseResult) row =
	    one(db, sql, DATABASE_PARAMS(place->from_xid, place->also_xids));
	return g_strdup(result_text(row, 0, 0));
}
