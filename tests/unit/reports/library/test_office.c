/* Files of the office: rows, faults with their places, and no personal data. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/error.h"
#include "reports/block/block.h"
#include "reports/build/derived.h"
#include "reports/build/edition_manifest.h"

static const char template_text[] =
    "template: t\naudience: internal\nlanguages: [en, ur]\noutputs: [text]\ndatasets:\n"
    "  all: {office: promises, columns: \"what text, due date, done_on date?, share number?, "
    "asked yes-no?, call telephone?\", late: {due: due, done: done_on}}\n"
    "  late: {office: promises, columns: \"what text, due date, done_on date?, share number?, "
    "asked yes-no?, call telephone?\", late: {due: due, done: done_on}, only: late}\n"
    "  asked: {office: promises, columns: \"what text, due date, done_on date?, share number?, "
    "asked yes-no?, call telephone?\", only: asked}\n"
    "  coming: {office: promises, columns: \"what text, due date, done_on date?, share number?, "
    "asked yes-no?, call telephone?\", after: due}\n"
    "  some: {from: all, where: {column: what, is: [Train, Later]}}\n"
    "  none: {office: nowhere, columns: \"on date\"}\n"
    "blocks:\n  - heading: {en: T, ur: T}\n"
    "  - text: {id: x, en: \"{all.rows} {late.rows} {asked.rows} {coming.rows} {none.rows} {some.rows}\", "
    "ur: \"{all.rows} {late.rows} {asked.rows} {coming.rows} {none.rows} {some.rows}\"}\n";

static const char promises[] = "- what: {en: Train, ur: تربیت}\n  due: 2026-06-30\n"
			       "- what: Both\n  due: 2026-06-30\n  done_on: 2026-06-30\n"
			       "- what: Later\n  due: 2026-12-31\n  share: -2.5\n  asked: yes\n"
			       "- what: Same day\n  due: 2026-07-01\n  done_on: 2026-07-02\n"
			       "  call: 042-11110000\n";

typedef struct {
	char *folder, *path;
	Library *library;
	Template *template;
	GDate as_at;
} Desk;

static void desk_begin(Desk *desk)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *templates = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { templates, NULL };
	desk->folder = g_dir_make_tmp("shumar-office-XXXXXX", NULL);
	desk->path = g_build_filename(desk->folder, "promises.yaml", NULL);
	desk->library = library_open(folders, &error);
	cr_assert(desk->library != NULL, "%s", error != NULL ? error->message : "");
	library_set_office(desk->library, desk->folder);
	desk->template = template_parse(template_text, strlen(template_text), "t.yaml",
					desk->library, block_types, &error);
	cr_assert(desk->template != NULL, "%s", error != NULL ? error->message : "");
	g_date_set_dmy(&desk->as_at, 1, 7, 2026);
}

static void desk_end(Desk *desk)
{
	(void)g_unlink(desk->path);
	(void)g_rmdir(desk->folder);
	template_free(desk->template);
	library_free(desk->library);
	g_free(desk->path);
	g_free(desk->folder);
}

static Dataset *read_named(const Desk *desk, const char *name, GError **error)
{
	const TemplateDataset *wanted = template_dataset(desk->template, name);
	return office_read(wanted->office, desk->library, name, wanted->query_columns, &desk->as_at,
			   error);
}

static void expect_rows(const Desk *desk, const char *name, size_t rows)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Dataset) dataset = read_named(desk, name, &error);
	cr_assert(dataset != NULL, "%s", error != NULL ? error->message : "");
	cr_expect_eq(dataset_rows(dataset), rows, "%s: %zu", name, dataset_rows(dataset));
}

static const Datum *value_of(const Dataset *dataset, size_t row, const char *column,
			     const char *language)
{
	int at = dataset_column(dataset, column, language);
	cr_assert(at >= 0, "%s", column);
	return dataset_value(dataset, row, (size_t)at);
}

Test(office, rows_are_typed_and_those_past_their_day_are_late)
{
	Desk desk = { 0 };
	desk_begin(&desk);
	cr_assert(g_file_set_contents(desk.path, promises, -1, NULL));
	g_autoptr(GError) error = NULL;
	g_autoptr(Dataset) all = read_named(&desk, "all", &error);
	cr_assert(all != NULL, "%s", error != NULL ? error->message : "");
	cr_expect_eq(dataset_rows(all), 4);
	cr_expect_str_eq(value_of(all, 0, "what", "en")->text, "Train");
	cr_expect_str_eq(value_of(all, 0, "what", "ur")->text, "تربیت");
	cr_expect_str_eq(value_of(all, 1, "what", "ur")->text, "Both");
	cr_expect_eq(value_of(all, 2, "share", NULL)->number, -2.5);
	cr_expect(value_of(all, 0, "share", NULL)->missing);
	/* late: past due and not done; a day of doing after that of the records is none yet */
	static const bool late[] = { true, false, false, false };
	static const double days[] = { 1, 0, 0, 0 }, lines[] = { 1, 3, 6, 10 };
	for (size_t row = 0; row < G_N_ELEMENTS(late); row++) {
		cr_expect_eq(value_of(all, row, "late", NULL)->truth, late[row], "%zu", row);
		cr_expect_eq(value_of(all, row, "days_late", NULL)->number, days[row]);
		cr_expect_eq(value_of(all, row, "line", NULL)->number, lines[row]);
	}
	const TemplateDataset *some = template_dataset(desk.template, "some");
	g_autoptr(Dataset) picked = derived_dataset(some, all);
	cr_assert_eq(dataset_rows(picked), 2);
	cr_expect_str_eq(value_of(picked, 1, "what", "en")->text, "Later");
	cr_expect_not(template_dataset_is_single(some));
	expect_rows(&desk, "late", 1);
	expect_rows(&desk, "asked", 1);
	expect_rows(&desk, "coming", 1);
	g_date_set_dmy(&desk.as_at, 2, 7, 2026); /* done on that very day */
	expect_rows(&desk, "late", 1);
	desk_end(&desk);
}

