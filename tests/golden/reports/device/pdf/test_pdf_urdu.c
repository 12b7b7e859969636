/*
 * Urdu in a PDF: set in Nastaliq, found and copied in the order of reading, as poppler
 * does it. docs/urdu-pdf.md says how.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/pages.h"

static const char sentence[] =
    "پاکپتن میں یکم اگست \u2068"
    "2023"
    "\u2069 سے \u2068"
    "1,234"
    "\u2069 مقدمات درج ہوئے اور "
    "\u2068"
    "50"
    "\u2069 ملزمان گرفتار کیے گئے۔ پولیس کی طرف سے خواتین کے خلاف تشدد کی رپورٹ۔";

static Model *urdu_model(void)
{
	Model *model = pages_model("ہفتہ وار رپورٹ: پاکپتن");
	g_free(model->language);
	model->language = g_strdup("ur");
	model->right_to_left = true;
	g_free(model->footer);
	model->footer = g_strdup("رن \u2068"
				 "12"
				 "\u2069 داخلی");
	g_free(model->page_of);
	model->page_of = g_strdup("صفحہ %d از %d");
	return model;
}

/* TEXT without the marks of direction that poppler adds for terminals, lines joined; and without
 * commas and colons, which poppler takes for parts of numbers and puts on the wrong side. */
static char *plain(const char *text)
{
	GString *plain = g_string_new(NULL);
	for (; *text != '\0'; text = g_utf8_find_next_char(text, NULL)) {
		gunichar letter = g_utf8_get_char(text);
		if (g_unichar_type(letter) == G_UNICODE_FORMAT || letter == 0x60C || letter == ':')
			continue;
		bool space = g_unichar_isspace(letter);
		if (!space || (plain->len > 0 && plain->str[plain->len - 1] != ' '))
			g_string_append_unichar(plain, space ? ' ' : letter);
	}
	return g_string_free(plain, FALSE);
}

static void expect_found(const Model *model, const char *said)
{
	g_auto(PdfPage) page = pages_write(model);
	/* without -raw poppler moves the spaces around numbers and stops, of any file */
	g_autofree char *raw = pages_tool("pdftotext", "-raw", page.path, "-");
	g_autofree char *text = plain(raw), *wanted = plain(said);
	cr_expect(strstr(text, wanted) != NULL, "no '%s' in: %s", wanted, text);
}

Test(pdf_urdu, is_found_in_the_order_of_reading)
{
	g_autoptr(Model) model = urdu_model();
	pages_add_text(model, sentence);
	expect_found(model, sentence);
}

Test(pdf_urdu, is_found_with_latin_words_and_joiners_in_it)
{
	static const char *const sentences[] = {
		"پنجاب پولیس Punjab Police کی رپورٹ",
		"ایف آئی آر نمبر \u2068"
		"81/2024"
		"\u2069 درج ہوئی",
		"گفت\u200cوگو جاری ہے",
		"گرفتار ہوئے، عبوری ضمانت پر ہیں؛ بے گناہ: کوئی نہیں۔ فیصلہ باقی ہے",
		/* an Arabic month in one isolate, a sign in the next */
		"\u2068"
		"22 نومبر"
		"\u2069 کے اختتام پر زیادہ ہیں \u2068"
		"+2"
		"\u2069 اور کم \u2068"
		"62.5%"
		"\u2069 رہے",
		"شرح \u2068"
		"62.5%"
		"\u2069 رہی، عارضی \u2068"
		"[p]"
		"\u2069 ہے",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(sentences); n++) {
		g_autoptr(Model) model = urdu_model();
		pages_add_text(model, sentences[n]);
		pages_add_text(model, sentence); /* so that most of the page is Urdu */
		expect_found(model, sentences[n]);
	}
}

Test(pdf_urdu, is_found_as_a_name_on_an_english_page)
{
	g_autoptr(Model) model = pages_model("Weekly report");
	pages_add_text(model, "The station of پاک پتن شریف reported.");
	expect_found(model, "پاک پتن شریف");
}

Test(pdf_urdu, is_found_in_headings_figures_tables_and_charts)
{
	g_autoptr(Model) model = urdu_model();
	pages_add_heading(model, 2, "تھانہ وار مقدمات");
	for (int n = 0; n < 3; n++)
		pages_add_text(model, sentence);
	Table *table = pages_add_table(model, "مقدمات", 3, 4);
	g_free(((Value *)table->rows->pdata[1])[0].text);
	((Value *)table->rows->pdata[1])[0].text = g_strdup("تھانہ صدر عارف والا");
	Chart *chart = pages_add_chart(model, CHART_BAR, 4);
	g_free(chart->title);
	chart->title = g_strdup("صدر تھانے میں سب سے زیادہ مقدمات");
	static const char *const parts[] = { "ہفتہ وار رپورٹ: پاکپتن", "تھانہ وار مقدمات",
					     "تھانہ صدر عارف والا",
					     "صدر تھانے میں سب سے زیادہ مقدمات" };
	for (size_t n = 0; n < G_N_ELEMENTS(parts); n++)
		expect_found(model, parts[n]);
}

Test(pdf_urdu, is_seen_in_nastaliq_and_bold_in_headings)
{
	g_autoptr(Model) model = urdu_model();
	pages_add_text(model, sentence);
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *fonts = pages_tool("pdffonts", "-l", "1", page.path);
	cr_expect(strstr(fonts, "NotoNastaliqUrdu-Regular") != NULL, "%s", fonts);
	cr_expect(strstr(fonts, "NotoNastaliqUrdu-Bold") != NULL, "%s", fonts);
	cr_expect(strstr(fonts, " no ") == NULL, "all embedded, subsets, with texts: %s", fonts);
}

Test(pdf_urdu, keeps_its_lines_and_cells_apart)
{
	g_autoptr(Model) model = urdu_model();
	for (int n = 0; n < 3; n++)
		pages_add_text(model, sentence);
	pages_add_figures(model, 4);
	Table *table = pages_add_table(model, "مقدمات درج", 5, 30);
	for (guint row = 0; row < 30; row += 3) {
		Value *values = table->rows->pdata[row];
		g_free(values[0].text);
		values[0].text = g_strdup("تھانہ صدر عارف والا، ضلع پاکپتن شریف");
	}
	g_auto(PdfPage) page = pages_write(model);
	pages_expect_margins(&page, 595, 842);
	pages_expect_no_overlap(&page);
}

Test(pdf_urdu, has_the_digits_of_numbers_below_each_other)
{
	g_autoptr(Model) model = urdu_model();
	Table *table = pages_add_table(model, "مقدمات", 2, 2);
	static const char *const numbers[] = { "1,204", "8" };
	for (guint row = 0; row < 2; row++) {
		Value *values = table->rows->pdata[row];
		g_free(values[1].text);
		values[1].text = g_strdup_printf("\u2068%s\u2069", numbers[row]);
	}
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *boxes = pages_tool("pdftotext", "-bbox", page.path, "-");
	double right[2] = { 0 };
	for (int row = 0; row < 2; row++) {
		g_autofree char *word = g_strdup_printf(">%s</word>", numbers[row]);
		const char *at = strstr(boxes, word);
		cr_assert(at != NULL, "no '%s' in: %s", word, boxes);
		while (strncmp(at, "xMax=\"", 6) != 0)
			at--;
		right[row] = g_ascii_strtod(at + 6, NULL);
	}
	cr_expect_float_eq(right[0], right[1], 0.6, "%g %g", right[0], right[1]);
}
