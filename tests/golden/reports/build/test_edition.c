/* Editions of rows that nobody wished for: values reach the model as they are, and nothing breaks.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "core/error.h"
#include "reports/block/block.h"
#include "reports/build/edition.h"
#include "reports/output/devices.h"
#include "reports/output/output.h"
#include "tests/support/program.h"

static const char stations_text[] =
    "template: hostile\n"
    "audience: internal\n"
    "languages: [en, ur]\n"
    "parameters: {district: {type: district, default: all}, week: {type: week, default: "
    "last-complete}}\n"
    "datasets:\n"
    "  head: {query: press_note_head, with: {district: $district, from: $week, to: $week}, rows: "
    "1}\n"
    "  list: {query: weekly_stations, with: {district: $district, week: $week, as_at: $as_at}}\n"
    "blocks:\n"
    "  - heading: {en: \"{district.name}\", ur: \"{district.name}\"}\n"
    "  - figures: [{value: head.cases, measure: cases_registered}]\n"
    "  - table:\n"
    "      id: list\n"
    "      dataset: list\n"
    "      group: station\n"
    "      subtotals: yes\n"
    "      columns:\n"
    "        - {field: station, header: {en: Station, ur: تھانہ}}\n"
    "        - {field: registered, measure: cases_registered, total: sum}\n"
    "        - {field: overdue, header: {en: Overdue, ur: زائد}, format: decimal}\n"
    "  - matrix:\n"
    "      id: pairs\n"
    "      dataset: list\n"
    "      rows: {field: station, header: {en: Station, ur: تھانہ}}\n"
    "      columns: {field: arrests}\n"
    "      value: {field: registered}\n"
    "      totals: both\n"
    "  - repeat:\n"
    "      dataset: list\n"
    "      limit: 3\n"
    "      empty: {en: Nothing., ur: کچھ نہیں۔}\n"
    "      blocks:\n"
    "        - text: {id: line, en: \"{row.station}\", ur: \"{row.station}\"}\n"
    "        - figures: [{value: row.overdue, measure: challan_overdue}]\n"
    "  - notes: auto\n";

typedef struct {
	Library *library;
	Template *template;
	Districts *districts;
	Binding *binding;
	GHashTable *datasets;
} Press;

static void free_dataset(gpointer data)
{
	dataset_free(data);
}

/* Library and template; no values and no rows yet. */
static void press_open_template(Press *press, const char *text)
{
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	g_autoptr(GError) error = NULL;
	press->library = library_open(folders, &error);
	cr_assert(press->library != NULL, "%s", error != NULL ? error->message : "");
	press->template =
	    template_parse(text, strlen(text), "hostile.yaml", press->library, block_types, &error);
	cr_assert(press->template != NULL, "%s", error != NULL ? error->message : "");
	press->districts = districts_new();
	press->binding = NULL;
	press->datasets = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_dataset);
}

static void press_open(Press *press, const char *text)
{
	static const char *const words[] = { NULL };
	g_autoptr(GError) error = NULL;
	press_open_template(press, text);
	press->binding = binding_new(press->template, words, press->districts, 1,
				     (CivilTime){ 1722884399, 5 * 3600 }, &error);
	cr_assert(press->binding != NULL, "%s", error != NULL ? error->message : "");
	for (guint n = 0; n < press->template->datasets->len; n++) {
		const TemplateDataset *wanted = press->template->datasets->pdata[n];
		g_hash_table_insert(press->datasets, wanted->name,
				    dataset_new(wanted->name, wanted->query_columns));
	}
}

static void press_close(Press *press)
{
	g_hash_table_unref(press->datasets);
	binding_free(press->binding);
	districts_free(press->districts);
	template_free(press->template);
	library_free(press->library);
}

static void add(const Press *press, const char *name, const char *const *texts)
{
	g_autoptr(GError) error = NULL;
	cr_assert(dataset_add(g_hash_table_lookup(press->datasets, name), texts, &error), "%s",
		  error != NULL ? error->message : "");
}

static void add_head(const Press *press, const char *number)
{
	const char *texts[29] = { 0 }; /* the figures, and what is to be known of their days */
	for (size_t n = 0; n < 15; n++)
		texts[n] = number;
	add(press, "head", texts);
}

/* A station whose numbers are all NUMBER, in a column of the matrix called ARRESTS. */
static void add_station(const Press *press, const char *station, const char *number,
			const char *arrests)
{
	const char *const texts[] = { station, station, number, number,
				      number,  arrests, number, NULL /* no series */ };
	add(press, "list", texts);
}

