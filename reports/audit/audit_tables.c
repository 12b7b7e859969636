#include <string.h>

#include "reports/audit/audit_rule.h"

/* Calls VISIT for each table of BOOK. */
typedef void (*TableVisit)(const AuditBook *book, const AuditSheet *sheet, const AuditTable *table,
			   GPtrArray *places);

static AuditVerdict each_table(const AuditBook *book, TableVisit visit, GPtrArray *places)
{
	guint tables = 0;
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		for (guint at = 0; at < sheet->tables->len; at++, tables++)
			visit(book, sheet, sheet->tables->pdata[at], places);
	}
	return tables > 0 ? AUDIT_PASS : AUDIT_NOT_APPLICABLE;
}

/* ── marked up as tables ── */

/* Two neighbours in a row are data: they belong into a table. */
AuditVerdict audit_marked_up(const AuditBook *book, GPtrArray *places)
{
	bool applies = false;
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		bool blamed = false;
		applies = applies || sheet->tables->len > 0;
		for (guint at = 0; at < sheet->cells->len && !blamed; at++) {
			const AuditCell *cell = &g_array_index(sheet->cells, AuditCell, at);
			if (cell->is_blank || cell->column == 0 ||
			    audit_table_at(sheet, cell->row, cell->column) != NULL)
				continue;
			audit_blame(places, sheet, cell->row, cell->column,
				    "lies outside a table that is marked up as one");
			blamed = true;
		}
	}
	return applies ? AUDIT_PASS : AUDIT_NOT_APPLICABLE;
}

static void check_name(const AuditBook *book G_GNUC_UNUSED, const AuditSheet *sheet,
		       const AuditTable *table, GPtrArray *places)
{
	const char *name = table->name;
	if (name == NULL)
		return;
	size_t word = g_ascii_strncasecmp(name, "table", 5) == 0 ? 5 : 0;
	if (strspn(name + word, "0123456789") == strlen(name + word))
		audit_blame(places, sheet, table->area.top, table->area.left,
			    "the table's name '%s' says nothing", name);
}

AuditVerdict audit_table_names(const AuditBook *book, GPtrArray *places)
{
	return each_table(book, check_name, places);
}

/* ── blank lines and cells ── */

static bool row_is_blank(const AuditSheet *sheet, const AuditArea *area, guint row)
{
	for (guint column = area->left; column <= area->right; column++) {
		if (audit_cell_at(sheet, row, column) != NULL)
			return false;
	}
	return true;
}

static bool column_is_blank(const AuditSheet *sheet, const AuditArea *area, guint column,
			    guint header_rows)
{
	for (guint row = area->top + header_rows; row <= area->bottom; row++) {
		if (audit_cell_at(sheet, row, column) != NULL)
			return false;
	}
	return true;
}

static void check_lines(const AuditBook *book G_GNUC_UNUSED, const AuditSheet *sheet,
			const AuditTable *table, GPtrArray *places)
{
	const AuditArea *area = &table->area;
	for (guint row = area->top; row <= area->bottom; row++) {
		if (row_is_blank(sheet, area, row))
			audit_blame(places, sheet, row, area->left, "a blank row in a table");
	}
	for (guint column = area->left; column <= area->right; column++) {
		if (column_is_blank(sheet, area, column, table->header_rows))
			audit_blame(places, sheet, area->top, column, "a blank column in a table");
	}
}

AuditVerdict audit_blank_lines(const AuditBook *book, GPtrArray *places)
{
	return each_table(book, check_lines, places);
}

/* True when the text above TABLE says what an empty cell means. */
static bool explains_blanks(const AuditSheet *sheet, const AuditTable *table)
{
	static const char *const words[] = { "empty", "blank", "خالی" };
	for (guint row = 0; row < table->area.top; row++) {
		const AuditCell *cell = audit_cell_at(sheet, row, 0);
		for (size_t n = 0; cell != NULL && cell->text != NULL && n < 3; n++) {
			g_autofree char *small = g_utf8_strdown(cell->text, -1);
			if (strstr(small, words[n]) != NULL)
				return true;
		}
	}
	return false;
}

