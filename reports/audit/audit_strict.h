/*
 * Strict reading: a workbook's package against ECMA-376, as a spreadsheet program reads it that
 * offers to repair what it does not like. No program need be at hand for it.
 *
 * Parts have content types and are reached by relations that resolve; elements stand in the order
 * of the schema and are as many as their list says; what points to something (styles, shared
 * strings, tables, names, series of charts) points to what is there.
 */
#pragma once

#include "reports/audit/audit_book.h"

/* Reads the package at PATH, of which BOOK was read, and adds every fault to PLACES (of char*):
 * "xl/worksheets/sheet1.xml: cell B7 has style 12 of 9". Errors: as audit_file. */
bool audit_strict(const char *path, const AuditBook *book, GPtrArray *places, GError **error);

/* ── audit_strict_order.c ── */

/* How an element is followed through its part. */
typedef struct AuditOrder AuditOrder;
AuditOrder *audit_order_new(const char *part, GPtrArray *places);
void audit_order_free(AuditOrder *order);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AuditOrder, audit_order_free)
void audit_order_start(AuditOrder *order, const char *name, const AuditAttributes *attributes);
void audit_order_end(AuditOrder *order, const char *name);

/* ── audit_strict_names.c ── */

/* What BOOK says of sheets and tables: names, places, heads. */
void audit_strict_tables(const AuditBook *book, GPtrArray *places);

/* Whether FORMULA is a range of cells of a sheet of BOOK, "'Cases'!$A$5:$B$9", or several with
 * commas between. */
bool audit_strict_is_range(const AuditBook *book, const char *formula);

/* Whether NAME can be that of a table or a range: letters, digits, '_' and '.', and no cell. */
bool audit_strict_is_name(const char *name);
