#include "reports/device/xlsx/xlsx_flat.h"

#include <math.h>
#include <string.h>

/* Where a table's columns go. */
typedef struct {
	const XlsxBook *book;
	const Table *table;
	XlsxFlat *flat;
	bool *marked;  /* one a column of the table: a column of marks follows it */
	bool is_group; /* a column of groups comes first */
	guint width;   /* of the flat table */
} Plan;

static bool has_kind(const Table *table, TableRowKind kind)
{
	for (guint row = 0; row < table->rows->len; row++) {
		if (table_row_kind(table, row) == kind)
			return true;
	}
	return false;
}

static char *take_text(Plan *plan, char *text)
{
	g_ptr_array_add(plan->flat->texts, text);
	return text;
}

/* ── marks ── */

/* True when VALUE of COLUMN leaves its cell empty for the marks beside it. */
static bool is_moved(const Plan *plan, guint column, const Value *value)
{
	const TableColumn *head = plan->table->columns->pdata[column];
	return !plan->book->is_public && head->kind != VALUE_TEXT && value->state != VALUE_KNOWN;
}

/* VALUE as a cell holds it: of a series the last number, since no cell holds them all; where that
 * one is missing, so is the cell. */
static Value cell_value(Plan *plan, const Value *value)
{
	if (value->series == NULL || value->series->len == 0)
		return *value;
	double latest = g_array_index(value->series, double, value->series->len - 1);
	if (!isfinite(latest))
		return (Value){ .state = VALUE_NOT_AVAILABLE,
				.kind = VALUE_NUMBER,
				.text = take_text(plan, g_strdup("[x]")) };
	return (Value){ .kind = VALUE_NUMBER,
			.number = latest,
			.text = take_text(plan, g_strdup_printf("%.0f", latest)),
			.excel_format = take_text(plan, g_strdup("#,##0")),
			.mark = value->mark };
}

static bool has_mark(Plan *plan, guint column)
{
	const Table *table = plan->table;
	for (guint row = 0; row <= table->rows->len; row++) {
		const Value *values =
		    row < table->rows->len ? table->rows->pdata[row] : table->total;
		if (values == NULL ||
		    (row < table->rows->len && table_row_kind(table, row) == ROW_GROUP))
			continue;
		Value value = cell_value(plan, &values[column]);
		if (value.mark != NULL || is_moved(plan, column, &value))
			return true;
	}
	return false;
}

/* ── heads ── */

/* "2024: Cases [note 1]" */
static char *full_header(const Plan *plan, guint column)
{
	const Table *table = plan->table;
	const TableColumn *head = table->columns->pdata[column];
	g_autofree char *name = table_head(table, column);
	g_autofree char *header =
	    head->kind == VALUE_SERIES
		? g_strdup_printf("%s: %s", name, model_word(plan->book->model, "spark_last"))
		: g_strdup(name);
	if (head->note <= 0)
		return g_steal_pointer(&header);
	g_autofree char *mark = model_note_ref(plan->book->model, head->note, " ");
	return g_strconcat(header, " ", mark, NULL);
}

static void make_headers(Plan *plan)
{
	guint at = 0;
	plan->flat->headers = g_new0(char *, plan->width + 1);
	if (plan->is_group)
		plan->flat->headers[at++] = g_strdup(model_word(plan->book->model, "group"));
	for (guint column = 0; column < plan->table->columns->len; column++) {
		plan->flat->headers[at++] = full_header(plan, column);
		if (!plan->marked[column])
			continue;
		g_autofree char *head = table_head(plan->table, column);
		plan->flat->headers[at++] =
		    g_strdup_printf("%s: %s", head, model_word(plan->book->model, "status"));
	}
}

/* ── rows ── */

static Value text_value(const char *text)
{
	return (Value){ .kind = VALUE_TEXT, .text = (char *)(guintptr)text };
}

