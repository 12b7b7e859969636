/* What real files hold beside records: titles, empty rows, stray quotes, other encodings, damage.
 */
#include "tests/support/told.h"

#include <criterion/criterion.h>
#include <string.h>
#include <zlib.h>

static const char *const events[] = { "id", "held", "topic", "women", "men", NULL };

#define EVENTS "id,held,topic,women,men\n"
#define A1     "A1,2026-01-01,"
#define A2     "A2,2026-01-02,workshop,2,2\n"

/* ── lines without a value ── */
Test(csv_dirt, lines_without_a_value_are_one_note_and_no_record)
{
	g_autoptr(GString) text = g_string_new(EVENTS A2);
	for (int n = 0; n < 500; n++)
		g_string_append(text, ",,,,,\n");
	told_check(
	    text->str, events,
	    "2|A2|2026-01-02|workshop|2|2\n"
	    "?3 csv-empty - The file has 500 lines without any value, the first on line 3: they "
	    "are not counted.\n");
	static const char *const blanks[] = {
		",,,,",
		" , ,\t, , ",
		",,",
		"   ",
		"\"\",\"\",\"\",\"\"",
		"\u00A0,\u00A0,,,",
		"\u00A0",
		"\u200B\u200F,,,\u2003,",
		"\u3000,\uFEFF,,,",
		"\"  \",,,,",
		",,,,,,,,,,",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(blanks); n++) {
		g_autofree char *file = g_strconcat(EVENTS, blanks[n], "\n" A2, NULL);
		told_check(
		    file, events,
		    "3|A2|2026-01-02|workshop|2|2\n"
		    "?2 csv-empty - The file has 1 line without any value, the first on line 2: "
		    "it is not counted.\n");
	}
}

Test(csv_dirt, blanks_of_another_encoding_are_no_value)
{
	static const char *const a[] = { "a", NULL };
	static const CsvColumn columns[] = { { .names = a } };
	const CsvFormat format = { .encoding = "WINDOWS-1256",
				   .columns = columns,
				   .columns_count = 1 };
	static const char text[] = "a,b\n\xA0,\xA0\n\xC8\xC7\xC8,1\n";
	g_autofree char *told = told_bytes(text, strlen(text), &format);
	cr_assert_str_eq(told, "3|باب\n?2 csv-empty - The file has 1 line without any value, the "
			       "first on line 2: it is not counted.\n");
}

Test(csv_dirt, lines_of_totals_are_told)
{
	static const char *const says[] = { "Total", "TOTAL:", " Grand Total", "کل",
					    "میزان", "كل",     "A9,Sub-total" };
	for (size_t n = 0; n < G_N_ELEMENTS(says); n++) {
		bool second = strchr(says[n], ',') != NULL;
		g_autofree char *file =
		    g_strconcat(EVENTS A2, says[n], second ? "" : ",", ",,500,300\n", NULL);
		g_autofree char *told = told_text(file, events);
		cr_expect(g_str_has_suffix(
			      told, "|500|300\n?3 csv-total - Line 3 says that it is a "
				    "total, and is counted as a record (1 such line in all).\n"),
			  "%s", told);
	}
	told_check(EVENTS "Totally,,Summer,1,1\nT,,کلر,1,1\n", events,
		   "2|Totally||Summer|1|1\n3|T||کلر|1|1\n");
}

