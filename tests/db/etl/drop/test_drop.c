/* CSV files of a folder into raw tables, rejects into the ledger. */
#include "core/error.h"
#include "tests/support/drops.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

TestSuite(drop);

static const char declaration_text[] =
    "kind: csv\njurisdiction: test\ntimezone: America/Chicago\n"
    "files:\n"
    "  intake:\n"
    "    pattern: intake*.csv*\n"
    "    columns:\n"
    "      id: {type: key, required: true}\n"
    "      unit: text\n"
    "      age: integer\n"
    "      held: {type: date, earliest: 2010-01-01, latest: 2020-12-31, styles: [iso, us]}\n"
    "      received: {type: timestamp, required: true}\n"
    "      open: boolean\n";

#define HEADER "id,judge,unit,age,held,received,open\n"

/* The error of a load that must fail; the database is as before. */
static GError *load_failing(Drops *drops)
{
	GError *error = drops_load_failing(drops);
	cr_assert_not_null(error_hint(error), "no remedy for: %s", error->message);
	rows_check(drops->db, "select count(*) from etl.reject", "0\n");
	rows_check(drops->db, "select to_regclass('raw.drops_intake')", "-\n");
	return error;
}

Test(drop, types_the_declared_columns_and_reads_no_others)
{
	g_autoptr(Drops) drops = drops_new(declaration_text);
	drops_put(drops, "intake.csv",
		  HEADER "A1,J. Doe,North,31,2019-08-05T22:45:00,2019-08-06T00:00:00,true\n"
			 "A2,J. Doe, \"\"x,,8/5/2019 12:00:00 AM,2019-08-06,\n");
	drops_load(drops);
	rows_check(
	    drops->db,
	    "select origin, length(id), unit, age, held, received, open from raw.drops_intake order by 1",
	    "intake.csv:2|32|North|31|2019-08-05|2019-08-06 00:00:00|t\n"
	    "intake.csv:3|32|\"\"x|-|2019-08-05|2019-08-06 00:00:00|-\n");
	rows_check(
	    drops->db,
	    "select string_agg(attname || ' ' || format_type(atttypid, null), ',' order by attnum) "
	    "from pg_attribute where attrelid = 'raw.drops_intake'::regclass and attnum > 0",
	    "origin text,origin_unit text,origin_period date,id text,unit text,age integer,held date,received timestamp without time "
	    "zone,open boolean\n");
}

Test(drop, hashes_keys_alike_in_every_file_and_keeps_none)
{
	g_autoptr(Drops) drops = drops_new(declaration_text);
	drops_put(drops, "intake_1.csv", HEADER "A1,x,,,,2019-08-06,\nA2,x,,,,2019-08-06,\n");
	drops_put(drops, "intake_2.csv", HEADER " A1 ,x,,,,2019-08-07,\n");
	drops_load(drops);
	rows_check(
	    drops->db,
	    "select count(*), count(distinct id), count(*) filter (where id ~ '^[0-9a-f]{32}$') from "
	    "raw.drops_intake",
	    "3|2|3\n");
}

Test(drop, rejects_a_record_or_a_field_as_the_column_is_required_or_not)
{
	g_autoptr(Drops) drops = drops_new(declaration_text);
	drops_put(drops, "intake.csv",
		  HEADER "A1,x,North,many,1965-11-06,2019-08-06,\n"
			 "A2,x,South \"b\",5,,never,\n"
			 ",x,West,5,,2019-08-06,\n"
			 "A4,x,East\n"
			 "A5,x,0300-1234567,5,2019-02-30,2019-08-06,\n");
	gint64 run_no = drops_load(drops);
	rows_check(drops->db, "select unit, age, held from raw.drops_intake order by origin",
		   "North|-|-\n-|5|-\n");
	rows_check(
	    drops->db,
	    "select line, severity, code, field, reason, content - 'received' from etl.reject order by line, field",
	    "2|field|integer-form|age|age is no whole number.|-\n"
	    "2|field|date-range|held|held 1965-11-06 is before 2010-01-01.|-\n"
	    "3|row|date-form|received|received is not written as a date.|{\"age\": \"5\", \"held\": \"\", "
	    "\"open\": \"\"}\n"
	    "4|row|value-missing|id|id is empty.|{\"age\": \"5\", \"held\": \"\", \"open\": \"\"}\n"
	    "5|row|csv-width|age|The record has 3 fields where the header has 7.|-\n"
	    "6|field|date-impossible|held|held is not a day of the calendar and a time of day.|-\n"
	    "6|field|personal-data|unit|unit holds a phone number, which is not taken in.|-\n");
	g_autofree char *run = g_strdup_printf("%d|drops|intake|intake.csv\n", (int)run_no);
	rows_check(drops->db, "select distinct first_run, source, feed, file from etl.reject", run);
	rows_check(drops->db, "select file, lines, rejected, length(sha256), bytes from etl.file",
		   "intake.csv|5|3|64|177\n");
}

