/*
 * Shorthand: the signs in brackets that stand for a figure or beside it, and the catalogue's
 * sentences that say what they mean (UK Analysis Function, "Symbols in tables").
 *
 * A legend explains exactly the signs that its block uses. A set of them is a mask of bits, by
 * their places in the list.
 */
#pragma once

#include "reports/model/model.h"

typedef guint ShorthandSet;

/* How many signs there are; each as it is listed, "[n=…]", and the key of its sentence. */
guint shorthand_count(void);
const char *shorthand_sign(guint place);
const char *shorthand_key(guint place);

/* What is used in TEXT (NULL: nothing), in VALUE and its mark, in BLOCK and what stands in it: a
 * text, figures, a table, a chart; nothing in other kinds. */
ShorthandSet shorthand_of_text(const char *text);
ShorthandSet shorthand_of_value(const Value *value);
ShorthandSet shorthand_of_table(const Table *table);
ShorthandSet shorthand_of_chart(const Chart *chart);
ShorthandSet shorthand_of_block(const Block *block);

/* "[c] = withheld …; [p] = provisional …." in MODEL's language; NULL for an empty SET. Transfer
 * full. */
char *shorthand_text(const Model *model, ShorthandSet set);
