/* The CSV reader on texts written to a scratch file. */
#include "core/error.h"
#include "etl/csv/csv.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

static char *scratch;

static void scratch_make(void)
{
	int fd = g_file_open_tmp("shumar-csv-XXXXXX", &scratch, NULL);
	cr_assert_geq(fd, 0);
	close(fd);
}

static void scratch_remove(void)
{
	g_unlink(scratch);
	g_free(scratch);
}

TestSuite(csv, .init = scratch_make, .fini = scratch_remove);

static void scratch_write(const char *text, size_t length)
{
	cr_assert(g_file_set_contents(scratch, text, (gssize)length, NULL));
}

/* Everything the reader says of a text: one line a record, "|" between fields, line ends
 * of values as "/"; rejects as "!line code column", notes with "?" instead. */
static char *told_by(CsvReader *reader, size_t width)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) told = g_string_new(NULL);
	CsvRecord record;
	CsvStep step;
	while ((step = csv_read(reader, &record, &error)) < CSV_END) {
		if (step != CSV_RECORD) {
			cr_assert_null(record.fields);
			cr_assert(g_str_has_suffix(record.reason, "."));
			cr_assert(g_str_has_suffix(record.remedy, ".") ||
				  g_str_has_suffix(record.remedy, "there."));
			g_string_append_printf(told, "%c%d %s %s\n",
					       step == CSV_REJECTED ? '!' : '?', (int)record.line,
					       record.code,
					       record.column != NULL ? record.column : "-");
			continue;
		}
		g_string_append_printf(told, "%d", (int)record.line);
		for (size_t n = 0; n < width; n++) {
			cr_assert_eq(strlen(record.fields[n].data), record.fields[n].length);
			g_string_append_printf(told, "|%s", record.fields[n].data);
		}
		g_string_append_c(told, '\n');
	}
	if (step == CSV_FAILED)
		g_string_append_printf(told, "error %d %s\n", error->code, error->message);
	g_strdelimit(told->str, "\r", '/');
	return g_strdup(told->str);
}

static char *told_of(const char *const *columns)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(CsvReader) reader = csv_open(scratch, "x.csv", columns, &error);
	if (reader == NULL)
		return g_strdup_printf("error %d %s\n", error->code, error->message);
	size_t width = 0;
	while (columns != NULL ? columns[width] != NULL : csv_header(reader)[width] != NULL)
		width++;
	return told_by(reader, width);
}

/* The same of TEXT in another form. */
static char *told_as(const char *text, const CsvFormat *format)
{
	g_autoptr(GError) error = NULL;
	cr_assert(g_file_set_contents(scratch, text, -1, NULL));
	g_autoptr(CsvReader) reader = csv_open_as(scratch, "x.csv", format, &error);
	if (reader == NULL)
		return g_strdup_printf("error %d %s\n", error->code, error->message);
	return told_by(reader, format->columns_count);
}

static char *told(const char *text)
{
	scratch_write(text, strlen(text));
	return told_of(NULL);
}

static void check_cases(const char *const (*cases)[2], size_t count)
{
	for (size_t n = 0; n < count; n++) {
		g_autofree char *got = told(cases[n][0]);
		cr_assert_str_eq(got, cases[n][1], "case %zu gave <%s>", n, got);
	}
}

Test(csv, reads_plain_and_quoted_fields)
{
	static const char *const cases[][2] = {
		{ "a,b\n1,2\n", "2|1|2\n" },
		{ "a,b\n1,2", "2|1|2\n" },
		{ "a,b\n,x\n", "2||x\n" },
		{ "a,b\n1,", "2|1|\n" },
		{ "a,b\n\"1\",\"x,y\"\n", "2|1|x,y\n" },
		{ "a,b\n\"say \"\"no\"\"\",\"\"\"\"\n", "2|say \"no\"|\"\n" },
		{ "a,b\n\"\",\"x\"", "2||x\n" },
		{ "a,b\n6\" pipe,x\n", "2|6\" pipe|x\n" },
		{ "a\n1\n\n2\n", "2|1\n4|2\n" },
	};
	check_cases(cases, G_N_ELEMENTS(cases));
}

