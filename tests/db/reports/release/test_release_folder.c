/* Folders of releases in a warehouse: what is written, that it is the same again, and what is
 * refused. */
#include "reports/release/folder.h"
#include "reports/release/names.h"

#include "core/config/yaml.h"
#include "core/error.h"
#include "reports/release/describe.h"
#include "reports/release/folder_verify.h"
#include "reports/release/seal.h"
#include "tests/support/csvw.h"
#include "tests/support/records.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <string.h>

#define DISTRICTS 8

static Records *records;
static Library *library;
static char *rules;

static void make(void)
{
	const char *root = g_getenv("SHUMAR_ROOT");
	records = records_new();
	rules = g_build_filename(root != NULL ? root : ".", "templates", "disclosure.yaml", NULL);
	g_autofree char *templates = g_path_get_dirname(rules);
	const char *const folders[] = { templates, NULL };
	library = library_open(folders, NULL);
	cr_assert(library != NULL);
}

static void end(void)
{
	records_free(records);
	library_free(library);
	g_free(rules);
}

TestSuite(release_folder, .init = make, .fini = end);

static void run(const char *format, ...) G_GNUC_PRINTF(1, 2);
static void run(const char *format, ...)
{
	va_list list;
	va_start(list, format);
	g_autofree char *sql = g_strdup_vprintf(format, list);
	va_end(list);
	records_exec_warehouse(records, sql);
}

/* A release ID of the districts QQ1… and their total, in the month that begins on FIRST: those
 * whose letter in STATES is c are withheld, x were not reported. */
static void put_release(const char *id, const char *first, const int counts[DISTRICTS],
			const char *states, const char *state)
{
	int total = 0;
	run("insert into release.release (release_id, plan, params, run_no, as_at, jurisdiction, "
	    "state, content, prepared_at) values ('%s', 'made', '{\"month\": \"%.7s\"}', 7, "
	    "'2026-11-22 19:00:00+00', 'punjab', 'prepared', 'hash of %s', '%s')",
	    id, first, id, first);
	for (int n = 0; n < DISTRICTS; n++) {
		bool hidden = states[n] == 'c', missing = states[n] == 'x';
		g_autofree char *value = g_strdup_printf("%d", counts[n]);
		run("insert into release.cell select '%s', %d, 'cases_registered|QQ%d|all|' || "
		    "f.first || '|' || f.last, 'cases_registered', 'QQ%d', 'all', f.first, f.last, "
		    "'month', '%s', %s, %d, '%s', false, '%s' from (select '%s'::date as first, "
		    "('%s'::date + interval '1 month - 1 day')::date as last) f",
		    id, n + 1, n + 1, n + 1,
		    hidden    ? "hidden"
		    : missing ? "missing"
			      : "published",
		    hidden || missing ? "null" : value, hidden ? 1 : 0,
		    missing ? "did-not-exist" : "covered", id, first, first);
		if (!missing)
			run("insert into release.sum values ('%s', 1, %d, -1)", id, n + 1);
		total += missing ? 0 : counts[n];
	}
	run("insert into release.cell select '%s', %d, 'cases_registered|punjab|all|' || f.first "
	    "|| '|' || f.last, 'cases_registered', 'punjab', 'all', f.first, f.last, 'month', "
	    "'published', %d, 0, 'covered', true, '%s', true from (select '%s'::date as first, "
	    "('%s'::date + interval '1 month - 1 day')::date as last) f",
	    id, DISTRICTS + 1, total, id, first, first);
	run("insert into release.sum values ('%s', 1, %d, 1)", id, DISTRICTS + 1);
	run("update release.release set state = '%s' where release_id = '%s'", state, id);
}

static const int october[DISTRICTS] = { 12, 2, 31, 9, 44, 1, 17, 25 };
static const int november[DISTRICTS] = { 14, 3, 28, 11, 39, 2, 20, 0 };

static void put_two(void)
{
	put_release("made-2026-10", "2026-10-01", october, "pcpcpccp", "published");
	put_release("made-2026-11", "2026-11-01", november, "pcpcpccx", "approved");
}

static bool write_to(const char *folder, const char *id, char **ret_sha256, GError **error)
{
	cr_assert(database_begin(records->warehouse, DATABASE_READ_WRITE, NULL));
	bool done =
	    describe_write(records->warehouse, library, id, rules, folder, error) &&
	    folder_write(records->warehouse, records->config, id, rules, folder, ret_sha256, error);
	if (done)
		cr_assert(database_commit(records->warehouse, NULL));
	else
		database_rollback(records->warehouse);
	return done;
}

