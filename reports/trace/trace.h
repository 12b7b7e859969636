/*
 * Trace: from a printed figure to its cells, to the keys of the records behind it, and
 * to the runs that changed it.
 *
 * The header of a dataset's file says what its columns count (reports/trace/trace_rule.h): cells of
 * cubes, from which the records follow. Of a share both parts are traced. No personal data is in
 * it: keys of cases, and the first digits of pseudonymous keys.
 */
#pragma once

#include "reports/build/render.h"

typedef enum { TRACE_WHOLE, TRACE_NUMERATOR, TRACE_DENOMINATOR, TRACE_PARTS } TracePart;

/* "", "numerator", "denominator". */
extern const char *const trace_part_names[TRACE_PARTS];

/* One figure of a template, as it may be called after TEMPLATE#. */
typedef struct {
	char *id; /* "stations.overdue", or the figure's own id */
	const TemplateDataset *dataset;
	char *column;
	const Measure *measure; /* or NULL */
	char *format;           /* of the printed figure, NULL for the plain one */
	bool is_card;           /* of a figures block: preferred where a column is in both */
} TraceFigure;

/* All figures of TEMPLATE's blocks, in its order; of TraceFigure, transfer full. */
GPtrArray *trace_figures(const Template *template, const Library *library);

/* The figure that NAME means: its id, column, dataset.column, or measure (or what is unique of
 * its name: "registered" of cases_registered). Errors: SHUMAR_ERROR_USAGE naming those there are.
 * Borrowed from FIGURES; the columns of datasets that no block shows are added to it. */
const TraceFigure *trace_find(GPtrArray *figures, const Template *template, const char *name,
			      GError **error);

/* A version of a fact that counts, or counted, in the figure. */
typedef struct {
	TracePart part;
	const char *fact; /* texts are borrowed from the trace */
	const char *row_key;
	const char *district, *station, *fir_number, *record; /* NULL where it has none */
	const char *event_on;
	gint64 fir_year; /* 0: none */
	gint64 amount;
	gint64 run_from, run_to; /* run_to 0: it is still so */
	bool follows, goes_on;   /* another version of the fact stands before it, after it */
} TraceFact;

typedef struct {
	TracePart part;
	const char *cube;
	const char *cell;
	gint64 amount;
} TraceCell;

#define TRACE_ALL_ROWS ((size_t)-1)

/* What one run did to the figure. */
typedef struct {
	gint64 run_no;
	const char *kind;          /* "nightly", "reclassify" … */
	const char *started;       /* UTC */
	guint entered;             /* new facts */
	guint corrected;           /* counted before and after */
	guint moved_in, moved_out; /* a correction or reclassification made them count, or not */
	guint deleted;
	gint64 after[TRACE_PARTS]; /* sums after the run */
} TraceRun;

typedef struct {
	const TraceFigure *figure;
	char *row;       /* asked for, or NULL */
	size_t place;    /* of the row traced among the dataset's; TRACE_ALL_ROWS */
	char *printed;   /* the figure as printed */
	bool missing;    /* [x]: nothing to add up to */
	bool hidden;     /* [c]: withheld, in this row or in one of them */
	double number;   /* the figure, exactly */
	bool worked_out; /* from cells and records, which do not add up to it */
	bool of_facts;   /* from records that no cell stands for */
	GString *said;   /* where what no record counts comes from, in words */
	double scale;    /* figure = scale × sum (of numerator, over that of denominator) */
	char *arguments; /* "district PKP, from 2023-08-01": of the dataset's query */
	gint64 run_no;
	GArray *facts; /* of TraceFact, in order of the key; versions known at the run first */
	guint known;   /* so many first ones count now */
	GArray *cells; /* of TraceCell */
	GArray *runs;  /* of TraceRun, ascending */
	gint64 facts_sum[TRACE_PARTS], cells_sum[TRACE_PARTS];
	TracePart part; /* being read */
	GStringChunk *texts;
} Trace;

/* Traces FIGURE of RENDER's template with BINDING, in ROW of its dataset ("Lahore", "Lahore, Rape":
 * texts of its columns, without regard to case; NULL: all). Errors: SHUMAR_ERROR_CONFIG when no
 * rule is of its column, USAGE for an unknown row, FAILED when the login may not read records. */
Trace *trace_collect(Render *render, const Library *library, const Binding *binding,
		     const TraceFigure *figure, const char *row, const char *language,
		     GError **error);
void trace_free(Trace *trace);

/* True when ERROR of a trace without a row is that only a row can be traced. */
bool trace_needs_row(const GError *error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Trace, trace_free)

/* What SUMS (one a part) make of the figure; NaN for a rate over nothing. */
double trace_value(const Trace *trace, const gint64 *sums);

/* True when facts and cells both add up to the figure, or where it is worked out, to the same; a
 * missing figure agrees with all. */
bool trace_agrees(const Trace *trace);

/* Appends the trace as text for a terminal; LIMIT lines a list (0: all), with CELLS the cells too.
 */
void trace_print(GString *text, const Trace *trace, const char *language, gint64 limit, bool cells);

/* Appends the keys alone as CSV (RFC 4180). */
void trace_print_csv(GString *text, const Trace *trace);
