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

#include "reports/model/theme.h"

/* The states of a value that are never one null (docs/definitions.md). */
typedef enum {
	VALUE_KNOWN,
	VALUE_SUPPRESSED,     /* [c] */
	VALUE_NOT_APPLICABLE, /* [z] */
	VALUE_NOT_AVAILABLE,  /* [x] */
	VALUE_LOW,            /* [low] */
	VALUE_NOT_YET,        /* [n] */
	VALUE_UNRELIABLE,     /* [u]: of too few events */
} ValueState;

typedef enum { VALUE_TEXT, VALUE_NUMBER, VALUE_DATE, VALUE_SERIES } ValueKind;

/* One value with its printed form; devices print TEXT, spreadsheets also use
 * the number or date behind it. */
typedef struct {
	ValueState state;
	ValueKind kind;
	char *text;         /* as printed: "1,234", "[x]", "5 August 2024"; never NULL */
	double number;      /* VALUE_NUMBER: exact for counts below 2^53; percentages as 0..100 */
	GDate date;         /* VALUE_DATE */
	char *excel_format; /* number format for spreadsheets: "#,##0"; NULL for text */
	char *mark;         /* "[p]", "[r]" or several, printed after TEXT; NULL for none */
	GArray *series;     /* VALUE_SERIES: of double, NaN for a gap, oldest first; TEXT says it in
			       words. NULL where there is none */
} Value;

/* What a template's kinds of blocks become: matrix and revisions are tables, tilemap is a
 * chart, definitions are notes, signoff and contact are cards, completeness is a banner, and
 * of repeat and when only what they hold is left. */
typedef enum {
	BLOCK_HEADING,
	BLOCK_TEXT,
	BLOCK_FIGURES,
	BLOCK_TABLE,
	BLOCK_CHART,
	BLOCK_NOTES,
	BLOCK_COVER,
	BLOCK_BANNER,
	BLOCK_CARD,
	BLOCK_COLUMNS,
	BLOCK_CONTENTS,
	BLOCK_PAGEBREAK,
	BLOCK_KINDS /* how many there are */
} BlockKind;

typedef enum { ALIGN_START, ALIGN_END } Align;

/* What stands beside the title of a table or chart; each may be NULL. */
typedef struct {
	char *subtitle; /* place, unit, period; below the title */
	char *source;   /* "Source: police station record system"; below the block */
} BlockAbout;

/* One figure with all that makes it readable alone. */
typedef struct {
	Value value;
	char *id;      /* unique in the edition: "registered"; by it a figure is traced */
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
	int note;       /* as in Figure */
	char *measure;  /* id in measures.yaml, or NULL */
	char *unit;     /* what its numbers count, "fir"; NULL: not known */
	char *language; /* of its texts; NULL: the model's */
	bool lead;      /* stands next to the row's name on narrow screens */
	bool yields;    /* does not keep a row of zeros from being collapsed */
} TableColumn;

/* Rows of groups: a group's row has only its first value, the others are empty texts. A collapsed
 * row is data whose every number is zero: pages have its name in one line under the table, files
 * of data have the row. */
typedef enum { ROW_DATA, ROW_GROUP, ROW_SUBTOTAL, ROW_COLLAPSED } TableRowKind;

/* A head above the heads of neighbouring columns: "2024" above four quarters. */
typedef struct {
	char *header;
	guint first, count; /* of the columns it spans */
} TableSpan;

typedef struct {
	char *id; /* from the template; unique in the edition */
	char *caption;
	BlockAbout about;
	GPtrArray *columns; /* of TableColumn */
	GPtrArray *spans;   /* of TableSpan, left to right; NULL when there is one row of heads */
	guint heads;        /* so many first columns name the row, at least 1 */
	GPtrArray *rows;    /* of Value[columns->len] */
	GArray *kinds;      /* of TableRowKind, one a row; NULL: all are data */
	Value *total;       /* Value[columns->len], or NULL; its first text says "Total" */
	char *empty;        /* sentence printed instead of rows when there are none */
	char *sheet;        /* what a workbook calls its sheet; NULL: its id */
	char *elsewhere;    /* sentence that pages print instead of the rows: a workbook and CSV
			     * files hold them; NULL: pages do, too */
	char *collapsed;    /* sentence that names the collapsed rows; NULL when there are none */
	bool zeros_dot;     /* pages print a dot for zero, and say so below the table */
	bool small;         /* set in smaller type */
	guint rule_every;   /* pages draw a rule below every so many rows; 0: none */
	guint fold;         /* in so many parts side by side on the pages of a PDF; 0: in one */
} Table;

