/* CSV files of a folder into raw tables, refusals into the ledger. */
#include "core/error.h"
#include "etl/drop.h"
#include "tests/support/server.h"

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

/* A source of one folder, a warehouse, and the keys of the test. */
typedef struct {
	Database *db;
	ConfigSource source;
	Declaration *declaration;
	Pseudonym *pseudonym;
} Fixture;

static Fixture *fixture_new(void)
{
	static char name[] = "drops";
	static const guint8 key[32] = { 7 };
	Fixture *fixture = g_new0(Fixture, 1);
	fixture->db = server_database();
	fixture->source =
	    (ConfigSource){ .name = name, .mapping = name, .folder = server_scratch() };
	fixture->declaration = declaration_parse(name, declaration_text, NULL);
	fixture->pseudonym = pseudonym_new(key);
	cr_assert_not_null(fixture->declaration);
	return fixture;
}

static void fixture_free(Fixture *fixture)
{
	database_close(fixture->db);
	g_free(fixture->source.folder);
	declaration_free(fixture->declaration);
	pseudonym_free(fixture->pseudonym);
	g_free(fixture);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fixture, fixture_free)

static char *fixture_path(const Fixture *fixture, const char *file)
{
	return g_build_filename(fixture->source.folder, file, NULL);
}

static void put_file(const Fixture *fixture, const char *file, const char *text)
{
	g_autofree char *path = fixture_path(fixture, file);
	cr_assert(g_file_set_contents(path, text, -1, NULL));
}

/* The rows of a query, values joined by "|", rows by a line end. */
static char *rows_of(Database *db, const char *sql)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(DatabaseResult) rows = database_query(db, sql, DATABASE_NO_PARAMS, &error);
	cr_assert_not_null(rows, "%s", error != NULL ? error->message : "");
	GString *text = g_string_new(NULL);
	for (int row = 0; row < result_rows(rows); row++) {
		for (int column = 0; column < result_columns(rows); column++) {
			const char *value = result_text(rows, row, column);
			g_string_append_printf(text, "%s%s", column > 0 ? "|" : "",
					       value != NULL ? value : "-");
		}
		g_string_append_c(text, '\n');
	}
	return g_string_free(text, FALSE);
}

static void check_rows(const Fixture *fixture, const char *sql, const char *expected)
{
	g_autofree char *got = rows_of(fixture->db, sql);
	cr_assert_str_eq(got, expected, "%s\ngave:\n%s", sql, got);
}

/* Loads what the folder holds as a run of its own; its number. */
static gint64 load(Fixture *fixture)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *run = rows_of(
	    fixture->db,
	    "insert into etl.run (kind, state, program, host, pid) values ('nightly', 'claimed', "
	    "'test', 'test', 1) returning run_no");
	gint64 run_no = g_ascii_strtoll(run, NULL, 10);
	cr_assert(database_begin(fixture->db, DATABASE_READ_WRITE, &error));
	g_autoptr(DropScan) scan = drop_scan(&fixture->source, fixture->declaration, &error);
	cr_assert(scan != NULL && drop_load(fixture->db, scan, fixture->pseudonym, run_no, &error),
		  "%s", error != NULL ? error->message : "");
	cr_assert(database_commit(fixture->db, &error));
	return run_no;
}

/* The error of a load that must fail; the database is as before. */
static GError *load_failing(Fixture *fixture)
{
	GError *error = NULL;
	cr_assert(database_begin(fixture->db, DATABASE_READ_WRITE, NULL));
	g_autoptr(DropScan) scan = drop_scan(&fixture->source, fixture->declaration, &error);
	cr_assert(scan == NULL || !drop_load(fixture->db, scan, fixture->pseudonym, 1, &error));
	database_rollback(fixture->db);
	cr_assert_not_null(error_hint(error), "no remedy for: %s", error->message);
	check_rows(fixture, "select count(*) from etl.reject", "0\n");
	check_rows(fixture, "select to_regclass('raw.drops_intake')", "-\n");
	return error;
}

