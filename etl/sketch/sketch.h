/*
 * Sketch: what the columns of a CSV file (etl/sketch/sketch_file.h) or of a table seem to hold, for
 * the skeleton of a mapping.
 */
#pragma once

#include "core/database/database.h"
#include "etl/source/declaration.h"

typedef struct {
	char *name;           /* of a file as its header has it, in small letters, '_' for blanks */
	char *type;           /* as SQL says it: "integer" */
	FileField field;      /* of a file: type and styles */
	bool both_styles;     /* dates that fit with the day first and with the month first */
	bool filled;          /* in every record */
	bool unique;          /* no value stands twice: it may be a key */
	bool years;           /* numbers that may all be years */
	const char *personal; /* what it seems to hold of persons; NULL: nothing. Static */
} SketchColumn;

typedef struct {
	GPtrArray *columns; /* of SketchColumn, those without a name left out */
	gint64 records;     /* that were looked at */
	char *place;        /* of a table: its full name as SQL writes it; else NULL */
	gint64 hidden;      /* columns of a table that the role may not read */
} Sketch;

/* Looks at rows of TABLE ("schema.table") of SOURCE. Transfer full. */
Sketch *sketch_table(Database *source, const char *table, GError **error);

/* Whether VALUE may be a year. */
bool sketch_is_year(const char *value);

Sketch *sketch_new(void);
void sketch_free(Sketch *sketch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sketch, sketch_free)