/* ── stray quotes ── */
Test(csv_dirt, records_that_a_stray_quote_takes_in_are_told_with_their_lines)
{
	static const char *const cases[][2] = {
		{ EVENTS A1 "\"seminar,1,1\n" A2 "A3,2026-01-03,rally\",1,1\n" A2,
		  "2|A1|2026-01-01|seminar,1,1\nA2,2026-01-02,workshop,2,2\nA3,2026-01-03,rally|1|1\n"
		  "?2 csv-lines topic The quoted field topic runs over the lines 2–4, of which 2 read as "
		  "records of their own: it is counted as one record.\n"
		  "5|A2|2026-01-02|workshop|2|2\n" },
		{ EVENTS A1 "\"seminar,1,1\nA2,2026-01-02,rally\",1,1\n",
		  "2|A1|2026-01-01|seminar,1,1\nA2,2026-01-02,rally|1|1\n"
		  "?2 csv-lines topic The quoted field topic runs over the lines 2–3, of which 1 reads as "
		  "a record of its own: it is counted as one record.\n" },
		/* across a quoted comma of the first record */
		{ EVENTS "A1,\"1, 1\",\"seminar,1,1\nA2,2026-01-02,rally\",1,1\n",
		  "2|A1|1, 1|seminar,1,1\nA2,2026-01-02,rally|1|1\n"
		  "?2 csv-lines topic The quoted field topic runs over the lines 2–3, of which 1 reads as "
		  "a record of its own: it is counted as one record.\n" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++)
		told_check(cases[n][0], events, cases[n][1]);
}

Test(csv_dirt, records_behind_a_stray_quote_of_another_width_are_read)
{
	told_check(
	    EVENTS "\"A1,2026-01-01,seminar,1,1\n" A2 "A3,2026-01-03,rally\",1,1\n" A2, events,
	    "!2 csv-quote - A quoted field takes the lines behind it in, which read as records "
	    "of their own.\n"
	    "3|A2|2026-01-02|workshop|2|2\n"
	    "4|A3|2026-01-03|rally\"|1|1\n"
	    "5|A2|2026-01-02|workshop|2|2\n");
}

Test(csv_dirt, a_quote_that_never_closes_refuses_the_file_with_its_line)
{
	told_check(
	    EVENTS A2 A1 "seminar,1,\"1\n", events,
	    "2|A2|2026-01-02|workshop|2|2\nerror 1 cannot read 'x.csv': the quote opened on line "
	    "3 is never closed\n");
}

Test(csv_dirt, a_field_over_lines_is_told_where_no_other_is)
{
	static const char *const ab[] = { "a", "b", NULL };
	told_check("a,b\n1,\"x\ny\"\n2,z\n", ab,
		   "2|1|x\ny\n4|2|z\n?2 csv-lines b The quoted field b runs over the lines 2–3, as "
		   "hardly any other of the file does.\n");
	told_check("a,b\n1,\"x\ny\"\n2,\"z\nw\"\n3,v\n", ab, "2|1|x\ny\n4|2|z\nw\n6|3|v\n");
}

/* ── the header ── */
Test(csv_dirt, header_is_found_as_it_stands)
{
	static const char *const id[] = { "id", "held", NULL };
	static const char *const cases[][2] = {
		{ "sep=;\nid;held\n1;2\n", "3|1|2\n" },
		{ "\"sep=;\"\r\nid;held\r\n1;2\r\n", "3|1|2\n" },
		{ "\uFEFFsep=\t\nid\theld\n1\t2\n", "3|1|2\n" },
		{ "SEP=|\nid|held\n1|2\n", "3|1|2\n" },
		{ "id|held\n1|2\n", "2|1|2\n" },
		{ "id\u00A0,\u200B held\u200F\n1,2\n", "2|1|2\n" },
		{ "\u202Aid\u202C,\uFEFFheld\n1,2\n", "2|1|2\n" },
		{ "HELD,x,Id\n2,0,1\n", "2|1|2\n" },
		{ "\uFF29\uFF24,Held\n1,2\n", "2|1|2\n" },
		{ "\n\n,,\nid,held\n1,2\n",
		  "5|1|2\n?1 csv-title - The header stands on line 4; what is "
		  "above it was passed over.\n" },
		{ "\n \nid,held\n1,2\n", "4|1|2\n" },
		{ "Monthly return of Saddar\nid,held\n1,2\n",
		  "3|1|2\n?1 csv-title - The header stands on line 2; what is above it was passed over.\n" },
		{ "\"Return of \"\"Saddar\"\", January; February\"\n\nNo. 17/2026\nid;held\n1;2\n",
		  "5|1|2\n?1 csv-title - The header stands on line 4; what is above it was passed over.\n" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++)
		told_check(cases[n][0], id, cases[n][1]);
	static const char *const urdu[] = { "تاریخ", "تھانہ", NULL };
	/* written with the Arabic letters */
	told_check("تھانه,تاريخ\n1,2\n", urdu, "2|2|1\n");
}

Test(csv_dirt, header_that_is_none_is_named_for_what_it_is)
{
	static const char *const id[] = { "id", "held", NULL };
	static const char *const cases[][2] = {
		{ "Monthly return of Saddar\n1,2\n",
		  "error 3 x.csv:1: no column 'id' in the header: the line is one field, a title without "
		  "a header below it, or parted by no known delimiter\n" },
		{ "id,date\n1,2\nid,held\n3,4\n",
		  "error 3 x.csv:1: no column 'held' in the header\n" },
		{ "sep=,\nid,\n1,2\n", "error 3 x.csv:2: no column 'held' in the header\n" },
		{ "A1,2026-01-01\nA2,2026-01-02\n",
		  "error 3 x.csv:1: no column 'id' in the header\n" },
		{ "sep=;\n",
		  "error 1 cannot read the header of 'x.csv': it has no line but empty ones\n" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++)
		told_check(cases[n][0], id, cases[n][1]);
}

Test(csv_dirt, names_that_are_not_wanted_may_stand_twice)
{
	static const char *const id[] = { "id", NULL };
	told_check("note,id,note\n1,2,3\n", id, "2|2\n");
}

Test(csv_dirt, binary_files_and_utf32_are_named)
{
	static const char binary[] = "GIF89a\1\0\1\0\0\n";
	static const char wide[] = "\xFF\xFE\0\0i\0\0\0d\0\0\0\n\0\0\0";
	g_autofree char *told = told_bytes(binary, sizeof binary - 1, NULL);
	g_autofree char *other = told_bytes(wide, sizeof wide - 1, NULL);
	static const char said[] =
	    "error 1 cannot read the header of 'x.csv': it holds zero bytes: it is no "
	    "text, or UTF-32\n";
	cr_assert_str_eq(told, said);
	cr_assert_str_eq(other, said);
}

Test(csv_dirt, a_record_of_another_width_tells_all_its_lines)
{
	told_check(
	    "id,held,note\n1,\"x\ny\",3,4\n", (const char *const[]){ "id", NULL },
	    "!2 csv-width - The record on the lines 2–3 has 4 fields where the header has 3.\n");
}

Test(csv_dirt, the_end_mark_of_dos_is_no_record)
{
	told_check(
	    "id,held\r\n1,2\r\n\x1A", (const char *const[]){ "id", NULL },
	    "2|1\n?3 csv-empty - The file has 1 line without any value, the first on line 3: it is "
	    "not counted.\n");
}

Test(csv_dirt, delimiter_that_is_not_the_declared_one_is_named)
{
	static const char *const a[] = { "a", NULL };
	static const char *const b[] = { "b", NULL };
	static const CsvColumn columns[] = { { .names = a }, { .names = b } };
	const CsvFormat format = { .delimiter = ',', .columns = columns, .columns_count = 2 };
	g_autofree char *told = told_bytes("a;b\n1;2\n", 8, &format);
	cr_assert_str_eq(told,
			 "error 3 x.csv:1: no column 'a' in the header: its fields are not parted "
			 "by the delimiter that is declared\n");
}

Test(csv_dirt, header_and_mark_of_a_second_file_are_no_record)
{
	static const char *const ab[] = { "a", "b", NULL };
	told_check(
	    "\uFEFFa,b\n1,2\n\uFEFFa,b\n3,4\n\uFEFF\"5\",6\n", ab,
	    "2|1|2\n4|3|4\n5|5|6\n?3 csv-repeat - The header comes again on line 3, 1 time in all: "
	    "it is not counted as a record.\n");
}

/* ── encodings ── */
static char *told_as(const char *encoding, const char *text, size_t length)
{
	static const char *const a[] = { "a", NULL };
	static const char *const b[] = { "b", NULL };
	static const CsvColumn columns[] = { { .names = a }, { .names = b } };
	const CsvFormat format = { .encoding = encoding, .columns = columns, .columns_count = 2 };
	return told_bytes(text, length, &format);
}

Test(csv_dirt, utf8_in_a_file_of_another_encoding_is_said_and_read_as_that)
{
	static const char note[] =
	    "?1 csv-is-utf8 - The file is not in the encoding that is declared: it "
	    "is UTF-8 throughout, and was read as that.\n";
	static const char text[] = "a,b\nتھانہ صدر,1\nx,2\n";
	static const char *const encodings[] = { "WINDOWS-1256", "WINDOWS-1252" };
	for (size_t n = 0; n < G_N_ELEMENTS(encodings); n++) {
		g_autofree char *told = told_as(encodings[n], text, strlen(text));
		g_autofree char *expected = g_strconcat("2|تھانہ صدر|1\n3|x|2\n", note, NULL);
		cr_expect_str_eq(told, expected, "%s", told);
	}
	/* all ASCII is the same in each */
	g_autofree char *plain = told_as("WINDOWS-1256", "a,b\n1,2\n", 8);
	cr_assert_str_eq(plain, "2|1|2\n");
}

Test(csv_dirt, records_of_utf8_behind_those_of_another_encoding_are_said_and_read)
{
	static const char text[] = "a,b\n\xCA\xE5\xC7\xE4,1\nتھانہ,2\nx,3\n";
	g_autofree char *told = told_as("WINDOWS-1256", text, strlen(text));
	cr_assert_str_eq(
	    told, "2|تهان|1\n3|تھانہ|2\n4|x|3\n?3 csv-is-utf8 - Line 3 is UTF-8 in a file of "
		  "another encoding, and was read as that (1 in all).\n");
}

Test(csv_dirt, letters_of_another_encoding_in_utf8_are_rejected)
{
	static const char text[] = "a,b\n\xCA\xE5\xC7\xE4,1\nx,2\n";
	g_autofree char *told = told_as(NULL, text, strlen(text));
	cr_assert_str_eq(told, "!2 csv-utf8 a Byte 1 of the field is not UTF-8.\n3|x|2\n");
}

Test(csv_dirt, header_of_another_encoding_is_named)
{
	static const char *const urdu[] = { "تھانہ", NULL };
	static const CsvColumn columns[] = { { .names = urdu } };
	const CsvFormat format = { .columns = columns, .columns_count = 1 };
	g_autofree char *told = told_bytes("\xCA\xAA\xC7\xE4\xC0,a\n1,2\n", 12, &format);
	cr_assert_str_eq(told,
			 "error 3 x.csv:1: no column 'تھانہ' in the header: its letters are not "
			 "UTF-8\n");
}

Test(csv_dirt, letters_that_were_spoilt_before_are_told)
{
	static const char *const encodings[] = { "WINDOWS-1252", "WINDOWS-1256" };
	static const char urdu[] = "لاھور ضلع";
	for (size_t n = 0; n < G_N_ELEMENTS(encodings); n++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *spoilt = g_convert_with_fallback(urdu, -1, "UTF-8", encodings[n],
								  "?", NULL, NULL, &error);
		cr_assert_not_null(spoilt, "%s", error != NULL ? error->message : "");
		g_autofree char *file =
		    g_strconcat("id,held\n1,", spoilt, "\n2,", urdu, "\n", NULL);
		g_autofree char *told = told_text(file, (const char *const[]){ "id", NULL });
		cr_expect(
		    g_str_has_prefix(told, "2|1\n3|2\n?2 csv-garbled - The letters of line 2 were"),
		    "%s: %s", encodings[n], told);
	}
	/* what only has such letters in it is right */
	told_check("id,held\n1,Ørsted Ø Ù Ú «»\n2,طب ظاہر عدالت غائب § ط\n",
		   (const char *const[]){ "id", NULL }, "2|1\n3|2\n");
}

/* TEXT as UTF-16. Transfer full. */
static GByteArray *utf16(const char *text, bool marked, bool big)
{
	GByteArray *bytes = g_byte_array_new();
	glong count = 0;
	g_autofree gunichar2 *units = g_utf8_to_utf16(text, -1, NULL, &count, NULL);
	for (glong n = marked ? -1 : 0; n < count; n++) {
		gunichar2 unit = n < 0 ? 0xFEFF : units[n];
		guint8 pair[2] = { (guint8)(unit & 0xFF), (guint8)(unit >> 8) };
		guint8 swapped[2] = { pair[1], pair[0] };
		g_byte_array_append(bytes, big ? swapped : pair, 2);
	}
	return bytes;
}

Test(csv_dirt, utf16_is_read_with_a_mark_and_without)
{
	static const char text[] = "a\tb\r\nتھانہ \U0001F600\t1\r\nx\t\"2\r\n3\"\r\n";
	for (int form = 0; form < 4; form++) {
		g_autoptr(GByteArray) bytes = utf16(text, form & 1, form & 2);
		g_autofree char *told = told_as(form & 2 ? "WINDOWS-1256" : NULL,
						(const char *)bytes->data, bytes->len);
		cr_expect(g_str_has_prefix(told, "2|تھانہ \U0001F600|1\n3|x|2\r\n3\n"),
			  "form %d: %s", form, told);
		cr_expect_eq(strstr(told, "csv-is-utf16") != NULL, !(form & 1), "form %d: %s", form,
			     told);
	}
}

Test(csv_dirt, half_a_pair_of_utf16_rejects_its_record)
{
	static const char text[] =
	    "\xFF\xFE"
	    "a\0,\0b\0\n\0\x00\xD8,\0001\0\n\0\x00\xDC,\0002\0\n\0x\0,\0003\0\n";
	g_autofree char *told = told_as(NULL, text, sizeof text - 1);
	cr_assert_str_eq(
	    told, "!2 csv-utf8 a Byte 1 of the field is not UTF-8.\n!3 csv-utf8 a Byte 1 of "
		  "the field is not UTF-8.\n!4 csv-utf8 b Byte 2 of the field is not UTF-8.\n");
}

Test(csv_dirt, zero_bytes_are_no_utf16)
{
	static const char text[] = "a,b\n1,x\0y\n2,z\n";
	g_autofree char *told = told_as(NULL, text, sizeof text - 1);
	cr_assert_str_eq(told, "!2 csv-nul b The record holds a zero byte.\n3|2|z\n");
}

/* ── gzip ── */
/* Transfer full. */
static GByteArray *packed(const char *text)
{
	enum { GZIP_WINDOW = 15 + 16 };
	z_stream zip = { .next_in = (Bytef *)(guintptr)text, .avail_in = (uInt)strlen(text) };
	GByteArray *bytes = g_byte_array_new();
	deflateInit2(&zip, 9, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY);
	g_byte_array_set_size(bytes, (guint)deflateBound(&zip, zip.avail_in) + 64);
	zip.next_out = bytes->data;
	zip.avail_out = bytes->len;
	cr_assert_eq(deflate(&zip, Z_FINISH), Z_STREAM_END);
	g_byte_array_set_size(bytes, (guint)zip.total_out);
	deflateEnd(&zip);
	return bytes;
}

static void check_packed(const GByteArray *bytes, const char *expected)
{
	g_autofree char *told = told_bytes(bytes->data, bytes->len, NULL);
	cr_expect(g_str_has_suffix(told, expected), "told <%s> instead of <%s>", told, expected);
}

static void check_refused(const GByteArray *bytes, const char *how)
{
	g_autofree char *told = told_bytes(bytes->data, bytes->len, NULL);
	g_autofree char *said = g_strconcat("error 1 cannot read 'x.csv': the gzip file is ", how,
					    " after line ", NULL);
	cr_expect_not_null(strstr(told, said), "told <%s> instead of <%s>", told, said);
}

Test(csv_dirt, gzip_of_several_members_and_zero_bytes_behind_is_read_whole)
{
	static const guint8 zeros[1024];
	g_autoptr(GByteArray) bytes = packed("a,b\n1,2\n");
	g_autoptr(GByteArray) second = packed("3,4\n");
	g_byte_array_append(bytes, second->data, second->len);
	check_packed(bytes, "2|1|2\n3|3|4\n");
	g_byte_array_append(bytes, zeros, sizeof zeros);
	check_packed(bytes, "2|1|2\n3|3|4\n");
}

Test(csv_dirt, gzip_with_bytes_behind_its_end_is_refused_as_damaged)
{
	static const char behind[] =
	    "error 1 cannot read 'x.csv': the gzip file is damaged: bytes that "
	    "are not packed follow its end, after line 3\n";
	static const struct {
		const char *bytes;
		guint length;
	} cases[] = { { "3,4\n", 4 }, { "\0\0\0x", 4 }, { "\x1F", 1 }, { "\n", 1 } };
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(GByteArray) bytes = packed("a,b\n1,2\n");
		g_byte_array_append(bytes, (const guint8 *)cases[n].bytes, cases[n].length);
		check_packed(bytes, behind);
	}
}

Test(csv_dirt, gzip_with_a_damaged_second_member_is_refused)
{
	/* bytes from its end: the length, the check, its texts, its head */
	static const guint places[] = { 1, 5, 9, 22 };
	for (size_t n = 0; n < G_N_ELEMENTS(places); n++) {
		g_autoptr(GByteArray) bytes = packed("a,b\n1,2\n");
		g_autoptr(GByteArray) second = packed("3,4\n");
		cr_assert_lt(places[n], second->len);
		second->data[second->len - places[n]] ^= 0xFF;
		g_byte_array_append(bytes, second->data, second->len);
		check_refused(bytes, "damaged");
	}
	for (guint cut = 1; cut <= 20; cut++) {
		g_autoptr(GByteArray) bytes = packed("a,b\n1,2\n");
		g_autoptr(GByteArray) second = packed("3,4\n");
		g_byte_array_append(bytes, second->data, second->len - cut);
		check_refused(bytes, "cut short");
	}
}

Test(csv_dirt, gzip_in_gzip_is_named)
{
	g_autoptr(GByteArray) inner = packed("a,b\n1,2\n");
	static const guint8 none[1];
	/* the packed bytes as a text, whose zero bytes end it: the head is enough */
	g_byte_array_append(inner, none, 1);
	g_autoptr(GByteArray) outer = packed((const char *)inner->data);
	check_packed(outer, "error 1 cannot read 'x.csv' as CSV: it is packed twice\n");
}
