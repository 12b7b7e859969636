/*
 * XLSX charts: the data of a model's chart as a table, and a native chart beside it.
 */
#pragma once

#include "reports/device/xlsx_sheet.h"

/* Writes CHART's data from row FIRST of SHEET (called SHEET_NAME) on and the chart beside it, with
 * its alternative text. CHART has at least one category. */
void xlsx_write_chart(XlsxBook *book, lxw_worksheet *sheet, const char *sheet_name, lxw_row_t first,
		      const Chart *chart);
