#include <math.h>
#include <string.h>

#include "reports/audit/audit_rule.h"

/* ── what the cells in use look like ── */

typedef bool (*FormatTest)(const AuditFormat *format);

/* Blames the first cell of each sheet and format for which TEST is true. */
static void blame_formats(const AuditBook *book, FormatTest test, const char *what,
			  GPtrArray *places)
{
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
		for (guint at = 0; at < sheet->cells->len; at++) {
			const AuditCell *cell = &g_array_index(sheet->cells, AuditCell, at);
			if (g_hash_table_add(seen, GUINT_TO_POINTER(cell->style)) &&
			    test(audit_book_format(book, cell->style)))
				audit_blame(places, sheet, cell->row, cell->column, "%s", what);
		}
	}
}

/* Without serifs, and there on the usual machines. */
static bool is_hard_to_read(const AuditFormat *format)
{
	static const char *const plain[] = {
		"Arial",     "Noto Naskh Arabic", "Calibri",  "Verdana",         "Tahoma",
		"Helvetica", "Noto Sans",         "Segoe UI", "Liberation Sans", "Aptos",
		"Carlito",   "Aptos Narrow",      NULL
	};
	const double least_points = 12;
	return format->size < least_points || format->font == NULL ||
	       !g_strv_contains(plain, format->font);
}

AuditVerdict audit_fonts(const AuditBook *book, GPtrArray *places)
{
	blame_formats(book, is_hard_to_read, "a font with serifs, or smaller than 12 points",
		      places);
	return AUDIT_PASS;
}

static bool has_border(const AuditFormat *format)
{
	return format->has_border;
}

AuditVerdict audit_dividers(const AuditBook *book, GPtrArray *places)
{
	blame_formats(book, has_border, "a border drawn as a divider", places);
	return AUDIT_PASS;
}

static bool is_filled(const AuditFormat *format)
{
	return format->is_filled;
}

AuditVerdict audit_fills(const AuditBook *book, GPtrArray *places)
{
	blame_formats(book, is_filled, "a cell with a background", places);
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		for (guint at = 0; at < sheet->tables->len; at++) {
			const AuditTable *table = sheet->tables->pdata[at];
			if (table->has_stripes)
				audit_blame(places, sheet, table->area.top, table->area.left,
					    "a table with banded rows");
		}
	}
	return AUDIT_PASS;
}

/* Relative luminance and contrast: WCAG 2.1, definitions; 4.5 is success criterion 1.4.3. */
static double luminance(gint64 rgb)
{
	static const double weights[] = { 0.2126, 0.7152, 0.0722 };
	double sum = 0;
	for (int n = 0; n < 3; n++) {
		double part = (double)(rgb >> (16 - 8 * n) & 0xff) / 255;
		sum += weights[n] *
		       (part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
	}
	return sum;
}

static bool is_faint(const AuditFormat *format)
{
	enum { WHITE = 0xffffff };
	gint64 ground = format->is_filled && format->fill_rgb >= 0 ? format->fill_rgb : WHITE;
	double text = luminance(MAX(format->text_rgb, 0)); /* the program's own is black */
	double behind = luminance(ground);
	return (MAX(text, behind) + 0.05) / (MIN(text, behind) + 0.05) < 4.5;
}

AuditVerdict audit_contrast(const AuditBook *book, GPtrArray *places)
{
	blame_formats(book, is_faint, "the text's contrast with its ground is below 4.5 to 1",
		      places);
	return AUDIT_PASS;
}

AuditVerdict audit_colour_alone(const AuditBook *book, GPtrArray *places)
{
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		for (guint at = 0; at < sheet->colours->len; at++)
			audit_blame_sheet(places, sheet, "the colours of %s depend on their values",
					  (const char *)sheet->colours->pdata[at]);
	}
	return AUDIT_PASS;
}

/* ── titles ── */

AuditVerdict audit_titles(const AuditBook *book, GPtrArray *places)
{
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		const AuditCell *title = audit_cell_at(sheet, 0, 0);
		if (sheet->is_chartsheet || !audit_sheet_is_used(sheet))
			continue;
		if (title == NULL || title->text == NULL)
			audit_blame(places, sheet, 0, 0, "the sheet has no title");
		else if (!audit_book_format(book, title->style)->is_heading)
			audit_blame(places, sheet, 0, 0,
				    "the title has no cell style for headings");
	}
	return AUDIT_PASS;
}

/* ── over the cells ── */

AuditVerdict audit_merges(const AuditBook *book, GPtrArray *places)
{
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		for (guint at = 0; at < sheet->merges->len; at++)
			audit_blame_sheet(places, sheet, "merged cells %s",
					  (const char *)sheet->merges->pdata[at]);
	}
	return AUDIT_PASS;
}

AuditVerdict audit_hidden(const AuditBook *book, GPtrArray *places)
{
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		if (sheet->is_hidden)
			audit_blame_sheet(places, sheet, "a hidden sheet");
		if (sheet->hidden_row > 0)
			audit_blame_sheet(places, sheet, "row %u is hidden", sheet->hidden_row);
		for (guint at = 0; at < sheet->columns->len; at++) {
			const AuditColumn *column = &g_array_index(sheet->columns, AuditColumn, at);
			if (column->is_hidden)
				audit_blame(places, sheet, 0, column->first, "a hidden column");
		}
	}
	return AUDIT_PASS;
}

AuditVerdict audit_floating(const AuditBook *book, GPtrArray *places)
{
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		if (sheet->has_page_text)
			audit_blame_sheet(places, sheet, "a page header or footer");
		if (sheet->has_comments)
			audit_blame_sheet(places, sheet, "comments over the cells");
		for (guint at = 0; at < sheet->drawn->len; at++) {
			const AuditDrawn *drawn = sheet->drawn->pdata[at];
			if (drawn->kind == DRAWN_SHAPE)
				audit_blame(places, sheet, drawn->row, drawn->column,
					    "a text box or shape");
		}
	}
	return AUDIT_PASS;
}

AuditVerdict audit_images(const AuditBook *book, GPtrArray *places)
{
	guint drawings = 0;
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		for (guint at = 0; at < sheet->drawn->len; at++, drawings++) {
			const AuditDrawn *drawn = sheet->drawn->pdata[at];
			if (drawn->kind == DRAWN_IMAGE)
				audit_blame(places, sheet, drawn->row, drawn->column, "an image");
			else if (drawn->alt == NULL || drawn->alt[0] == '\0')
				audit_blame(places, sheet, drawn->row, drawn->column,
					    "a chart without alternative text");
		}
	}
	return drawings > 0 ? AUDIT_PASS : AUDIT_NOT_APPLICABLE;
}
