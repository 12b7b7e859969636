/* Tables of the HTML page: heads that say what they head, numbers under one another. */
#include <math.h>
#include <string.h>

#include "reports/device/html/html.h"

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

/* ── the column that leads ── */

/* On narrow screens a column that leads stands next to the names of rows: it is there twice, and
 * one of both is shown (and read), see .lead and .led of the style. */
typedef enum { PLACE_OWN, PLACE_LEAD } ColumnPlace;

static bool leads(const Table *table, guint column)
{
	return column >= table->heads && ((TableColumn *)table->columns->pdata[column])->lead;
}

static const char *place_class(const Table *table, guint column, ColumnPlace place)
{
	return place == PLACE_LEAD ? "lead" : leads(table, column) ? "led" : "";
}

/* Opens ELEMENT with its ATTRIBUTES and CLASSES, of which some may be empty. */
static void open_cell(const Html *html, const char *element, const char *attributes,
		      const char *const *classes)
{
	g_autoptr(GString) all = g_string_new(NULL);
	for (; *classes != NULL; classes++)
		if (**classes != '\0')
			g_string_append_printf(all, "%s%s", all->len > 0 ? " " : "", *classes);
	html_markup(html, "<%s%s", element, attributes);
	html_markup(html, all->len > 0 ? " class=\"%s\">" : "%s>", all->str);
}

/* ── heads ── */

static void append_header(Html *html, const Table *table, guint column, int rows, ColumnPlace place)
{
	const TableColumn *about = table->columns->pdata[column];
	const char *const classes[] = { is_number(table, column) ? "num" : "",
					place_class(table, column, place), NULL };
	open_cell(html, "th", rows > 1 ? " scope=\"col\" rowspan=\"2\"" : " scope=\"col\"",
		  classes);
	html_text(html, about->header);
	html_note_mark(html, about->note, place == PLACE_LEAD);
	html_markup(html, "</th>");
}

/* The heads of columns that lead, behind those that name the row. */
static void append_leads(Html *html, const Table *table, guint before, int rows)
{
	for (guint column = 0; before == table->heads && column < table->columns->len; column++)
		if (leads(table, column))
			append_header(html, table, column, rows, PLACE_LEAD);
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
		append_leads(html, table, column, 2);
		if (span == NULL) {
			append_header(html, table, column, 2, PLACE_OWN);
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
		if (!spans)
			append_leads(html, table, column, 1);
		if (!spans || span_of(table, column) != NULL)
			append_header(html, table, column, 1, PLACE_OWN);
	}
	html_markup(html, "</tr>\n</thead>\n");
}

/* ── rows ── */

/* The class of a number with fewer decimals than others, which gets room for theirs, see .d1 of the
 * style. */
static void room_class(const Value *value, const ColumnShape *shape, char *ret_class)
{
	size_t has = decimals_of(value), lacks = MIN(shape->decimals - has, 3);
	bool number = value->kind == VALUE_NUMBER && value->state == VALUE_KNOWN;
	ret_class[0] = number && lacks > 0 ? (has > 0 ? 'p' : 'd') : '\0';
	ret_class[1] = (char)('0' + lacks);
	ret_class[2] = '\0';
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
			TableRowKind kind, const ColumnShape *shapes, ColumnPlace place)
{
	const Value *value = &row[column];
	/* an empty head would head nothing: a total has one for all its columns */
	bool head = column < table->heads && value->text[0] != '\0';
	bool number = !head && is_number(table, column);
	guint indent = kind == ROW_DATA ? table_indent(table, row, column) : 0;
	const char *const indents[] = { "", "in1", "in2", "in3", "in4" };
	char room[3] = "";
	if (number)
		room_class(value, &shapes[column], room);
	const char *const classes[] = { number ? "num" : "", room, indents[MIN(indent, 4)],
					place_class(table, column, place), NULL };
	open_cell(html, head ? "th" : "td", head ? " scope=\"row\"" : "", classes);
	append_value(html, table, kind, value);
	append_mark(html, value, &shapes[column]);
	html_markup(html, head ? "</th>" : "</td>");
}

static void append_row(const Html *html, const Table *table, const Value *row, TableRowKind kind,
		       const char *klass, const ColumnShape *shapes)
{
	html_markup(html, *klass != '\0' ? "<tr class=\"%s\">" : "<tr%s>", klass);
	for (guint column = 0; column < table->columns->len; column++) {
		for (guint lead = 0; column == table->heads && lead < table->columns->len; lead++)
			if (leads(table, lead))
				append_cell(html, table, lead, row, kind, shapes, PLACE_LEAD);
		append_cell(html, table, column, row, kind, shapes, PLACE_OWN);
	}
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