Test(drop, types_the_declared_columns_and_reads_no_others)
{
	g_autoptr(Fixture) fixture = fixture_new();
	put_file(fixture, "intake.csv",
		 HEADER "A1,J. Doe,North,31,2019-08-05T22:45:00,2019-08-06T00:00:00,true\n"
			"A2,J. Doe, \"\"x,,8/5/2019 12:00:00 AM,2019-08-06,\n");
	load(fixture);
	check_rows(
	    fixture,
	    "select origin, length(id), unit, age, held, received, open from raw.drops_intake order by 1",
	    "intake.csv:2|32|North|31|2019-08-05|2019-08-06 00:00:00|t\n"
	    "intake.csv:3|32|\"\"x|-|2019-08-05|2019-08-06 00:00:00|-\n");
	check_rows(
	    fixture,
	    "select string_agg(attname || ' ' || format_type(atttypid, null), ',' order by attnum) "
	    "from pg_attribute where attrelid = 'raw.drops_intake'::regclass and attnum > 0",
	    "origin text,origin_unit text,origin_period date,id text,unit text,age integer,held date,received timestamp without time "
	    "zone,open boolean\n");
}

Test(drop, hashes_keys_alike_in_every_file_and_keeps_none)
{
	g_autoptr(Fixture) fixture = fixture_new();
	put_file(fixture, "intake_1.csv", HEADER "A1,x,,,,2019-08-06,\nA2,x,,,,2019-08-06,\n");
	put_file(fixture, "intake_2.csv", HEADER " A1 ,x,,,,2019-08-07,\n");
	load(fixture);
	check_rows(
	    fixture,
	    "select count(*), count(distinct id), count(*) filter (where id ~ '^[0-9a-f]{32}$') from "
	    "raw.drops_intake",
	    "3|2|3\n");
}

Test(drop, refuses_a_record_or_a_field_as_the_column_is_required_or_not)
{
	g_autoptr(Fixture) fixture = fixture_new();
	put_file(fixture, "intake.csv",
		 HEADER "A1,x,North,many,1965-11-06,2019-08-06,\n"
			"A2,x,South \"b\",5,,never,\n"
			",x,West,5,,2019-08-06,\n"
			"A4,x,East\n"
			"A5,x,0300-1234567,5,2019-02-30,2019-08-06,\n");
	gint64 run_no = load(fixture);
	check_rows(fixture, "select unit, age, held from raw.drops_intake order by origin",
		   "North|-|-\n-|5|-\n");
	check_rows(
	    fixture,
	    "select line, severity, code, field, reason, content - 'received' from etl.reject order by line, field",
	    "2|field|integer-form|age|age is no whole number.|-\n"
	    "2|field|date-range|held|held 1965-11-06 is before 2010-01-01.|-\n"
	    "3|row|date-form|received|received is not written as a date.|{\"age\": \"5\", \"held\": \"\", "
	    "\"open\": \"\", \"unit\": \"South \\\"b\\\"\"}\n"
	    "4|row|value-missing|id|id is empty.|{\"age\": \"5\", \"held\": \"\", \"open\": \"\", "
	    "\"unit\": \"West\"}\n"
	    "5|row|csv-width|age|The record has 3 fields where the header has 7.|-\n"
	    "6|field|date-impossible|held|held is not a day of the calendar and a time of day.|-\n"
	    "6|field|personal-data|unit|unit holds a phone number, which is not taken in.|-\n");
	g_autofree char *run = g_strdup_printf("%d|drops|intake|intake.csv\n", (int)run_no);
	check_rows(fixture, "select distinct run_no, source, feed, file from etl.reject", run);
	check_rows(fixture, "select file, lines, rejected, length(sha256), bytes from etl.file",
		   "intake.csv|5|3|64|177\n");
}

Test(drop, keeps_the_run_that_saw_a_refusal_first)
{
	g_autoptr(Fixture) fixture = fixture_new();
	put_file(fixture, "intake.csv", HEADER "A1,x,,,1965-11-06,2019-08-06,\n");
	gint64 first = load(fixture);
	put_file(fixture, "intake.csv",
		 HEADER "A1,x,,,1965-11-06,2019-08-06,\nA2,x,,,1966-11-06,2019-08-06,\n");
	gint64 second = load(fixture);
	gint64 third = load(fixture);
	g_autofree char *expected = g_strdup_printf("2|%d\n3|%d\n", (int)first, (int)second);
	g_autofree char *sql = g_strdup_printf(
	    "select line, first_run from etl.reject where run_no = %d order by line", (int)third);
	check_rows(fixture, sql, expected);
	check_rows(fixture, "select count(*), min(run_no) from etl.file where lines = 2", "1|2\n");
}

