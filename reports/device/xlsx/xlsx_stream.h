/*
 * XLSX stream: one long sheet written row by row in flat memory, for tables that no
 * model should hold: a row a case, a hundred thousand rows.
 *
 * The library keeps one row at a time and in that mode writes no native tables, so the
 * sheet has a frozen head, a filter, a name for its cells, and says why it is plain.
 *
 *     XlsxStream *stream = xlsx_stream_begin(&head, "cases.xlsx", &error);
 *     while (more rows)
 *             xlsx_stream_row(stream, values);
 *     ok = xlsx_stream_end(stream, &error);
 */
#pragma once

#include "reports/model/model.h"

typedef struct XlsxStream XlsxStream;

/* What the sheet is; borrowed until the end. */
typedef struct {
	const Model *model; /* title, language, audience, footer, day and words; its blocks are
			       not looked at */
	const Table *table; /* id, caption and columns; its rows are not looked at */
} XlsxStreamHead;

/* Begins the workbook TARGET with the sheet of HEAD. NULL with SHUMAR_ERROR_OUTPUT when there is no
 * room for temporary files. Transfer full. */
XlsxStream *xlsx_stream_begin(const XlsxStreamHead *head, const char *target, GError **error);

/* Writes VALUES, as many as the table has columns, as the next row. What goes wrong is told by
 * xlsx_stream_end; a row more than a sheet has is. */
void xlsx_stream_row(XlsxStream *stream, const Value *values);

/* Ends and writes the workbook, and frees STREAM in any case. Errors: SHUMAR_ERROR_OUTPUT. */
bool xlsx_stream_end(XlsxStream *stream, GError **error);
