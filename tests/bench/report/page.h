/*
 * Page: the District Police Officer's week as `make bench-report` draws it, from the rows of
 * tests/golden, which are kept as the template is; peers/page_pdf.py reads them too.
 */
#pragma once

#include "reports/build/edition.h"

#define PAGE_ROWS "tests/golden/dpo-weekly-busy.rows"

typedef struct Page Page;

/* Template, words and rows in memory; NULL, with a word on stderr, when one cannot be read. */
Page *page_new(void);
void page_free(Page *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Page, page_free)

/* From the rows to the PDF at PATH: model, layout, drawing, tags, file. */
bool page_write(const Page *page, const char *path);

/* The model alone, for a look at the shares. Transfer full. */
Model *page_model(const Page *page);
