/*
 * PDF tags: the second pass over a PDF that cairo has drawn. Cairo writes no
 * alternative texts, scopes, artifacts, language, metadata or identifier; this
 * adds them, with the tree of tags in place of cairo's.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "reports/device/page/tags.h"

/* What the file says of itself; all borrowed. */
typedef struct {
	const char *title, *language, *author, *creator;
	GDateTime *date; /* of creation and change; NULL for none */
	bool right_to_left;
	double height_pt; /* of the paper */
} PdfFacts;

/*
 * The bytes of PDF, drawn by cairo with one mark for every leaf of TAGS, as a
 * tagged PDF 1.7: the same bytes for the same input. NULL and
 * SHUMAR_ERROR_OUTPUT when the file and its tags do not fit together.
 */
GBytes *pdf_tags_apply(const GByteArray *pdf, const Tags *tags, const PdfFacts *facts,
		       GError **error);
