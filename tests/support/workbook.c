#include "tests/support/workbook.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "reports/model/locale.h"

/* The invented texts in both languages. */
typedef struct {
	const char *title, *subtitle, *period, *lead, *banner, *sign, *phone, *phone_value;
	const char *registered, *unit, *basis, *stage_table, *division, *district, *cases, *share;
	const char *quarter, *total, *subtotal, *definition, *trend, *alt, *bars;
	const char *divisions[2], *districts[4], *months;
} Words;

static const Words english = {
	.title = "Crimes against women: Punjab, July 2024",
	.subtitle = "Monthly workbook, made-up records",
	.period = "Cases registered 1 to 31 July 2024",
	.lead =
	    "Registrations were within the usual range.\n\nFigures of the last month are provisional: late entries may still add to them.",
	.banner = "Two stations of Kasur did not report this month.",
	.sign = "Approved by",
	.phone = "Telephone",
	.phone_value = "042 000 0000",
	.registered = "Cases registered",
	.unit = "cases (FIRs)",
	.basis = "registered 1 to 31 July 2024",
	.stage_table = "Cases registered by division and district, July 2024",
	.division = "Division",
	.district = "District",
	.cases = "Cases",
	.share = "Share of cases, per cent",
	.quarter = "July 2024",
	.total = "Punjab",
	.subtotal = "All of",
	.definition =
	    "First information reports under the sections listed in the catalogue of offences, "
	    "counted once for each report on the day it was entered in the register. Source: police station records, as known on 5 August 2024.",
	.trend = "Registrations are within the usual range",
	.alt = "Line chart, January to July: lowest 61, highest 90, last 82.",
	.bars = "Cases by district",
	.divisions = { "Lahore Division", "Sahiwal Division" },
	.districts = { "Lahore", "Kasur", "Pakpattan", "Okara" },
	.months = "January,February,March,April,May,June,July",
};

static const Words urdu = {
	.title = "خواتین کے خلاف جرائم: پنجاب، جولائی 2024",
	.subtitle = "ماہانہ ورک بک، فرضی ریکارڈ",
	.period = "1 تا 31 جولائی 2024 درج مقدمات",
	.lead =
	    "اندراج معمول کی حد میں رہا۔\n\nآخری مہینے کے اعداد عبوری ہیں: تاخیر سے آنے والے اندراج ان میں اضافہ کر سکتے ہیں۔",
	.banner = "قصور کے دو تھانوں نے اس ماہ رپورٹ نہیں دی۔",
	.sign = "منظور کنندہ",
	.phone = "ٹیلی فون",
	.phone_value = "\u2068042 000 0000\u2069",
	.registered = "درج مقدمات",
	.unit = "مقدمات (ایف آئی آر)",
	.basis = "1 تا 31 جولائی 2024 درج",
	.stage_table = "ڈویژن اور ضلع کے لحاظ سے درج مقدمات، جولائی 2024",
	.division = "ڈویژن",
	.district = "ضلع",
	.cases = "مقدمات",
	.share = "مقدمات کا حصہ، فیصد",
	.quarter = "جولائی 2024",
	.total = "پنجاب",
	.subtotal = "تمام",
	.definition =
	    "جرائم کی فہرست میں درج دفعات کے تحت ابتدائی اطلاعی رپورٹیں، ہر رپورٹ ایک بار، "
	    "رجسٹر میں اندراج کے دن شمار کی گئی۔ ماخذ: تھانوں کا ریکارڈ، جیسا 5 اگست 2024 کو معلوم تھا۔",
	.trend = "اندراج معمول کی حد میں ہے",
	.alt = "لائن چارٹ، جنوری تا جولائی: کم سے کم 61، زیادہ سے زیادہ 90، آخری 82۔",
	.bars = "ضلع کے لحاظ سے مقدمات",
	.divisions = { "لاہور ڈویژن", "ساہیوال ڈویژن" },
	.districts = { "لاہور", "قصور", "پاکپتن", "اوکاڑہ" },
	.months = "جنوری,فروری,مارچ,اپریل,مئی,جون,جولائی",
};