/* True for "[x]" and "[c][p]" in the cell beside. */
static bool is_explained_beside(const AuditSheet *sheet, guint row, guint column)
{
	const AuditCell *cell = audit_cell_at(sheet, row, column + 1);
	return cell != NULL && cell->text != NULL && cell->text[0] == '[';
}

static void check_blanks(const AuditBook *book G_GNUC_UNUSED, const AuditSheet *sheet,
			 const AuditTable *table, GPtrArray *places)
{
	const AuditArea *area = &table->area;
	if (explains_blanks(sheet, table))
		return;
	for (guint row = area->top; row <= area->bottom; row++) {
		for (guint column = area->left; column <= area->right; column++) {
			if (audit_cell_at(sheet, row, column) == NULL &&
			    !is_explained_beside(sheet, row, column))
				audit_blame(places, sheet, row, column,
					    "an empty cell that nothing explains");
		}
	}
}

AuditVerdict audit_blank_cells(const AuditBook *book, GPtrArray *places)
{
	return each_table(book, check_blanks, places);
}

/* ── heads ── */

static bool is_default_header(const char *header)
{
	return g_str_has_prefix(header, "Column") && header[6] != '\0' &&
	       strspn(header + 6, "0123456789") == strlen(header + 6);
}

/* What the cell of a head says, which is what is read aloud; the table's own list may lag. */
static const char *header_text(const AuditSheet *sheet, const AuditTable *table, guint column)
{
	const AuditCell *cell = audit_cell_at(sheet, table->area.top, column);
	guint place = column - table->area.left;
	if (cell != NULL && cell->text != NULL)
		return cell->text;
	return cell == NULL && place < table->columns->len ? table->columns->pdata[place] : "";
}

static void check_headers(const AuditBook *book G_GNUC_UNUSED, const AuditSheet *sheet,
			  const AuditTable *table, GPtrArray *places)
{
	const AuditArea *area = &table->area;
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (table->header_rows != 1)
		audit_blame(places, sheet, area->top, area->left,
			    "the table has %u rows of heads, not one", table->header_rows);
	for (guint column = area->left; table->header_rows == 1 && column <= area->right;
	     column++) {
		const char *header = header_text(sheet, table, column);
		if (header[0] == '\0' || is_default_header(header))
			audit_blame(places, sheet, area->top, column,
				    "a column without a head of its own");
		else if (!g_hash_table_add(seen, g_utf8_casefold(header, -1)))
			audit_blame(places, sheet, area->top, column, "a second head '%s'", header);
	}
}

AuditVerdict audit_headers(const AuditBook *book, GPtrArray *places)
{
	return each_table(book, check_headers, places);
}

/* ── filters, widths, wrapping ── */

AuditVerdict audit_filters(const AuditBook *book, GPtrArray *places)
{
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		bool filtered = sheet->has_filter;
		for (guint at = 0; at < sheet->tables->len; at++)
			filtered =
			    filtered || ((const AuditTable *)sheet->tables->pdata[at])->has_filter;
		if (filtered)
			audit_blame_sheet(places, sheet, "a filter");
		if (sheet->has_panes)
			audit_blame_sheet(places, sheet, "frozen or split panes");
	}
	return AUDIT_PASS;
}

static double column_width(const AuditSheet *sheet, guint column)
{
	const double usual = 8.43; /* ECMA-376 part 1, 18.3.1.81, with the usual font */
	for (guint n = 0; n < sheet->columns->len; n++) {
		const AuditColumn *found = &g_array_index(sheet->columns, AuditColumn, n);
		if (column >= found->first && column <= found->last)
			return found->width;
	}
	return usual;
}

static long longest_word(const char *text)
{
	long longest = 0;
	g_auto(GStrv) words = g_strsplit_set(text, " \n\t", -1);
	for (char **word = words; *word != NULL; word++)
		longest = MAX(longest, g_utf8_strlen(*word, -1));
	return longest;
}

