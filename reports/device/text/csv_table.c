#include "reports/device/text/csv_table.h"

#include <math.h>
#include <string.h>

#include "core/period.h"

#include "core/csvout.h"
#include "reports/model/shorthand.h"
#include "reports/model/value.h"

#define NAME_LETTERS "_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* ── fields ── */

char *csv_text(const char *text)
{
	static const char *const isolates[] = { "\u2066", "\u2067", "\u2068", "\u2069" };
	g_autofree char *valid = g_utf8_make_valid(text != NULL ? text : "", -1);
	g_autoptr(GString) field = g_string_new(valid);
	for (size_t n = 0; n < G_N_ELEMENTS(isolates); n++)
		g_string_replace(field, isolates[n], "", 0);
	return csvout_guard(field->str);
}

static char *number_field(double number)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];
	return isfinite(number)
		   ? g_strdup(g_ascii_formatd(digits, sizeof digits, "%.15g", number + 0.0))
		   : g_strdup("");
}

/* The number or date that is known of VALUE. */
static char *known_field(const Value *value)
{
	if (value->state != VALUE_KNOWN)
		return g_strdup("");
	if (value->kind == VALUE_NUMBER)
		return number_field(value->number);
	if (g_date_valid(&value->date)) /* of a week its own day, whatever it prints as */
		return date_text(&value->date);
	return g_strdup("");
}

static bool is_public(const Model *model)
{
	return g_strcmp0(model->audience, "public") == 0;
}

/* The same; a public file has no empty value, which a reader takes for nothing: the sign of what is
 * missing stands there too, which the description lists as "null". */
static char *value_field(const Model *model, const Value *value)
{
	char *known = known_field(value);
	if (*known != '\0' || !is_public(model))
		return known;
	g_free(known);
	return *value->text != '\0' ? csv_text(value->text) : g_strdup("[z]");
}

static char *point_field(const Model *model, double number)
{
	return isfinite(number) || !is_public(model) ? number_field(number)
						     : g_strdup(chart_missing_text(number));
}

/* What is said of VALUE: its state as printed, its marks, or a word in place of a number. */
static char *mark_field(const Value *value)
{
	bool plain = value->state == VALUE_KNOWN &&
		     (value->kind != VALUE_TEXT || g_date_valid(&value->date));
	g_autofree char *said = plain ? g_strdup("") : csv_text(value->text);
	bool both = *said != '\0' && value->mark != NULL;
	return g_strconcat(said, both ? " " : "", value->mark != NULL ? value->mark : "", NULL);
}

/* ── tables ── */

static void column_free(gpointer data)
{
	CsvColumn *column = data;
	g_free(column->name);
	g_free(column->title);
	g_free(column->description);
	g_free(column);
}

static void row_free(gpointer data)
{
	g_ptr_array_unref(data);
}

static CsvTable *table_new(const char *title)
{
	CsvTable *table = g_new0(CsvTable, 1);
	table->title = csv_text(title);
	table->columns = g_ptr_array_new_with_free_func(column_free);
	table->rows = g_ptr_array_new_with_free_func(row_free);
	return table;
}

void csv_table_free(CsvTable *table)
{
	if (table == NULL)
		return;
	g_free(table->title);
	g_free(table->subtitle);
	g_free(table->source);
	g_ptr_array_unref(table->columns);
	g_ptr_array_unref(table->rows);
	g_free(table);
}

static bool has_column(const CsvTable *table, const char *name)
{
	for (guint n = 0; n < table->columns->len; n++) {
		if (strcmp(((CsvColumn *)table->columns->pdata[n])->name, name) == 0)
			return true;
	}
	return false;
}

/* Adds a column; a name that is there already gets a number. Borrowed. */
static CsvColumn *add_column(CsvTable *table, const char *name, const char *title, CsvType type)
{
	CsvColumn *column = g_new0(CsvColumn, 1);
	g_autofree char *wish =
	    g_strcanon(g_strdup(name != NULL ? name : "value"), NAME_LETTERS, '_');
	column->name = g_strdup(*wish != '\0' ? wish : "value");
	for (int number = 2; has_column(table, column->name); number++) {
		g_free(column->name);
		column->name = g_strdup_printf("%s_%d", wish, number);
	}
	column->title = title != NULL ? csv_text(title) : NULL;
	column->type = type;
	g_ptr_array_add(table->columns, column);
	return column;
}

/* Where and when the file is: each parameter of the edition as a column before the PLACE-th, the
 * same in every row, so that files can be laid together. One whose name a column has already says
 * it there. */
