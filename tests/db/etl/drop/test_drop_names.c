/* What names of files can do to a load: units that look like numbers, letters that cannot be seen,
 * things that are no files, names that fit nothing. */
#include "etl/command/drop_status.h"
#include "tests/support/drops.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

TestSuite(drop_names, .timeout = 120);

#define FILES(calendar)                                                                            \
	"kind: csv\njurisdiction: test\ntimezone: Asia/Karachi\n"                                  \
	"files:\n"                                                                                 \
	"  firs:\n"                                                                                \
	"    pattern: '{period}-{unit}-{seq}.csv*'\n" calendar "    columns: {id: text}\n"
#define CALENDAR(units)                                                                            \
	FILES("    calendar: {every: month, due: 10, from: 2026-09, to: 2026-10, units: " units    \
	      "}\n")

#define STANDING "select id, origin_unit from raw.drops_firs order by 1"
#define STATES   "select file, state, stands from etl.drop_file order by file collate \"C\""

/* ── units and numbers ── */
Test(drop_names, a_declared_unit_is_no_resend_of_another)
{
	g_autoptr(Drops) drops = drops_new(CALENDAR("[city, city-2]"));
	g_autoptr(GString) text = g_string_new(NULL);
	drops_put(drops, "2026-09-city.csv", "id\n1\n");
	drops_put(drops, "2026-09-city-2.csv", "id\n2\n3\n");
	drops_load(drops);
	rows_check(drops->db, STANDING, "1|city\n2|city-2\n3|city-2\n");
	rows_check(drops->db,
		   "select unit, state from engine.drop_calendar_on('2026-11-30') where period = "
		   "'2026-09-01' order by 1",
		   "city|reported\ncity-2|reported\n");
	cr_assert(drop_status(text, drops->db, NULL));
	cr_assert_not_null(strstr(text->str, "Its name is taken for unit 'city-2'; 'city' is "
					     "declared as well, of which it could be another"),
			   "%s", text->str);
}

Test(drop_names, a_resend_of_a_declared_unit_that_ends_in_a_number_replaces_it)
{
	g_autoptr(Drops) drops = drops_new(CALENDAR("[city, city-2]"));
	drops_put(drops, "2026-09-city.csv", "id\n1\n");
	drops_put(drops, "2026-09-city-2.csv", "id\n2\n");
	drops_put(drops, "2026-09-city-2-2.csv", "id\n4\n");
	drops_load(drops);
	rows_check(drops->db, STANDING, "1|city\n4|city-2\n");
}

Test(drop_names, units_of_the_reference_table_win_too)
{
	g_autoptr(Drops) drops = drops_new(CALENDAR("ref.unit"));
	cr_assert(database_script(
	    drops->db,
	    "insert into ref.unit (jurisdiction, unit) values ('test', 'City'), ('test', 'City-2')",
	    NULL));
	drops_put(drops, "2026-09-city.csv", "id\n1\n");
	drops_put(drops, "2026-09-city-2.csv", "id\n2\n");
	drops_load(drops);
	rows_check(drops->db, STANDING, "1|City\n2|City-2\n");
}

Test(drop_names, without_declared_units_a_resend_that_may_be_a_unit_is_said)
{
	g_autoptr(Drops) drops = drops_new(FILES(""));
	drops_put(drops, "2026-09-city.csv", "id\n1\n");
	drops_put(drops, "2026-09-city-2.csv", "id\n2\n");
	drops_load(drops);
	rows_check(drops->db, STANDING, "2|city\n");
	rows_check(drops->db, "select reason from etl.drop_file where state = 'stands'",
		   "Its name is taken for another sending of 'city', and it replaces "
		   "'2026-09-city.csv'. Where 'city-2' is a unit of its own, name the units in the "
		   "calendar of the declaration.\n");
	rows_check(drops->db, "select count(*) from etl.reject", "0\n");
}

