/*
 * Raw page: what our pages put on the paper, as a list of texts and paths, and the same list
 * drawn again with bare pango and cairo.
 *
 * The list is kept by standing between our drawing and the two libraries (the linker's --wrap),
 * so it is what was drawn and no copy of it that could grow old.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct RawPage RawPage;

/* Between the two, all that is drawn is also noted. */
RawPage *raw_page_begin(void);
void raw_page_end(void);

void raw_page_free(RawPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RawPage, raw_page_free)

/* How many texts, paths and pages were noted. */
guint raw_page_texts(const RawPage *page);
guint raw_page_paths(const RawPage *page);

/* Lays the texts out and draws everything to a PDF at PATH. */
bool raw_page_write(const RawPage *page, const char *path);
