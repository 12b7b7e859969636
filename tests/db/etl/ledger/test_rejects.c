/* The life of rejected rows, and the files that go to the stations. */
#include "etl/ledger/rejects.h"

#include "core/error.h"
#include "etl/run/run.h"
#include "tests/support/history.h"
#include "tests/support/rows.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

static const char ledger[] =
    "select feed, code, severity, first_run, last_run, resolved_run, resolved_how from etl.reject order by"
    " array_position(engine.feeds(), feed), code, first_run, last_run";
static const char accused_facts[] = "select count(*) from fact.accused";

static void night(History *history, const char *change)
{
	records_exec(history->records, change);
	records_run_well(history->records);
}

/* ── life ── */
Test(rejects, stay_open_while_tried_again_and_are_resolved_when_corrected_or_withdrawn)
{
	g_autoptr(History) history = history_new(1, false);
	Database *db = history->records->warehouse;
	night(history, "update rec.firs set district = 'nowhere' where fir_id = 2;"
		       "update rec.firs set victims = -1 where fir_id = 3;"
		       "update rec.firs set station = null where fir_id = 4");
	rows_check(db, ledger,
		   "case|missing-value|row|1|1|-|-\ncase|negative-count|field|1|1|-|-\n"
		   "case|unknown-district|row|1|1|-|-\n"
		   "accused|orphan-case|row|1|1|-|-\naccused|orphan-case|row|1|1|-|-\n");
	night(history, "update rec.firs set victims = 4 where fir_id = 1");
	rows_check(db, ledger,
		   "case|missing-value|row|1|2|-|-\ncase|negative-count|field|1|2|-|-\n"
		   "case|unknown-district|row|1|2|-|-\n"
		   "accused|orphan-case|row|1|2|-|-\naccused|orphan-case|row|1|2|-|-\n");
	/* the accused of FIR 2 come with it; that of FIR 4 goes on waiting */
	night(history, "update rec.firs set district = 'KSR' where fir_id = 2;"
		       "update rec.firs set victims = 1 where fir_id = 3;"
		       "delete from rec.firs where fir_id = 4");
	rows_check(
	    db, ledger,
	    "case|missing-value|row|1|2|3|withdrawn\ncase|negative-count|field|1|2|3|corrected\n"
	    "case|unknown-district|row|1|2|3|corrected\n"
	    "accused|orphan-case|row|1|2|3|corrected\naccused|orphan-case|row|1|3|-|-\n");
	night(history, "delete from rec.accused where fir_id = 4");
	rows_check(
	    db,
	    "select resolved_run, resolved_how from etl.reject order by resolved_run desc nulls last limit 1",
	    "4|withdrawn\n");
	rows_check(db, accused_facts, "4\n");
}

Test(rejects, of_accused_wait_for_a_case_that_comes_nights_later)
{
	g_autoptr(History) history = history_new(1, false);
	Database *db = history->records->warehouse;
	night(history, "insert into rec.accused select 9, 9, null, null, 'ARRESTED'");
	night(history, "insert into rec.accused select 10, 9, null, null, 'ARRESTED'");
	rows_check(db, accused_facts, "5\n");
	night(
	    history,
	    "insert into rec.firs select 9, 'LHR', 'City', 2024, '9', '2024-05-01', null, '{302}'");
	rows_check(db, accused_facts, "7\n");
	rows_check(
	    db, ledger,
	    "accused|orphan-case|row|1|2|3|corrected\naccused|orphan-case|row|2|2|3|corrected\n");
}

Test(rejects, that_turn_bad_again_are_a_new_entry)
{
	g_autoptr(History) history = history_new(1, false);
	night(history, "update rec.firs set victims = -1 where fir_id = 3");
	night(history, "update rec.firs set victims = 1 where fir_id = 3");
	night(history, "update rec.firs set victims = -2 where fir_id = 3");
	rows_check(
	    history->records->warehouse, ledger,
	    "case|negative-count|field|1|1|2|corrected\ncase|negative-count|field|3|3|-|-\n");
}

