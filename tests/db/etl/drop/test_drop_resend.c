/* What stands in raw tables as files come, come again, change, leave and cannot be read. */
#include "core/error.h"
#include "tests/support/drops.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>
#include <zlib.h>

TestSuite(drop_resend);

static const char declaration[] = "kind: csv\njurisdiction: test\ntimezone: Asia/Karachi\n"
				  "files:\n"
				  "  firs:\n"
				  "    pattern: '{period}-{unit}-{seq}.csv*'\n"
				  "    zero: '{period}-{unit}-zero.csv*'\n"
				  "    columns:\n"
				  "      id: {type: text, required: true}\n"
				  "      held: {type: date, styles: [dmy]}\n";

#define HEAD     "id,held\n"
#define STANDING "select id, origin from raw.drops_firs order by id, origin"
#define STATES   "select file, state, stands from etl.drop_file order by file collate \"C\""

Test(drop_resend, the_last_sending_stands_in_whatever_order_they_came)
{
	static const char *const files[][2] = {
		{ "2026-01-saddar.csv", HEAD "a,1/1/2026\nb,\n" },
		{ "2026-01-saddar-2.csv", HEAD "a,\nc,\n" },
		{ "2026-01-saddar-10.csv", HEAD "a,\n" },
	};
	static const int orders[][3] = { { 0, 1, 2 }, { 2, 1, 0 }, { 1, 2, 0 }, { 2, 0, 1 } };
	for (size_t n = 0; n < G_N_ELEMENTS(orders); n++) {
		g_autoptr(Drops) drops = drops_new(declaration);
		for (size_t place = 0; place < 3; place++) {
			const char *const *file = files[orders[n][place]];
			drops_put(drops, file[0], file[1]);
			drops_load(drops);
		}
		rows_check(drops->db, STANDING, "a|2026-01-saddar-10.csv:2\n");
		rows_check(drops->db, "select count(*) from raw.loaded", "1\n");
		rows_check(drops->db, STATES,
			   "2026-01-saddar-10.csv|stands|-\n"
			   "2026-01-saddar-2.csv|superseded|2026-01-saddar-10.csv\n"
			   "2026-01-saddar.csv|superseded|2026-01-saddar-10.csv\n");
	}
}

Test(drop_resend, a_withdrawn_sending_gives_way_to_the_one_before)
{
	g_autoptr(Drops) drops = drops_new(declaration);
	drops_put(drops, "2026-01-saddar-1.csv", HEAD "a,\n");
	drops_put(drops, "2026-01-saddar-2.csv", HEAD "b,\n");
	drops_load(drops);
	rows_check(drops->db, STANDING, "b|2026-01-saddar-2.csv:2\n");
	drops_remove(drops, "2026-01-saddar-2.csv");
	drops_load(drops);
	rows_check(drops->db, STANDING, "a|2026-01-saddar-1.csv:2\n");
}

Test(drop_resend, a_repeat_is_noted_and_changes_nothing)
{
	g_autoptr(Drops) drops = drops_new(declaration);
	drops_put(drops, "2026-01-saddar.csv", HEAD "a,\n");
	drops_load(drops);
	g_autofree char *before = rows_text(drops->db, "select file_no, xmin from raw.loaded");
	drops_put(drops, "2026-02-saddar.csv", HEAD "a,\n");
	drops_load(drops);
	rows_check(drops->db, "select file_no, xmin from raw.loaded", before);
	rows_check(drops->db, STATES,
		   "2026-01-saddar.csv|stands|-\n2026-02-saddar.csv|repeated|2026-01-saddar.csv\n");
}

Test(drop_resend, the_same_bytes_under_a_new_number_are_not_read_again)
{
	g_autoptr(Drops) drops = drops_new(declaration);
	drops_put(drops, "2026-01-saddar.csv", HEAD "a,\n");
	drops_load(drops);
	g_autofree char *before = rows_text(drops->db, "select file_no from raw.loaded");
	drops_put(drops, "2026-01-saddar-2.csv", HEAD "a,\n");
	drops_load(drops);
	rows_check(drops->db, "select file_no from raw.loaded", before);
	rows_check(drops->db, STANDING, "a|2026-01-saddar-2.csv:2\n");
}