/* ── letters ── */
Test(drop_names, units_are_one_whatever_their_case_and_what_cannot_be_seen_of_them)
{
	static const char *const resends[] = {
		"2026-10-saddar-2.csv",
		"2026-10-SADDAR-2.csv",
		"2026-10-Sad\u200ddar-2.csv",
		"2026-10-Saddar\u00a0-2.csv",
		"2026-10-\u200fSaddar-2.csv",
		"2026-10-\uff33addar-2.csv",
		"2026-10-Sa\u0301\u0301ddar-2.csv",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(resends); n++) {
		bool other = n == G_N_ELEMENTS(resends) - 1; /* an accent is another letter */
		g_autoptr(Drops) drops = drops_new(CALENDAR("[saddar]"));
		drops_put(drops, "2026-10-Saddar.csv", "id\n1\n");
		drops_put(drops, resends[n], "id\n2\n");
		drops_load(drops);
		g_autofree char *ids =
		    rows_text(drops->db, "select id from raw.drops_firs order by 1");
		cr_expect_str_eq(ids, other ? "1\n2\n" : "2\n", "%s gave %s", resends[n], ids);
		g_autofree char *calendar = rows_text(
		    drops->db,
		    "select unit, state, resends from engine.drop_calendar_on('2026-11-30') "
		    "where period = '2026-10-01'");
		cr_expect_str_eq(calendar, other ? "saddar|reported|0\n" : "saddar|reported|1\n",
				 "%s gave %s", resends[n], calendar);
	}
}

Test(drop_names, a_unit_composed_otherwise_is_the_same)
{
	g_autoptr(Drops) drops = drops_new(CALENDAR("['سول لائنز']"));
	drops_put(drops, "2026-10-سول لائنز.csv", "id\n1\n");
	drops_put(drops, "2026-10-سول لاي\u0654نز-2.csv", "id\n2\n");
	drops_load(drops);
	rows_check(drops->db, STANDING, "2|سول لائنز\n");
}

Test(drop_names, a_file_in_capital_letters_is_read)
{
	g_autoptr(Drops) drops = drops_new(FILES(""));
	drops_put(drops, "2026-09-CITY.CSV", "id\n1\n");
	drops_load(drops);
	rows_check(drops->db, STANDING, "1|CITY\n");
}