Test(office, what_is_latest_comes_first_and_the_rest_as_the_file_has_it)
{
	Desk desk = { 0 };
	desk_begin(&desk);
	cr_assert(g_file_set_contents(desk.path, promises, -1, NULL));
	g_date_set_dmy(&desk.as_at, 5, 1, 2027);
	g_autoptr(GError) error = NULL;
	g_autoptr(Dataset) all = read_named(&desk, "all", &error);
	cr_assert(all != NULL, "%s", error != NULL ? error->message : "");
	static const double lines[] = { 1, 6, 3, 10 }, days[] = { 189, 5, 0, 0 };
	cr_assert_eq(dataset_rows(all), G_N_ELEMENTS(lines));
	for (size_t row = 0; row < G_N_ELEMENTS(lines); row++) {
		cr_expect_eq(value_of(all, row, "line", NULL)->number, lines[row], "%zu", row);
		cr_expect_eq(value_of(all, row, "days_late", NULL)->number, days[row]);
	}
	desk_end(&desk);
}

Test(office, a_file_that_is_not_there_has_no_rows_and_says_so)
{
	Desk desk = { 0 };
	desk_begin(&desk);
	g_autoptr(GError) error = NULL;
	g_autoptr(Dataset) none = read_named(&desk, "none", &error);
	cr_assert_not_null(none);
	cr_expect_eq(dataset_rows(none), 0);
	cr_expect_str_eq(dataset_unsupplied(none), "nowhere.yaml");
	cr_assert(g_file_set_contents(desk.path, "", -1, NULL));
	g_autoptr(Dataset) empty = read_named(&desk, "all", &error);
	cr_assert_not_null(empty);
	cr_expect_eq(dataset_rows(empty), 0);
	cr_expect_null(dataset_unsupplied(empty));
	desk_end(&desk);
}

