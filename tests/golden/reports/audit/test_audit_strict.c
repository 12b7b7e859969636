/* The strict reading of workbooks: those of every template and of the gallery have no fault, and
 * each kind of fault put into one is found. */
#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "reports/audit/audit.h"
#include "reports/audit/audit_strict.h"
#include "reports/device/device.h"
#include "reports/device/xlsx/xlsx.h"
#include "tests/support/showcase.h"
#include "tests/support/workbook.h"

static char *temporary_path(void)
{
	return g_strdup_printf("%s/shumar-strict-%d-%d.xlsx", g_get_tmp_dir(), (int)getpid(),
			       g_random_int_range(0, 1 << 30));
}

/* The faults of the workbook at PATH, one a line. */
static char *faults_of(const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(AuditBook) book = audit_book_read(path, &error);
	cr_assert(book != NULL && audit_strict(path, book, places, &error), "%s",
		  error != NULL ? error->message : "");
	GString *text = g_string_new(NULL);
	for (guint n = 0; n < places->len; n++)
		g_string_append_printf(text, "%s\n", (char *)places->pdata[n]);
	return g_string_free(text, FALSE);
}

static char *write_book(const Model *model)
{
	g_autoptr(GError) error = NULL;
	char *path = temporary_path();
	cr_assert(device_xlsx_write(model, path, &error), "%s",
		  error != NULL ? error->message : "");
	return path;
}

static void expect_faultless(const Model *model, const char *name)
{
	g_autofree char *path = write_book(model);
	g_autofree char *faults = faults_of(path);
	cr_expect_str_empty(faults, "%s (%s):\n%s", name, model->language, faults);
	unlink(path);
}

Test(audit_strict, workbooks_of_every_template_have_no_fault)
{
	static const char *const languages[] = { "en", "ur" };
	g_autoptr(GPtrArray) names = showcase_templates();
	for (guint n = 0; n < names->len * 2; n++) {
		const char *name = names->pdata[n / 2];
		g_autoptr(Model) model = showcase_edition(name, languages[n % 2]);
		if (model != NULL)
			expect_faultless(model, name);
	}
	cr_expect_geq(names->len, 6);
}

Test(audit_strict, workbooks_of_both_profiles_have_no_fault)
{
	static const char *const audiences[] = { "public", "internal" }, *const languages[] = {
		"en", "ur"
	};
	for (guint n = 0; n < 4; n++) {
		g_autoptr(Model) model = workbook_model(audiences[n / 2], languages[n % 2]);
		expect_faultless(model, audiences[n / 2]);
	}
}

/* ── faults ── */

static char *read_part(zip_t *zip, const char *part)
{
	struct zip_stat about;
	cr_assert(zip_stat(zip, part, 0, &about) == 0, "no part %s", part);
	char *text = g_malloc0(about.size + 1);
	zip_file_t *file = zip_fopen(zip, part, 0);
	cr_assert_eq(zip_fread(file, text, about.size), (zip_int64_t)about.size);
	zip_fclose(file);
	return text;
}

/* Writes TO over the first FROM in PART of the workbook at PATH; FROM NULL: PART goes, or is made
 * of TO. */
static void spoil(const char *path, const char *part, const char *from, const char *to)
{
	int code = 0;
	zip_t *zip = zip_open(path, 0, &code);
	cr_assert_not_null(zip);
	if (from == NULL && to == NULL) {
		zip_delete(zip, (zip_uint64_t)zip_name_locate(zip, part, 0));
	} else {
		g_autofree char *text = from != NULL ? read_part(zip, part) : g_strdup("");
		GString *spoiled = g_string_new(text);
		guint replaced = from != NULL ? g_string_replace(spoiled, from, to, 1) : 1;
		cr_assert_eq(replaced, 1, "%s has no '%s'", part, from);
		if (from == NULL)
			g_string_assign(spoiled, to);
		gsize length = spoiled->len;
		zip_source_t *source =
		    zip_source_buffer(zip, g_memdup2(spoiled->str, length + 1), length, 0);
		zip_file_add(zip, part, source, ZIP_FL_OVERWRITE);
		g_string_free(spoiled, TRUE);
	}
	cr_assert_eq(zip_close(zip), 0);
}

#define SHEET "xl/worksheets/sheet5.xml"

