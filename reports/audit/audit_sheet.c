/* One sheet of a workbook with its tables and drawings (ECMA-376 part 1, 18.3, 18.5, 20.5). */
#include <string.h>

#include "reports/audit/audit_book.h"

static void table_free(gpointer data)
{
	AuditTable *table = data;
	g_ptr_array_unref(table->columns);
	g_free(table->name);
	g_free(table);
}

static void drawn_free(gpointer data)
{
	g_free(((AuditDrawn *)data)->alt);
	g_free(data);
}

static void link_free(gpointer data)
{
	g_free(((AuditLink *)data)->target);
	g_free(data);
}

AuditSheet *audit_sheet_new(const char *name)
{
	AuditSheet *sheet = g_new0(AuditSheet, 1);
	sheet->name = g_strdup(name);
	sheet->cells = g_array_new(FALSE, TRUE, sizeof(AuditCell));
	sheet->columns = g_array_new(FALSE, TRUE, sizeof(AuditColumn));
	sheet->merges = g_ptr_array_new_with_free_func(g_free);
	sheet->colours = g_ptr_array_new_with_free_func(g_free);
	sheet->tables = g_ptr_array_new_with_free_func(table_free);
	sheet->drawn = g_ptr_array_new_with_free_func(drawn_free);
	sheet->links = g_ptr_array_new_with_free_func(link_free);
	return sheet;
}

void audit_sheet_free(AuditSheet *sheet)
{
	g_array_unref(sheet->cells);
	g_array_unref(sheet->columns);
	g_ptr_array_unref(sheet->merges);
	g_ptr_array_unref(sheet->colours);
	g_ptr_array_unref(sheet->tables);
	g_ptr_array_unref(sheet->drawn);
	g_ptr_array_unref(sheet->links);
	g_free(sheet->active_cell);
	g_free(sheet->name);
	g_free(sheet);
}

/* ── cells ── */

typedef struct {
	AuditBook *book;
	AuditSheet *sheet;
	const GPtrArray *relations;
	guint row, column; /* where the next cell without an address stands */
	AuditCell cell;
	char kind; /* of the cell: 's'hared, 'i'nline, 'f'ormula's text, 'n'umber */
	bool in_cell, in_text, in_page_text;
	GString *text;
	GString *range; /* of the conditional format */
} Reading;

static guint number(const AuditAttributes *attributes, const char *name)
{
	const char *text = audit_attribute(attributes, name);
	return text != NULL ? (guint)g_ascii_strtoull(text, NULL, 10) : 0;
}

static bool truth(const AuditAttributes *attributes, const char *name)
{
	const char *text = audit_attribute(attributes, name);
	return text != NULL && strcmp(text, "0") != 0 && strcmp(text, "false") != 0;
}

static char cell_kind(const char *type)
{
	if (type == NULL || strcmp(type, "n") == 0 || strcmp(type, "b") == 0 ||
	    strcmp(type, "d") == 0)
		return 'n';
	if (strcmp(type, "s") == 0)
		return 's';
	return strcmp(type, "inlineStr") == 0 ? 'i' : 'f';
}

static void begin_cell(Reading *reading, const AuditAttributes *attributes)
{
	const char *name = audit_attribute(attributes, "r");
	reading->cell = (AuditCell){ .row = reading->row,
				     .column = reading->column,
				     .style = number(attributes, "s") };
	if (name != NULL)
		audit_cell_read(name, &reading->cell.row, &reading->cell.column);
	reading->column = reading->cell.column + 1;
	reading->kind = cell_kind(audit_attribute(attributes, "t"));
	reading->in_cell = true;
	g_string_truncate(reading->text, 0);
}

static void end_cell(Reading *reading)
{
	AuditBook *book = reading->book;
	AuditCell *cell = &reading->cell;
	const char *text = reading->text->str;
	guint64 index = g_ascii_strtoull(text, NULL, 10);
	reading->in_cell = false;
	cell->is_blank = text[0] == '\0';
	if (!cell->is_blank && reading->kind == 's' && index < book->strings->len) {
		cell->text = book->strings->pdata[index];
		cell->has_raised =
		    g_hash_table_contains(book->raised, GUINT_TO_POINTER((guint)index));
	} else if (!cell->is_blank && reading->kind != 'n') {
		cell->text = g_string_chunk_insert_const(book->chunk, text);
	}
	cell->is_blank = cell->is_blank || (cell->text != NULL && cell->text[0] == '\0');
	g_array_append_val(reading->sheet->cells, *cell);
}

/* ── what else a sheet says ── */

static void start_row(Reading *reading, const AuditAttributes *attributes)
{
	guint row = number(attributes, "r");
	reading->row = row > 0 ? row - 1 : reading->row + 1;
	reading->column = 0;
	if (truth(attributes, "hidden") && reading->sheet->hidden_row == 0)
		reading->sheet->hidden_row = reading->row + 1;
}

