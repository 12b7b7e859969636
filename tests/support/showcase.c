#include "tests/support/showcase.h"
#include "reports/block/block.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "core/database/sqltext.h"
#include "reports/build/edition.h"

/* What the model says, in both languages: the first column English, the second Urdu. */
typedef enum {
	SAYS_TITLE,
	SAYS_SUBTITLE,
	SAYS_LINE,
	SAYS_CONTENTS,
	SAYS_BANNER,
	SAYS_CAUTION,
	SAYS_LEAD,
	SAYS_CASES,
	SAYS_UNIT,
	SAYS_BASIS,
	SAYS_VERSUS,
	SAYS_TREND,
	SAYS_ALT,
	SAYS_OFFENCE,
	SAYS_STATIONS,
	SAYS_STATION,
	SAYS_TOTAL,
	SAYS_GROUP,
	SAYS_SHARE,
	SAYS_SIGN,
	SAYS_SIGNED,
	SAYS_PHONE,
	SAYS_NOTES,
	SAYS_NOTE,
	SAYS_FOOTER,
	SAYS_NONE,
} Says;

static const char *const sayings[][2] = {
	[SAYS_TITLE] = { "Pakpattan: week of 29 July to 4 August 2024",
			 "پاکپتن: ہفتہ 29 جولائی تا 4 اگست 2024" },
	[SAYS_SUBTITLE] = { "Crimes against women: the District Police Officer's page",
			    "خواتین کے خلاف جرائم: ضلعی پولیس افسر کا صفحہ" },
	[SAYS_LINE] = { "Records to 5 August 2024 · provisional", "ریکارڈ تا 5 اگست 2024 · عبوری" },
	[SAYS_CONTENTS] = { "Contents", "فہرست" },
	[SAYS_BANNER] = { "All 14 police stations of the district have reported this week.",
			  "ضلع کے تمام 14 تھانوں نے اس ہفتے رپورٹ دی ہے۔" },
	[SAYS_CAUTION] = { "2 of 14 police stations have not reported since 28 July: the figures "
			   "below are at least that much too low.",
			   "14 میں سے 2 تھانوں نے 28 جولائی کے بعد رپورٹ نہیں دی: نیچے کے اعداد اصل سے کم ہیں۔" },
	[SAYS_LEAD] = { "3 cases (FIRs) of crimes against women were registered this week; 5 the "
			"week before.\n\nText such as <script>alert(1)</script> & \"quotes\" is "
			"only text.",
			"اس ہفتے خواتین کے خلاف جرائم کے 3 مقدمات درج ہوئے؛ پچھلے ہفتے 5۔\n\n"
			"متن جیسے <script>alert(1)</script> & \"quotes\" صرف متن ہے۔" },
	[SAYS_CASES] = { "Cases registered", "درج مقدمات" },
	[SAYS_UNIT] = { "cases (FIRs)", "مقدمات (ایف آئی آر)" },
	[SAYS_BASIS] = { "date of registration of the case", "مقدمے کے اندراج کی تاریخ" },
	[SAYS_VERSUS] = { "5 the week before", "پچھلے ہفتے 5" },
	[SAYS_TREND] = { "Cases registered in each of the last 26 weeks",
			 "پچھلے 26 ہفتوں میں درج مقدمات" },
	[SAYS_ALT] = { "Line chart, 26 weeks: lowest 0, highest 7, last 3.",
		       "لائن چارٹ، 26 ہفتے: کم سے کم 0، زیادہ سے زیادہ 7، آخری 3۔" },
	[SAYS_OFFENCE] = { "Kidnapping or abduction of women", "خواتین کا اغوا" },
	[SAYS_STATIONS] = { "Police stations: cases, arrests and shares",
			    "تھانے: مقدمات، گرفتاریاں اور شرح" },
	[SAYS_STATION] = { "Police station", "تھانہ" },
	[SAYS_TOTAL] = { "Total", "کل" },
	[SAYS_GROUP] = { "Pakpattan circle", "پاکپتن سرکل" },
	[SAYS_SHARE] = { "Challaned in time (%)", "بروقت چالان (%)" },
	[SAYS_SIGN] = { "Approved for release", "اجرا کی منظوری" },
	[SAYS_SIGNED] = { "Signature", "دستخط" },
	[SAYS_PHONE] = { "Telephone", "ٹیلیفون" },
	[SAYS_NOTES] = { "Notes and definitions", "وضاحتیں اور تعریفیں" },
	[SAYS_NOTE] = { "First Information Reports (FIRs) of crimes against women, counted on the "
			"day they were registered. Counted: cases (FIRs).",
			"خواتین کے خلاف جرائم کی ایف آئی آر، اندراج کے دن کے مطابق۔ شمار: مقدمات۔" },
	[SAYS_FOOTER] = { "Run 12 · records to 5 August 2024 · internal",
			  "اجرا 12 · ریکارڈ تا 5 اگست 2024 · اندرونی" },
	[SAYS_NONE] = { "No case was registered.", "کوئی مقدمہ درج نہیں ہوا۔" },
};