Test(drop, writes_many_refusals_in_pauses_of_the_copy)
{
	enum { RECORDS = 30000 };
	g_autoptr(Fixture) fixture = fixture_new();
	g_autoptr(GString) text = g_string_new(HEADER);
	for (int n = 0; n < RECORDS; n++)
		g_string_append_printf(text, "A%d,x,,%s,,2019-08-06,\n", n, n % 2 == 0 ? "x" : "1");
	put_file(fixture, "intake.csv", text->str);
	load(fixture);
	check_rows(fixture, "select count(*), count(age) from raw.drops_intake", "30000|15000\n");
	check_rows(fixture, "select count(*), min(line), max(line) from etl.reject",
		   "15000|2|30000\n");
}

Test(drop, takes_gzip_files_and_subfolders)
{
	g_autoptr(Fixture) fixture = fixture_new();
	declaration_free(fixture->declaration);
	fixture->declaration = declaration_parse(
	    "drops",
	    "kind: csv\njurisdiction: test\ntimezone: UTC\nfiles:\n  month:\n    pattern: '*/x.csv.gz'\n"
	    "    columns: {a: text}\n",
	    NULL);
	g_autofree char *folder = fixture_path(fixture, "2024-01");
	g_autofree char *path = fixture_path(fixture, "2024-01/x.csv.gz");
	cr_assert_eq(g_mkdir(folder, 0755), 0);
	gzFile file = gzopen(path, "wb");
	gzputs(file, "a\n1\n");
	gzclose(file);
	load(fixture);
	check_rows(fixture, "select origin, a from raw.drops_month", "2024-01/x.csv.gz:2|1\n");
}

Test(drop, takes_the_records_of_a_changed_file_out)
{
	g_autoptr(Fixture) fixture = fixture_new();
	put_file(fixture, "intake.csv", HEADER "A1,x,,,,2019-08-06,\n");
	load(fixture);
	put_file(fixture, "intake.csv", HEADER);
	load(fixture);
	check_rows(fixture, "select count(*) from raw.drops_intake", "0\n");
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
		g_autoptr(Fixture) fixture = fixture_new();
		put_file(fixture, "intake.csv", cases[n].text);
		g_autoptr(GError) error = load_failing(fixture);
		cr_assert_eq(error->code, cases[n].code);
		cr_assert(g_str_has_prefix(error->message,
					   "cannot read any file 'intake' of source 'drops': "));
		cr_assert(g_str_has_suffix(error->message, cases[n].message), "%s", error->message);
	}
}

Test(drop, names_what_is_missing_from_the_folder)
{
	g_autoptr(Fixture) fixture = fixture_new();
	g_autofree char *folder = g_steal_pointer(&fixture->source.folder);
	fixture->source.folder = g_strdup("/nonexistent/drops");
	g_autoptr(GError) missing = load_failing(fixture);
	cr_assert_str_eq(missing->message, "cannot read the folder '/nonexistent/drops' of source "
					   "'drops': No such file or directory");
	g_free(fixture->source.folder);
	fixture->source.folder = g_steal_pointer(&folder);
	g_autoptr(GError) nothing = load_failing(fixture);
	cr_assert_not_null(strstr(nothing->message, "is named 'intake*.csv*'"), "%s",
			   nothing->message);
	g_autofree char *path = fixture_path(fixture, "intake.csv");
	cr_assert_eq(g_mkdir(path, 0755), 0);
	g_autoptr(GError) no_file = load_failing(fixture);
	cr_assert_str_eq(
	    no_file->message,
	    "cannot read any file 'intake' of source 'drops': cannot read 'intake.csv' "
	    "of source 'drops': Is a directory");
}

/* Transfer full. */
static char *digest_of(const Fixture *fixture)
{
	g_autoptr(DropScan) scan = drop_scan(&fixture->source, fixture->declaration, NULL);
	cr_assert_not_null(scan);
	return g_strdup(scan->digest);
}

Test(drop, digests_names_and_contents)
{
	g_autoptr(Fixture) fixture = fixture_new();
	g_autofree char *first = fixture_path(fixture, "intake_1.csv");
	g_autofree char *second = fixture_path(fixture, "intake_2.csv");
	put_file(fixture, "intake_1.csv", "a");
	put_file(fixture, "other.csv", "a");
	g_autofree char *digest = digest_of(fixture);
	cr_assert_eq(strlen(digest), 64);
	put_file(fixture, "other.csv", "b");
	g_autofree char *same = digest_of(fixture);
	cr_assert_str_eq(digest, same);
	put_file(fixture, "intake_1.csv", "b");
	g_autofree char *changed = digest_of(fixture);
	cr_assert_str_neq(digest, changed);
	cr_assert_eq(g_rename(first, second), 0);
	g_autofree char *renamed = digest_of(fixture);
	cr_assert_str_neq(changed, renamed);
}