/* ── tried again by hand ── */
Test(rejects, tried_again_without_the_source_come_in_when_their_reason_is_gone)
{
	g_autoptr(History) history = history_new(1, false);
	Records *records = history->records;
	g_autoptr(GError) error = NULL;
	night(history, "update rec.firs set district = 'Kahna' where fir_id = 2");
	records_exec(records, "delete from rec.firs"); /* not looked at */
	records_exec_warehouse(
	    records, "insert into ref.district_alias (alias, code) values ('kahna', 'LHR')");
	cr_assert(run_retry(records->config, records->summary, &error), "%s",
		  error != NULL ? error->message : "");
	rows_check(records->warehouse,
		   "select district, run_from from fact.\"case\" where fir_number = '12'",
		   "LHR|2\n");
	rows_check(
	    records->warehouse, ledger,
	    "case|unknown-district|row|1|1|2|corrected\naccused|orphan-case|row|1|1|2|corrected\n");
}

Test(rejects, tried_again_in_vain_change_nothing)
{
	g_autoptr(History) history = history_new(1, false);
	Records *records = history->records;
	g_autoptr(GError) error = NULL;
	night(history, "update rec.firs set district = 'nowhere' where fir_id = 2");
	g_autofree char *before = history_state(records->warehouse);
	cr_assert(run_retry(records->config, records->summary, &error));
	g_autofree char *after = history_state(records->warehouse);
	history_equal(history, after, before, "tried in vain");
	rows_check(records->warehouse, "select published_run from etl.pointer", "1\n");
}

/* ── files ── */
static const char strange[] =
    "insert into rec.firs select n, 'LHR', (array['Sadar / Kot', 'Sadar 1', 'Sadar _ Kot', '../etc', E'a\\nb', 'تھانہ \"ش\",'"
    " || repeat('ت', 200)])[n - 100], 2024, n::text, '2031-01-01', null, '{302}' from generate_series(101, 106) n;"
    "update rec.firs set station = null where fir_id = 4;"
    "update rec.firs set district = null where fir_id = 3";

/* Reads all files back with COPY; gives their number. */
static int import(Database *db, const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	int files = 0;
	for (const char *name = NULL; (name = g_dir_read_name(dir)) != NULL;) {
		if (name[0] == '.')
			continue;
		files++;
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autofree char *text = NULL;
		g_autoptr(GError) error = NULL;
		gsize length = 0;
		cr_assert(g_file_get_contents(path, &text, &length, NULL));
		cr_expect(g_str_has_prefix(text, "\xEF\xBB\xBFreject_no,source,feed,"), "%s", name);
		cr_expect(g_str_has_prefix(name, "rec-") && g_utf8_validate(name, -1, NULL), "%s",
			  name);
		cr_expect(strpbrk(name, "/\\:*?\"<>|\n") == NULL, "%s", name);
		cr_assert(
		    database_copy_in(db, "copy back from stdin (format csv, header)", &error) &&
			database_copy_write(db, text + 3, length - 3, &error) &&
			database_copy_end(db, NULL, NULL, &error),
		    "%s: %s", name, error != NULL ? error->message : "");
	}
	return files;
}

Test(rejects, are_exported_by_station_under_safe_names_and_can_be_read_back)
{
	g_autoptr(History) history = history_new(1, false);
	Database *db = history->records->warehouse;
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *scratch = server_scratch();
	g_autofree char *folder = g_build_filename(scratch, "for", "stations", NULL);
	const Rejects wanted = { 0 };
	night(history, strange);
	cr_assert(rejects_export(text, db, &wanted, folder, &error), "%s",
		  error != NULL ? error->message : "");
	records_exec_warehouse(
	    history->records,
	    "create temporary table back (reject_no bigint, source text, feed text, severity text, code text, file text,"
	    " line bigint, field text, district text, station text, fir text, reason text, remedy text, first_run bigint,"
	    " last_run bigint, resolved_run bigint, resolved_how text, since text, nights bigint, content jsonb)");
	int files = import(db, folder);
	rows_check(
	    db,
	    "select count(*) from etl.reject r full join back b using (reject_no, source, feed, severity, code,"
	    " reason, remedy, content) where r.source is null or b.source is null or r.station is distinct from"
	    " b.station or r.district is distinct from b.district",
	    "0\n");
	g_autofree char *says = g_strdup_printf("entries in %d files, one per station", files);
	cr_expect(strstr(text->str, says) != NULL, "%s", text->str);
	cr_expect_eq(files, 8, "%d", files); /* "Sadar / Kot" and "Sadar _ Kot" are two */
}