/* The sentence that pages print instead of the rows of TABLE, or NULL where they print them.
 * Borrowed; "" where there is none. */
const char *table_instead(const Table *table);
/* Whether TABLE has rows that pages do not print, since a workbook and CSV files hold them. */
bool table_is_elsewhere(const Table *table);

typedef enum {
	CHART_LINE,
	CHART_BAR,       /* lying; categories down the page */
	CHART_COLUMN,    /* upright; categories from left to right */
	CHART_STACK,     /* columns of parts of a whole */
	CHART_DOT,       /* a dot, and an interval where there is one, for each category */
	CHART_SPC,       /* a line with centre and limits, signals marked */
	CHART_FUNNEL,    /* points over their denominators, within limit curves */
	CHART_SLOPE,     /* two moments, a line for each series */
	CHART_INCIDENCE, /* stacked cumulative shares over time since */
	CHART_RANGE,     /* a line within the band of what is usual */
	CHART_TILES,     /* districts as tiles in their places */
	CHART_KINDS      /* how many there are */
} ChartKind;

typedef enum {
	SERIES_VALUES,
	SERIES_CENTRE,
	SERIES_LIMIT,
	SERIES_TARGET,
	SERIES_BEHIND, /* pale behind the values: the same weeks of last year */
} SeriesRole;

/* What a point of a series says beyond its value; drawn by shape as well as colour. */
typedef enum { SIGNAL_NONE, SIGNAL_BETTER, SIGNAL_WORSE, SIGNAL_NEUTRAL } ChartSignal;

typedef struct {
	char *name; /* legend or direct label */
	SeriesRole role;
	bool context;          /* drawn grey behind the others, which are the point */
	double *values;        /* one per category; NaN is missing: a gap, never zero */
	double *lower, *upper; /* interval or band around it, one per category; NULL for none */
	ChartSignal *signals;  /* one per category; NULL for none */
	GArray *curve;         /* of ChartPoint, instead of values: a funnel's limit; or NULL */
} ChartSeries;

typedef struct {
	double x, y;
} ChartPoint;

/* A rule across the chart at a value, or a mark at a category. */
typedef struct {
	double value;    /* on the value axis (of tiles: where a class of colour begins);
			    NaN for a mark at a category */
	size_t category; /* a break or annotation stands before it */
	bool is_break;   /* the way of recording changed: lines are not drawn across */
	char *label;
} ChartReference;

/* What the legend has words for; the first three as ChartSignal has them. */
typedef enum {
	LEGEND_BETTER,
	LEGEND_WORSE,
	LEGEND_NEUTRAL,
	LEGEND_PROVISIONAL,
	LEGEND_CUT,      /* the value scale does not begin at zero */
	LEGEND_WITHHELD, /* values that are not shown, to protect persons; "{n}" is how many */
	LEGEND_WORDS
} ChartLegend;