static void add_context(CsvTable *table, const Model *model, guint place)
{
	for (guint n = 0; n < model->context->len; n++) {
		const ModelContext *context = model->context->pdata[n];
		if (has_column(table, context->name))
			continue;
		CsvColumn *column = g_new0(CsvColumn, 1);
		column->name = g_strdup(context->name);
		column->type = CSV_STRING;
		column->description = g_strdup("of the whole edition");
		g_ptr_array_insert(table->columns, (gint)place, column);
		for (guint row = 0; row < table->rows->len; row++)
			g_ptr_array_insert(table->rows->pdata[row], (gint)place,
					   csv_text(context->value));
		place++;
	}
}

static GPtrArray *add_row(CsvTable *table)
{
	GPtrArray *row = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(table->rows, row);
	return row;
}

/* Numbers that all turned out to be whole are integers. */
static void narrow_types(CsvTable *table)
{
	for (guint n = 0; n < table->columns->len; n++) {
		CsvColumn *column = table->columns->pdata[n];
		bool whole = column->type == CSV_DECIMAL && table->rows->len > 0;
		for (guint row = 0; row < table->rows->len && whole; row++) {
			const char *field = ((GPtrArray *)table->rows->pdata[row])->pdata[n];
			whole = *field == '[' || strspn(field, "-0123456789") == strlen(field);
		}
		if (whole)
			column->type = CSV_INTEGER;
	}
}

/* The mark of a draft is a column, and no line above the head: programs read the file as before,
 * and files that are laid together keep it. */
static void add_draft(CsvTable *table, const Model *model)
{
	const char *draft = model_draft(model);
	if (draft == NULL)
		return;
	CsvColumn *column = g_new0(CsvColumn, 1);
	column->name = g_strdup("not_for_publication");
	column->title = csv_text(draft);
	column->type = CSV_STRING;
	g_ptr_array_insert(table->columns, 0, column);
	for (guint row = 0; row < table->rows->len; row++)
		g_ptr_array_insert(table->rows->pdata[row], 0, csv_text(draft));
}

/* Ends TABLE, of MODEL, whose columns from PLACE on stand behind those of the edition. */
static CsvTable *table_end(CsvTable *table, const Model *model, guint place)
{
	add_context(table, model, place);
	add_draft(table, model);
	for (guint n = 0; n < table->columns->len; n++)
		((CsvColumn *)table->columns->pdata[n])->signs = is_public(model);
	narrow_types(table);
	return table;
}

typedef struct {
	int number;
	const Note *note;
} NoteSearch;

static void search_note(const Block *block, gpointer data)
{
	NoteSearch *search = data;
	for (guint n = 0; block->kind == BLOCK_NOTES && n < block->notes.notes->len; n++) {
		const Note *note = block->notes.notes->pdata[n];
		if (search->note == NULL && note->number == search->number)
			search->note = note;
	}
}

/* "Cases registered: First Information Reports …", or NULL. Transfer full. */
static char *definition(const Model *model, int number)
{
	NoteSearch search = { number, NULL };
	if (number > 0)
		model_each(model, search_note, &search);
	if (search.note == NULL)
		return NULL;
	bool named = search.note->term != NULL && search.note->term[0] != '\0';
	g_autofree char *text =
	    g_strconcat(named ? search.note->term : "", named ? ": " : "", search.note->text, NULL);
	return csv_text(text);
}

/* What the signs in USED mean; of all that may stand there where none is used, or the file is not
 * the public's. */
static char *marks_description(const Model *model, ShorthandSet used)
{
	ShorthandSet all = shorthand_of_text("[c][z][x][u][n][low][p][r]");
	g_autofree char *text = shorthand_text(model, is_public(model) && used != 0 ? used : all);
	return csv_text(text);
}

static void add_marked(CsvTable *table, const Model *model, const TableColumn *about,
		       const char *head, ShorthandSet used)
{
	CsvType type = about->kind == VALUE_DATE ? CSV_DATE : CSV_DECIMAL;
	CsvColumn *column = add_column(table, about->field, head, type);
	g_autofree char *name = g_strconcat(column->name, "_mark", NULL);
	column->description = definition(model, about->note);
	add_column(table, name, NULL, CSV_STRING)->description = marks_description(model, used);
}

static bool has_groups(const Table *table)
{
	for (guint row = 0; row < table->rows->len; row++) {
		if (table_row_kind(table, row) == ROW_GROUP)
			return true;
	}
	return false;
}