static Model *make(const Press *press, const char *language)
{
	g_autoptr(GError) error = NULL;
	Model *model = edition_model(press->template, press->library, press->binding,
				     press->datasets, language, &error);
	cr_assert(model != NULL, "%s", error != NULL ? error->message : "");
	return model;
}

static const Table *table_called(const Model *model, const char *id)
{
	for (guint n = 0; n < model->blocks->len; n++) {
		const Block *block = model->blocks->pdata[n];
		if (block->kind == BLOCK_TABLE && strcmp(block->id, id) == 0)
			return block->table;
	}
	cr_assert_fail("no table '%s'", id);
	return NULL;
}

/* Made printable at the door, and from there on handed on as they are. */
static const char *const shown[] = {
	"=cmd|' /C calc'!A0",
	"@SUM(1+1)*cmd",
	"<script>alert(1)</script> & \"quotes\" '",
	"{head.cases} {if} %s %n",
	"تھانہ City صدر 🚓👮🏽‍♀️",
	"‹U+202E›evil‹U+202C›",
	"two  spaces, tab",
	"[x]",
	"a‹U+FFFE›b‹U+FFFF›c‹U+FDD0›",
	"bell‹U+0007› esc‹U+001B›[31m vt‹U+000B›",
	"two lines",
};
static const char *const hostile[] = {
	"=cmd|' /C calc'!A0",
	"@SUM(1+1)*cmd",
	"<script>alert(1)</script> & \"quotes\" '",
	"{head.cases} {if} %s %n",
	"تھانہ City صدر 🚓👮🏽‍♀️",
	"\u202eevil\u202c",
	"two  spaces,\ttab",
	"[x]",
	"a\ufffeb\uffffc\ufdd0",
	"bell\a esc\x1b[31m vt\v",
	"two\nlines",
};
G_STATIC_ASSERT(G_N_ELEMENTS(shown) == G_N_ELEMENTS(hostile));

Test(edition, makes_every_text_printable_at_the_door)
{
	Press press;
	press_open(&press, stations_text);
	add_head(&press, "1");
	g_autofree char *longest = g_strnfill(300, 'S');
	add_station(&press, longest, "1", "1");
	for (size_t n = 0; n < G_N_ELEMENTS(hostile); n++)
		add_station(&press, hostile[n], "1", "1");
	g_autoptr(Model) model = make(&press, "en");
	const Table *table = table_called(model, "list");
	/* a row of the group, its own and a subtotal for each */
	cr_assert_eq(table->rows->len, 3 * (G_N_ELEMENTS(hostile) + 1));
	cr_expect_str_eq(((Value *)table->rows->pdata[1])[0].text, longest);
	for (guint n = 0; n < G_N_ELEMENTS(hostile); n++)
		cr_expect_str_eq(((Value *)table->rows->pdata[3 * n + 4])[0].text, shown[n]);
	cr_expect_str_eq(table->total[1].text, "12");
	press_close(&press);
}

/* A name of 40,000 letters, and all that no XML, no PDF and no terminal can carry. */
Test(edition, is_drawn_by_every_device_whatever_its_texts_hold)
{
	Press press;
	press_open(&press, stations_text);
	add_head(&press, "1");
	g_autofree char *longest = g_strnfill(40000, 'S');
	add_station(&press, longest, "1", "1");
	for (size_t n = 0; n < G_N_ELEMENTS(hostile); n++)
		add_station(&press, hostile[n], "1", "1");
	g_autoptr(Model) model = make(&press, "en");
	g_autofree char *folder = g_dir_make_tmp("shumar-hostile-XXXXXX", NULL);
	for (const Device *device = devices; device->name != NULL; device++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *name = g_strconcat("x.", device->extension, NULL);
		g_autofree char *path = g_build_filename(folder, name, NULL);
		bool drawn = output_write(device, model, path, NULL, &error);
		bool charts = error != NULL && strstr(error->message, "no chart to draw") != NULL;
		cr_expect(drawn || charts, "%s: %s", device->name,
			  error != NULL ? error->message : "");
	}
	g_autofree char *page = g_build_filename(folder, "x.txt", NULL);
	g_autofree char *text = NULL;
	cr_assert(g_file_get_contents(page, &text, NULL, NULL));
	cr_expect_null(strpbrk(text, "\x1b\a\v"));
	cr_expect_null(strstr(text, "\u202e"));
	cr_expect_not_null(strstr(text, longest));
	program_home_free(g_steal_pointer(&folder));
	press_close(&press);
}