Test(drop_resend, only_new_content_is_read)
{
	g_autoptr(Drops) drops = drops_new(declaration);
	drops_put(drops, "2026-01-saddar.csv", HEAD "a,\n");
	drops_put(drops, "2026-01-city.csv", HEAD "b,\n");
	drops_load(drops);
	g_autofree char *before =
	    rows_text(drops->db, "select file_no, xmin from raw.loaded where unit = 'city'");
	drops_put(drops, "2026-01-saddar.csv", HEAD "a,\nc,\n");
	drops_load(drops);
	rows_check(drops->db, "select file_no, xmin from raw.loaded where unit = 'city'", before);
	rows_check(drops->db, STANDING,
		   "a|2026-01-saddar.csv:2\nb|2026-01-city.csv:2\nc|2026-01-saddar.csv:3\n");
	rows_check(drops->db,
		   "select distinct origin_unit, origin_period from raw.drops_firs order by 1",
		   "city|2026-01-01\nsaddar|2026-01-01\n");
}

Test(drop_resend, a_changed_declaration_reads_everything_again)
{
	g_autoptr(Drops) drops = drops_new(declaration);
	drops_put(drops, "2026-01-saddar.csv", HEAD "a,1/2/2026\n");
	drops_load(drops);
	drops_declare(drops,
		      "kind: csv\njurisdiction: test\ntimezone: Asia/Karachi\nfiles:\n  firs:\n"
		      "    pattern: '{period}-{unit}.csv*'\n    columns: {held: text}\n");
	drops_load(drops);
	rows_check(drops->db, "select held, origin from raw.drops_firs",
		   "1/2/2026|2026-01-saddar.csv:2\n");
	rows_check(drops->db, "select count(*) from raw.loaded", "1\n");
}

/* A crash of the server empties every unlogged table. */
Test(drop_resend, what_a_crash_of_the_server_took_is_read_again)
{
	g_autoptr(Drops) drops = drops_new(declaration);
	drops_put(drops, "2026-01-saddar.csv", HEAD "a,1/1/2026\n,\n");
	drops_load(drops);
	g_autofree char *before = rows_text(drops->db, STANDING);
	cr_assert(database_script(
	    drops->db, "truncate raw.loaded, raw.reject, raw.present, raw.rows_drops_firs", NULL));
	drops_load(drops);
	rows_check(drops->db, STANDING, before);
	rows_check(drops->db, "select count(*), count(distinct first_run) from etl.reject",
		   "1|1\n");
}

Test(drop_resend, every_raw_table_is_unlogged)
{
	g_autoptr(Drops) drops = drops_new(declaration);
	drops_put(drops, "2026-01-saddar.csv", HEAD "a,\n");
	drops_load(drops);
	rows_check(
	    drops->db,
	    "select count(*) > 3, count(*) filter (where relpersistence <> 'u') from pg_class "
	    "where relnamespace = 'raw'::regnamespace and relkind in ('r', 'S')",
	    "t|0\n");
}

/* ── files that cannot be read ── */
#define REFUSED                                                                                                               \
	"select file, code, line, reason from etl.reject where resolved_run is null and last_run = (select max(run_no) from " \
	"etl.run) order by file, line"

Test(drop_resend, an_unreadable_file_is_refused_and_the_others_load)
{
	static const struct {
		const char *text;
		const char *refused;
	} cases[] = {
		{ HEAD "a,\nb,\"1/1\n",
		  "file-unreadable|3|Cannot read '2026-01-city.csv': the quote "
		  "opened on line 3 is never closed." },
		{ "", "file-unreadable|-|Cannot read the header of '2026-01-city.csv': the file is "
		      "empty." },
		{ "held\n1/1/2026\n",
		  "csv-header|1|2026-01-city.csv:1: no column 'id' in the header." },
		{ "PK\003\004", "file-unreadable|-|Cannot read '2026-01-city.csv' as CSV: it is a "
				"workbook or a zip archive." },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(Drops) drops = drops_new(declaration);
		g_autofree char *expected =
		    g_strdup_printf("2026-01-city.csv|%s\n", cases[n].refused);
		drops_put(drops, "2026-01-city.csv", cases[n].text);
		drops_put(drops, "2026-01-saddar.csv", HEAD "c,\n");
		drops_load(drops);
		rows_check(drops->db, STANDING, "c|2026-01-saddar.csv:2\n");
		rows_check(drops->db, REFUSED, expected);
		drops_load(drops); /* it is still refused, and not read again */
		rows_check(drops->db, REFUSED, expected);
		rows_check(drops->db, "select max(file_no) from raw.loaded", "2\n");
		drops_put(drops, "2026-01-city.csv", HEAD "d,\n");
		drops_load(drops);
		rows_check(drops->db, REFUSED, "");
		rows_check(drops->db, STANDING, "c|2026-01-saddar.csv:2\nd|2026-01-city.csv:2\n");
	}
}