/* "3 [x] 5": the numbers of a series, oldest first, a gap as what it is. */
static char *series_field(const Value *value)
{
	if (value->series == NULL)
		return csv_text(value->text);
	g_autoptr(GString) field = g_string_new(NULL);
	for (guint n = 0; n < value->series->len; n++) {
		g_autofree char *number = number_field(g_array_index(value->series, double, n));
		g_string_append_printf(field, "%s%s", n > 0 ? " " : "",
				       *number != '\0' ? number : "[x]");
	}
	return g_string_free(g_steal_pointer(&field), FALSE);
}

static void add_values(CsvTable *made, const Model *model, const Table *table, const Value *values,
		       const char *group, const char *kind)
{
	GPtrArray *row = add_row(made);
	if (group != NULL)
		g_ptr_array_add(row, csv_text(group));
	for (guint n = 0; n < table->columns->len; n++) {
		const TableColumn *column = table->columns->pdata[n];
		if (column->kind == VALUE_TEXT) {
			g_ptr_array_add(row, csv_text(values[n].text));
			continue;
		}
		if (column->kind == VALUE_SERIES) {
			g_ptr_array_add(row, series_field(&values[n]));
			continue;
		}
		g_ptr_array_add(row, value_field(model, &values[n]));
		g_ptr_array_add(row, mark_field(&values[n]));
	}
	g_ptr_array_add(row, g_strdup(kind));
}

static void set_about(CsvTable *made, const BlockAbout *about)
{
	made->subtitle = about->subtitle != NULL ? csv_text(about->subtitle) : NULL;
	made->source = about->source != NULL ? csv_text(about->source) : NULL;
}

CsvTable *csv_table_of_table(const Model *model, const Table *table)
{
	CsvTable *made = table_new(table->caption);
	set_about(made, &table->about);
	ShorthandSet used = shorthand_of_table(table);
	const char *group = has_groups(table) ? "" : NULL;
	bool grouped = group != NULL;
	if (grouped)
		add_column(made, "group", NULL, CSV_STRING);
	for (guint n = 0; n < table->columns->len; n++) {
		const TableColumn *column = table->columns->pdata[n];
		g_autofree char *head = table_head(table, n);
		if (column->kind == VALUE_TEXT || column->kind == VALUE_SERIES)
			add_column(made, column->field, head, CSV_STRING)->description =
			    definition(model, column->note);
		else
			add_marked(made, model, column, head, used);
	}
	add_column(made, "row", NULL, CSV_STRING)->description =
	    g_strdup("data, subtotal or total: leave the last two out before adding up");
	for (guint row = 0; row < table->rows->len; row++) {
		const Value *values = table->rows->pdata[row];
		TableRowKind kind = table_row_kind(table, row);
		if (kind == ROW_GROUP)
			group = values[0].text;
		else
			add_values(made, model, table, values, group,
				   kind == ROW_SUBTOTAL ? "subtotal" : "data");
	}
	if (table->total != NULL && table->rows->len > 0)
		add_values(made, model, table, table->total, grouped ? "" : NULL, "total");
	return table_end(made, model, made->columns->len - 1);
}

/* ── charts ── */

static bool has_bounds(const Chart *chart)
{
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (series->lower != NULL && series->upper != NULL)
			return true;
	}
	for (guint n = 0; n < chart->panels->len; n++) {
		if (has_bounds(chart->panels->pdata[n]))
			return true;
	}
	return false;
}

/* Which of the columns that not every chart has are there. */
typedef struct {
	bool panels, dates, weeks, places, bounds;
} ChartShape;

static char *day_field(const GDate *day)
{
	return g_date_valid(day) ? date_text(day) : g_strdup("");
}

/* "2024-W31", or nothing. */
static char *week_field(const GDate *day)
{
	if (!g_date_valid(day))
		return g_strdup("");
	Period week = period_of(PERIOD_WEEK, day);
	return period_name(&week);
}