static char *read_file(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	char *text = NULL;
	cr_assert(g_file_get_contents(path, &text, NULL, NULL), "no '%s'", path);
	return text;
}

static void expect_in(const char *folder, const char *name, const char *words)
{
	g_autofree char *text = read_file(folder, name);
	cr_expect(strstr(text, words) != NULL, "no '%s' in %s:\n%s", words, name, text);
}

Test(release_folder, has_every_figure_its_proof_and_its_seal)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = server_scratch();
	g_autofree char *key = signature_public_path(&release_key, records->config);
	g_autofree char *sha256 = NULL;
	g_autoptr(GString) said = g_string_new(NULL);
	put_two();
	cr_assert(write_to(folder, "made-2026-11", &sha256, &error), "%s",
		  error != NULL ? error->message : "");
	cr_expect(folder_verify(folder, key, said, &error), "%s", said->str);
	cr_expect(strstr(said->str, "verified: 11 files, 9 figures, 4 withheld; ") != NULL, "%s",
		  said->str);
	g_autofree char *figures = read_file(folder, "data/figures.csv");
	cr_expect_str_eq(figures,
			 "cell,measure,place,kind,first_on,last_on,value,marks\r\n"
			 "2,cases_registered,QQ1,all,2026-11-01,2026-11-30,14,\r\n"
			 "4,cases_registered,QQ2,all,2026-11-01,2026-11-30,[c],\r\n"
			 "6,cases_registered,QQ3,all,2026-11-01,2026-11-30,28,\r\n"
			 "8,cases_registered,QQ4,all,2026-11-01,2026-11-30,[c],\r\n"
			 "10,cases_registered,QQ5,all,2026-11-01,2026-11-30,39,\r\n"
			 "12,cases_registered,QQ6,all,2026-11-01,2026-11-30,[c],\r\n"
			 "14,cases_registered,QQ7,all,2026-11-01,2026-11-30,[c],\r\n"
			 ",cases_registered,QQ8,all,2026-11-01,2026-11-30,[z],\r\n"
			 "17,cases_registered,punjab,all,2026-11-01,2026-11-30,117,[p][r]\r\n");
	/* the earlier release is a part of the proof, and named */
	expect_in(folder, "proof/cells.csv",
		  "3,made-2026-10,cases_registered,QQ2,all,2026-10-01,2026-10-31,hidden,,1,\n");
	expect_in(folder, "manifest.json",
		  "\"earlier\":{\"made-2026-10\":\"hash of made-2026-10\"}");
	expect_in(folder, "manifest.json", "\"params\":{\"month\":\"2026-11\"}");
	expect_in(
	    folder, "README.txt",
	    "Records are known up to 2026-11-22 19:00 UTC; the figures are those of run 7.\n");
	expect_in(folder, "README.txt",
		  "ریکارڈ 2026-11-22 19:00 UTC تک کا ہے؛ اعداد رن نمبر 7 کے ہیں۔");
	expect_in(folder, "README.txt", "month: 4 of 8");
	expect_in(folder, "README.txt", "month: 8 میں سے 4");
	g_autofree char *json = read_file(folder, "manifest.json");
	g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, json, -1);
	cr_expect_str_eq(hash, sha256);
}

Test(release_folder, has_no_mark_left_of_its_texts)
{
	g_autofree char *folder = server_scratch();
	put_two();
	cr_assert(write_to(folder, "made-2026-11", NULL, NULL));
	static const char *const names[] = { "README.txt", "data/figures.json" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *text = read_file(folder, names[n]);
		cr_expect(!g_regex_match_simple("\\{[a-z_]+\\}", text, 0, 0), "%s", text);
		cr_expect(g_utf8_validate(text, -1, NULL));
	}
}