Test(csv, takes_every_kind_of_line_end)
{
	static const char *const cases[][2] = {
		{ "a,b\r\n1,2\r\n3,4\r\n", "2|1|2\n3|3|4\n" },
		{ "a,b\r1,2\r3,4\r", "2|1|2\n3|3|4\n" },
		{ "a,b\n1,2\r\n3,4\r5,6", "2|1|2\n3|3|4\n4|5|6\n" },
		{ "a,b\r\n\r\n1,2\r\n", "3|1|2\n" },
		{ "a,b\r\n\"1\",\"2\"\r\n3,4", "2|1|2\n3|3|4\n" },
	};
	check_cases(cases, G_N_ELEMENTS(cases));
}

Test(csv, counts_the_lines_inside_quotes)
{
	static const char *const cases[][2] = {
		{ "a,b\n1,\"x\r\ny\r\nz\"\n2,w\n", "2|1|x/\ny/\nz\n5|2|w\n?2 csv-lines b\n" },
		{ "a,b\n1,\"x\ry\"\n2,w\n", "2|1|x/y\n4|2|w\n?2 csv-lines b\n" },
		{ "\"a\",\"b\nc\"\n1,2\n", "3|1|2\n" },
	};
	check_cases(cases, G_N_ELEMENTS(cases));
}

Test(csv, takes_the_delimiter_from_the_header)
{
	static const char *const cases[][2] = {
		{ "a\tb\n1,5\t2\n", "2|1,5|2\n" },
		{ "a;b;c\n1;2,2;3\n", "2|1|2,2|3\n" },
		{ "\"a,b,c\";d;e\n1;2;3\n", "2|1|2|3\n" },
		{ "a\n1\n", "2|1\n" },
	};
	check_cases(cases, G_N_ELEMENTS(cases));
}

Test(csv, passes_over_a_byte_order_mark)
{
	static const char *const columns[] = { "a", NULL };
	scratch_write("\xEF\xBB\xBF"
		      "a,b\n1,2\n",
		      11);
	g_autofree char *got = told_of(columns);
	cr_assert_str_eq(got, "2|1\n");
}

Test(csv, finds_wanted_columns_by_name_in_any_place_and_case)
{
	static const char *const columns[] = { "case no", "Ä", NULL };
	static const char text[] = "x, CASE No ,ä\n1,2,3\n";
	scratch_write(text, strlen(text));
	g_autofree char *got = told_of(columns);
	cr_assert_str_eq(got, "2|2|3\n");
}

Test(csv, names_a_missing_column_and_the_nearest)
{
	static const char *const columns[] = { "arrest_date", NULL };
	static const char text[] = "id,arest_date\n1,2\n";
	scratch_write(text, strlen(text));
	g_autoptr(GError) error = NULL;
	cr_assert_null(csv_open(scratch, "intake.csv", columns, &error));
	cr_assert_eq(error->code, SHUMAR_ERROR_CONFIG);
	cr_assert_str_eq(error->message,
			 "intake.csv:1: no column 'arrest_date' in the header; the nearest is "
			 "'arest_date'");
	cr_assert_not_null(error_hint(error));
}

Test(csv, refuses_a_header_with_a_name_twice)
{
	g_autofree char *got = told("id,Name_of_unit,NAME_OF_UNIT \n1,2,3\n");
	cr_assert_str_eq(got,
			 "error 3 x.csv:1: column 'NAME_OF_UNIT' stands twice in the header\n");
}

Test(csv, lets_columns_without_a_name_repeat)
{
	g_autofree char *got = told("id,,\n1,2,3\n");
	cr_assert_str_eq(got, "2|1|2|3\n");
}