/* ── things that are no files ── */
static void put_socket(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	g_strlcpy(address.sun_path, path, sizeof address.sun_path);
	cr_assert_eq(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
	close(fd);
}

Test(drop_names, nothing_but_plain_files_is_read_and_no_link_followed)
{
	g_autoptr(Drops) drops = drops_new(FILES(""));
	g_autofree char *endless = drops_path(drops, "2026-01-endless.csv");
	g_autofree char *beside = drops_path(drops, "2026-01-beside.csv");
	g_autofree char *pipe = drops_path(drops, "2026-01-pipe.csv");
	g_autofree char *plug = drops_path(drops, "2026-01-plug.csv");
	g_autofree char *folder = drops_path(drops, "2026-01-folder.csv");
	drops_put(drops, "2026-01-city.csv", "id\n1\n");
	drops_put(drops, "elsewhere", "id\n9\n");
	cr_assert_eq(symlink("/dev/zero", endless), 0);
	cr_assert_eq(symlink("elsewhere", beside), 0);
	cr_assert_eq(mkfifo(pipe, 0644), 0);
	put_socket(plug);
	cr_assert_eq(g_mkdir(folder, 0755), 0);
	drops_load(drops);
	rows_check(drops->db, STANDING, "1|city\n");
	rows_check(
	    drops->db,
	    "select file, state, substring(reason from ': (.*)') from etl.drop_file where state <> 'unmatched' order by 1",
	    "2026-01-beside.csv|unreadable|it is a link, and links are not followed.\n"
	    "2026-01-city.csv|stands|-\n"
	    "2026-01-endless.csv|unreadable|it is a link, and links are not followed.\n"
	    "2026-01-folder.csv|unreadable|it is a folder, not a file.\n"
	    "2026-01-pipe.csv|unreadable|it is no plain file (a device, pipe or socket).\n"
	    "2026-01-plug.csv|unreadable|it is no plain file (a device, pipe or socket).\n");
}

Test(drop_names, a_folder_that_is_a_link_is_not_gone_through_but_the_source_s_own_may_be_one)
{
	g_autoptr(Drops) drops = drops_new(
	    "kind: csv\njurisdiction: test\ntimezone: UTC\nfiles:\n  firs:\n    pattern: '*/x.csv'\n"
	    "    columns: {id: text}\n");
	g_autofree char *real = drops_path(drops, "real");
	g_autofree char *linked = drops_path(drops, "linked");
	cr_assert_eq(g_mkdir(real, 0755), 0);
	cr_assert_eq(symlink("real", linked), 0);
	drops_put(drops, "real/x.csv", "id\n1\n");
	g_autofree char *other = g_strconcat(drops->source.folder, "-link", NULL);
	cr_assert_eq(symlink(drops->source.folder, other), 0);
	g_free(drops->source.folder);
	drops->source.folder = g_strdup(other);
	drops_load(drops);
	rows_check(drops->db, "select origin from raw.drops_firs", "real/x.csv:2\n");
	rows_check(drops->db, STATES, "linked|unmatched|-\nreal/x.csv|stands|-\n");
	unlink(other);
}

Test(drop_names, a_file_that_is_too_large_is_refused_and_the_others_go_on)
{
	g_autoptr(Drops) drops = drops_new(FILES(""));
	g_autofree char *path = drops_path(drops, "2026-01-large.csv");
	drops->source.file_megabytes = 1;
	drops_put(drops, "2026-01-city.csv", "id\n1\n");
	drops_put(drops, "2026-01-large.csv", "id\n2\n");
	cr_assert_eq(truncate(path, (off_t)1 << 40), 0); /* a hole: no byte of it is on the disk */
	drops_load(drops);
	rows_check(drops->db, STANDING, "1|city\n");
	rows_check(drops->db, "select reason, remedy from etl.reject",
		   "Cannot read '2026-01-large.csv' of source 'drops': it is larger than 1 "
		   "megabytes.|Send the records in smaller files, or raise 'file_megabytes' of the "
		   "source.\n");
}

/* ── names ── */
Test(drop_names, a_name_that_cannot_be_shown_is_one_entry)
{
	g_autoptr(Drops) drops = drops_new(FILES(""));
	drops_put(drops, "2026-01-city.csv", "id\n1\n");
	drops_put(drops,
		  "2026-01-sad\xff"
		  "dar.csv",
		  "id\n2\n");
	drops_put(drops, "2026-01-sad‹0xFF›dar.csv", "id\n3\n");
	drops_put(drops, "2026-01-a\nb.csv", "id\n4\n");
	drops_put(drops, "2026-01-\x1b[31m.csv", "id\n5\n");
	drops_put(drops, "\xfe", "id\n6\n");
	drops_load(drops);
	rows_check(drops->db, "select id from raw.drops_firs order by 1", "1\n3\n");
	rows_check(drops->db, "select file, state from etl.drop_file order by file collate \"C\"",
		   "2026-01-a‹U+000A›b.csv|unreadable\n"
		   "2026-01-city.csv|stands\n"
		   "2026-01-sad‹0xFF›dar.csv|stands\n"
		   "2026-01-sad‹0xFF›dar.csv‹›|unreadable\n"
		   "2026-01-‹U+001B›[31m.csv|unreadable\n"
		   "‹0xFE›|unmatched\n");
	rows_check(drops->db, "select distinct code, remedy from etl.reject",
		   "file-name|Rename the file: a name is UTF-8 without control characters.\n");
}

Test(drop_names, files_that_fit_no_pattern_are_listed_with_the_nearest)
{
	g_autoptr(Drops) drops =
	    drops_new("kind: csv\njurisdiction: test\ntimezone: UTC\nfiles:\n"
		      "  firs:\n    pattern: '{period}-{unit}.csv'\n    columns: {id: text}\n"
		      "  lists:\n    pattern: 'list_{period}.txt'\n    columns: {id: text}\n");
	drops_put(drops, "2026-01-city.csv", "id\n1\n");
	drops_put(drops, "list_2026-01.txt", "id\n1\n2\n");
	drops_put(drops, "2026_02_saddar.csv", "id\n2\n");
	drops_put(drops, "Feb 2026.csv", "id\n3\n");
	drops_put(drops, "list-2026-02.txt", "id\n4\n");
	drops_put(drops, ".2026-02-hidden.csv", "id\n5\n");
	drops_load(drops);
	rows_check(
	    drops->db,
	    "select feed, file, reason from etl.drop_file where state = 'unmatched' order by "
	    "file collate \"C\"",
	    "firs|2026_02_saddar.csv|It fits no pattern and is not read; the nearest is "
	    "'{period}-{unit}.csv'.\n"
	    "firs|Feb 2026.csv|It fits no pattern and is not read; the nearest is "
	    "'{period}-{unit}.csv'.\n"
	    "lists|list-2026-02.txt|It fits no pattern and is not read; the nearest is "
	    "'list_{period}.txt'.\n");
	g_autoptr(GString) text = g_string_new(NULL);
	cr_assert(drop_status(text, drops->db, NULL));
	cr_assert_not_null(strstr(text->str, "Feb 2026.csv"), "%s", text->str);
	rows_check(drops->db, "select count(*) from etl.reject", "0\n");
}

/* ── what one file of a kind can do ── */
Test(drop_names, what_was_read_last_stands_when_nothing_that_comes_can_be_read)
{
	g_autoptr(Drops) drops = drops_new(FILES(""));
	drops_put(drops, "2026-01-city.csv", "id\n1\n2\n");
	drops_load(drops);
	drops_remove(drops, "2026-01-city.csv");
	drops_put(drops, "2026-02-city.csv", "other\n3\n");
	drops_load(drops);
	rows_check(drops->db, "select id from raw.drops_firs order by 1", "1\n2\n");
	rows_check(drops->db, "select file, state, records from etl.drop_file",
		   "2026-02-city.csv|unreadable|0\n");
	drops_put(drops, "2026-02-city.csv", "id\n3\n");
	drops_load(drops);
	rows_check(drops->db, "select id from raw.drops_firs order by 1", "3\n");
}

#define TWO                                                                                        \
	"kind: csv\njurisdiction: test\ntimezone: UTC\nfiles:\n"                                   \
	"  firs:\n    pattern: firs.csv\n    columns: {id: text}\n"                                \
	"  walks:\n    pattern: walks.csv\n    columns: {id: text}\n"

Test(drop_names, one_declared_file_that_cannot_be_read_leaves_the_other)
{
	g_autoptr(Drops) drops = drops_new(TWO);
	drops_put(drops, "firs.csv", "wrong\n1\n");
	drops_put(drops, "walks.csv", "id\n7\n");
	drops_load(drops);
	rows_check(drops->db, "select id from raw.drops_walks", "7\n");
	rows_check(drops->db, "select id from raw.drops_firs", "");
	rows_check(drops->db, "select file, code from etl.reject", "firs.csv|csv-header\n");
}

Test(drop_names, facts_of_a_file_that_cannot_be_read_any_more_are_not_taken_away)
{
	g_autoptr(Drops) drops = drops_new(TWO);
	drops_put(drops, "firs.csv", "id\n1\n");
	drops_put(drops, "walks.csv", "id\n7\n");
	drops_load(drops);
	drops_put(drops, "firs.csv", "wrong\n1\n");
	cr_assert(database_script(drops->db,
				  "truncate raw.loaded, raw.reject, raw.present, "
				  "raw.rows_drops_firs, raw.rows_drops_walks",
				  NULL));
	g_autoptr(GError) error = drops_load_failing(drops);
	cr_assert_str_eq(error->message, "cannot read any file 'firs' of source 'drops': "
					 "firs.csv:1: no column 'id' in the header");
}