Test(drop, keeps_the_run_that_saw_a_reject_first)
{
	g_autoptr(Drops) drops = drops_new(declaration_text);
	drops_put(drops, "intake.csv", HEADER "A1,x,,,1965-11-06,2019-08-06,\n");
	gint64 first = drops_load(drops);
	drops_put(drops, "intake.csv",
		  HEADER "A1,x,,,1965-11-06,2019-08-06,\nA2,x,,,1966-11-06,2019-08-06,\n");
	gint64 second = drops_load(drops);
	gint64 third = drops_load(drops);
	g_autofree char *expected = g_strdup_printf("2|%d\n3|%d\n", (int)first, (int)second);
	g_autofree char *sql = g_strdup_printf(
	    "select line, first_run from etl.reject where last_run = %d order by line", (int)third);
	rows_check(drops->db, sql, expected);
	rows_check(drops->db, "select count(*), min(run_no) from etl.file where lines = 2",
		   "1|2\n");
}

Test(drop, writes_many_rejects_in_pauses_of_the_copy)
{
	enum { RECORDS = 30000 };
	g_autoptr(Drops) drops = drops_new(declaration_text);
	g_autoptr(GString) text = g_string_new(HEADER);
	for (int n = 0; n < RECORDS; n++)
		g_string_append_printf(text, "A%d,x,,%s,,2019-08-06,\n", n, n % 2 == 0 ? "x" : "1");
	drops_put(drops, "intake.csv", text->str);
	drops_load(drops);
	rows_check(drops->db, "select count(*), count(age) from raw.drops_intake", "30000|15000\n");
	rows_check(drops->db, "select count(*), min(line), max(line) from etl.reject",
		   "15000|2|30000\n");
}

Test(drop, takes_gzip_files_and_subfolders)
{
	g_autoptr(Drops) drops = drops_new(declaration_text);
	drops_declare(
	    drops,
	    "kind: csv\njurisdiction: test\ntimezone: UTC\nfiles:\n  month:\n    pattern: '*/x.csv.gz'\n"
	    "    columns: {a: text}\n");
	g_autofree char *folder = drops_path(drops, "2024-01");
	g_autofree char *path = drops_path(drops, "2024-01/x.csv.gz");
	cr_assert_eq(g_mkdir(folder, 0755), 0);
	gzFile file = gzopen(path, "wb");
	gzputs(file, "a\n1\n");
	gzclose(file);
	drops_load(drops);
	rows_check(drops->db, "select origin, a from raw.drops_month", "2024-01/x.csv.gz:2|1\n");
}

Test(drop, takes_the_records_of_a_changed_file_out)
{
	g_autoptr(Drops) drops = drops_new(declaration_text);
	drops_put(drops, "intake.csv", HEADER "A1,x,,,,2019-08-06,\n");
	drops_load(drops);
	drops_put(drops, "intake.csv", HEADER);
	drops_load(drops);
	rows_check(drops->db, "select count(*) from raw.drops_intake", "0\n");
}

