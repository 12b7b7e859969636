/* Tables of the HTML page: heads that say what they head, numbers under one another. */
#include <math.h>
#include <string.h>

#include "reports/device/html.h"

/* How many characters stand after the decimal point of TEXT; 0 for whole numbers. */
static size_t decimals_of(const Value *value)
{
	const char *end = value->text + strlen(value->text), *point = NULL;
	if (value->kind != VALUE_NUMBER || value->state != VALUE_KNOWN)
		return 0;
	for (const char *at = value->text; *at != '\0'; at++) {
		if (*at == '.')
			point = at;
	}
	while (point != NULL && end > point && !g_ascii_isdigit(end[-1]))
		end--;
	return point != NULL && end > point ? (size_t)(end - point - 1) : 0;
}

/* What the cells of a column have in common, so that its numbers stand in line. */
typedef struct {
	size_t decimals;
	bool marks;
} ColumnShape;

static void shape_add(ColumnShape *shape, const Value *value)
{
	shape->decimals = MAX(shape->decimals, decimals_of(value));
	shape->marks = shape->marks || value->mark != NULL;
}

static ColumnShape *column_shapes(const Table *table)
{
	ColumnShape *shapes = g_new0(ColumnShape, table->columns->len);
	for (guint column = 0; column < table->columns->len; column++) {
		for (guint row = 0; row < table->rows->len; row++)
			shape_add(&shapes[column], &((Value *)table->rows->pdata[row])[column]);
		if (table->total != NULL)
			shape_add(&shapes[column], &table->total[column]);
	}
	return shapes;
}

static bool is_number(const Table *table, guint column)
{
	return ((TableColumn *)table->columns->pdata[column])->align == ALIGN_END;
}

/* ── heads ── */

static void append_header(Html *html, const Table *table, guint column, int rows)
{
	const TableColumn *about = table->columns->pdata[column];
	html_markup(html, "<th scope=\"col\"");
	if (rows > 1)
		html_markup(html, " rowspan=\"%d\"", rows);
	html_markup(html, is_number(table, column) ? " class=\"num\">" : ">");
	html_text(html, about->header);
	html_note_mark(html, about->note);
	html_markup(html, "</th>");
}

static const TableSpan *span_of(const Table *table, guint column)
{
	for (guint n = 0; table->spans != NULL && n < table->spans->len; n++) {
		const TableSpan *span = table->spans->pdata[n];
		if (column >= span->first && column < span->first + span->count)
			return span;
	}
	return NULL;
}

/* The upper row: spanning heads, and the heads of columns that stand below none. */
static void append_spans(Html *html, const Table *table)
{
	html_markup(html, "<tr>");
	for (guint column = 0; column < table->columns->len; column++) {
		const TableSpan *span = span_of(table, column);
		if (span == NULL) {
			append_header(html, table, column, 2);
		} else if (span->first == column) {
			html_markup(html, "<th scope=\"colgroup\" colspan=\"%u\">", span->count);
			html_text(html, span->header);
			html_markup(html, "</th>");
		}
	}
	html_markup(html, "</tr>\n");
}

static void append_head(Html *html, const Table *table)
{
	bool spans = table->spans != NULL && table->spans->len > 0;
	html_markup(html, "<thead>\n");
	if (spans)
		append_spans(html, table);
	html_markup(html, "<tr>");
	for (guint column = 0; column < table->columns->len; column++) {
		if (!spans || span_of(table, column) != NULL)
			append_header(html, table, column, 1);
	}
	html_markup(html, "</tr>\n</thead>\n");
}

/* ── rows ── */

/* Numbers with fewer decimals than others get room for theirs, see .d1 of the style. */
static void open_number_cell(const Html *html, const Value *value, const ColumnShape *shape)
{
	size_t has = decimals_of(value), lacks = MIN(shape->decimals - has, 3);
	bool number = value->kind == VALUE_NUMBER && value->state == VALUE_KNOWN;
	if (number && lacks > 0)
		html_markup(html, "<td class=\"num %s%" G_GSIZE_FORMAT "\">", has > 0 ? "p" : "d",
			    lacks);
	else
		html_markup(html, "<td class=\"num\">");
}

static void append_mark(const Html *html, const Value *value, const ColumnShape *shape)
{
	if (shape->marks)
		html_markup(html, "<span class=\"mark\">");
	if (value->mark != NULL) {
		html_markup(html, "&nbsp;");
		html_escaped(html, value->mark);
	}
	if (shape->marks)
		html_markup(html, "</span>");
}

static void append_value(const Html *html, const Table *table, TableRowKind kind,
			 const Value *value)
{
	if (value->series != NULL)
		html_spark(html, value);
	else if (table_dots(table, kind, value)) /* seen as a dot, heard as what it is */
		html_markup(html, "<span aria-hidden=\"true\">" TABLE_DOT "</span>"
				  "<data class=\"hidden\" value=\"0\">0</data>");
	else
		html_value(html, value);
}

