/* Who reported, who said zero, who is silent, and how an operator reads it. */
#include "etl/command/drop_status.h"
#include "tests/support/drops.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(drop_calendar);

#define DECLARATION(units)                                                                         \
	"kind: csv\njurisdiction: test\ntimezone: Asia/Karachi\n"                                  \
	"files:\n"                                                                                 \
	"  firs:\n"                                                                                \
	"    pattern: '{period}-{unit}-{seq}.csv*'\n"                                              \
	"    zero: '{period}-{unit}-zero.csv*'\n"                                                  \
	"    calendar: {every: month, due: 10, from: 2026-01, to: 2026-03, units: " units "}\n"    \
	"    columns: {id: text}\n"

#define CALENDAR(day)                                                                              \
	"select unit, to_char(period, 'YYYY-MM'), state, due_on, overdue_since, file from "        \
	"engine.drop_calendar_on('" day "') order by unit, period"

static Drops *two_stations(void)
{
	Drops *drops = drops_new(DECLARATION("[city, saddar]"));
	drops_put(drops, "2026-01-city.csv", "id\n1\n2\n");
	drops_put(drops, "2026-01-Saddar-zero.csv", "id\n");
	drops_put(drops, "2026-02-city-3.csv", "id\n3\n");
	drops_load(drops);
	return drops;
}

Test(drop_calendar, tells_reported_from_zero_from_silence)
{
	g_autoptr(Drops) drops = two_stations();
	rows_check(drops->db, CALENDAR("2026-03-11"),
		   "city|2026-01|reported|2026-02-10|-|2026-01-city.csv\n"
		   "city|2026-02|reported|2026-03-10|-|2026-02-city-3.csv\n"
		   "saddar|2026-01|zero|2026-02-10|-|2026-01-Saddar-zero.csv\n"
		   "saddar|2026-02|not reported|2026-03-10|2026-03-11|-\n");
}

Test(drop_calendar, waits_until_a_file_is_due_and_ends_where_it_is_declared)
{
	g_autoptr(Drops) drops = two_stations();
	rows_check(
	    drops->db,
	    "select state, count(*) from engine.drop_calendar_on('2026-03-10') group by 1 order by 1",
	    "awaited|1\nreported|2\nzero|1\n");
	rows_check(drops->db, "select count(*) from engine.drop_calendar_on('2026-01-31')", "0\n");
	rows_check(drops->db,
		   "select count(*), max(period) from engine.drop_calendar_on('2030-01-01')",
		   "6|2026-03-01\n");
}

Test(drop_calendar, silence_is_never_zero)
{
	g_autoptr(Drops) drops = two_stations();
	drops_put(drops, "2026-02-saddar.csv", "id\n");
	drops_load(drops);
	rows_check(
	    drops->db,
	    "select state, note from engine.drop_calendar_on('2026-04-01') where unit = 'saddar' and "
	    "period = '2026-02-01'",
	    "not reported|2026-02-saddar.csv: no records, and nothing that says zero\n");
}

Test(drop_calendar, notices_numbers_that_never_came)
{
	g_autoptr(Drops) drops = two_stations();
	rows_check(
	    drops->db,
	    "select missing_seq from engine.drop_calendar_on('2026-04-01') where missing_seq is not null",
	    "{1,2}\n");
	drops_put(drops, "2026-02-city.csv", "id\n3\n4\n");
	drops_load(drops);
	rows_check(
	    drops->db,
	    "select missing_seq, resends from engine.drop_calendar_on('2026-04-01') where missing_seq is "
	    "not null",
	    "{2}|1\n");
}

Test(drop_calendar, takes_units_from_the_reference_table)
{
	g_autoptr(Drops) drops = drops_new(DECLARATION("ref.unit"));
	cr_assert(database_script(
	    drops->db,
	    "insert into ref.unit (jurisdiction, unit, valid_to) values ('test', 'City', null), "
	    "('test', 'old', '2026-02-01'), ('other', 'saddar', null)",
	    NULL));
	drops_put(drops, "2026-01-city.csv", "id\n1\n");
	drops_load(drops);
	rows_check(
	    drops->db,
	    "select unit, period, state from engine.drop_calendar_on('2026-03-20') order by unit, period",
	    "City|2026-01-01|reported\nCity|2026-02-01|not reported\nold|2026-01-01|not reported\n");
}

Test(drop_calendar, goes_with_its_declaration)
{
	g_autoptr(Drops) drops = two_stations();
	drops_declare(drops,
		      "kind: csv\njurisdiction: test\ntimezone: Asia/Karachi\nfiles:\n  firs:\n"
		      "    pattern: '*.csv'\n    columns: {id: text}\n");
	drops_load(drops);
	rows_check(drops->db, "select count(*) from engine.drop_calendar", "0\n");
}

/* ── as an operator reads it ── */
Test(drop_calendar, status_says_who_owes_what_and_what_is_odd)
{
	g_autoptr(Drops) drops = two_stations();
	g_autoptr(GString) text = g_string_new(NULL);
	drops_put(drops, "2026-02-saddar.csv", "x\n1\n");
	drops_put(drops, "2026-01-cty.csv", "id\n9\n");
	drops_put(drops, "2026-03-city.csv", "id\n1\n2\n");
	drops_load(drops);
	cr_assert(drop_status(text, drops->db, NULL));
	static const char *const parts[] = {
		"  drop   file  expected  reported  zero  awaited  not reported  overdue since\n",
		"  drops  firs         6         2     1        0             3  2026-03-11\n",
		"  drops  firs  saddar     2  2026-02-01    2026-03-01   2026-03-11\n",
		"2026-01-cty.csv     The calendar knows no unit cty.\n",
		"2026-02-city-3.csv  Before it, these numbers never came: 1, 2.\n",
		"2026-02-saddar.csv  2026-02-saddar.csv:1: no column 'id' in the header.\n",
		"2026-03-city.csv    The same as 2026-01-city.csv: not counted again.\n",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(parts); n++)
		cr_expect_not_null(strstr(text->str, parts[n]), "no '%s' in\n%s", parts[n],
				   text->str);
}

Test(drop_calendar, status_of_a_warehouse_without_drops_is_nothing)
{
	g_autoptr(Drops) drops = drops_new(DECLARATION("[a]"));
	g_autoptr(GString) text = g_string_new(NULL);
	cr_assert(drop_status(text, drops->db, NULL));
	cr_assert_str_eq(text->str, "");
}