static const char *say(const Model *model, Says what)
{
	return sayings[what][model->right_to_left ? 1 : 0];
}

static char *said(const Model *model, Says what)
{
	return g_strdup(say(model, what));
}

/* ── values ── */

static Value text_value(const char *text)
{
	return (Value){ .kind = VALUE_TEXT, .text = g_strdup(text) };
}

static Value number_value(double number, const char *text)
{
	return (Value){ .kind = VALUE_NUMBER,
			.number = number,
			.text = g_strdup(text),
			.excel_format = g_strdup("#,##0") };
}

static Value state_value(ValueState state, const char *text)
{
	return (Value){ .state = state, .kind = VALUE_NUMBER, .text = g_strdup(text) };
}

/* ── blocks ── */

static void add_cover(Model *model)
{
	Block *block = model_add(model, BLOCK_COVER, 1);
	block->cover.title = said(model, SAYS_TITLE);
	block->cover.subtitle = said(model, SAYS_SUBTITLE);
	g_ptr_array_add(block->cover.lines, said(model, SAYS_LINE));
}

static void add_contents(Model *model)
{
	model_add(model, BLOCK_CONTENTS, 2)->contents.title = said(model, SAYS_CONTENTS);
}

static void add_banner(Model *model, BannerTone tone, Says what)
{
	Block *block = model_add(model, BLOCK_BANNER, 3);
	block->banner.tone = tone;
	block->banner.text = said(model, what);
}

static void add_heading(Model *model, int level, Says what)
{
	Block *block = model_add(model, BLOCK_HEADING, 4);
	block->heading.level = level;
	block->heading.text = said(model, what);
}

static void add_text(Model *model)
{
	model_add(model, BLOCK_TEXT, 5)->text.text = said(model, SAYS_LEAD);
}

static void add_figure(const Model *model, Block *block, const char *id, Value value)
{
	Figure *figure = figure_new();
	figure->id = g_strdup(id);
	figure->value = value;
	figure->label = said(model, SAYS_CASES);
	figure->unit = said(model, SAYS_UNIT);
	figure->basis = said(model, SAYS_BASIS);
	figure->measure = g_strdup("cases_registered");
	figure->note = 1;
	g_ptr_array_add(block->figures.figures, figure);
}

static void add_figures(Model *model)
{
	Block *block = model_add(model, BLOCK_FIGURES, 6);
	add_figure(model, block, "registered", number_value(3, "3"));
	add_figure(model, block, "pending", number_value(12345, "12,345"));
	add_figure(model, block, "overdue", state_value(VALUE_NOT_AVAILABLE, "[x]"));
	add_figure(model, block, "challaned", number_value(1, "1"));
	Figure *first = block->figures.figures->pdata[0], *last = block->figures.figures->pdata[3];
	first->versus = said(model, SAYS_VERSUS);
	last->value.mark = g_strdup("[p]");
}

static ChartSeries *add_series(Chart *chart, const char *name)
{
	ChartSeries *series = chart_series_new(name, chart->count);
	g_ptr_array_add(chart->series, series);
	return series;
}

static Chart *add_chart(Model *model, const char *id, ChartKind kind, size_t count)
{
	Chart *chart = model_add(model, BLOCK_CHART, 7)->chart;
	chart->id = g_strdup(id);
	chart->kind = kind;
	chart->title = said(model, SAYS_TREND);
	chart->alt = said(model, SAYS_ALT);
	chart->x_title = said(model, SAYS_OFFENCE);
	chart->y_title = said(model, SAYS_UNIT);
	chart->empty = said(model, SAYS_NONE);
	chart->count = count;
	chart->categories = g_new0(char *, count + 1);
	return chart;
}