Test(release_folder, tells_what_each_code_of_its_figures_means_in_both_languages)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = server_scratch();
	put_two();
	run("update release.cell set place = case place when 'QQ1' then 'DGK' else 'division:Dera-Ghazi-Khan' end "
	    "where release_id = 'made-2026-11' and place in ('QQ1', 'QQ2')");
	cr_assert(names_write(records->warehouse, library, "made-2026-11", folder, &error), "%s",
		  error != NULL ? error->message : "");
	static const char *const lines[] = {
		"column,code,name_en,name_ur,meaning_en,meaning_ur\r\n",
		"\r\nmeasure,cases_registered,Cases registered,درج مقدمات,",
		"\r\nplace,DGK,Dera Ghazi Khan,ڈیرہ غازی خان,,\r\n",
		"\r\nplace,division:Dera-Ghazi-Khan,Dera Ghazi Khan division,ڈویژن ڈیرہ غازی خان,,\r\n",
		"\r\nplace,punjab,Punjab,پنجاب,,\r\n",
		"\r\nkind,all,All,تمام,,\r\n",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(lines); n++)
		expect_in(folder, "data/names.csv", lines[n]);
}

/* Two tables, the second of two months and of the districts QQ1 and QQ3 alone. */
static void put_lists(void)
{
	run("insert into release.list values "
	    "('made-2026-11', 1, 'month', 'cases_registered', 'district', 'all', null, null, "
	    "'{2026-11-01}', '{2026-11-30}'), "
	    "('made-2026-11', 2, 'two', 'defendants', 'district', 'group', '{QQ1,QQ3}', null, "
	    "'{2026-10-01,2026-11-01}', '{2026-10-31,2026-11-30}'), "
	    "('made-2026-11', 3, 'year', 'cases_registered', 'district', 'all', null, null, '{}', "
	    "'{}')");
	run("insert into release.fact values ('made-2026-11', 'month.title_en', 'Cases, \"all\"'), "
	    "('made-2026-11', 'month.title_ur', 'مقدمات')");
}

/* The note of JSON whose NAME is TEXT. Borrowed. */
static const YamlNode *note_of(const YamlDocument *json, const char *name, const char *text)
{
	const YamlNode *notes = yaml_find(yaml_root(json), "notes");
	for (size_t n = 0; n < yaml_count(notes); n++)
		if (g_strcmp0(yaml_text(yaml_find(yaml_item(notes, n), name)), text) == 0)
			return yaml_item(notes, n);
	return NULL;
}

/* What NOTE says under NAME, its items parted by "; ". Transfer full. */
static char *said(const YamlNode *note, const char *name)
{
	const YamlNode *value = yaml_find(note, name);
	GString *text = g_string_new(yaml_text(value));
	for (size_t n = 0; yaml_text(value) == NULL && n < yaml_count(value); n++) {
		const YamlNode *item = yaml_item(value, n);
		const char *of = yaml_text(item) != NULL ? yaml_text(item)
							 : yaml_text(yaml_find(item, "@value"));
		g_string_append_printf(text, "%s%s", n > 0 ? "; " : "", of);
	}
	return g_string_free(text, FALSE);
}

static void expect_said(const YamlNode *note, const char *name, const char *expected)
{
	g_autofree char *found = said(note, name);
	cr_expect_str_eq(found, expected, "%s: '%s', not '%s'", name, found, expected);
}

static YamlDocument *described(const char *folder)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *json = read_file(folder, "data/figures.json");
	YamlDocument *document = yaml_parse(json, strlen(json), "figures.json", &error);
	cr_assert(document != NULL, "%s", error != NULL ? error->message : "");
	return document;
}

Test(release_folder, names_the_tables_that_its_figures_are_of)
{
	g_autofree char *folder = server_scratch();
	put_two();
	put_lists();
	cr_assert(write_to(folder, "made-2026-11", NULL, NULL));
	g_autoptr(YamlDocument) json = described(folder);
	const YamlNode *month = note_of(json, "dcterms:identifier", "month");
	const YamlNode *two = note_of(json, "dcterms:identifier", "two");
	cr_assert(month != NULL && two != NULL);
	expect_said(month, "@type", "schema:Dataset");
	expect_said(month, "dcterms:title", "Cases, \"all\"; مقدمات");
	expect_said(month, "schema:variableMeasured", "cases_registered");
	expect_said(month, "schema:unitText", "cases (FIRs); مقدمات (ایف آئی آر)");
	expect_said(month, "dcterms:spatial", "district");
	expect_said(month, "dcterms:subject", "all");
	expect_said(month, "dcterms:temporal", "2026-11-01/2026-11-30");
	expect_said(two, "dcterms:title", "two; two");
	expect_said(two, "schema:unitText", "");
	expect_said(two, "dcterms:spatial", "QQ1; QQ3");
	expect_said(two, "dcterms:subject", "group");
	expect_said(two, "dcterms:temporal", "2026-10-01/2026-10-31; 2026-11-01/2026-11-30");
	cr_expect_null(note_of(json, "dcterms:identifier", "year"), "it is told another time");
}

