/*
 * Marks of values: what a template lets a value say of itself beside its number, as [p] for
 * provisional.
 *
 *     marks: {p: provisional, r: revised}    # mark: yes-or-no column of the value's dataset
 *
 * The letters and their sense are the Analysis Function's; the words of a mark are in the locale
 * as mark_LETTER.
 */
#pragma once

#include "reports/build/edition.h"
#include "reports/template/template_block.h"

typedef struct ValueMarks ValueMarks;

/* Reads NODE for a value of DATASET (either may be NULL: no marks then). WHERE is the owner. */
ValueMarks *value_marks_read(TemplateReader *reader, const YamlNode *node,
			     const TemplateDataset *dataset, const char *where);
void value_marks_free(ValueMarks *marks); /* takes NULL */

/* "[p][r]" of ROW, or NULL for none. MARKS may be NULL. Transfer full. */
char *value_marks_text(const Edition *edition, const ValueMarks *marks, const Dataset *dataset,
		       size_t row);

/* Gives VALUE the marks of ROW; without any it keeps the one that it has of itself. */
void value_marks_set(const Edition *edition, const ValueMarks *marks, const Dataset *dataset,
		     size_t row, Value *value);
