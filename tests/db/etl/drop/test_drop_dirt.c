/* Dirt of real files on its way into raw tables and the ledger of rejects. */
#include "tests/support/drops.h"

#include <criterion/criterion.h>
#include <string.h>
#include <zlib.h>

TestSuite(drop_dirt, .timeout = 1500);

static const char declaration[] =
    "kind: csv\njurisdiction: test\ntimezone: Asia/Karachi\nfiles:\n  events:\n"
    "    pattern: '*.csv*'\n"
    "    columns:\n      id: {type: text, required: true}\n      held: date\n"
    "      topic: text\n      women: integer\n      men: integer\n";

#define EVENTS "id,held,topic,women,men\n"
#define ENTRIES                                                                                    \
	"select severity, code, line, field from etl.reject where resolved_run is null order by line, code"

Test(drop_dirt, empty_records_are_one_note_a_file)
{
	g_autoptr(Drops) drops = drops_new(declaration);
	g_autoptr(GString) text = g_string_new(EVENTS "A1,2026-01-01,rally,1,1\n");
	for (int n = 0; n < 500; n++)
		g_string_append(text, ",,,,,\n");
	drops_put(drops, "a.csv", text->str);
	drops_put(drops, "b.csv", EVENTS ",,,,\n\u00A0,,,,\n");
	drops_load(drops);
	rows_check(drops->db, "select origin, id from raw.drops_events", "a.csv:2|A1\n");
	rows_check(
	    drops->db,
	    "select file, severity, code, line, substring(reason from '[0-9]+ lines?') from etl.reject "
	    "order by file",
	    "a.csv|warning|csv-empty|3|500 lines\nb.csv|warning|csv-empty|2|2 lines\n");
	rows_check(drops->db, "select file, records, rejected from etl.drop_file order by file",
		   "a.csv|1|0\nb.csv|0|0\n");
}

Test(drop_dirt, records_in_a_stray_quote_are_counted_as_one_and_told)
{
	g_autoptr(Drops) drops = drops_new(declaration);
	drops_put(drops, "a.csv",
		  EVENTS "A1,2026-01-01,\"seminar,1,1\nA2,2026-01-02,workshop,2,2\n"
			 "A3,2026-01-03,rally\",1,1\nA4,2026-01-04,rally,3,3\n");
	drops_load(drops);
	rows_check(drops->db, "select origin, id, women from raw.drops_events order by 1",
		   "a.csv:2|A1|1\na.csv:5|A4|3\n");
	rows_check(drops->db, ENTRIES, "warning|csv-lines|2|topic\n");
	rows_check(drops->db, "select reason like '%lines 2–4%' from etl.reject", "t\n");
	drops_put(drops, "a.csv",
		  EVENTS "A1,2026-01-01,seminar,1,1\nA2,2026-01-02,workshop,2,2\n"
			 "A3,2026-01-03,rally,1,1\nA4,2026-01-04,rally,3,3\n");
	drops_load(drops);
	rows_check(drops->db, "select count(*) from raw.drops_events", "4\n");
	rows_check(drops->db, ENTRIES, "");
}

Test(drop_dirt, utf8_under_another_declared_encoding_is_told_and_read)
{
	g_autoptr(Drops) drops = drops_new(declaration);
	g_autofree char *declared = g_strdup(declaration);
	g_autoptr(GString) text = g_string_new(declared);
	g_string_replace(text, "    columns:", "    encoding: windows-1256\n    columns:", 1);
	drops_declare(drops, text->str);
	drops_put(drops, "a.csv", EVENTS "A1,2026-01-01,تھانہ صدر,1,1\n");
	drops_load(drops);
	rows_check(drops->db, "select topic from raw.drops_events", "تھانہ صدر\n");
	rows_check(drops->db, ENTRIES, "warning|csv-is-utf8|1|-\n");
}

/* A file that is damaged behind its good records keeps none of them. */
Test(drop_dirt, bytes_behind_a_gzip_file_refuse_it_whole)
{
	static const guint8 packed[] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3 };
	g_autoptr(Drops) drops = drops_new(declaration);
	g_autofree char *path = drops_path(drops, "a.csv.gz");
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	static const char text[] = EVENTS "A1,2026-01-01,rally,1,1\n";
	guint16 length = (guint16)strlen(text);
	const guint8 block[] = { 1, (guint8)(length & 0xFF), (guint8)(length >> 8),
				 (guint8)(~length & 0xFF), (guint8)((guint16)~length >> 8) };
	guint32 check = GUINT32_TO_LE((guint32)crc32(0, (const Bytef *)text, length));
	guint32 count = GUINT32_TO_LE(length);
	g_byte_array_append(bytes, packed, sizeof packed);
	g_byte_array_append(bytes, block, sizeof block);
	g_byte_array_append(bytes, (const guint8 *)text, length);
	g_byte_array_append(bytes, (const guint8 *)&check, sizeof check);
	g_byte_array_append(bytes, (const guint8 *)&count, sizeof count);
	drops_put(drops, "b.csv", EVENTS "B1,2026-01-01,rally,1,1\n");
	cr_assert(g_file_set_contents(path, (char *)bytes->data, (gssize)bytes->len, NULL));
	drops_load(drops);
	rows_check(drops->db, "select id from raw.drops_events order by 1", "A1\nB1\n");
	drops_remove(drops, "a.csv.gz");
	drops_load(drops);
	g_byte_array_append(bytes, (const guint8 *)"A2,2026-01-02,rally,1,1\n", 24);
	cr_assert(g_file_set_contents(path, (char *)bytes->data, (gssize)bytes->len, NULL));
	drops_load(drops);
	rows_check(drops->db, "select id from raw.drops_events", "B1\n");
	rows_check(drops->db,
		   "select code, reason like '%the gzip file is damaged%' from etl.reject",
		   "file-unreadable|t\n");
}

