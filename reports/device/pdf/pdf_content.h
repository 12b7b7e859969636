/*
 * PDF content: the drawing orders of one page, whose marks are rewritten: cairo
 * numbers every run of ink; here each gets the name and place that its tag has.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "reports/device/page/tags.h"

/*
 * CONTENT with the nth mark "/P << /MCID n >> BDC" turned into the nth of
 * LEAVES: under the role of its tag with the same number, or an artifact; the
 * text of a hidden leaf is set invisible (render mode 3). NULL when the marks
 * are not those of LEAVES. The caller frees it.
 */
GString *pdf_content_rewrite(const char *content, size_t bytes, const GArray *leaves);