Test(office, faults_have_their_places_and_show_no_personal_number)
{
	static const struct {
		const char *text, *expected;
	} faults[] = {
		{ "what: x\n", "promises.yaml:1:1: an office file must be a list" },
		{ "- what: x\n", "promises.yaml:1:3: this entry has no 'due'" },
		{ "- what: x\n  due: 2026-02-30\n", "promises.yaml:2:8: 'due' is no date" },
		{ "- what: x\n  due: 2026-02-03\n  colour: y\n",
		  "promises.yaml:3:3: this entry: unknown key 'colour'" },
		{ "- what: {en: x}\n  due: 2026-02-03\n", "promises.yaml:1:9: 'what' has no 'ur'" },
		{ "- what: x\n  due: 2026-02-03\n  share: many\n",
		  "promises.yaml:3:10: 'share' is no number" },
		{ "- what: x\n  due: 2026-02-03\n  asked: perhaps\n",
		  "promises.yaml:3:10: 'asked' is neither yes nor no" },
		{ "- what: 0300 1234567\n  due: 2026-02-03\n",
		  "promises.yaml:1:9: 'what' holds a phone number" },
		{ "- what: {en: x, ur: ۳۵۲۰۲-۱۲۳۴۵۶۷-۱}\n  due: 2026-02-03\n",
		  "'what': ur holds an identity card number" },
		{ "- what: x\n  due: 2026-02-03\n  call: 35202-1234567-1\n",
		  "'call' holds an identity card number" },
		{ "- what: a.b@example.pk\n  due: 2026-02-03\n", "'what' holds an e-mail address" },
	};
	Desk desk = { 0 };
	desk_begin(&desk);
	for (size_t n = 0; n < G_N_ELEMENTS(faults); n++) {
		g_autoptr(GError) error = NULL;
		cr_assert(g_file_set_contents(desk.path, faults[n].text, -1, NULL));
		cr_assert_null(read_named(&desk, "all", &error), "%s", faults[n].text);
		cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_CONFIG);
		cr_expect(strstr(error->message, faults[n].expected) != NULL, "%s\n%s",
			  faults[n].expected, error->message);
		static const char *const kept[] = { "1234567", "۱۲۳۴۵۶۷", "a.b@" };
		for (size_t k = 0; k < G_N_ELEMENTS(kept); k++)
			cr_expect(strstr(error->message, kept[k]) == NULL, "%s", error->message);
	}
	desk_end(&desk);
}

Test(office, the_manifest_knows_whether_a_file_was_there_and_what_was_in_it)
{
	Desk desk = { 0 };
	desk_begin(&desk);
	g_autoptr(ManifestRendering) before =
	    edition_manifest_rendering(desk.library, desk.template, 1, 0);
	cr_assert(g_file_set_contents(desk.path, promises, -1, NULL));
	g_autoptr(ManifestRendering) after =
	    edition_manifest_rendering(desk.library, desk.template, 1, 0);
	g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, promises, -1);
	cr_expect_str_eq(g_tree_lookup(before->tables[MANIFEST_OFFICE], "promises.yaml"),
			 "not there");
	cr_expect_str_eq(g_tree_lookup(after->tables[MANIFEST_OFFICE], "promises.yaml"), sum);
	cr_expect_eq(g_tree_nnodes(after->tables[MANIFEST_QUERIES]), 0);
	desk_end(&desk);
}

Test(office, a_template_that_asks_wrongly_is_told_where)
{
	static const struct {
		const char *dataset, *expected;
	} faults[] = {
		{ "{office: a/b, columns: \"on date\"}", "'a/b' is no name of small letters" },
		{ "{office: a}", "has no columns" },
		{ "{office: a, columns: \"on day\"}", "'on' has no type 'day'" },
		{ "{office: a, columns: \"on\"}", "'on' is no name and type" },
		{ "{office: a, columns: \"on date, on text\"}", "'on' is there already" },
		{ "{office: a, columns: \"on date\", only: on}",
		  "'on' is no column of the type yes-no" },
		{ "{office: a, columns: \"on date\", late: {due: on, done: off}}",
		  "'off' is no column of the type yes-no" },
		{ "{office: a, columns: \"on date\", query: districts}",
		  "has 'office' and takes no 'query'" },
		{ "{query: districts, only: on}", "has 'query' and takes no 'only'" },
		{ "{from: c, where: {column: what, is: yes}}", "is must be a list of words" },
		{ "{from: c, where: {column: on, is: [x]}}", "'on' is a date, not a text" },
		{ "{from: c, row: last, where: {column: what, is: [x]}}", "which row of 'c'" },
	};
	Desk desk = { 0 };
	desk_begin(&desk);
	for (size_t n = 0; n < G_N_ELEMENTS(faults); n++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *text = g_strdup_printf(
		    "template: t\naudience: internal\nlanguages: [en]\noutputs: [text]\n"
		    "datasets:\n  c: {office: a, columns: \"on date, what text\"}\n  d: %s\nblocks:\n  - heading: {en: \"{d.rows}\"}\n",
		    faults[n].dataset);
		g_autoptr(Template) template =
		    template_parse(text, strlen(text), "t.yaml", desk.library, block_types, &error);
		cr_assert_null(template, "%s", faults[n].dataset);
		cr_expect(strstr(error->message, faults[n].expected) != NULL, "%s\n%s",
			  faults[n].expected, error->message);
	}
	desk_end(&desk);
}