static void append_cell(const Html *html, const Table *table, guint column, const Value *row,
			TableRowKind kind, const ColumnShape *shapes)
{
	const Value *value = &row[column];
	/* an empty head would head nothing: a total has one for all its columns */
	bool head = column < table->heads && value->text[0] != '\0';
	guint indent = kind == ROW_DATA ? table_indent(table, row, column) : 0;
	if (head || indent > 0)
		html_markup(html, head ? "<th scope=\"row\"" : "<td");
	if (indent > 0)
		html_markup(html, " class=\"in%u\"", MIN(indent, 4));
	if (head || indent > 0)
		html_markup(html, ">");
	else if (is_number(table, column))
		open_number_cell(html, value, &shapes[column]);
	else
		html_markup(html, "<td>");
	append_value(html, table, kind, value);
	append_mark(html, value, &shapes[column]);
	html_markup(html, head ? "</th>" : "</td>");
}

static void append_row(const Html *html, const Table *table, const Value *row, TableRowKind kind,
		       const char *klass, const ColumnShape *shapes)
{
	html_markup(html, *klass != '\0' ? "<tr class=\"%s\">" : "<tr%s>", klass);
	for (guint column = 0; column < table->columns->len; column++)
		append_cell(html, table, column, row, kind, shapes);
	html_markup(html, "</tr>\n");
}

static void append_group(const Html *html, const Table *table, const Value *row)
{
	html_markup(html, "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"%u\"><span>",
		    table->columns->len);
	html_value(html, &row[0]);
	html_markup(html, "</span></th></tr>\n");
}

/* A rule below every so many rows, counted anew in each group. */
static const char *row_class(const Table *table, TableRowKind kind, guint place)
{
	if (kind == ROW_SUBTOTAL)
		return "subtotal";
	return table->rule_every > 0 && place % table->rule_every == 0 ? "ruled" : "";
}

static void append_body(const Html *html, const Table *table, const ColumnShape *shapes)
{
	bool begun = false;
	guint place = 0;
	html_markup(html, "<tbody>\n");
	for (guint row = 0; row < table->rows->len; row++) {
		TableRowKind kind = table_row_kind(table, row);
		const Value *values = table->rows->pdata[row];
		if (!table_shows(table, row))
			continue;
		if (kind == ROW_GROUP && begun)
			html_markup(html, "</tbody>\n<tbody>\n");
		begun = true;
		place = kind == ROW_GROUP ? 0 : place + 1;
		if (kind == ROW_GROUP)
			append_group(html, table, values);
		else
			append_row(html, table, values, kind, row_class(table, kind, place),
				   shapes);
	}
	html_markup(html, "</tbody>\n");
	if (table->total == NULL)
		return;
	html_markup(html, "<tfoot>\n");
	append_row(html, table, table->total, ROW_SUBTOTAL, "", shapes);
	html_markup(html, "</tfoot>\n");
}

static void append_foot(const Html *html, const Table *table)
{
	g_autofree char *foot = table_foot(html->model, table);
	if (foot != NULL)
		html_element(html, "p", "table-foot", foot);
}

static void append_caption(const Html *html, const Table *table)
{
	bool captioned = table->caption != NULL && table->caption[0] != '\0';
	if (!captioned && table->about.subtitle == NULL)
		return;
	html_markup(html, "<caption>");
	if (captioned)
		html_text(html, table->caption);
	if (table->about.subtitle != NULL)
		html_element(html, "span", "subtitle", table->about.subtitle);
	html_markup(html, "</caption>\n");
}

static void append_table(Html *html, const Table *table, const char *id)
{
	g_autofree ColumnShape *shapes = column_shapes(table);
	bool captioned = table->caption != NULL && table->caption[0] != '\0';
	/* wide tables scroll in a region that the keyboard reaches, never the page */
	html_markup(html, "<div class=\"table\" id=\"");
	html_escaped(html, id);
	html_markup(html, "\" role=\"region\" tabindex=\"0\" aria-label=\"");
	html_escaped(html, captioned ? table->caption : id);
	html_markup(html, table->small ? "\">\n<table class=\"small\">\n" : "\">\n<table>\n");
	append_caption(html, table);
	append_head(html, table);
	append_body(html, table, shapes);
	html_markup(html, "</table>\n</div>\n");
	append_foot(html, table);
	html_source(html, table->about.source);
}

void html_table(Html *html, const Block *block)
{
	const Table *table = block->table;
	const char *id = html_id(html, block);
	const char *instead = table_instead(table);
	if (instead == NULL) {
		append_table(html, table, id);
		return;
	}
	html_markup(html, "<div class=\"none\" id=\"");
	html_escaped(html, id);
	html_markup(html, "\">");
	if (table->caption != NULL && table->caption[0] != '\0')
		html_element(html, "p", "caption", table->caption);
	if (table->about.subtitle != NULL)
		html_element(html, "p", "subtitle", table->about.subtitle);
	html_element(html, "p", "empty", instead);
	html_source(html, table->about.source);
	html_markup(html, "</div>\n");
}