static void start_column(Reading *reading, const AuditAttributes *attributes)
{
	const char *width = audit_attribute(attributes, "width");
	AuditColumn column = { .first = number(attributes, "min") - 1,
			       .last = number(attributes, "max") - 1,
			       .width = width != NULL ? g_ascii_strtod(width, NULL) : 0,
			       .is_hidden = truth(attributes, "hidden") };
	g_array_append_val(reading->sheet->columns, column);
}

static void start_merge(Reading *reading, const AuditAttributes *attributes)
{
	g_ptr_array_add(reading->sheet->merges, g_strdup(audit_attribute(attributes, "ref")));
}

static void start_pane(Reading *reading, const AuditAttributes *attributes G_GNUC_UNUSED)
{
	reading->sheet->has_panes = true;
}

static void start_filter(Reading *reading, const AuditAttributes *attributes G_GNUC_UNUSED)
{
	reading->sheet->has_filter = true;
}

static void start_selection(Reading *reading, const AuditAttributes *attributes)
{
	const char *cell = audit_attribute(attributes, "activeCell");
	/* of a pane, not of the sheet: the corner one has no name */
	if (cell == NULL || audit_attribute(attributes, "pane") != NULL)
		return;
	g_free(reading->sheet->active_cell);
	reading->sheet->active_cell = g_strdup(cell);
}

static void start_page_text(Reading *reading, const AuditAttributes *attributes G_GNUC_UNUSED)
{
	reading->in_page_text = true;
}

static void start_conditional(Reading *reading, const AuditAttributes *attributes)
{
	const char *range = audit_attribute(attributes, "sqref");
	g_string_assign(reading->range, range != NULL ? range : "");
}

/* Bars and icons have a form of their own; scales and styles have nothing but colour. */
static void start_rule(Reading *reading, const AuditAttributes *attributes)
{
	const char *type = audit_attribute(attributes, "type");
	if (g_strcmp0(type, "dataBar") != 0 && g_strcmp0(type, "iconSet") != 0)
		g_ptr_array_add(reading->sheet->colours, g_strdup(reading->range->str));
}

static void start_link(Reading *reading, const AuditAttributes *attributes)
{
	const char *cell = audit_attribute(attributes, "ref");
	const AuditRelation *relation =
	    audit_relation(reading->relations, audit_attribute(attributes, "id"));
	AuditLink *link = g_new0(AuditLink, 1);
	link->target =
	    g_strdup(relation != NULL ? relation->target : audit_attribute(attributes, "location"));
	if (cell != NULL)
		audit_cell_read(cell, &link->row, &link->column);
	g_ptr_array_add(reading->sheet->links, link);
}

static const struct {
	const char *name;
	void (*start)(Reading *reading, const AuditAttributes *attributes);
} elements[] = {
	{ "c", begin_cell },
	{ "row", start_row },
	{ "col", start_column },
	{ "mergeCell", start_merge },
	{ "pane", start_pane },
	{ "selection", start_selection },
	{ "autoFilter", start_filter },
	{ "oddHeader", start_page_text },
	{ "oddFooter", start_page_text },
	{ "evenHeader", start_page_text },
	{ "evenFooter", start_page_text },
	{ "firstHeader", start_page_text },
	{ "firstFooter", start_page_text },
	{ "conditionalFormatting", start_conditional },
	{ "cfRule", start_rule },
	{ "hyperlink", start_link },
};

static void sheet_start(gpointer data, const char *name, const AuditAttributes *attributes)
{
	Reading *reading = data;
	if (reading->in_cell) {
		reading->in_text = strcmp(name, "v") == 0 || strcmp(name, "t") == 0;
		return;
	}
	for (size_t n = 0; n < G_N_ELEMENTS(elements); n++) {
		if (strcmp(name, elements[n].name) == 0)
			elements[n].start(reading, attributes);
	}
}

static void sheet_end(gpointer data, const char *name)
{
	Reading *reading = data;
	reading->in_text = false;
	reading->in_page_text = false;
	if (reading->in_cell && strcmp(name, "c") == 0)
		end_cell(reading);
}

static void sheet_text(gpointer data, const char *text, gsize length)
{
	Reading *reading = data;
	if (reading->in_text)
		g_string_append_len(reading->text, text, (gssize)length);
	if (reading->in_page_text && length > 0)
		reading->sheet->has_page_text = true;
}

/* ── tables ── */

static void table_start(gpointer data, const char *name, const AuditAttributes *attributes)
{
	AuditTable *table = data;
	const char *area = audit_attribute(attributes, "ref");
	const char *rows = audit_attribute(attributes, "headerRowCount");
	if (strcmp(name, "table") == 0) {
		g_free(table->name);
		table->name = g_strdup(audit_attribute(attributes, "displayName"));
		table->header_rows = rows != NULL ? number(attributes, "headerRowCount") : 1;
		if (area != NULL)
			audit_area_read(area, &table->area);
	} else if (strcmp(name, "autoFilter") == 0) {
		table->has_filter = true;
	} else if (strcmp(name, "tableColumn") == 0) {
		const char *header = audit_attribute(attributes, "name");
		g_ptr_array_add(table->columns, g_strdup(header != NULL ? header : ""));
	} else if (strcmp(name, "tableStyleInfo") == 0) {
		table->has_stripes =
		    truth(attributes, "showRowStripes") || truth(attributes, "showColumnStripes");
	}
}