/* Marks are those of figures.csv, each explained in both languages. */
Test(release_folder, explains_its_marks_as_csv_on_the_web_allows)
{
	g_autofree char *folder = server_scratch();
	put_two();
	put_lists();
	cr_assert(write_to(folder, "made-2026-11", NULL, NULL));
	g_autofree char *text = read_file(folder, "data/figures.json");
	g_autofree char *figures = read_file(folder, "data/figures.csv");
	g_auto(GStrv) lines = g_strsplit(figures, "\r\n", 2);
	g_auto(GStrv) heads = g_strsplit(lines[0], ",", -1);
	g_autofree char *faults = csvw_faults(text, (const char *const *)heads);
	cr_expect_str_eq(faults, "");
	g_autoptr(YamlDocument) json = described(folder);
	static const char *const marks[] = { "[c]", "[x]", "[n]", "[z]", "[p]", "[r]" };
	for (size_t n = 0; n < G_N_ELEMENTS(marks); n++) {
		const YamlNode *note = note_of(json, "skos:notation", marks[n]);
		cr_assert_not_null(note, "%s", marks[n]);
		cr_expect_eq(yaml_count(yaml_find(note, "skos:definition")), 2, "%s", marks[n]);
	}
	expect_said(note_of(json, "skos:notation", "[c]"), "schema:minValue", "0");
	g_auto(GStrv) parts = g_strsplit(figures, "[", -1);
	for (char **part = parts + 1; *part != NULL; part++) {
		g_autofree char *mark = g_strdup_printf("[%.*s]", (int)strcspn(*part, "]"), *part);
		cr_expect_not_null(note_of(json, "skos:notation", mark), "%s", mark);
	}
}

/* The check itself finds what the standard has not. */
Test(release_folder, what_csv_on_the_web_does_not_know_is_found)
{
	static const struct {
		const char *was, *is, *fault;
	} changes[] = {
		{ "{\"@language\": \"en\"}]", "{\"language\": \"en\"}]", "@context: language" },
		{ "\"skos:notation\": \"[x]\"", "\"mark\": \"[x]\"", "note: mark" },
		{ "\"dc:title\"", "\"title\"", "table: title" },
		{ "[\"first_on\", \"first day\"]", "\"first day\"",
		  "no title is the head: first_on" },
		{ "\"name\": \"marks\"", "\"name\": \"mark\"", "column's name: marks" },
		{ "\"header\": true", "\"head\": true", "dialect: head" },
		{ "[\"measure\", \"place\"", "[\"measures\", \"place\"", "primaryKey: measures" },
		{ "\"datatype\": \"integer\"", "\"datatype\": \"number of\"",
		  "datatype: number of" },
	};
	static const char *const heads[] = { "cell",    "measure", "place", "kind", "first_on",
					     "last_on", "value",   "marks", NULL };
	g_autofree char *folder = server_scratch();
	put_two();
	cr_assert(write_to(folder, "made-2026-11", NULL, NULL));
	g_autofree char *text = read_file(folder, "data/figures.json");
	for (size_t n = 0; n < G_N_ELEMENTS(changes); n++) {
		g_autoptr(GString) other = g_string_new(text);
		cr_assert_eq(g_string_replace(other, changes[n].was, changes[n].is, 1), 1, "%s",
			     changes[n].was);
		g_autofree char *faults = csvw_faults(other->str, heads);
		cr_expect(strstr(faults, changes[n].fault) != NULL, "%s: '%s'", changes[n].fault,
			  faults);
	}
}

Test(release_folder, is_the_same_to_the_byte_when_it_is_written_again)
{
	g_autofree char *first = server_scratch(), *second = server_scratch();
	g_autofree char *of_first = NULL, *of_second = NULL;
	put_two();
	cr_assert(write_to(first, "made-2026-11", &of_first, NULL));
	cr_assert(write_to(second, "made-2026-11", &of_second, NULL));
	cr_assert(write_to(second, "made-2026-11", &of_second, NULL)); /* over what is there */
	cr_expect_str_eq(of_first, of_second);
	g_autofree char *signature = read_file(first, "manifest.sig");
	g_autofree char *again = read_file(second, "manifest.sig");
	cr_expect_str_eq(signature, again);
}

