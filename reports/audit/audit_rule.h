/*
 * Audit rules: one function for each rule a program can check, by what it looks
 * at. Each adds the places that break its rule; the table of rules is in audit.c.
 */
#pragma once

#include "reports/audit/audit_book.h"
#include "reports/audit/audit_verdict.h"

/* Adds a place to PLACES: "sheet!B7: what". */
void audit_blame(GPtrArray *places, const AuditSheet *sheet, guint row, guint column,
		 const char *format, ...) G_GNUC_PRINTF(5, 6);

/* The same of a whole sheet: "sheet: what". */
void audit_blame_sheet(GPtrArray *places, const AuditSheet *sheet, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* The same of a part of the package: "xl/styles.xml: what". */
void audit_blame_part(GPtrArray *places, const char *part, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* The cell at ROW and COLUMN, NULL where there is none or nothing in it. */
const AuditCell *audit_cell_at(const AuditSheet *sheet, guint row, guint column);

/* True when SHEET has a cell with something in it. */
bool audit_sheet_is_used(const AuditSheet *sheet);

/* The table of SHEET with ROW and COLUMN in it, or NULL. */
const AuditTable *audit_table_at(const AuditSheet *sheet, guint row, guint column);

/* Calls VISIT for each cell of BOOK that holds something. */
typedef void (*AuditVisit)(const AuditBook *book, const AuditSheet *sheet, const AuditCell *cell,
			   GPtrArray *places);
void audit_each_cell(const AuditBook *book, AuditVisit visit, GPtrArray *places);

/* Checks one rule on BOOK: fails with PLACES, or passes, or says that it does not apply. */
typedef AuditVerdict (*AuditCheck)(const AuditBook *book, GPtrArray *places);

/* ── audit_tables.c: tables and what is in them ── */
AuditVerdict audit_marked_up(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_table_names(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_blank_lines(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_headers(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_filters(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_blank_cells(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_widths(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_wrapping(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_lines_above(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_first_column(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_below(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_one_table(const AuditBook *book, GPtrArray *places);

/* ── audit_notes.c: notes, links and words ── */
AuditVerdict audit_note_symbols(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_note_word(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_note_cells(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_note_table(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_links(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_symbols(const AuditBook *book, GPtrArray *places);

/* ── audit_looks.c: fonts, colours, and what lies over the cells ── */
AuditVerdict audit_fonts(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_titles(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_floating(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_dividers(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_fills(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_colour_alone(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_contrast(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_images(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_merges(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_hidden(const AuditBook *book, GPtrArray *places);

/* ── audit_whole.c: the workbook ── */
AuditVerdict audit_macros(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_sheet_names(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_blank_sheets(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_properties(const AuditBook *book, GPtrArray *places);
AuditVerdict audit_cursor(const AuditBook *book, GPtrArray *places);
