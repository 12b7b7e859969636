/*
 * Work: what `make bench-report` measures. Each writes a file to PATH and returns what that
 * took, below 0 when it failed. Knows nothing of the table of results.
 */
#pragma once

#include <stdbool.h>

/* Seconds: of the processor, which other programs on the machine change little, and by the clock.
 */
typedef struct {
	double processor, clock;
} Taken;

typedef Taken (*Work)(const char *path);

/* A sheet of 100,000 × 20 cells: ours streamed, and bare libxlsxwriter in constant memory. */
Taken work_stream(const char *path);
Taken work_stream_raw(const char *path);

/* A workbook of 30 tables of 1,000 × 15: the device, bare libxlsxwriter, Python's XlsxWriter. The
 * model is there before the time begins. */
Taken work_book(const char *path);
Taken work_book_raw(const char *path);
Taken work_book_python(const char *path);

/* The two pages of the week from rows in memory to a PDF, fonts opened before: ours, bare cairo
 * and pango with what ours draws, matplotlib. One of several that are drawn one after the other. */
Taken work_page(const char *path);
Taken work_page_raw(const char *path);
Taken work_page_python(const char *path);

/* The same once, the first of a process: with the fonts. */
Taken work_page_first(const char *path);

/* `shumar report render` on the demonstration's records, by the clock; the page as PDF and as
 * text, and the program's start alone. work_render_open before, work_render_close after. */
bool work_render_open(const char *folder);
void work_render_close(void);
Taken work_render(const char *path);
Taken work_render_text(const char *path);
Taken work_render_start(const char *path);

/* True when the workbooks at OURS and THEIRS hold the same cells of data. */
bool work_same_cells(const char *ours, const char *theirs);

/* True when the PDFs at OURS and THEIRS have two pages each and all figures of the rows. */
bool work_same_pages(const char *ours, const char *theirs);
