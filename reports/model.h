/*
 * Model: the resolved document of one edition: blocks with figures in them.
 *
 * Made once from template, parameters and datasets; every device draws this
 * same model, so a figure is the same everywhere. All texts are UTF-8 in the
 * edition's language, formatted, with values bidi-isolated where the language
 * is right-to-left. The model owns everything below it and is freed at once.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Five states of a value that are never one null (indicators.md §1.5). */
typedef enum {
	VALUE_KNOWN,
	VALUE_SUPPRESSED,     /* [c] */
	VALUE_NOT_APPLICABLE, /* [z] */
	VALUE_NOT_AVAILABLE,  /* [x] */
	VALUE_LOW,            /* [low] */
} ValueState;

typedef enum { VALUE_TEXT, VALUE_NUMBER, VALUE_DATE } ValueKind;

/* One value with its printed form; devices print TEXT, spreadsheets also use
 * the number or date behind it. */
typedef struct {
	ValueState state;
	ValueKind kind;
	char *text;         /* as printed: "1,234", "[x]", "5 August 2024"; never NULL */
	double number;      /* VALUE_NUMBER: exact for counts below 2^53; percentages as 0..100 */
	GDate date;         /* VALUE_DATE */
	char *excel_format; /* number format for spreadsheets: "#,##0"; NULL for text */
} Value;

typedef enum {
	BLOCK_HEADING,
	BLOCK_TEXT,
	BLOCK_FIGURES,
	BLOCK_TABLE,
	BLOCK_CHART,
	BLOCK_NOTES
} BlockKind;

typedef enum { ALIGN_START, ALIGN_END } Align;

/* One figure with all that makes it readable alone. */
typedef struct {
	Value value;
	char *label;   /* "Cases registered" */
	char *unit;    /* counting unit in the right plural: "cases (FIRs)" */
	char *basis;   /* reference date and period: "registered 1 August 2023 to 31 July 2024" */
	char *measure; /* id in measures.yaml */
	char *versus;  /* comparison line: "11 the week before", or NULL */
	int note;      /* number of its note in the notes block, from 1; 0 for none */
} Figure;

typedef struct {
	char *field; /* dataset column */
	char *header;
	Align align;
	ValueKind kind;
	int note; /* as in Figure */
} TableColumn;

typedef struct {
	char *id; /* from the template; unique in the edition */
	char *caption;
	GPtrArray *columns; /* of TableColumn */
	GPtrArray *rows;    /* of Value[columns->len] */
	Value *total;       /* Value[columns->len], or NULL; its first text says "Total" */
	char *empty;        /* sentence printed instead of rows when there are none */
} Table;

typedef enum { CHART_LINE, CHART_BAR } ChartKind;

typedef struct {
	char *name;     /* legend or direct label */
	double *values; /* one per category; NaN is missing: a gap, never zero */
} ChartSeries;

typedef struct {
	char *id;
	ChartKind kind;
	char *title;
	char *alt;               /* says in words what the chart shows */
	char *x_title, *y_title; /* y_title carries the unit */
	char **categories;       /* printed x values, in order, NULL-terminated */
	bool *provisional;       /* one per category: drawn hollow / hatched; NULL for none */
	size_t count;            /* of categories */
	GPtrArray *series;       /* of ChartSeries */
	char *empty;             /* sentence drawn when there is nothing to draw */
} Chart;

typedef struct {
	int number; /* from 1; 0 for a note without a mark */
	char *term; /* "Cases registered" */
	char *text; /* definition with unit, numerator, denominator, basis, source */
} Note;

typedef struct {
	BlockKind kind;
	int line; /* of the block in the template */
	union {
		struct {
			int level;
			char *text;
		} heading; /* level 1 is the title */
		struct {
			char *text;
		} text; /* paragraphs parted by a blank line */
		struct {
			GPtrArray *figures;
		} figures; /* of Figure */
		Table *table;
		Chart *chart;
		struct {
			char *title;
			GPtrArray *notes;
		} notes; /* of Note */
	};
} Block;

typedef struct {
	char *template_name; /* "press-note" */
	char *title;         /* document metadata */
	char *language;      /* "en", "ur" */
	bool right_to_left;
	char *audience; /* "internal", "ministerial", "public" */
	char *footer;   /* "Run 12 · records to 22 November 2026 · internal" in the language */
	char *page_of;  /* "Page %d of %d" in the language */
	gint64 run_no;
	GDateTime *as_at;  /* records known up to here, Asia/Karachi; the documents' date */
	char *orientation; /* "portrait" or "landscape" */
	GHashTable *words; /* the devices' own labels, key to word (locale_words); NULL: keys */
	GPtrArray *blocks; /* of Block */
} Model;

Model *model_new(void);
void model_free(Model *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Model, model_free)

/* Appends an empty block of KIND, to be filled by the caller; borrowed. Table
 * and chart blocks get their (empty) object. */
Block *model_add(Model *model, BlockKind kind, int line);

/* The device's label KEY ("contents", "value") in the model's language, borrowed; KEY itself where
 * the catalogue lacks it. */
const char *model_word(const Model *model, const char *key);

/* Constructors of the parts; texts are copied. */
Figure *figure_new(void);
TableColumn *table_column_new(const char *field, const char *header, Align align, ValueKind kind);
ChartSeries *chart_series_new(const char *name, size_t count); /* all NaN */
void value_clear(Value *value);
