/* Dirt of real files on its way into raw tables and the ledger of refusals. */
#include "tests/support/drops.h"

#include <criterion/criterion.h>
#include <string.h>
#include <zlib.h>

TestSuite(drop_dirt, .timeout = 120);

static const char declaration[] =
    "kind: csv\njurisdiction: test\ntimezone: Asia/Karachi\nfiles:\n  events:\n"
    "    pattern: '*.csv*'\n"
    "    columns:\n      id: {type: text, required: true}\n      held: date\n"
    "      topic: text\n      women: integer\n      men: integer\n";

#define EVENTS "id,held,topic,women,men\n"
#define ENTRIES                                                                                    \
	"select severity, code, line, field from etl.reject where cured_run is null order by line, code"

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