static void check_widths(const AuditBook *book G_GNUC_UNUSED, const AuditSheet *sheet,
			 const AuditTable *table, GPtrArray *places)
{
	for (guint column = table->area.left; column <= table->area.right; column++) {
		double width = column_width(sheet, column);
		if ((double)longest_word(header_text(sheet, table, column)) > width + 1)
			audit_blame(places, sheet, table->area.top, column,
				    "the column is narrower than a word of its head");
	}
}

AuditVerdict audit_widths(const AuditBook *book, GPtrArray *places)
{
	return each_table(book, check_widths, places);
}

static void check_wrapping(const AuditBook *book, const AuditSheet *sheet, const AuditCell *cell,
			   GPtrArray *places)
{
	if (cell->text == NULL || audit_table_at(sheet, cell->row, cell->column) == NULL ||
	    audit_book_format(book, cell->style)->is_wrapped)
		return;
	if ((double)g_utf8_strlen(cell->text, -1) > column_width(sheet, cell->column) + 1)
		audit_blame(places, sheet, cell->row, cell->column,
			    "a text longer than its column that does not wrap");
}

AuditVerdict audit_wrapping(const AuditBook *book, GPtrArray *places)
{
	audit_each_cell(book, check_wrapping, places);
	return AUDIT_PASS;
}

/* ── where a table stands ── */

static void check_above(const AuditBook *book G_GNUC_UNUSED, const AuditSheet *sheet,
			const AuditTable *table, GPtrArray *places)
{
	if (table != sheet->tables->pdata[0]) /* a second table is another rule's */
		return;
	if (table->area.top < 2)
		audit_blame(places, sheet, table->area.top, table->area.left,
			    "no title and line on what the sheet holds stand above the table");
	for (guint row = 0; row < table->area.top; row++) {
		if (audit_cell_at(sheet, row, 0) == NULL)
			audit_blame(places, sheet, row, 0, "a blank line above the table");
	}
	for (guint n = 0; n < sheet->cells->len; n++) {
		const AuditCell *cell = &g_array_index(sheet->cells, AuditCell, n);
		if (!cell->is_blank && cell->row < table->area.top && cell->column > 0) {
			audit_blame(places, sheet, cell->row, cell->column,
				    "a line above the table that is not in column A");
			return;
		}
	}
}

AuditVerdict audit_lines_above(const AuditBook *book, GPtrArray *places)
{
	return each_table(book, check_above, places);
}

static void check_first(const AuditBook *book G_GNUC_UNUSED, const AuditSheet *sheet,
			const AuditTable *table, GPtrArray *places)
{
	if (table->area.left > 0)
		audit_blame(places, sheet, table->area.top, table->area.left,
			    "the table does not begin in column A");
}

AuditVerdict audit_first_column(const AuditBook *book, GPtrArray *places)
{
	return each_table(book, check_first, places);
}

AuditVerdict audit_below(const AuditBook *book, GPtrArray *places)
{
	bool applies = false;
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		guint bottom = 0;
		for (guint at = 0; at < sheet->tables->len; at++)
			bottom = MAX(bottom,
				     ((const AuditTable *)sheet->tables->pdata[at])->area.bottom);
		applies = applies || sheet->tables->len > 0;
		for (guint at = 0; sheet->tables->len > 0 && at < sheet->cells->len; at++) {
			const AuditCell *cell = &g_array_index(sheet->cells, AuditCell, at);
			if (cell->is_blank || cell->row <= bottom)
				continue;
			audit_blame(places, sheet, cell->row, cell->column,
				    "something stands below the table");
			break;
		}
	}
	return applies ? AUDIT_PASS : AUDIT_NOT_APPLICABLE;
}

AuditVerdict audit_one_table(const AuditBook *book, GPtrArray *places)
{
	bool applies = false;
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		applies = applies || sheet->tables->len > 0;
		if (sheet->tables->len > 1)
			audit_blame_sheet(places, sheet, "%u tables on one sheet",
					  sheet->tables->len);
	}
	return applies ? AUDIT_PASS : AUDIT_NOT_APPLICABLE;
}
