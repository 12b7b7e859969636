/*
 * Bind: what no line may part: a day from its month and year, a number from its unit, "day" from
 * 17, a section from its law. The words are the language's, bind_before and bind_after of its
 * locale; the model keeps ordinary spaces, so that texts are found and copied as they are read.
 */
#pragma once

#include "reports/model/model.h"

/* What binds in the language of MODEL. Transfer full. */
GRegex *bind_new(const Model *model);

typedef struct {
	guint start, end; /* bytes of the text */
} BindRange;

/* The stretches of TEXT (of BindRange, in order) within which no line ends; NULL for none. BIND may
 * be NULL. Transfer full. */
GArray *bind_ranges(const GRegex *bind, const char *text);

/* The spaces of TEXT in such stretches as no-break spaces; NULL where there are none. Transfer
 * full.
 */
char *bind_text(const GRegex *bind, const char *text);