static bool read_table(AuditSheet *sheet, AuditPackage *package, const char *part, GError **error)
{
	static const AuditReader reader = { .start = table_start };
	AuditTable *table = g_new0(AuditTable, 1);
	table->columns = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(sheet->tables, table);
	return audit_package_read(package, part, &reader, table, error);
}

/* ── drawings ── */

typedef struct {
	AuditSheet *sheet;
	AuditDrawn drawn; /* of the anchor that is open */
	bool is_open, in_from;
	GString *text;
} Drawing;

static void drawing_start(gpointer data, const char *name, const AuditAttributes *attributes)
{
	Drawing *drawing = data;
	g_string_truncate(drawing->text, 0);
	if (g_str_has_suffix(name, "Anchor")) {
		drawing->drawn = (AuditDrawn){ .kind = DRAWN_SHAPE };
		drawing->is_open = true;
	} else if (strcmp(name, "from") == 0) {
		drawing->in_from = true;
	} else if (strcmp(name, "pic") == 0) {
		drawing->drawn.kind = DRAWN_IMAGE;
	} else if (strcmp(name, "chart") == 0) {
		drawing->drawn.kind = DRAWN_CHART;
	} else if (strcmp(name, "cNvPr") == 0 && drawing->drawn.alt == NULL) {
		drawing->drawn.alt = g_strdup(audit_attribute(attributes, "descr"));
	}
}

static void drawing_end(gpointer data, const char *name)
{
	Drawing *drawing = data;
	guint place = (guint)g_ascii_strtoull(drawing->text->str, NULL, 10);
	if (drawing->in_from && strcmp(name, "col") == 0)
		drawing->drawn.column = place;
	else if (drawing->in_from && strcmp(name, "row") == 0)
		drawing->drawn.row = place;
	else if (strcmp(name, "from") == 0)
		drawing->in_from = false;
	else if (drawing->is_open && g_str_has_suffix(name, "Anchor")) {
		AuditDrawn *drawn = g_new(AuditDrawn, 1);
		*drawn = drawing->drawn;
		drawing->drawn.alt = NULL;
		drawing->is_open = false;
		g_ptr_array_add(drawing->sheet->drawn, drawn);
	}
}

static void drawing_text(gpointer data, const char *text, gsize length)
{
	g_string_append_len(((Drawing *)data)->text, text, (gssize)length);
}

static bool read_drawing(AuditSheet *sheet, AuditPackage *package, const char *part, GError **error)
{
	static const AuditReader reader = { drawing_start, drawing_end, drawing_text };
	Drawing drawing = { .sheet = sheet, .text = g_string_new(NULL) };
	bool good = audit_package_read(package, part, &reader, &drawing, error);
	g_string_free(drawing.text, TRUE);
	g_free(drawing.drawn.alt);
	return good;
}

/* ── the sheet ── */

static bool read_related(AuditSheet *sheet, AuditPackage *package, const GPtrArray *relations,
			 GError **error)
{
	for (guint n = 0; n < relations->len; n++) {
		const AuditRelation *relation = relations->pdata[n];
		bool good = true;
		if (strcmp(relation->type, "table") == 0)
			good = read_table(sheet, package, relation->target, error);
		else if (strcmp(relation->type, "drawing") == 0)
			good = read_drawing(sheet, package, relation->target, error);
		else if (strcmp(relation->type, "comments") == 0)
			sheet->has_comments = true;
		if (!good)
			return false;
	}
	return true;
}

static gint compare_cells(gconstpointer a, gconstpointer b)
{
	const AuditCell *first = a;
	const AuditCell *second = b;
	if (first->row != second->row)
		return first->row < second->row ? -1 : 1;
	return (first->column > second->column) - (first->column < second->column);
}

/* The format wants cells in order; not every program gives them so. */
static void order_cells(GArray *cells)
{
	for (guint n = 1; n < cells->len; n++) {
		if (compare_cells(&g_array_index(cells, AuditCell, n - 1),
				  &g_array_index(cells, AuditCell, n)) > 0) {
			g_array_sort(cells, compare_cells);
			return;
		}
	}
}

bool audit_sheet_read(AuditBook *book, AuditSheet *sheet, AuditPackage *package, const char *part,
		      GError **error)
{
	static const AuditReader reader = { sheet_start, sheet_end, sheet_text };
	g_autoptr(GPtrArray) relations = audit_package_relations(package, part, error);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GString) range = g_string_new(NULL);
	Reading reading = { .book = book,
			    .sheet = sheet,
			    .relations = relations,
			    .row = (guint)-1,
			    .text = text,
			    .range = range };
	if (relations == NULL || !audit_package_read(package, part, &reader, &reading, error))
		return false;
	order_cells(sheet->cells);
	return read_related(sheet, package, relations, error);
}
