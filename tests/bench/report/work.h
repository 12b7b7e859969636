/*
 * Work: what `make bench-report` measures. Each writes a workbook to PATH and returns
 * the processor's seconds for that, below 0 when it failed. Knows nothing of the table of results.
 */
#pragma once

#include <stdbool.h>

typedef double (*Work)(const char *path);

/* A sheet of 100,000 × 20 cells: ours streamed, and bare libxlsxwriter in constant memory. */
double work_stream(const char *path);
double work_stream_raw(const char *path);

/* A workbook of 30 tables of 1,000 × 15: the device, bare libxlsxwriter, Python's XlsxWriter. The
 * model is there before the time begins. */
double work_book(const char *path);
double work_book_raw(const char *path);
double work_book_python(const char *path);

/* True when the workbooks at OURS and THEIRS hold the same cells of data. */
bool work_same(const char *ours, const char *theirs);
