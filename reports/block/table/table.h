/*
 * Table contents: what the kinds that are tables in the model (table, revisions) share. table.c
 * reads them, table_build.c makes the model's tables of them.
 */
#pragma once

#include "reports/block/table/about.h"
#include "reports/block/table/value_marks.h"

/* How pages set a table (table_look.c). */
typedef struct {
	bool zeros_dot, small, notes_under;
	guint rule_every;
	guint fold;             /* parts side by side; 0: one */
	TemplateText *collapse; /* names the rows of zeros as {names}; or NULL */
} TableLook;

extern const char *const table_zeros_words[], *const table_size_words[], *const table_notes_words[];
/* The keys of a look, for the kinds that are tables. */
#define TABLE_LOOK_KEYS                                                                            \
	{ .name = "zeros", .kind = KEY_CHOICE, .words = table_zeros_words },                       \
	    { .name = "size", .kind = KEY_CHOICE, .words = table_size_words },                     \
	    { .name = "notes", .kind = KEY_CHOICE, .words = table_notes_words },                   \
	    { .name = "rule-every", .kind = KEY_WORD }, { .name = "fold", .kind = KEY_WORD },      \
	{                                                                                          \
		.name = "collapse-zeros", .kind = KEY_TEXT                                         \
	}

/* Reads the keys of a look from NODE. */
void table_look_read(TemplateReader *reader, const YamlNode *node, const char *where,
		     TableLook *look);
void table_look_clear(TableLook *look);
/* Gives TABLE, whose rows are there, the look. */
void table_look_apply(Edition *edition, const TableLook *look, Table *table);
/* Whether NODE says notes: under. */
bool table_notes_under(TemplateReader *reader, const YamlNode *node, const char *where);

typedef struct {
	TemplateField field;
	TemplateText *header;
	const Measure *measure; /* or NULL */
	ValueMarks *marks;      /* or NULL */
	bool sum, lead, yields;
} ContentColumn;

/* A head over the columns FIRST to LAST. */
typedef struct {
	TemplateText *header;
	guint first, last;
} ContentSpan;

/* Where a table stands beside its place on the page. */
typedef struct {
	TemplateText *sheet; /* the name of its sheet, or NULL */
	bool no_pages;       /* in workbooks and CSV files only */
} TablePlace;

/* The words of the key pages. */
extern const char *const table_pages[];

/* Reads the keys sheet and pages of NODE. */
void table_place_read(TemplateReader *reader, const YamlNode *node, const char *where,
		      TablePlace *place);

/* Gives TABLE its place, once its rows are there. */
void table_place_build(const Edition *edition, const TablePlace *place, Table *table);

typedef struct {
	char *id;
	const TemplateDataset *dataset;
	TemplateText *caption;
	ContentAbout about;
	TemplateText *empty;
	GPtrArray *columns;  /* of ContentColumn */
	GPtrArray *spans;    /* of ContentSpan */
	TemplateField group; /* name NULL: no groups */
	bool subtotals;
	guint heads;
	bool total; /* some column is summed */
	TablePlace place;
	TableLook look;
} TableContent;

/* What may stand in each item of columns. */
extern const TemplateKey table_column_keys[];

/* Reads the mapping NODE of a block of KIND, whose keys are checked already. */
TableContent *table_read(TemplateReader *reader, const YamlNode *node, const char *kind);
void table_content_free(TableContent *content); /* takes NULL */

/* The rows that it has in this edition. */
const Dataset *table_rows(const Edition *edition, const TableContent *content);

/* Adds its table to the model. */
void table_build(Edition *edition, const TableContent *content, int line);

/* Whether FORMAT (NULL: the type's own) of TYPE prints a count: only counts add up. */
bool table_adds_up(DatumType type, const char *format);

/* The kind (reports/block/block.h). */
extern const TemplateKey block_table_keys[];
gpointer block_table_read(TemplateReader *reader, const YamlNode *node);
void block_table_build(Edition *edition, const TemplateBlock *block);
void block_table_free(gpointer content);
