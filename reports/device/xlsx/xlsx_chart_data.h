/*
 * XLSX chart data: a chart's numbers as columns of a tidy table, complete: values, intervals,
 * limits, signals in words, what happened when, what is provisional. The native chart draws some of
 * them.
 */
#pragma once

#include "reports/device/xlsx/xlsx_sheet.h"

typedef enum {
	DATA_PANEL,    /* of small multiples: the panel's name */
	DATA_CATEGORY, /* the printed x */
	DATA_DATE,     /* the day behind it, as a date */
	DATA_WEEK,     /* its ISO week: "2024-W31" */
	DATA_X,        /* the number behind it */
	DATA_VALUE,    /* of a series */
	DATA_LOWER,    /* end of its interval or band */
	DATA_UPPER,
	DATA_RULE,   /* centre, limit, target; a reference */
	DATA_CURVE,  /* of a funnel, at this x */
	DATA_SIGNAL, /* the value again, where it has this signal: a series to be marked */
	DATA_SIGNAL_WORD,
	DATA_EVENT,
	DATA_PROVISIONAL,
	DATA_STATUS, /* why a value of the series is not there */
} DataKind;

typedef struct {
	DataKind kind;
	char *header;
	guint series;       /* number of the series the column is of */
	double constant;    /* DATA_RULE of a reference; else NaN */
	ChartSignal signal; /* DATA_SIGNAL */
} DataColumn;

/* The columns of CHART's table, the panels' of small multiples. Elements DataColumn; free with
 * g_ptr_array_unref. */
GPtrArray *xlsx_chart_columns(const XlsxBook *book, const Chart *chart);

/* Whether a number of CHART's table is missing: its cell is empty. */
bool xlsx_chart_has_gap(const XlsxBook *book, const Chart *chart);

/* Writes the table from row FIRST on. Returns how many rows of values it has. */
guint xlsx_chart_table(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t first, const Chart *chart,
		       const GPtrArray *columns);