/* ── values ── */

Value workbook_text(const char *words)
{
	return (Value){ .kind = VALUE_TEXT, .text = g_strdup(words) };
}

Value workbook_count(double number)
{
	return (Value){ .kind = VALUE_NUMBER,
			.number = number,
			.text = g_strdup_printf("%.0f", number),
			.excel_format = g_strdup("#,##0") };
}

Value workbook_missing(ValueState state, const char *mark)
{
	return (Value){ .state = state, .kind = VALUE_NUMBER, .text = g_strdup(mark) };
}

static Value share(double number)
{
	return (Value){ .kind = VALUE_NUMBER,
			.number = number,
			.text = g_strdup_printf("%.1f", number),
			.excel_format = g_strdup("0.0") };
}

/* ── blocks ── */

static void add_front(Model *model, const Words *words)
{
	Block *cover = model_add(model, BLOCK_COVER, 1);
	cover->cover.title = g_strdup(words->title);
	cover->cover.subtitle = g_strdup(words->subtitle);
	g_ptr_array_add(cover->cover.lines, g_strdup(words->period));
	model_add(model, BLOCK_BANNER, 2)->banner.text = g_strdup(words->banner);
	model_add(model, BLOCK_TEXT, 3)->text.text = g_strdup(words->lead);
	Block *card = model_add(model, BLOCK_CARD, 4);
	g_ptr_array_add(card->card.lines, card_line_new(words->sign, ""));
	g_ptr_array_add(card->card.lines, card_line_new(words->phone, words->phone_value));
}

static void add_figures(Model *model, const Words *words)
{
	Block *block = model_add(model, BLOCK_FIGURES, 5);
	for (int n = 0; n < 2; n++) {
		Figure *figure = figure_new();
		figure->id = g_strdup(n == 0 ? "registered" : "withheld");
		figure->label = g_strdup(words->registered);
		figure->value =
		    n == 0 ? workbook_count(82) : workbook_missing(VALUE_SUPPRESSED, "[c]");
		figure->value.mark = n == 0 ? g_strdup("[p]") : NULL;
		figure->unit = g_strdup(words->unit);
		figure->basis = g_strdup(words->basis);
		figure->note = 1;
		g_ptr_array_add(block->figures.figures, figure);
	}
}

static Value *put_row(Table *table, TableRowKind kind, const char *name, Value cases, Value part)
{
	Value *row = g_new0(Value, 3);
	row[0] = workbook_text(name);
	row[1] = cases;
	row[2] = part;
	g_array_append_val(table->kinds, kind);
	g_ptr_array_add(table->rows, row);
	return row;
}

static void add_divisions(Table *table, const Words *words)
{
	for (int division = 0; division < 2; division++) {
		g_autofree char *all =
		    g_strdup_printf("%s %s", words->subtotal, words->divisions[division]);
		put_row(table, ROW_GROUP, words->divisions[division], workbook_text(""),
			workbook_text(""));
		Value *row = put_row(table, ROW_DATA, words->districts[division * 2],
				     workbook_count(30 + division * 7), share(36.6 + division));
		row[1].mark = division == 0 ? g_strdup("[p]") : NULL;
		put_row(table, ROW_DATA, words->districts[division * 2 + 1],
			division == 0 ? workbook_missing(VALUE_SUPPRESSED, "[c]")
				      : workbook_count(11),
			workbook_missing(VALUE_NOT_AVAILABLE, "[x]"));
		put_row(table, ROW_SUBTOTAL, all, workbook_count(34 + division * 14), share(50));
	}
	table->total = g_new0(Value, 3);
	table->total[0] = workbook_text(words->total);
	table->total[1] = workbook_count(82);
	table->total[2] = share(100);
}