Test(edition, isolates_every_text_in_urdu)
{
	Press press;
	press_open(&press, stations_text);
	add_head(&press, "1");
	for (size_t n = 0; n < G_N_ELEMENTS(hostile); n++)
		add_station(&press, hostile[n], "1", "1");
	g_autoptr(Model) model = make(&press, "ur");
	const Table *table = table_called(model, "list");
	for (guint n = 0; n < G_N_ELEMENTS(hostile); n++) {
		g_autofree char *isolated = g_strdup_printf("\u2068%s\u2069", shown[n]);
		cr_expect_str_eq(((Value *)table->rows->pdata[3 * n + 1])[0].text, isolated);
	}
	press_close(&press);
}

Test(edition, stands_without_rows_with_one_with_zeros_and_with_nulls)
{
	static const struct {
		const char *number;
		int stations;
		const char *figure;
	} cases[] = { { "0", 0, "0" }, { "0", 1, "0" }, { "0", 5, "0" }, { NULL, 5, "[x]" } };
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		Press press;
		press_open(&press, stations_text);
		add_head(&press, cases[n].number);
		for (int row = 0; row < cases[n].stations; row++) {
			g_autofree char *name = g_strdup_printf("Station %d", row);
			add_station(&press, name, cases[n].number, cases[n].number);
		}
		g_autoptr(Model) model = make(&press, "en");
		const Block *figures = model->blocks->pdata[1];
		const Figure *figure = figures->figures.figures->pdata[0];
		cr_expect_str_eq(figure->value.text, cases[n].figure);
		cr_expect_eq(table_called(model, "list")->rows->len,
			     (guint)(3 * cases[n].stations));
		cr_expect_eq(table_called(model, "pairs")->rows->len, (guint)cases[n].stations);
		press_close(&press);
	}
}

Test(edition, prints_what_is_missing_as_such_in_sums_too)
{
	Press press;
	press_open(&press, stations_text);
	add_head(&press, "1");
	add_station(&press, "City", "4", "1");
	add_station(&press, "Saddar", NULL, "2");
	g_autoptr(Model) model = make(&press, "en");
	cr_expect_str_eq(table_called(model, "list")->total[1].text, "[x]");
	const Table *pairs = table_called(model, "pairs");
	/* of the pair that no row speaks of, nothing is known either */
	cr_expect_str_eq(((Value *)pairs->rows->pdata[0])[1].text, "4");
	cr_expect_str_eq(((Value *)pairs->rows->pdata[0])[2].text, "[x]");
	cr_expect_eq(((Value *)pairs->rows->pdata[0])[2].state, VALUE_NOT_AVAILABLE);
	press_close(&press);
}

/* The sum of what is shown, beside the total of all, would be the withheld figure. */
Test(edition, withholds_the_sum_of_which_a_part_is_withheld)
{
	Press press;
	press_open(&press, stations_text);
	add_head(&press, "1");
	add_station(&press, "City", "4", "1");
	add_station(&press, "Saddar", NULL, "2");
	add_station(&press, "Town", NULL, "3");
	for (size_t column = 2; column < 7; column++)
		dataset_set_hidden(g_hash_table_lookup(press.datasets, "list"), 1, column);
	g_autoptr(Model) model = make(&press, "en");
	cr_expect_str_eq(table_called(model, "list")->total[1].text, "[c]");
	cr_expect_eq(table_called(model, "list")->total[1].state, VALUE_SUPPRESSED);
	press_close(&press);
}

Test(edition, holds_a_hundred_thousand_rows)
{
	Press press;
	press_open(&press, stations_text);
	add_head(&press, "1");
	for (int row = 0; row < 100000; row++) {
		g_autofree char *name = g_strdup_printf("Station %d", row);
		add_station(&press, name, "1", row % 2 == 0 ? "1" : "2");
	}
	g_autoptr(Model) model = make(&press, "en");
	cr_expect_eq(table_called(model, "list")->rows->len, 300000);
	cr_expect_str_eq(table_called(model, "list")->total[1].text, "100,000");
	cr_expect_eq(table_called(model, "pairs")->rows->len, 100000);
	press_close(&press);
}

Test(edition, refuses_a_matrix_of_too_many_columns_and_one_whose_pairs_repeat)
{
	Press press;
	press_open(&press, stations_text);
	add_head(&press, "1");
	for (int row = 0; row < 101; row++) {
		g_autofree char *number = g_strdup_printf("%d", row);
		add_station(&press, "City", "1", number);
	}
	g_autoptr(GError) error = NULL;
	cr_assert_null(edition_model(press.template, press.library, press.binding, press.datasets,
				     "en", &error));
	cr_expect_str_eq(error->message, "matrix 'pairs' would have more than 100 columns: "
					 "'arrests' has as many different values");
	press_close(&press);
	g_clear_error(&error);
	press_open(&press, stations_text);
	add_head(&press, "1");
	add_station(&press, "City", "1", "7");
	add_station(&press, "City", "1", "7");
	cr_assert_null(edition_model(press.template, press.library, press.binding, press.datasets,
				     "en", &error));
	cr_expect_str_eq(error->message, "matrix 'pairs': more than one row is of 'City' and '7'");
	press_close(&press);
}