Test(csv, rejects_short_and_long_records_and_goes_on)
{
	static const char *const cases[][2] = {
		{ "a,b,c\n1,2\n1,2,3\n", "!2 csv-width c\n3|1|2|3\n" },
		{ "a,b,c\n1,2,3,4\n1,2,3\n", "!2 csv-width -\n3|1|2|3\n" },
		{ "a,b\n1\n", "!2 csv-width b\n" },
		{ "a,b\n\"x\ny\",2,3\n1,2\n", "!2 csv-width -\n4|1|2\n" },
	};
	check_cases(cases, G_N_ELEMENTS(cases));
}

Test(csv, tells_both_counts_of_a_wrong_width)
{
	static const char text[] = "a,b,c\n1,2\n";
	scratch_write(text, strlen(text));
	g_autoptr(CsvReader) reader = csv_open(scratch, "x.csv", NULL, NULL);
	CsvRecord record;
	cr_assert_eq(csv_read(reader, &record, NULL), CSV_REJECTED);
	cr_assert_str_eq(record.reason, "The record has 2 fields where the header has 3.");
}

Test(csv, rejects_text_behind_a_closing_quote_and_goes_on)
{
	static const char *const cases[][2] = {
		{ "a,b\n1,\"x\"y\n2,z\n", "!2 csv-quote b\n3|2|z\n" },
		{ "a,b\n\"1\" x,x\n2,z\n", "!2 csv-quote a\n3|2|z\n" },
	};
	check_cases(cases, G_N_ELEMENTS(cases));
}

Test(csv, takes_blanks_around_quotes_as_no_part_of_the_value)
{
	static const char *const cases[][2] = {
		{ "a,b\n\"1\" ,x\n2,z\n", "2|1|x\n3|2|z\n" },
		{ "a,b\n1, \"x, y\"\n2,z\n", "2|1|x, y\n3|2|z\n" },
		{ "a,b\n \"1\"\t, \"say \"\"no\"\"\" ", "2|1|say \"no\"\n" },
		/* what is no quoted field is text, as it stands */
		{ "a,b\n1, \"x\" y\n2, \"\"x\n3, \"z\n4,\"w\"\n",
		  "2|1| \"x\" y\n3|2| \"\"x\n4|3| \"z\n5|4|w\n" },
	};
	check_cases(cases, G_N_ELEMENTS(cases));
}

Test(csv, loses_no_record_behind_a_stray_quote)
{
	g_autofree char *got = told("a,b\n1,\"x\n2,y\n3,\"z\"\n4,w\n");
	cr_assert_str_eq(got, "!2 csv-quote b\n3|2|y\n4|3|z\n5|4|w\n");
}

Test(csv, passes_over_a_bad_line_that_was_not_yet_read_to_its_end)
{
	enum { CHUNK = 256 * 1024 }; /* the reader's; the bad line is moved over its end */
	static const char columns[] = "a,b\n";
	static const char bad[] = "1,\"x\"yyyy\r\n2,z\r\n";
	for (size_t before = 0; before <= strlen(bad); before++) {
		g_autoptr(GString) text = g_string_new(columns);
		while (text->len + strlen(",\n") + before < CHUNK)
			g_string_append_c(text, 'x');
		g_string_append(text, ",\n");
		g_string_append(text, bad);
		scratch_write(text->str, text->len);
		g_autofree char *got = told_of(NULL);
		cr_assert(g_str_has_suffix(got, "\n!3 csv-quote b\n4|2|z\n"),
			  "%zu bytes before: %s", before, got + CHUNK - 100);
	}
}

Test(csv, fails_a_file_whose_quote_never_closes_and_names_its_line)
{
	g_autofree char *got = told("a,b\n1,2\n\"x\ny\",\"z\n4,5\n");
	cr_assert_str_eq(got, "2|1|2\nerror 1 cannot read 'x.csv': the quote opened on line 4 is "
			      "never closed\n");
}