static void put_gzip(const Drops *drops, const char *file, const char *text, gsize cut)
{
	g_autofree char *path = drops_path(drops, file);
	g_autofree char *bytes = NULL;
	gsize length = 0;
	gzFile gzip = gzopen(path, "wb");
	gzputs(gzip, text);
	gzclose(gzip);
	cr_assert(g_file_get_contents(path, &bytes, &length, NULL));
	cr_assert(g_file_set_contents(path, bytes, (gssize)(length - cut), NULL));
}

Test(drop_resend, a_truncated_gzip_file_leaves_no_records)
{
	g_autoptr(Drops) drops = drops_new(declaration);
	put_gzip(drops, "2026-01-city.csv.gz", HEAD "a,\nb,\n", 6);
	drops_put(drops, "2026-01-saddar.csv", HEAD "c,\n");
	drops_load(drops);
	rows_check(drops->db, STANDING, "c|2026-01-saddar.csv:2\n");
	rows_check(drops->db,
		   "select code, reason like '%the gzip file is cut short%' from etl.reject",
		   "file-unreadable|t\n");
	put_gzip(drops, "2026-01-city.csv.gz", HEAD "a,\nb,\n", 0);
	drops_load(drops);
	rows_check(drops->db, "select count(*) from raw.drops_firs", "3\n");
}

Test(drop_resend, an_unreadable_file_takes_nothing_of_before_away)
{
	g_autoptr(Drops) drops = drops_new(declaration);
	drops_put(drops, "2026-01-city.csv", HEAD "a,\n");
	drops_put(drops, "2026-01-saddar.csv", HEAD "c,\n");
	drops_load(drops);
	drops_put(drops, "2026-01-city.csv", HEAD "a,\"");
	drops_load(drops);
	drops_load(drops);
	rows_check(drops->db, STANDING, "a|2026-01-city.csv:2\nc|2026-01-saddar.csv:2\n");
	rows_check(drops->db, STATES, "2026-01-city.csv|kept|-\n2026-01-saddar.csv|stands|-\n");
	drops_put(drops, "2026-01-city.csv", HEAD "b,\n");
	drops_load(drops);
	rows_check(drops->db, STANDING, "b|2026-01-city.csv:2\nc|2026-01-saddar.csv:2\n");
	rows_check(drops->db, "select count(*) from raw.loaded", "2\n");
}

Test(drop_resend, an_unreadable_sending_leaves_the_one_before)
{
	g_autoptr(Drops) drops = drops_new(declaration);
	drops_put(drops, "2026-01-city.csv", HEAD "a,\n");
	drops_put(drops, "2026-01-city-2.csv", "held\n");
	drops_load(drops);
	rows_check(drops->db, STANDING, "a|2026-01-city.csv:2\n");
	rows_check(drops->db, STATES,
		   "2026-01-city-2.csv|unreadable|-\n2026-01-city.csv|stands|-\n");
}

Test(drop_resend, a_column_that_every_file_lacks_is_a_fault_of_the_configuration)
{
	g_autoptr(Drops) drops = drops_new(declaration);
	drops_put(drops, "2026-01-city.csv", "held\n1/1/2026\n");
	drops_put(drops, "2026-01-saddar.csv", "iD_,held\n");
	g_autoptr(GError) error = drops_load_failing(drops);
	cr_assert_eq(error->code, SHUMAR_ERROR_CONFIG, "%s", error->message);
	cr_assert_str_eq(error->message, "cannot read any file 'firs' of source 'drops': "
					 "2026-01-city.csv:1: no column 'id' in the header");
	cr_assert_not_null(error_hint(error));
}