typedef struct Chart Chart;
struct Chart {
	char *id;
	ChartKind kind;
	char *title;
	char *sheet; /* what a workbook calls its sheet; NULL: its id */
	BlockAbout about;
	char *alt;               /* says in words what the chart shows */
	char *x_title, *y_title; /* y_title carries the unit */
	char **categories;       /* printed x values, in order, NULL-terminated */
	double *x;    /* the numbers behind them where x is a scale (funnel, incidence); or NULL */
	GDate *dates; /* the days behind the categories, where these are dates; or NULL */
	bool weekly;  /* each such day begins a week */
	bool in_time; /* categories are texts that follow one another: "2024 Q1" */
	double height_mm;      /* of the plot; 0: as its kind has it */
	bool *provisional;     /* one per category: drawn hollow / hatched; NULL for none */
	bool *revised;         /* one per category: its first value has changed; NULL for none */
	bool *highlight;       /* one per category: in colour, the others grey; NULL for none */
	int *rows, *columns;   /* of tiles: places from 0, one per category; or NULL */
	char **short_names;    /* of tiles: where a category's name does not fit; or NULL */
	size_t count;          /* of categories */
	GPtrArray *series;     /* of ChartSeries */
	GPtrArray *references; /* of ChartReference */
	GPtrArray *panels;     /* of Chart: small multiples, on one scale, drawn instead of series;
				  empty for none */
	bool percent;          /* values are 0 to 100 and print with a sign */
	int decimals;          /* digits after the point of printed values; -1: as many as needed */
	char *group, *point;   /* the language's separators: "," and "."; NULL: none and "." */
	char *legend[LEGEND_WORDS]; /* in the language; an entry of NULL is not drawn */
	char *empty;                /* sentence drawn when there is nothing to draw */
};

/* One row of a measure in a dictionary: "Unit", "cases (FIRs)", and the same in the template's
 * other language. */
typedef struct {
	char *label, *text;
	char *other; /* NULL: there is none */
} NotePart;

typedef struct {
	int number;         /* from 1; 0 for a note without a mark */
	char *term;         /* "Cases registered" */
	char *text;         /* definition with unit, numerator, denominator, basis, source */
	char *language;     /* it is in; NULL: the model's */
	bool right_to_left; /* that language */
	char *id;           /* of the measure, in a dictionary; else NULL */
	GPtrArray *parts;   /* of NotePart: pages set them as a table, others have TEXT; or NULL */
	char *other;        /* the language of the parts' others; or NULL */
	char *other_name;   /* "اردو" */
	bool is_legend;     /* says what the signs of the block before mean */
} Note;

/* One line of a card: "Approved by" with nothing yet, or "Telephone" with a number. */
typedef struct {
	char *label;
	char *value; /* empty: to be filled in by hand, drawn as a rule */
} CardLine;

typedef enum { TONE_PLAIN, TONE_CAUTION } BannerTone;

typedef struct {
	BlockKind kind;
	char *id; /* from the template, or "text-3": kind and place; unique in the edition */
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
			char *title;     /* NULL of notes that stand under a block */
			bool dictionary; /* each note is a small table; see NotePart */
			bool under;      /* in small type, on one page with the block before */
			GPtrArray *notes;
		} notes; /* of Note; definitions too */
		struct {
			char *title, *subtitle; /* subtitle may be NULL */
			GPtrArray *lines;       /* of char*: period, status, who publishes */
		} cover;
		struct {
			BannerTone tone;
			char *text;
		} banner; /* what limits the figures below: who has not reported */
		struct {
			char *title;      /* may be NULL */
			GPtrArray *lines; /* of CardLine */
		} card;
		struct {
			GPtrArray *columns; /* of BlockColumn, from the start of the line */
		} columns;
		struct {
			char *title;    /* devices list headings, tables and charts below it */
			bool when_long; /* pages have it where they are more than four */
		} contents;
	};
} Block;

/* Whether pages leave NOTE of a dictionary out: its translation stands in the table of the note
 * before it. */
bool note_is_told(const Block *block, const Note *note);

NotePart *note_part_new(const char *label, const char *text);
GPtrArray *note_parts_new(void);

/* Blocks side by side with others: SPAN of the 12 columns of the page. */
typedef struct {
	int span;
	GPtrArray *blocks; /* of Block; no columns, cover or pagebreak among them */
} BlockColumn;

/* A parameter of the edition as programs write it: "district" "PKP", "week" "2024-W31". A file that
 * travels alone says so of where and when it is. */
typedef struct {
	char *name, *value;
} ModelContext;