static void add_grouped_table(Model *model, const Words *words)
{
	Table *table = model_add(model, BLOCK_TABLE, 6)->table;
	table->id = g_strdup("districts");
	table->caption = g_strdup(words->stage_table);
	table->empty = g_strdup("-");
	table->kinds = g_array_new(FALSE, FALSE, sizeof(TableRowKind));
	g_ptr_array_add(table->columns,
			table_column_new("a", words->district, ALIGN_START, VALUE_TEXT));
	g_ptr_array_add(table->columns,
			table_column_new("b", words->cases, ALIGN_END, VALUE_NUMBER));
	g_ptr_array_add(table->columns,
			table_column_new("c", words->share, ALIGN_END, VALUE_NUMBER));
	((TableColumn *)table->columns->pdata[1])->note = 1;
	g_ptr_array_add(table->spans, table_span_new(words->quarter, 1, 2));
	add_divisions(table, words);
}

Table *workbook_add_table(Model *model, const char *id, guint rows)
{
	Table *table = model_add(model, BLOCK_TABLE, 7)->table;
	table->id = g_strdup(id);
	table->caption = g_strdup(id);
	table->empty = g_strdup("None.");
	g_ptr_array_add(table->columns, table_column_new("a", "Station", ALIGN_START, VALUE_TEXT));
	g_ptr_array_add(table->columns, table_column_new("b", "Cases", ALIGN_END, VALUE_NUMBER));
	for (guint n = 0; n < rows; n++) {
		Value *row = g_new0(Value, 2);
		row[0] = workbook_text("Saddar");
		row[1] = workbook_count(n);
		g_ptr_array_add(table->rows, row);
	}
	return table;
}

static void add_chart(Model *model, const Words *words, ChartKind kind)
{
	static const double months[] = { 61, 75, 70, NAN, 90, 77, 82 };
	Chart *chart = model_add(model, BLOCK_CHART, 8)->chart;
	chart->id = g_strdup(kind == CHART_LINE ? "trend" : "bars");
	chart->kind = kind;
	chart->title = g_strdup(kind == CHART_LINE ? words->trend : words->bars);
	chart->alt = g_strdup(words->alt);
	chart->x_title = g_strdup(kind == CHART_LINE ? "" : words->district);
	chart->y_title = g_strdup(words->cases);
	g_autofree char *districts = g_strjoin(",", words->districts[0], words->districts[1],
					       words->districts[2], words->districts[3], NULL);
	chart->categories = g_strsplit(kind == CHART_LINE ? words->months : districts, ",", -1);
	chart->count = g_strv_length(chart->categories);
	ChartSeries *series = chart_series_new(words->cases, chart->count);
	size_t known = kind == CHART_LINE ? G_N_ELEMENTS(months) : 3;
	for (size_t n = 0; n < known; n++)
		series->values[n] = months[kind == CHART_LINE ? n : n + 4];
	g_ptr_array_add(chart->series, series);
	chart->empty = g_strdup("-");
}

static GHashTable *read_words(const char *language)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	g_autoptr(Locale) locale = locale_read(folder, language, &error);
	cr_assert(locale != NULL, "%s", error != NULL ? error->message : "");
	return locale_words(locale);
}

Model *workbook_model(const char *audience, const char *language)
{
	const Words *words = strcmp(language, "ur") == 0 ? &urdu : &english;
	Model *model = model_new();
	model->template_name = g_strdup("made-up");
	model->title = g_strdup(words->title);
	model->language = g_strdup(language);
	model->right_to_left = words == &urdu;
	model->audience = g_strdup(audience);
	model->words = read_words(language);
	model->footer = g_strdup_printf("%s 12", model_word(model, "run"));
	model->page_of = g_strdup(model_word(model, "page_of"));
	model->orientation = g_strdup("portrait");
	model->run_no = 12;
	model->as_at = g_date_time_new_utc(2024, 8, 5, 0, 0, 0);
	add_front(model, words);
	add_figures(model, words);
	add_grouped_table(model, words);
	add_chart(model, words, CHART_LINE);
	add_chart(model, words, CHART_BAR);
	Block *notes = model_add(model, BLOCK_NOTES, 9);
	notes->notes.title = g_strdup(model_word(model, "notes"));
	Note *note = g_new0(Note, 1);
	*note = (Note){ .number = 1,
			.term = g_strdup(words->registered),
			.text = g_strdup(words->definition) };
	g_ptr_array_add(notes->notes.notes, note);
	return model;
}
