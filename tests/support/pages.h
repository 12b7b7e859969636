/* Invented models, and the PDF made of them as poppler's tools read it. */
#pragma once

#include "reports/model/model.h"

/* An English model of one title, with footer and date. */
Model *pages_model(const char *title);
void pages_add_text(Model *model, const char *text);
void pages_add_heading(Model *model, int level, const char *text);
void pages_add_figures(Model *model, int count);
/* A table of COLUMNS columns, the first of text, and ROWS rows and a total; borrowed. */
Table *pages_add_table(Model *model, const char *header, guint columns, guint rows);
Chart *pages_add_chart(Model *model, ChartKind kind, size_t count);
void pages_add_note(Model *model, const char *term, const char *text);

/* A PDF in a folder of its own. */
typedef struct {
	char *folder, *path;
} PdfPage;

PdfPage pages_write(const Model *model);
void pages_clear(PdfPage *page);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PdfPage, pages_clear)

/* What "TOOL OPTION PATH END" prints; it must succeed. */
char *pages_tool(const char *tool, const char *option, const char *path, const char *end);
char *pages_text(const PdfPage *page);
guint pages_count(const PdfPage *page);
/* How often PART is in TEXT. */
guint pages_times(const char *text, const char *part);

/* The words of all pages stay between the margins (16 mm; 18 mm below, where the footer is). */
void pages_expect_margins(const PdfPage *page, double width, double height);
/* No word of a page stands on another. */
void pages_expect_no_overlap(const PdfPage *page);
