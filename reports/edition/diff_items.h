/* Diff: a model taken apart into the things it says. Private to the diff. */
#pragma once

#include "reports/model/model.h"

typedef enum { DIFF_TEXT, DIFF_VALUE } DiffKind;

typedef struct {
	char *key;  /* by which it is found in the other model; unique */
	char *what; /* as people call it: "Cases registered", "stations, Saddar, Arrests" */
	char *text;
	double number; /* behind a value; NaN for none */
	DiffKind kind;
	char *group;      /* cells of one row have one; NULL: it stands alone */
	char *group_what; /* "stations, Saddar" */
	char *cell;       /* "Arrests" */
} DiffItem;

/* Everything that MODEL says, in reading order; of DiffItem, transfer full. */
GPtrArray *diff_items(const Model *model);