static void add_point(CsvTable *made, const Model *model, const Chart *chart,
		      const ChartSeries *series, size_t at, const ChartShape *shape)
{
	bool provisional =
	    series->role == SERIES_VALUES && chart->provisional != NULL && chart->provisional[at];
	bool known = isfinite(series->values[at]);
	GPtrArray *row = add_row(made);
	if (shape->panels)
		g_ptr_array_add(row, csv_text(chart->title));
	g_ptr_array_add(row, csv_text(chart->categories[at]));
	if (shape->dates)
		g_ptr_array_add(row, day_field(&chart->dates[at]));
	if (shape->weeks)
		g_ptr_array_add(row, week_field(&chart->dates[at]));
	if (shape->places)
		g_ptr_array_add(row, number_field(chart->x != NULL ? chart->x[at] : NAN));
	g_ptr_array_add(row, csv_text(series->name));
	g_ptr_array_add(row, point_field(model, series->values[at]));
	g_ptr_array_add(row, g_strconcat(!known ? chart_missing_text(series->values[at]) : "",
					 known && provisional ? "[p]" : "",
					 chart_is_revised(chart, series, at) ? "[r]" : "", NULL));
	if (shape->bounds) {
		double none = chart_missing(VALUE_NOT_APPLICABLE);
		g_ptr_array_add(
		    row, point_field(model, series->lower != NULL ? series->lower[at] : none));
		g_ptr_array_add(
		    row, point_field(model, series->upper != NULL ? series->upper[at] : none));
	}
}

static void add_points(CsvTable *made, const Model *model, const Chart *chart,
		       const ChartShape *shape)
{
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		for (size_t at = 0; at < chart->count && series->curve == NULL; at++)
			add_point(made, model, chart, series, at, shape);
	}
	for (guint n = 0; n < chart->panels->len; n++)
		add_points(made, model, chart->panels->pdata[n], shape);
}

CsvTable *csv_table_of_chart(const Model *model, const Chart *chart)
{
	const Chart *first = chart->panels->len > 0 ? chart->panels->pdata[0] : chart;
	bool dates = first->dates != NULL;
	ChartShape shape = { chart->panels->len > 0, dates, dates && first->weekly,
			     first->x != NULL && !dates, has_bounds(chart) };
	CsvTable *made = table_new(chart->title);
	set_about(made, &chart->about);
	if (shape.panels)
		add_column(made, "panel", NULL, CSV_STRING);
	add_column(made, "category", chart->x_title, CSV_STRING);
	if (shape.dates)
		add_column(made, "date", chart->x_title, CSV_DATE);
	if (shape.weeks)
		add_column(made, "week", NULL, CSV_STRING)->description =
		    g_strdup("ISO 8601 week, Monday to Sunday");
	if (shape.places)
		add_column(made, "x", chart->x_title, CSV_DECIMAL);
	add_column(made, "series", NULL, CSV_STRING);
	add_column(made, "value", chart->y_title, CSV_DECIMAL);
	add_column(made, "value_mark", NULL, CSV_STRING)->description =
	    marks_description(model, shorthand_of_chart(chart));
	if (shape.bounds) {
		add_column(made, "lower", NULL, CSV_DECIMAL);
		add_column(made, "upper", NULL, CSV_DECIMAL);
	}
	add_points(made, model, chart, &shape);
	return table_end(made, model, made->columns->len);
}

/* ── figures ── */

/* Where the figures of a model go. */
typedef struct {
	const Model *model;
	CsvTable *table;
} FiguresMade;

static void add_figures(const Block *block, gpointer data)
{
	const FiguresMade *made = data;
	for (guint n = 0; block->kind == BLOCK_FIGURES && n < block->figures.figures->len; n++) {
		const Figure *figure = block->figures.figures->pdata[n];
		const char *const texts[] = { figure->unit, figure->basis, figure->measure,
					      figure->versus };
		GPtrArray *row = add_row(made->table);
		g_ptr_array_add(row, csv_text(figure->id));
		g_ptr_array_add(row, csv_text(figure->label));
		g_ptr_array_add(row, value_field(made->model, &figure->value));
		g_ptr_array_add(row, mark_field(&figure->value));
		for (size_t at = 0; at < G_N_ELEMENTS(texts); at++)
			g_ptr_array_add(row, csv_text(texts[at]));
	}
}

CsvTable *csv_table_of_figures(const Model *model)
{
	CsvTable *made = table_new(model_word(model, "figures"));
	add_column(made, "figure", NULL, CSV_STRING);
	add_column(made, "label", model_word(model, "figure"), CSV_STRING);
	add_column(made, "value", model_word(model, "value"), CSV_DECIMAL);
	add_column(made, "value_mark", NULL, CSV_STRING)->description = marks_description(model, 0);
	add_column(made, "unit", model_word(model, "unit"), CSV_STRING);
	add_column(made, "basis", model_word(model, "basis"), CSV_STRING);
	add_column(made, "measure", NULL, CSV_STRING);
	add_column(made, "versus", model_word(model, "versus"), CSV_STRING);
	model_each(model, add_figures, &(FiguresMade){ model, made });
	return table_end(made, model, made->columns->len);
}