static void add_trend(Model *model)
{
	static const int cases[] = { 4, 0, 3, 5, 2, 6, 1, 0, 4, 4, 3, 7, 2,
				     5, 3, 3, 1, 6, 4, 2, 0, 5, 3, 4, 5, 3 };
	Chart *chart = add_chart(model, "trend", CHART_LINE, G_N_ELEMENTS(cases));
	ChartSeries *series = add_series(chart, say(model, SAYS_CASES));
	chart->provisional = g_new0(bool, chart->count);
	for (size_t n = 0; n < chart->count; n++) {
		chart->categories[n] =
		    g_strdup_printf("%d/%d", (int)(n * 7 % 28) + 1, (int)(n / 4) + 2);
		series->values[n] = cases[n];
	}
	series->values[9] = NAN;
	chart->provisional[24] = chart->provisional[25] = true;
}

static void add_bars(Model *model)
{
	Chart *chart = add_chart(model, "offences", CHART_BAR, 4);
	ChartSeries *series = add_series(chart, say(model, SAYS_CASES));
	static const char *const english[] = { "Kidnapping / abduction of women", "Hurt <at home>",
					       "Harassment", "Rape" };
	static const char *const urdu[] = { "خواتین کا اغوا", "گھریلو تشدد", "ہراسانی",
					    "جنسی زیادتی" };
	for (size_t n = 0; n < chart->count; n++) {
		chart->categories[n] = g_strdup((model->right_to_left ? urdu : english)[n]);
		series->values[n] = 1234.0 / (double)(n + 1);
	}
	chart->decimals = 1;
	chart->group = g_strdup(",");
}

static void add_columns(Table *table, const Model *model)
{
	g_ptr_array_add(table->columns, table_column_new("station", say(model, SAYS_STATION),
							 ALIGN_START, VALUE_TEXT));
	g_ptr_array_add(table->columns,
			table_column_new("first", say(model, SAYS_CASES), ALIGN_END, VALUE_NUMBER));
	g_ptr_array_add(table->columns, table_column_new("second", "Q2", ALIGN_END, VALUE_NUMBER));
	g_ptr_array_add(table->columns,
			table_column_new("share", say(model, SAYS_SHARE), ALIGN_END, VALUE_NUMBER));
	((TableColumn *)table->columns->pdata[1])->note = 1;
	((TableColumn *)table->columns->pdata[3])->note = 2;
	g_ptr_array_add(table->spans, table_span_new("2024", 1, 2));
}

static void add_row(Table *table, TableRowKind kind, const char *name, Value first, Value second,
		    Value share)
{
	Value *row = g_new0(Value, 4);
	row[0] = text_value(name);
	row[1] = first;
	row[2] = second;
	row[3] = share;
	g_ptr_array_add(table->rows, row);
	if (table->kinds == NULL)
		table->kinds = g_array_new(FALSE, FALSE, sizeof(TableRowKind));
	g_array_append_val(table->kinds, kind);
}

static void add_table(Model *model)
{
	Table *table = model_add(model, BLOCK_TABLE, 8)->table;
	table->id = g_strdup("stations");
	table->caption = said(model, SAYS_STATIONS);
	table->empty = said(model, SAYS_NONE);
	add_columns(table, model);
	add_row(table, ROW_GROUP, say(model, SAYS_GROUP), text_value(""), text_value(""),
		text_value(""));
	Value marked = number_value(1234, "1,234");
	marked.mark = g_strdup("[p]");
	add_row(table, ROW_DATA, "=HYPERLINK(\"x\")", number_value(2, "2"), marked,
		number_value(66.7, "66.7"));
	add_row(table, ROW_DATA, "ملکہ ہانس", number_value(-1, "-1"),
		state_value(VALUE_SUPPRESSED, "[c]"), number_value(50, "50"));
	add_row(table, ROW_SUBTOTAL, say(model, SAYS_TOTAL), number_value(1, "1"),
		state_value(VALUE_LOW, "[low]"), state_value(VALUE_NOT_APPLICABLE, "[z]"));
	add_row(table, ROW_GROUP, "Arifwala & <others>", text_value(""), text_value(""),
		text_value(""));
	add_row(table, ROW_DATA, "City", number_value(7, "7"), number_value(8, "8"),
		number_value(12.25, "12.25"));
	table->total = g_new0(Value, 4);
	table->total[0] = text_value(say(model, SAYS_TOTAL));
	table->total[1] = number_value(8, "8");
	table->total[2] = number_value(1242, "1,242");
	table->total[3] = number_value(43, "43.0");
}

static void add_card(Model *model)
{
	Block *block = model_add(model, BLOCK_CARD, 9);
	block->card.title = said(model, SAYS_SIGN);
	g_ptr_array_add(block->card.lines, card_line_new(say(model, SAYS_SIGNED), ""));
	g_ptr_array_add(block->card.lines, card_line_new(say(model, SAYS_PHONE), "15"));
}