static gint by_name(gconstpointer left, gconstpointer right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The files of FOLDER but the index, by name, parted by line ends. Transfer full. */
static char *files_of(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	for (const char *name = NULL; (name = g_dir_read_name(dir)) != NULL;) {
		if (name[0] != '.')
			g_ptr_array_add(names, g_strdup(name));
	}
	g_ptr_array_sort(names, by_name);
	g_ptr_array_add(names, NULL);
	return g_strjoinv("\n", (char **)names->pdata);
}

Test(rejects, of_resolved_stations_leave_the_export_and_foreign_files_stay)
{
	g_autoptr(History) history = history_new(1, false);
	Database *db = history->records->warehouse;
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *folder = server_scratch();
	g_autofree char *foreign = g_build_filename(folder, "rec-LHR-Answers.csv", NULL);
	const Rejects all = { 0 };
	const Rejects one = { .district = "LHR", .station = "Sadar 1" };
	night(history, strange);
	cr_assert(g_file_set_contents(foreign, "mine\n", -1, NULL));
	cr_assert(rejects_export(text, db, &all, folder, NULL));
	cr_assert(rejects_export(text, db, &one, folder, NULL));
	g_autofree char *left = files_of(folder);
	cr_expect_str_eq(left, "rec-LHR-Answers.csv\nrec-LHR-Sadar 1.csv");
	cr_expect(strstr(text->str, "7 files of the export before removed") != NULL, "%s",
		  text->str);
}

/* None of these would be taken in as a station today: an earlier version's ledger may hold them. */
static const char formulas[] =
    "insert into rec.firs select n, 'LHR', 'Sadar', 2024, n::text, '2031-01-01', null, '{302}' from generate_series(101, 104) n";
static const char stations[] =
    "update etl.reject r set station = (array['=HYPERLINK(\"x\")', '@SUM(1)', '+1', E'a\\x1b[2J'])[n.place]"
    " from (select reject_no, row_number() over (order by reject_no) as place from etl.reject where station = 'Sadar') n"
    " where r.reject_no = n.reject_no";

Test(rejects, are_no_formulas_in_csv_and_their_numbers_are_numbers)
{
	g_autoptr(History) history = history_new(1, false);
	g_autoptr(GString) text = g_string_new(NULL);
	const Rejects wanted = { .district = "LHR", .csv = true };
	night(history, formulas);
	records_exec_warehouse(history->records, stations);
	cr_assert(rejects_list(text, history->records->warehouse, &wanted, NULL));
	static const char *const parts[] = { ",\"'=HYPERLINK(\"\"x\"\")\",", ",'@SUM(1),", ",'+1,",
					     "a‹U+001B›[2J" };
	for (size_t n = 0; n < G_N_ELEMENTS(parts); n++)
		cr_expect(strstr(text->str, parts[n]) != NULL, "no %s in %s", parts[n], text->str);
	cr_expect_null(strstr(text->str, ",=HYPERLINK"));
	cr_expect_null(strchr(text->str, 0x1b));
}

Test(rejects, are_not_exported_where_a_file_is_in_the_way)
{
	g_autoptr(History) history = history_new(1, false);
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *scratch = server_scratch();
	g_autofree char *folder = g_build_filename(scratch, "taken", NULL);
	const Rejects wanted = { 0 };
	night(history, strange);
	cr_assert(g_file_set_contents(folder, "mine", -1, NULL));
	cr_assert_not(rejects_export(text, history->records->warehouse, &wanted, folder, &error));
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_OUTPUT), "%s", error->message);
}