static void collect_id(const Block *block, gpointer data)
{
	GHashTable *ids = data;
	cr_assert(block->id != NULL, "line %d", block->line);
	cr_expect(g_hash_table_add(ids, g_strdup(block->id)), "%s", block->id);
	for (guint n = 0; block->kind == BLOCK_FIGURES && n < block->figures.figures->len; n++) {
		const Figure *figure = block->figures.figures->pdata[n];
		g_autofree char *id = g_strconcat("figure ", figure->id, NULL);
		cr_expect(g_hash_table_add(ids, g_steal_pointer(&id)), "%s", figure->id);
	}
}

Test(edition, gives_every_block_and_figure_an_id_of_its_own)
{
	Press press;
	press_open(&press, stations_text);
	add_head(&press, "1");
	add_station(&press, "City", "4", "1");
	add_station(&press, "Saddar", "5", "1");
	g_autoptr(Model) model = make(&press, "en");
	g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	model_each(model, collect_id, ids);
	static const char *const expected[] = { "heading-1", "figures-1",    "list",
						"pairs",     "line-1",       "line-2",
						"notes-1",   "figure cases", "figure overdue-2" };
	for (size_t n = 0; n < G_N_ELEMENTS(expected); n++)
		cr_expect(g_hash_table_contains(ids, expected[n]), "%s", expected[n]);
	press_close(&press);
}

Test(edition, names_all_districts_in_the_editions_language)
{
	Press press;
	press_open(&press, stations_text);
	add_head(&press, "1");
	g_autoptr(Model) english = make(&press, "en");
	g_autoptr(Model) urdu = make(&press, "ur");
	cr_expect_str_eq(english->title, "All districts");
	cr_expect_str_eq(urdu->title, "\u2068تمام اضلاع\u2069");
	press_close(&press);
}

Test(edition, says_how_many_rows_a_dataset_must_have)
{
	static const struct {
		const char *rows;
		const char *message;
	} cases[] = {
		{ "1", "dataset 'head' must have 1 row and has 2" },
		{ "3..5", "dataset 'head' must have 3 to 5 rows and has 2" },
		{ "3..", "dataset 'head' must have at least 3 rows and has 2" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *text = g_strdup_printf(
		    "template: rows\naudience: internal\ndatasets:\n  head: {query: "
		    "press_note_head, with: {district: PKP, from: 2024-01-01, to: 2024-01-31}, "
		    "rows: %s}\nblocks:\n  - text: \"{head.rows}\"\n",
		    cases[n].rows);
		Press press;
		press_open(&press, text);
		add_head(&press, "1");
		add_head(&press, "1");
		g_autoptr(GError) error = NULL;
		cr_assert_null(edition_model(press.template, press.library, press.binding,
					     press.datasets, "en", &error));
		cr_expect_str_eq(error->message, cases[n].message);
		press_close(&press);
	}
}

/* ── what the command line gives ── */

static Binding *bind(const char *parameters, const char *word, GError **error)
{
	g_autofree char *text = g_strdup_printf(
	    "template: bound\naudience: internal\nparameters:\n  a: %s\nblocks:\n  - text: \"{a}\"\n",
	    parameters);
	const char *const words[] = { word, NULL };
	Press press;
	press_open_template(&press, text);
	Binding *binding = binding_new(press.template, words, press.districts, 1,
				       (CivilTime){ 1722884399, 5 * 3600 }, error);
	press_close(&press);
	return binding;
}

Test(binding, takes_a_choice_that_the_template_lists_and_no_other)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Binding) good = bind("{type: choice, of: [vwps, court]}", "a=court", &error);
	cr_assert(good != NULL, "%s", error != NULL ? error->message : "");
	cr_expect_null(bind("{type: choice, of: [vwps, court]}", "a=app", &error));
	cr_expect_str_eq(error->message, "parameter 'a' cannot be 'app'");
	cr_expect_str_eq(error_hint(error), "There are: vwps, court.");
}

Test(binding, takes_all_districts_only_where_that_is_the_default)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Binding) all = bind("{type: district, default: all}", NULL, &error);
	cr_assert(all != NULL, "%s", error != NULL ? error->message : "");
	g_autofree char *sql = parameter_sql(&g_array_index(all->values, ParameterValue, 0));
	cr_expect_str_eq(sql, "all");
	cr_expect_null(bind("{type: district}", "a=all", &error));
	cr_expect_str_eq(error->message, "parameter 'a' takes one district, not all");
}