static void add_side_by_side(Model *model)
{
	Block *block = model_add(model, BLOCK_COLUMNS, 10);
	model->open = model_add_column(block, 7)->blocks;
	add_bars(model);
	model->open = model_add_column(block, 5)->blocks;
	add_heading(model, 3, SAYS_OFFENCE);
	add_card(model);
	model->open = NULL;
}

static void add_notes(Model *model)
{
	static const int numbers[] = { 1, 2, 0 };
	Block *block = model_add(model, BLOCK_NOTES, 11);
	block->notes.title = said(model, SAYS_NOTES);
	for (size_t n = 0; n < G_N_ELEMENTS(numbers); n++) {
		Note *note = g_new0(Note, 1);
		note->number = numbers[n];
		note->term = said(model, n == 1 ? SAYS_SHARE : SAYS_CASES);
		note->text = said(model, SAYS_NOTE);
		g_ptr_array_add(block->notes.notes, note);
	}
}

static void add_empty(Model *model)
{
	Table *table = model_add(model, BLOCK_TABLE, 12)->table;
	table->id = g_strdup("none");
	table->caption = said(model, SAYS_STATION);
	table->empty = said(model, SAYS_NONE);
	add_columns(table, model);
	add_chart(model, "nothing", CHART_LINE, 0);
}

static Library *open_library(void)
{
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	g_autoptr(GError) error = NULL;
	Library *library = library_open(folders, &error);
	cr_assert(library != NULL, "%s", error != NULL ? error->message : "");
	return library;
}

static Model *new_model(const char *language)
{
	g_autoptr(Library) library = open_library();
	Model *model = model_new();
	model->language = g_strdup(language);
	model->right_to_left = strcmp(language, "ur") == 0;
	model->template_name = g_strdup("showcase");
	model->title = said(model, SAYS_TITLE);
	model->audience = g_strdup("internal");
	model->footer = said(model, SAYS_FOOTER);
	model->page_of = g_strdup("%d / %d");
	model->run_no = 12;
	model->orientation = g_strdup("portrait");
	model->as_at = g_date_time_new_from_iso8601("2024-08-05T23:59:59+05:00", NULL);
	model->words = locale_words(library_locale(library, language));
	return model;
}

Model *showcase_model(const char *language)
{
	Model *model = new_model(language);
	add_cover(model);
	add_banner(model, TONE_CAUTION, SAYS_CAUTION);
	add_text(model);
	add_figures(model);
	add_contents(model);
	add_heading(model, 1, SAYS_TREND);
	add_banner(model, TONE_PLAIN, SAYS_BANNER);
	add_trend(model);
	model_add(model, BLOCK_PAGEBREAK, 7);
	add_heading(model, 2, SAYS_STATIONS);
	add_table(model);
	add_side_by_side(model);
	add_empty(model);
	add_notes(model);
	return model;
}

/* ── templates ── */

/* The text of a made-up value of TYPE in ROW, COLUMN. Transfer full. */
static char *invent(DatumType type, gint64 row, size_t column)
{
	g_autoptr(GDate) day = g_date_new_dmy(29, G_DATE_JULY, 2024);
	switch (type) {
	case DATUM_NUMBER:
		return g_strdup_printf("%d", (int)((row * 7 + (gint64)column * 3) % 61));
	case DATUM_DATE:
		g_date_subtract_days(day, 7 * (guint)(25 - MIN(row, 25)));
		return g_strdup_printf("%04d-%02d-%02d", g_date_get_year(day),
				       g_date_get_month(day), g_date_get_day(day));
	case DATUM_SERIES:
		return g_strdup_printf("{%d,NULL,%d}", (int)row, (int)row * 2);
	case DATUM_BOOL:
		return g_strdup(row % 2 == 0 ? "t" : "f");
	default:
		return g_strdup_printf("Malka Hans & <Sons> %d", (int)row + 1);
	}
}

#define MANY 10 /* above what any dataset calls its smallest */

static void free_dataset(gpointer data)
{
	dataset_free(data);
}