/* The text that stands where VALUE has none: every empty cell carries its reason. */
static const char *reason(const Value *value)
{
	static const char *const reasons[] = {
		[VALUE_KNOWN] = "[z]",          [VALUE_SUPPRESSED] = "[c]",
		[VALUE_NOT_APPLICABLE] = "[z]", [VALUE_NOT_AVAILABLE] = "[x]",
		[VALUE_LOW] = "[low]",          [VALUE_NOT_YET] = "[n]",
		[VALUE_UNRELIABLE] = "[u]"
	};
	return value->text[0] != '\0' ? value->text : reasons[value->state];
}

/* What the column of marks says of VALUE. */
static Value mark_value(Plan *plan, guint column, const Value *value)
{
	const char *moved = is_moved(plan, column, value) ? reason(value) : "";
	const char *mark = value->mark != NULL ? value->mark : "";
	if (moved[0] == '\0' && mark[0] == '\0')
		return text_value(model_word(plan->book->model, "no_mark"));
	return text_value(take_text(plan, g_strconcat(moved, mark, NULL)));
}

static Value *make_row(Plan *plan, const Value *values, const char *group)
{
	Value *row = g_new0(Value, plan->width);
	guint at = 0;
	if (plan->is_group)
		row[at++] = text_value(group);
	for (guint column = 0; column < plan->table->columns->len; column++) {
		Value value = cell_value(plan, &values[column]);
		row[at] = value;
		row[at].mark = NULL;
		bool moved = is_moved(plan, column, &value);
		row[at++].text = (char *)(guintptr)(moved ? "" : reason(&value));
		if (plan->marked[column])
			row[at++] = mark_value(plan, column, &value);
	}
	return row;
}

static void make_rows(Plan *plan)
{
	const Table *table = plan->table;
	const char *group = "[z]";
	bool parted = has_kind(table, ROW_SUBTOTAL);
	for (guint row = 0; row < table->rows->len; row++) {
		const Value *values = table->rows->pdata[row];
		TableRowKind kind = table_row_kind(table, row);
		if (kind == ROW_GROUP)
			group = values[0].text;
		else
			g_ptr_array_add(kind == ROW_SUBTOTAL ? plan->flat->subtotals
							     : plan->flat->rows,
					make_row(plan, values, group));
	}
	if (table->total == NULL)
		return;
	Value *total = make_row(plan, table->total, table->total[0].text);
	if (parted)
		g_ptr_array_add(plan->flat->subtotals, total);
	else
		plan->flat->total = total;
}

/* Cases beside persons are no lengths to be compared. */
static bool is_one_unit(const Table *table)
{
	const char *unit = NULL;
	for (guint n = 0; n < table->columns->len; n++) {
		const TableColumn *column = table->columns->pdata[n];
		if (column->kind != VALUE_NUMBER)
			continue;
		if (column->unit == NULL || (unit != NULL && strcmp(unit, column->unit) != 0))
			return false;
		unit = column->unit;
	}
	return unit != NULL;
}

XlsxFlat *xlsx_flat_new(const XlsxBook *book, const Table *table)
{
	XlsxFlat *flat = g_new0(XlsxFlat, 1);
	flat->rows = g_ptr_array_new_with_free_func(g_free);
	flat->subtotals = g_ptr_array_new_with_free_func(g_free);
	flat->texts = g_ptr_array_new_with_free_func(g_free);
	guint columns = table->columns->len;
	g_autofree bool *marked = g_new0(bool, columns + 1);
	Plan plan = { book, table, flat, marked, has_kind(table, ROW_GROUP), columns };
	plan.width += plan.is_group ? 1 : 0;
	flat->heads = table->heads + (plan.is_group ? 1 : 0);
	for (guint column = 0; column < columns; column++) {
		marked[column] = has_mark(&plan, column);
		plan.width += marked[column] ? 1 : 0;
		flat->has_marks = flat->has_marks || marked[column];
	}
	flat->is_one_unit = is_one_unit(table);
	make_headers(&plan);
	make_rows(&plan);
	return flat;
}

void xlsx_flat_free(XlsxFlat *flat)
{
	if (flat == NULL)
		return;
	g_strfreev(flat->headers);
	g_ptr_array_unref(flat->rows);
	g_ptr_array_unref(flat->subtotals);
	g_ptr_array_unref(flat->texts);
	g_free(flat->total);
	g_free(flat);
}