Test(csv, fails_a_file_whose_quote_swallows_more_than_a_record)
{
	g_autoptr(GString) text = g_string_new("a,b\n1,2\n3,\"x\n");
	while (text->len < 3 * CSV_RECORD_LIMIT)
		g_string_append(text, "4,5 and more of it\n");
	scratch_write(text->str, text->len);
	g_autofree char *got = told_of(NULL);
	cr_assert_str_eq(got, "2|1|2\nerror 1 cannot read 'x.csv': the quote opened on line 3 is "
			      "never closed within 1048576 bytes\n");
}

Test(csv, rejects_an_overlong_line_and_goes_on)
{
	g_autoptr(GString) text = g_string_new("a,b\n1,");
	for (size_t n = 0; n < 3 * CSV_RECORD_LIMIT; n++)
		g_string_append_c(text, 'x');
	g_string_append(text, "\r\n2,y\n");
	scratch_write(text->str, text->len);
	g_autofree char *got = told_of(NULL);
	cr_assert_str_eq(got, "!2 csv-long -\n3|2|y\n");
}

Test(csv, rejects_an_overlong_quoted_record_whole)
{
	g_autoptr(GString) text = g_string_new("a,b\n1,\"");
	while (text->len < CSV_RECORD_LIMIT + 100)
		g_string_append(text, "8,9\n");
	g_string_append(text, "\"\n2,y\n");
	scratch_write(text->str, text->len);
	g_autofree char *got = told_of(NULL);
	cr_assert(g_str_has_prefix(got, "!2 csv-long -\n"));
	cr_assert(g_str_has_suffix(got, "|2|y\n"));
	cr_assert_null(strstr(got, "8|9"), "text inside the quote became records");
}

Test(csv, reads_a_record_of_just_the_limit_across_chunks)
{
	g_autoptr(GString) text = g_string_new("a,b\n1,\"");
	while (text->len < 4 + CSV_RECORD_LIMIT - 1)
		g_string_append_c(text, text->len % 100 == 0 ? '\n' : 'x');
	g_string_append(text, "\"\n2,y\n");
	scratch_write(text->str, text->len);
	g_autoptr(CsvReader) reader = csv_open(scratch, "x.csv", NULL, NULL);
	CsvRecord record;
	cr_assert_eq(csv_read(reader, &record, NULL), CSV_RECORD);
	cr_assert_eq(record.fields[1].length, CSV_RECORD_LIMIT - 4);
	cr_assert_eq(csv_read(reader, &record, NULL), CSV_RECORD);
	cr_assert_str_eq(record.fields[1].data, "y");
	cr_assert_eq(csv_read(reader, &record, NULL), CSV_NOTED);
	cr_assert_str_eq(record.code, "csv-lines");
	cr_assert_eq(csv_read(reader, &record, NULL), CSV_END);
	cr_assert_eq(csv_read(reader, &record, NULL), CSV_END);
}

Test(csv, rejects_bad_utf8_in_a_wanted_column_only)
{
	static const char *const second[] = { "b", NULL };
	static const char text[] = "a,b\n1,caf\xE9\n2,x\n";
	scratch_write(text, strlen(text));
	g_autofree char *all = told_of(NULL);
	cr_assert_str_eq(all, "!2 csv-utf8 b\n3|2|x\n");
	static const char other[] = "a,b\ncaf\xE9,1\n2,x\n";
	scratch_write(other, strlen(other));
	g_autofree char *wanted = told_of(second);
	cr_assert_str_eq(wanted, "2|1\n3|x\n");
}

Test(csv, tells_the_byte_that_is_not_utf8)
{
	static const char text[] = "a\nabcdefghijkl\xC3\xA9mn\xE9\n";
	scratch_write(text, strlen(text));
	g_autoptr(CsvReader) reader = csv_open(scratch, "x.csv", NULL, NULL);
	CsvRecord record;
	cr_assert_eq(csv_read(reader, &record, NULL), CSV_REJECTED);
	cr_assert_str_eq(record.reason, "Byte 17 of the field is not UTF-8.");
}