static Dataset *invent_dataset(const TemplateDataset *wanted)
{
	Dataset *dataset = dataset_new(wanted->name, wanted->query_columns);
	gint64 rows = wanted->most >= 0 ? wanted->most : MAX(wanted->least, 5);
	/* what is public prints no number of few persons */
	bool many = wanted->sql != NULL && strstr(wanted->sql, "-- smallest:") != NULL;
	for (gint64 row = 0; row < rows; row++) {
		g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
		for (guint n = 0; n < wanted->query_columns->len; n++) {
			const SqlColumn *column = wanted->query_columns->pdata[n];
			DatumType type = DATUM_TEXT;
			cr_assert(datum_type_of_sql(column->type, &type));
			char *text = invent(type, row, n);
			gint64 number = type == DATUM_NUMBER ? g_ascii_strtoll(text, NULL, 10) : 0;
			if (many && number > 0 && number < MANY) {
				g_free(text);
				text = g_strdup_printf("%d", (int)number + MANY);
			}
			g_ptr_array_add(texts, text);
		}
		g_autoptr(GError) error = NULL;
		cr_assert(dataset_add(dataset, (const char *const *)texts->pdata, &error), "%s",
			  error != NULL ? error->message : "");
	}
	return dataset;
}

/* A value for each parameter without a default: its type's own name says what it takes. */
static GStrv parameter_words(const Template *template)
{
	static const struct {
		const char *type, *value;
	} values[] = { { "text", "made up" },       { "district", "PKP" },
		       { "date", "2024-07-31" },    { "day", "2024-07-31" },
		       { "week", "2024-W31" },      { "month", "2024-07" },
		       { "quarter", "2024-Q2" },    { "year", "2023" },
		       { "fiscal-year", "2023-24" } };
	g_autoptr(GStrvBuilder) words = g_strv_builder_new();
	for (guint n = 0; n < template->parameters->len; n++) {
		const TemplateParameter *parameter = template->parameters->pdata[n];
		for (size_t at = 0; parameter->default_text == NULL && at < G_N_ELEMENTS(values);
		     at++) {
			if (strcmp(parameter->type->name, values[at].type) != 0)
				continue;
			g_autofree char *word =
			    g_strdup_printf("%s=%s", parameter->name, values[at].value);
			g_strv_builder_add(words, word);
		}
	}
	return g_strv_builder_end(words);
}

static GHashTable *invent_datasets(const Template *template)
{
	GHashTable *datasets = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_dataset);
	for (guint n = 0; n < template->datasets->len; n++) {
		const TemplateDataset *wanted = template->datasets->pdata[n];
		g_hash_table_insert(datasets, wanted->name, invent_dataset(wanted));
	}
	return datasets;
}

#define AS_AT_S 1722884399 /* 5 August 2024, 23:59:59 in Karachi */

Model *showcase_edition(const char *name, const char *language)
{
	g_autoptr(Library) library = open_library();
	g_autoptr(GError) error = NULL;
	g_autofree char *path = library_find(library, name, &error);
	g_autoptr(Template) template =
	    path != NULL ? template_read(path, library, block_types, &error) : NULL;
	cr_assert(template != NULL, "%s", error != NULL ? error->message : "");
	if (template_language(template, language) < 0)
		return NULL;
	g_autoptr(Districts) districts = districts_new();
	districts_add(districts, "PKP", "Pakpattan", "پاکپتن", "Sahiwal");
	g_auto(GStrv) words = parameter_words(template);
	g_autoptr(Binding) binding = binding_new(template, (const char *const *)words, districts,
						 12, (CivilTime){ AS_AT_S, 5 * 3600 }, &error);
	cr_assert(binding != NULL, "%s: %s", name, error != NULL ? error->message : "");
	g_autoptr(GHashTable) datasets = invent_datasets(template);
	Model *model = edition_model(template, library, binding, datasets, language, &error);
	cr_assert(model != NULL, "%s: %s", name, error != NULL ? error->message : "");
	return model;
}

GPtrArray *showcase_templates(void)
{
	g_autoptr(Library) library = open_library();
	g_autoptr(GPtrArray) paths = library_templates(library);
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	for (guint n = 0; n < paths->len; n++) {
		char *name = g_path_get_basename(paths->pdata[n]);
		name[strlen(name) - strlen(".yaml")] = '\0';
		g_ptr_array_add(names, name);
	}
	return names;
}

GString *showcase_written(const Model *model,
			  bool (*write)(const Model *model, const char *path, GError **error))
{
	g_autofree char *folder = g_dir_make_tmp("shumar-showcase-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "report", NULL);
	g_autoptr(GError) error = NULL;
	g_autofree char *text = NULL;
	gsize length = 0;
	cr_assert(write(model, path, &error), "%s", error != NULL ? error->message : "");
	cr_assert(g_file_get_contents(path, &text, &length, NULL));
	g_unlink(path);
	g_rmdir(folder);
	return g_string_new_len(text, (gssize)length);
}