Test(release_folder, takes_what_papers_have_put_there)
{
	g_autofree char *folder = server_scratch();
	g_autofree char *paper = g_build_filename(folder, "press-release.en.txt", NULL);
	g_autofree char *odd = g_build_filename(folder, "a b.txt", NULL);
	g_autoptr(GError) error = NULL;
	put_two();
	cr_assert(g_file_set_contents(paper, "117 cases\n", -1, NULL));
	cr_assert(write_to(folder, "made-2026-11", NULL, NULL));
	expect_in(folder, "manifest.json", "{\"bytes\":10,\"name\":\"press-release.en.txt\"");
	expect_in(folder, "SHA256SUMS", "  press-release.en.txt\n");
	cr_assert(g_file_set_contents(odd, "x", -1, NULL));
	cr_expect_not(write_to(folder, "made-2026-11", NULL, &error));
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_OUTPUT));
	cr_expect(strstr(error->message, "'a b.txt'") != NULL, "%s", error->message);
}

/* Who has the key may seal anything; a figure of the release itself that its proof gives up is a
 * fault all the same. */
Test(release_folder, does_not_hold_where_a_figure_of_its_own_is_given_up)
{
	g_autofree char *folder = server_scratch();
	g_autofree char *path = g_build_filename(folder, "proof", "cells.csv", NULL);
	g_autofree char *key = signature_public_path(&release_key, records->config);
	g_autoptr(GString) said = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	put_two();
	cr_assert(write_to(folder, "made-2026-11", NULL, NULL));
	g_autofree char *text = read_file(folder, "proof/cells.csv");
	g_autoptr(GString) cells = g_string_new(text);
	cr_assert_eq(g_string_replace(cells, "QQ2,all,2026-11-01,2026-11-30,hidden,",
				      "QQ2,all,2026-11-01,2026-11-30,given-up,", 0),
		     1);
	cr_assert(g_file_set_contents(path, cells->str, -1, NULL));
	cr_assert(database_begin(records->warehouse, DATABASE_READ_WRITE, NULL));
	cr_assert(
	    seal_folder(records->warehouse, records->config, "made-2026-11", folder, NULL, NULL));
	cr_assert(database_commit(records->warehouse, NULL));
	cr_expect_not(folder_verify(folder, key, said, &error));
	cr_assert_not_null(error);
	cr_expect_eq(error->code, SHUMAR_ERROR_DISCLOSURE, "%s", error->message); /* exit 8 */
	cr_expect(strstr(said->str,
			 "QQ2,all,2026-11-01,2026-11-30' is given up, and is a figure of "
			 "this release") != NULL,
		  "%s", said->str);
}

/* ── refused ── */
static void expect_refused(const char *id, int code, const char *says)
{
	g_autofree char *folder = server_scratch();
	g_autofree char *manifest = g_build_filename(folder, "manifest.json", NULL);
	g_autoptr(GError) error = NULL;
	cr_expect_not(write_to(folder, id, NULL, &error), "%s", says);
	cr_assert_not_null(error);
	cr_expect_eq(error->code, code, "%s", error->message);
	cr_expect(strstr(error->message, says) != NULL, "%s", error->message);
	cr_expect_not(g_file_test(manifest, G_FILE_TEST_EXISTS));
}

Test(release_folder, is_not_made_of_figures_that_can_be_subtracted)
{
	put_release("made-2026-11", "2026-11-01", november, "pcpppppp", "approved");
	expect_refused("made-2026-11", SHUMAR_ERROR_DISCLOSURE,
		       "cases_registered|QQ2|all|2026-11-01");
}

/* Either is safe alone: in one QQ2 and QQ4 are withheld, in the other QQ2 and QQ7. */
Test(release_folder, is_not_made_of_what_an_earlier_release_gives_away)
{
	put_release("made-2026-10", "2026-10-01", october, "pcpcpppp", "published");
	put_release("made-2026-11", "2026-10-01", october, "pcppppcp", "approved");
	run("update release.cell set version = 'made-2026-10' where release_id = 'made-2026-11'");
	expect_refused("made-2026-11", SHUMAR_ERROR_DISCLOSURE,
		       "cases_registered|QQ2|all|2026-10-01");
}

Test(release_folder, is_not_made_of_a_release_that_is_none)
{
	expect_refused("made-1999-01", SHUMAR_ERROR_FAILED, "made-1999-01");
}