typedef struct {
	char *template_name; /* "press-note" */
	char *title;         /* document metadata */
	char *language;      /* "en", "ur" */
	bool right_to_left;
	char *audience; /* "internal", "ministerial", "public" */
	char *footer;   /* "Run 12 · records to 22 November 2026 · internal" in the language */
	char *page_of;  /* "Page %d of %d" in the language */
	GPtrArray *context; /* of ModelContext: what the edition was asked for */
	gint64 run_no;
	bool draft; /* of a public template and not from the release desk: every device says so on
		       every page, sheet, file and picture in the words of model_draft */
	GDateTime
	    *as_at; /* records known up to here, in the jurisdiction's zone; the documents' date */
	char *orientation; /* "portrait" or "landscape" */
	GHashTable *words; /* the devices' own labels, key to word (locale_words); NULL: keys */
	char *theme;       /* "print": file of templates/themes/; NULL: the house's */
	Theme *look;       /* what it says; NULL: the house's */
	GPtrArray *blocks; /* of Block */
	GPtrArray *open;   /* where model_add adds: a column's blocks, or NULL for blocks */
} Model;

Model *model_new(void);
void model_free(Model *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Model, model_free)

/* Adds NAME with VALUE to the context of MODEL; copied. */
void model_add_context(Model *model, const char *name, const char *value);

/* "Pakpattan: week of 29 July to 4 August 2024 · Run 12 · records to 5 August 2024 · internal":
 * what stands below a picture that travels alone. Transfer full. */
char *model_source(const Model *model);

/* Appends an empty block of KIND, to be filled by the caller; borrowed. Lists, tables and
 * charts are there, and empty. It goes into the model's open column, where there is one. */
Block *model_add(Model *model, BlockKind kind, int line);

/* Appends an empty column of SPAN to a BLOCK_COLUMNS; borrowed. Set the model's open to its blocks
 * to fill it. */
BlockColumn *model_add_column(Block *columns, int span);

/* Calls VISIT for every block of MODEL in reading order, those of columns after the columns
 * themselves. */
typedef void (*BlockVisit)(const Block *block, gpointer data);
void model_each(const Model *model, BlockVisit visit, gpointer data);

/* The device's label KEY ("contents", "value") in the model's language, borrowed; KEY itself where
 * the catalogue lacks it. */
const char *model_word(const Model *model, const char *key);

/* "NOT FOR PUBLICATION: not from the release desk" in the model's language, borrowed; NULL where
 * MODEL is no draft. */
const char *model_draft(const Model *model);

/* The title that document metadata have: of a draft it begins with what it is. Transfer full. */
char *model_document_title(const Model *model);

/* What refers to note NUMBER: "[note 3]". SPACE stands between word and number. Transfer full. */
char *model_note_ref(const Model *model, int number, const char *space);

/* Constructors of the parts; texts are copied. */
Figure *figure_new(void);
TableColumn *table_column_new(const char *field, const char *header, Align align, ValueKind kind);
ChartSeries *chart_series_new(const char *name, size_t count); /* all NaN */
/* What a reader who does not see CHART is told: its title, and what it shows. Transfer full. */
char *chart_alt(const Chart *chart);
Chart *chart_new(void);
void chart_free(Chart *chart); /* takes NULL */
ChartReference *chart_reference_new(const char *label);
CardLine *card_line_new(const char *label, const char *value);
/* The head of COLUMN as it reads alone, for devices of one row of heads: "2024: Cases". Transfer
 * full. */
char *table_head(const Table *table, guint column);
TableSpan *table_span_new(const char *header, guint first, guint count);
void value_clear(Value *value);

/* The kind of ROW of TABLE. */
TableRowKind table_row_kind(const Table *table, guint row);

/* Whether pages show ROW of TABLE: not a collapsed one, nor the name and sum of a group of which
 * nothing else is left. */
bool table_shows(const Table *table, guint row);

/* How many rows of TABLE pages show. */
guint table_shown_rows(const Table *table);

/* Whether pages print a dot for VALUE of ROW's kind. */
bool table_dots(const Table *table, TableRowKind kind, const Value *value);

/* How deep COLUMN of the row VALUES is indented: by the number of its head, "1.1" under "1". */
guint table_indent(const Table *table, const Value *values, guint column);

/* What pages say in small letters under TABLE: the collapsed rows, the dot; NULL for nothing.
 * Transfer full. */
char *table_foot(const Model *model, const Table *table);
#define TABLE_DOT "\u00b7"