/* ── values ── */
#define URDU_LONG "خواتین کے خلاف تشدد کے درج شدہ مقدمات کی کل تعداد بمطابق ضلع"

static const char typed[] =
    "kind: csv\njurisdiction: test\ntimezone: Asia/Karachi\nfiles:\n"
    "  calls:\n    pattern: 'calls*.csv'\n    columns:\n"
    "      id: {type: text, required: true}\n      received_at: instant\n      responded_at: instant\n"
    "      fine: {type: decimal, decimals: 2}\n      rate: decimal\n"
    "      " URDU_LONG ": integer\n"
    "  more:\n    pattern: 'more*.csv'\n    optional: true\n    columns: {id: text}\n";

#define CALLS "id,received_at,responded_at,fine,rate," URDU_LONG "\n"

/* Pakistan's clock went back on 31 October 2009. */
Test(drop_dirt, instants_keep_their_order_where_the_clock_goes_back)
{
	g_autoptr(Drops) drops = drops_new(typed);
	drops_put(drops, "calls.csv",
		  CALLS "C1,2009-10-31T17:50Z,2009-10-31T18:10Z,,,\n"
			"C2,2009-10-31T23:50+06:00,2009-10-31 23:10:00.5+05,,,\n");
	drops_load(drops);
	rows_check(
	    drops->db,
	    "select id, received_at at time zone 'UTC', extract(epoch from responded_at - received_at) from "
	    "raw.drops_calls order by 1",
	    "C1|2009-10-31 17:50:00|1200.000000\nC2|2009-10-31 17:50:00|1200.500000\n");
	rows_check(drops->db, ENTRIES, "");
	rows_check(
	    drops->db,
	    "select string_agg(format_type(atttypid, null), ', ' order by attnum) from pg_attribute "
	    "where attrelid = 'raw.drops_calls'::regclass and attname ~ '_at$|fine|rate'",
	    "timestamp with time zone, timestamp with time zone, numeric, numeric\n");
}

Test(drop_dirt, a_time_without_offset_that_came_twice_is_taken_and_told)
{
	g_autoptr(Drops) drops = drops_new(typed);
	drops_put(drops, "calls.csv", CALLS "C1,2009-10-31 23:10,2009-11-01 00:10,,,\n");
	drops_load(drops);
	rows_check(drops->db,
		   "select received_at at time zone 'Asia/Karachi', received_at = timestamp "
		   "'2009-10-31 23:10' at time zone 'Asia/Karachi' from raw.drops_calls",
		   "2009-10-31 23:10:00|t\n");
	rows_check(drops->db, ENTRIES, "warning|time-twice|2|received_at\n");
}

Test(drop_dirt, decimals_are_kept_as_written_and_others_are_listed)
{
	g_autoptr(Drops) drops = drops_new(typed);
	drops_put(drops, "calls.csv",
		  CALLS "C1,,,1234567.5,0.000123456789,7\nC2,,,-0.05,99999.9999,-3\n"
			"C3,,,100000000.00,10000,٣٤\nC4,,,0,-123456789012345678901234,0\n"
			"C5,,,\"1,000\",n/a,+-5\nC6,,,12.345,1e3,1.5\nC7,,,,,\n");
	drops_load(drops);
	rows_check(drops->db,
		   "select id, fine, rate, \"" URDU_LONG "\" from raw.drops_calls order by 1",
		   "C1|1234567.50|0.000123456789|7\nC2|-0.05|99999.9999|-3\n"
		   "C3|100000000.00|10000|34\nC4|0.00|-123456789012345678901234|0\n"
		   "C5|-|-|-\nC6|-|-|-\nC7|-|-|-\n");
	rows_check(drops->db,
		   "select fine + 1, sum(fine) over () from raw.drops_calls where id = 'C2'",
		   "0.95|-0.05\n");
	rows_check(
	    drops->db, ENTRIES,
	    "field|decimal-form|6|fine\nfield|decimal-form|6|rate\nfield|integer-form|6|" URDU_LONG
	    "\nfield|decimal-form|7|rate\nfield|decimal-places|7|fine\nfield|integer-form|7|" URDU_LONG
	    "\n");
}

Test(drop_dirt, a_file_that_may_be_missing_leaves_its_table_empty)
{
	g_autoptr(Drops) drops = drops_new(typed);
	drops_put(drops, "calls.csv", CALLS "C1,,,,,\n");
	drops_load(drops);
	rows_check(drops->db, "select count(*) from raw.drops_more", "0\n");
	drops_put(drops, "more.csv", "id\nM1\n");
	drops_load(drops);
	rows_check(drops->db, "select id from raw.drops_more", "M1\n");
	drops_remove(drops, "more.csv");
	drops_load(drops);
	rows_check(drops->db, "select count(*) from raw.drops_more", "0\n");
	/* but not the other one */
	drops_put(drops, "more.csv", "id\nM1\n");
	drops_remove(drops, "calls.csv");
	g_autoptr(GError) error = drops_load_failing(drops);
	cr_assert_not_null(strstr(error->message, "cannot find the file 'calls'"), "%s",
			   error->message);
}