Test(drop, fails_as_a_whole_on_a_file_that_cannot_be_read)
{
	static const struct {
		const char *text;
		int code;
		const char *message;
	} cases[] = {
		{ "id,unit,age,held,received\n", SHUMAR_ERROR_CONFIG,
		  "intake.csv:1: no column 'open' in the header" },
		{ HEADER "A1,x,,,,2019-08-06,\nA2,x,\"open,,,\n", SHUMAR_ERROR_FAILED,
		  "cannot read 'intake.csv': the quote opened on line 3 is never closed" },
		{ "", SHUMAR_ERROR_FAILED,
		  "cannot read the header of 'intake.csv': the file is empty" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(Drops) drops = drops_new(declaration_text);
		drops_put(drops, "intake.csv", cases[n].text);
		g_autoptr(GError) error = load_failing(drops);
		cr_assert_eq(error->code, cases[n].code);
		cr_assert(g_str_has_prefix(error->message,
					   "cannot read any file 'intake' of source 'drops': "));
		cr_assert(g_str_has_suffix(error->message, cases[n].message), "%s", error->message);
	}
}

Test(drop, names_what_is_missing_from_the_folder)
{
	g_autoptr(Drops) drops = drops_new(declaration_text);
	g_autofree char *folder = g_steal_pointer(&drops->source.folder);
	drops->source.folder = g_strdup("/nonexistent/drops");
	g_autoptr(GError) missing = load_failing(drops);
	cr_assert_str_eq(missing->message, "cannot read the folder '/nonexistent/drops' of source "
					   "'drops': No such file or directory");
	g_free(drops->source.folder);
	drops->source.folder = g_steal_pointer(&folder);
	g_autoptr(GError) nothing = load_failing(drops);
	cr_assert_not_null(strstr(nothing->message, "is named 'intake*.csv*'"), "%s",
			   nothing->message);
	g_autofree char *path = drops_path(drops, "intake.csv");
	cr_assert_eq(g_mkdir(path, 0755), 0);
	g_autoptr(GError) no_file = load_failing(drops);
	cr_assert_str_eq(
	    no_file->message,
	    "cannot read any file 'intake' of source 'drops': cannot read 'intake.csv' "
	    "of source 'drops': it is a folder, not a file");
}

/* Transfer full. */
static char *digest_of(const Drops *drops)
{
	g_autoptr(DropScan) scan = drop_scan(&drops->source, drops->declaration, drops->db, NULL);
	cr_assert_not_null(scan);
	return g_strdup(scan->digest);
}

Test(drop, digests_names_and_contents)
{
	g_autoptr(Drops) drops = drops_new(declaration_text);
	g_autofree char *first = drops_path(drops, "intake_1.csv");
	g_autofree char *second = drops_path(drops, "intake_2.csv");
	drops_put(drops, "intake_1.csv", "a");
	drops_put(drops, "other.csv", "a");
	g_autofree char *digest = digest_of(drops);
	cr_assert_eq(strlen(digest), 64);
	drops_put(drops, "other.csv", "b");
	g_autofree char *same = digest_of(drops);
	cr_assert_str_eq(digest, same);
	drops_put(drops, "intake_1.csv", "b");
	g_autofree char *changed = digest_of(drops);
	cr_assert_str_neq(digest, changed);
	cr_assert_eq(g_rename(first, second), 0);
	g_autofree char *renamed = digest_of(drops);
	cr_assert_str_neq(changed, renamed);
}

/* ── more rejected than taken ── */
static void put_lines(const Drops *drops, const char *file, int good, int bad)
{
	g_autoptr(GString) text = g_string_new("id,received\n");
	for (int line = 0; line < good + bad; line++)
		g_string_append_printf(text, "%d,%s\n", line, line < good ? "2019-08-06" : "never");
	drops_put(drops, file, text->str);
}

#define FEW_DECLARED                                                                                   \
	"kind: csv\njurisdiction: test\ntimezone: UTC\nfiles:\n  intake:\n    pattern: intake*.csv*\n" \
	"    rejects: 300\n    columns:\n      id: {type: key, required: true}\n"                      \
	"      received: {type: timestamp, required: true}\n"

Test(drop, with_too_many_rejects_is_refused_whole_with_one_entry)
{
	g_autoptr(Drops) drops = drops_new(FEW_DECLARED);
	put_lines(drops, "intake-a.csv", 10, 0);
	put_lines(drops, "intake-b.csv", 150, 199); /* too few to judge it by half */
	put_lines(drops, "intake-c.csv", 240, 250);
	put_lines(drops, "intake-d.csv", 20, 200000);
	put_lines(drops, "intake-e.csv", 4000, 301); /* less than a tenth */
	drops_load(drops);
	rows_check(
	    drops->db, "select file, state, records, rejected from etl.drop_file order by 1",
	    "intake-a.csv|stands|10|0\nintake-b.csv|stands|349|199\nintake-c.csv|unreadable|490|0\n"
	    "intake-d.csv|unreadable|321|0\nintake-e.csv|stands|4301|301\n");
	rows_check(
	    drops->db,
	    "select file, code, line, count(*) from etl.reject group by 1, 2, 3 having count(*) > 1 or code = 'too-many-rejected' order by 1",
	    "intake-c.csv|too-many-rejected|242|1\nintake-d.csv|too-many-rejected|22|1\n");
	rows_check(drops->db, "select count(*) from raw.reject", "500\n");
	rows_check(drops->db, "select count(*) from raw.drops_intake", "4160\n");
	put_lines(drops, "intake-d.csv", 30, 0);
	drops_load(drops);
	rows_check(
	    drops->db,
	    "select file from etl.reject where code = 'too-many-rejected' and resolved_run is null",
	    "intake-c.csv\n");
}