Test(csv, rejects_a_zero_byte)
{
	scratch_write("a,b\n1,x\0y\n2,z\n", 14);
	g_autofree char *got = told_of(NULL);
	cr_assert_str_eq(got, "!2 csv-nul b\n3|2|z\n");
}

Test(csv, refuses_what_is_no_csv_file)
{
	static const struct {
		const char *text;
		size_t length;
		const char *part;
	} cases[] = {
		{ "", 0, "the file is empty" },
		{ "\n", 1, "no line but empty ones" },
		{ "\xEF\xBB\xBF", 3, "the file is empty" },
		{ "<html><table>", 13, "web page" },
		{ "BZh91AY&SY", 10, "bzip2" },
		{ "PK\x03\x04zip", 7, "workbook" },
		{ "%PDF-1.5", 8, "PDF" },
		{ "\"a\n1\n", 5, "never closed" },
		{ "\"a\"b,c\n1\n", 9, "closing quote" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		scratch_write(cases[n].text, cases[n].length);
		g_autoptr(GError) error = NULL;
		cr_assert_null(csv_open(scratch, "x.csv", NULL, &error));
		cr_assert_eq(error->code, SHUMAR_ERROR_FAILED);
		cr_assert_not_null(strstr(error->message, cases[n].part), "case %zu: %s", n,
				   error->message);
		cr_assert_not_null(error_hint(error));
	}
}

Test(csv, gives_no_record_for_a_header_alone)
{
	g_autofree char *got = told("a,b\n");
	cr_assert_str_eq(got, "");
}

Test(csv, refuses_a_folder_and_a_missing_file)
{
	g_autoptr(GError) error = NULL;
	cr_assert_null(csv_open("/", "drop", NULL, &error));
	cr_assert_str_eq(error->message, "cannot read 'drop': it is a folder, not a file");
	g_clear_error(&error);
	cr_assert_null(csv_open("/nonexistent/x.csv", "x.csv", NULL, &error));
	cr_assert_eq(error->code, SHUMAR_ERROR_FAILED);
	cr_assert_not_null(strstr(error->message, "No such file"));
}

/* 20,000 records of changing length, as text. */
static GString *long_text(void)
{
	GString *text = g_string_new("id,text,last\r\n");
	for (int n = 0; n < 20000; n++)
		g_string_append_printf(
		    text, "%d,%s%.*s%s,z\r\n", n, n % 3 == 0 ? "\"q\"\"\r\n" : "", n % 41,
		    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", n % 3 == 0 ? "\"" : "");
	return text;
}

static void write_gzip(const char *text, size_t length)
{
	gzFile file = gzopen(scratch, "wb");
	cr_assert_eq(gzwrite(file, text, (unsigned)length), (int)length);
	cr_assert_eq(gzclose(file), Z_OK);
}

Test(csv, reads_gzip_as_it_reads_plain)
{
	g_autoptr(GString) text = long_text();
	scratch_write(text->str, text->len);
	g_autofree char *plain = told_of(NULL);
	write_gzip(text->str, text->len);
	g_autofree char *unpacked = told_of(NULL);
	cr_assert_str_eq(plain, unpacked);
	cr_assert_not_null(strstr(plain, "\n26668|19999|"), "a line was miscounted");
}

Test(csv, notices_a_gzip_file_that_was_cut_short)
{
	g_autoptr(GString) text = long_text();
	write_gzip(text->str, text->len);
	g_autofree char *packed = NULL;
	gsize length = 0;
	cr_assert(g_file_get_contents(scratch, &packed, &length, NULL));
	static const gsize cuts[] = { 1, 9, 1000 };
	for (size_t n = 0; n < G_N_ELEMENTS(cuts); n++) {
		scratch_write(packed, length - cuts[n]);
		g_autofree char *got = told_of(NULL);
		cr_assert_not_null(
		    strstr(got, "error 1 cannot read 'x.csv': the gzip file is cut short"));
	}
}

Test(csv, notices_a_damaged_gzip_file)
{
	g_autoptr(GString) text = long_text();
	write_gzip(text->str, text->len);
	g_autofree char *packed = NULL;
	gsize length = 0;
	cr_assert(g_file_get_contents(scratch, &packed, &length, NULL));
	packed[length / 2] = (char)(packed[length / 2] ^ 0x55);
	scratch_write(packed, length);
	g_autofree char *got = told_of(NULL);
	cr_assert_not_null(strstr(got, "error 1 cannot read 'x.csv': the gzip file is damaged"));
}

/* ── declared forms ── */
Test(csv, takes_a_declared_delimiter_over_the_header)
{
	static const char *const names[] = { "a,b", NULL };
	static const CsvColumn column = { .names = names };
	const CsvFormat format = { .delimiter = ';', .columns = &column, .columns_count = 1 };
	g_autofree char *got = told_as("a,b;c,d\n1,2;3\n", &format);
	cr_assert_str_eq(got, "2|1,2\n");
}

Test(csv, finds_columns_under_their_synonyms)
{
	static const char *const id[] = { "case_id", "Crime ID", "fir no", NULL };
	static const char *const note[] = { "note", NULL };
	static const CsvColumn columns[] = { { .names = id }, { .names = note, .optional = true } };
	const CsvFormat format = { .columns = columns, .columns_count = 2 };
	static const char *const cases[][2] = {
		{ "crime  id,note\n1,2\n", "2|1|2\n" },
		{ "FIR_No,x\n1,2\n", "2|1|\n" },
		{ "x,note\n1,2\n", "error 3 x.csv:1: no column 'case_id' in the header\n" },
		{ "case_id,fir no\n1,2\n",
		  "error 3 x.csv:1: columns 'case_id' and 'fir no' of the header both stand for "
		  "'case_id'\n" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *got = told_as(cases[n][0], &format);
		cr_assert_str_eq(got, cases[n][1], "%s", got);
	}
}

Test(csv, reads_declared_encodings_as_utf8)
{
	static const char *const a[] = { "a", NULL };
	static const char *const urdu[] = { "تھانہ", "تهانہ", NULL };
	static const CsvColumn plain[] = { { .names = a } };
	static const CsvColumn arabic[] = { { .names = a }, { .names = urdu } };
	const CsvFormat west = { .encoding = "WINDOWS-1252", .columns = plain, .columns_count = 1 };
	const CsvFormat east = { .encoding = "WINDOWS-1256",
				 .columns = arabic,
				 .columns_count = 2 };
	g_autofree char *quoted = told_as("a,b\ncaf\xE9,1\n\"\x80 \"\"1\"\"\",\xE9\n", &west);
	cr_assert_str_eq(quoted, "2|café\n3|€ \"1\"\n");
	/* teh, heh, alef, noon, heh goal in the header; teh, heh and a newline in a value */
	g_autofree char *letters =
	    told_as("a,\xCA\xE5\xC7\xE4\xC0\n1,\"\xCA\n\xE5\"\n2,x\n", &east);
	cr_assert_str_eq(letters, "2|1|ت\nه\n4|2|x\n?2 csv-lines تهانہ\n");
}

Test(csv, rejects_a_byte_that_the_encoding_does_not_have)
{
	static const char *const a[] = { "a", NULL };
	static const CsvColumn columns[] = { { .names = a } };
	const CsvFormat format = { .encoding = "WINDOWS-1252",
				   .columns = columns,
				   .columns_count = 1 };
	g_autofree char *got = told_as("a,b\nx\x81,1\ny,\x81\n", &format);
	cr_assert_str_eq(got, "!2 csv-encoding a\n3|y\n");
	/* a byte order mark says that it is UTF-8 after all */
	g_autofree char *marked = told_as("\xEF\xBB\xBF"
					  "a,b\n\xC3\xA9,1\n",
					  &format);
	cr_assert_str_eq(marked, "2|é\n?1 csv-is-utf8 -\n");
}
