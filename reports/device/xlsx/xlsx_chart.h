/*
 * XLSX charts: the data of a model's chart as a table, and a native chart beside it.
 */
#pragma once

#include "reports/device/xlsx/xlsx_sheet.h"

/* Writes CHART's data from row FIRST of SHEET (called SHEET_NAME) on and the chart beside it, with
 * its alternative text. Kinds that the file format has not (maps of tiles, small multiples) have
 * their data, and a line that says so. CHART has at least one category, or panels. */
void xlsx_write_chart(XlsxBook *book, lxw_worksheet *sheet, const char *sheet_name, lxw_row_t first,
		      const Chart *chart);