static const struct {
	const char *part, *from, *to, *told;
} faults[] = {
	{ "xl/theme/theme1.xml", NULL, NULL, "'xl/theme/theme1.xml' is not in the package" },
	{ "xl/theme/theme1.xml", NULL, NULL, "leads to 'xl/theme/theme1.xml', which is not there" },
	{ "xl/stray.xml", NULL, "<stray/>", "xl/stray.xml: no relation leads to it" },
	{ "xl/stray.bin", NULL, "x", "xl/stray.bin: has no content type" },
	{ "[Content_Types].xml", "worksheet+xml", "chartsheet+xml", "of type" },
	{ "xl/_rels/workbook.xml.rels", "Id=\"rId2\"", "Id=\"rId1\"",
	  "two relations are called rId1" },
	{ "xl/workbook.xml", "r:id=\"rId1\"", "r:id=\"rId99\"", "an id that is no relation" },
	{ "xl/workbook.xml", "sheetId=\"2\"", "sheetId=\"1\"", "a second sheet of one id" },
	{ "xl/workbook.xml", "<sheet name=\"", "<sheet name=\"a:", "has a sign in its name" },
	{ "xl/workbook.xml", "<sheet name=\"",
	  "<sheet name=\"Thirty letters and a few more of them ", "letters" },
	{ "xl/workbook.xml", "<definedName name=\"", "<definedName name=\"1 ",
	  "no name for a range" },
	{ "xl/workbook.xml", "</definedName>", "$</definedName>", "no cells of a sheet" },
	{ "xl/workbook.xml", "<bookViews>", "<calcPr/><bookViews>", "<bookViews> stands too late" },
	{ SHEET, "<sheetData>", "<pageMargins/><sheetData>", "<sheetData> stands too late" },
	{ SHEET, "<sheetData>", "<sheetStuff/><sheetData>",
	  "<sheetStuff> has no place in <worksheet>" },
	{ SHEET, "<sheetFormatPr", "<dimension/><dimension/><sheetFormatPr", "stands too late" },
	{ SHEET, "<row r=\"2\"", "<row r=\"1\"", "a row out of order" },
	{ SHEET, "<c r=\"A1\" s=\"", "<c r=\"A1\" s=\"9", "a style that is not there" },
	{ SHEET, "t=\"s\"><v>", "t=\"s\"><v>99", "a text that is not there" },
	{ SHEET, "<tableParts count=\"1\"", "<tableParts count=\"2\"", "says 2 and holds 1" },
	{ "xl/tables/table2.xml", "id=\"2\"", "id=\"1\"", "a second table of one id" },
	{ "xl/tables/table2.xml", "<tableColumn id=\"2\"", "<tableColumn id=\"1\"",
	  "a second column of one id" },
	{ "xl/tables/table2.xml", "<tableColumn id=\"1\" name=\"",
	  "<tableColumn id=\"1\" name=\"Other ", "its cell" },
	{ "xl/tables/table2.xml", "displayName=\"", "displayName=\"A1 ", "no name for a table" },
	{ "xl/styles.xml", "<cellXfs count=\"", "<cellXfs count=\"9", "<cellXfs> says 9" },
	{ "xl/styles.xml", "fontId=\"0\"", "fontId=\"999\"",
	  "a format of parts that are not there" },
	{ "xl/drawings/drawing1.xml", "r:id=\"rId1\"", "r:id=\"rId9\"", "no relation of the part" },
	{ "xl/charts/chart1.xml", "<c:plotArea>", "<c:legend/><c:plotArea>",
	  "<plotArea> stands too late" },
	{ "xl/charts/chart1.xml", "<c:f>", "<c:f>nowhere", "no cells of a sheet" },
};

Test(audit_strict, every_kind_of_fault_is_found)
{
	g_autoptr(Model) model = workbook_model("internal", "en");
	for (size_t n = 0; n < G_N_ELEMENTS(faults); n++) {
		g_autofree char *path = write_book(model);
		spoil(path, faults[n].part, faults[n].from, faults[n].to);
		g_autofree char *told = faults_of(path);
		cr_expect(strstr(told, faults[n].told) != NULL,
			  "fault %zu in %s is not told as '%s': %s", n, faults[n].part,
			  faults[n].told, told);
		unlink(path);
	}
}