/* ── zero files, parts ── */
Test(drop_resend, a_zero_file_says_that_nothing_happened)
{
	g_autoptr(Drops) drops = drops_new(declaration);
	drops_put(drops, "2026-01-city.csv", HEAD "a,\n");
	drops_put(drops, "2026-01-saddar-zero.csv", HEAD);
	drops_put(drops, "2026-02-saddar-zero.csv", HEAD);
	drops_put(drops, "2026-02-city.csv", HEAD);
	drops_load(drops);
	rows_check(drops->db, STATES,
		   "2026-01-city.csv|stands|-\n2026-01-saddar-zero.csv|zero|-\n"
		   "2026-02-city.csv|empty|-\n2026-02-saddar-zero.csv|zero|-\n");
	rows_check(
	    drops->db, REFUSED,
	    "2026-02-city.csv|file-empty|-|The file has a header and no records, and does not "
	    "say that nothing happened.\n");
}

Test(drop_resend, a_zero_file_with_records_contradicts_itself)
{
	g_autoptr(Drops) drops = drops_new(declaration);
	drops_put(drops, "2026-01-city.csv", HEAD "a,\n");
	drops_put(drops, "2026-01-saddar-zero.csv", HEAD "b,\n");
	drops_load(drops);
	rows_check(drops->db, STANDING, "a|2026-01-city.csv:2\n");
	rows_check(drops->db, "select file, code from etl.reject",
		   "2026-01-saddar-zero.csv|zero-with-records\n");
	drops_put(drops, "2026-01-saddar.csv", HEAD "b,\n");
	drops_remove(drops, "2026-01-saddar-zero.csv");
	drops_load(drops);
	rows_check(drops->db, STANDING, "a|2026-01-city.csv:2\nb|2026-01-saddar.csv:2\n");
}

Test(drop_resend, a_part_is_never_read_and_noted_after_a_day)
{
	g_autoptr(Drops) drops = drops_new(declaration);
	drops_put(drops, "2026-01-city.csv", HEAD "a,\n");
	drops_put(drops, "2026-01-saddar.csv.part", HEAD "b,\n");
	drops_put(drops, "2026-02-saddar.csv.part", HEAD "c,\n");
	g_autofree char *path = drops_path(drops, "2026-02-saddar.csv.part");
	const time_t old = time(NULL) - 90000;
	cr_assert_eq(utime(path, &(struct utimbuf){ .actime = old, .modtime = old }), 0);
	drops_load(drops);
	rows_check(drops->db, STANDING, "a|2026-01-city.csv:2\n");
	rows_check(drops->db, STATES,
		   "2026-01-city.csv|stands|-\n2026-02-saddar.csv.part|part|-\n");
}

/* ── lines ── */
Test(drop_resend, bad_lines_go_with_their_file)
{
	g_autoptr(Drops) drops = drops_new(declaration);
	drops_put(drops, "2026-01-city.csv", HEAD "a,\n,2026-01-02\nb\n");
	drops_load(drops);
	rows_check(drops->db, "select line, code, field from etl.reject order by line",
		   "3|value-missing|id\n4|csv-width|held\n");
	drops_put(drops, "2026-01-city-2.csv", HEAD "a,\nb,\n");
	drops_load(drops);
	rows_check(drops->db, REFUSED, "");
	rows_check(drops->db, "select count(*) from raw.reject", "0\n");
	rows_check(drops->db, "select count(*) from raw.drops_firs", "2\n");
}

Test(drop_resend, synonyms_encodings_and_delimiters_are_as_declared)
{
	g_autoptr(Drops) drops = drops_new(
	    "kind: csv\njurisdiction: test\ntimezone: Asia/Karachi\nfiles:\n  firs:\n"
	    "    pattern: '{period}-{unit}.csv*'\n    delimiter: semicolon\n    encoding: windows-1256\n"
	    "    columns:\n      fir_no: {type: text, synonyms: [FIR Number]}\n"
	    "      note: {type: text, optional: true}\n");
	drops_put(drops, "2026-01-city.csv", "fir number;note,x\n7/26;\xCA\n");
	drops_put(drops, "2026-01-saddar.csv", "FIR_NO;Note\n8/26;\"\xCA\n\xE5\"\n");
	drops_load(drops);
	rows_check(drops->db, "select fir_no, note from raw.drops_firs order by 1",
		   "7/26|-\n8/26|ت ه\n");
}
