/*
 * Derive: statistics as columns of a dataset, declared beside it in the template.
 *
 *     datasets:
 *       trend:
 *         query: weekly_series
 *         with: {…}
 *         add: [{method: xmr, of: cases, leave-out: provisional}]
 *
 * adds cases_mean, cases_lower, cases_upper, cases_signal and cases_cause, which texts, tables and
 * charts name like any other column; the check knows them without a database. docs/measures.md
 * lists the columns of each method. The formulas are those of reports/stats.
 *
 * Every derived value is a finite number, a word, or missing with its state: [u] too few, [x] not
 * available, [z] not applicable, [c] withheld. A row whose leave-out column is true takes no part
 * in limits, and what is counted in it and derived for it is marked [p]. What is made of a withheld
 * figure is withheld: of its row and, by methods that are of all rows, of every row; limits that
 * are given by a baseline stay.
 */
#pragma once

#include "reports/library/dataset.h"
#include "reports/library/measure.h"
#include "reports/stats/estimate.h"

/* Which part a column of the dataset has in a derivation. */
typedef enum {
	DERIVE_OF,       /* the count: numerator, events, cases */
	DERIVE_OVER,     /* the denominator */
	DERIVE_CAUSE,    /* how cases ended; "open" and "undated" have not, or not on a known day */
	DERIVE_SINCE,    /* full months from registration to the end */
	DERIVE_FOLLOWED, /* full months that the cohort has been followed */
	DERIVE_LEAVE_OUT, /* true of provisional and immature rows */
	DERIVE_BY,        /* rows with the same value here are a series of their own */
	DERIVE_MEAN,      /* of a baseline: what is usual, but for the season */
	DERIVE_RANGE,     /* its mean moving range */
	DERIVE_SEASON,    /* what the season makes of one: 1.2 is a fifth more */
	DERIVE_ROLES
} DeriveRole;

typedef struct DeriveMethod DeriveMethod;

/* One entry of add. */
typedef struct {
	const DeriveMethod *method;
	char *prefix;              /* of the new columns */
	char *roles[DERIVE_ROLES]; /* names of columns, or NULL */
	char *event;               /* the cause that cumulative incidence is of, or NULL */
	double per;                /* a rate is per so many */
	bool counts;               /* what it is of are whole numbers */
	const Measure *measure;    /* whose small-number rule holds, or NULL */
	guint first;               /* place of its first column */
} Derivation;

/* Rows that belong together: all, or those with the same value of the BY column. */
typedef struct {
	const Derivation *derivation;
	Dataset *dataset;
	const size_t *rows; /* places in the dataset */
	size_t count;
} DeriveRows;

typedef struct {
	const char *suffix; /* "mean": the column is PREFIX_mean */
	const char *type;   /* SQL name: "double precision", "text" */
} DeriveColumn;

/* What the new columns are, beside what they are derived of. */
typedef enum {
	DERIVE_SAME,  /* in its unit: a mean, a limit */
	DERIVE_SHARE, /* a share of it */
	DERIVE_OTHER, /* a rate, a time */
} DeriveResult;

/* What the new columns of a row hang on. */
typedef enum {
	DERIVE_ROW,  /* on that row */
	DERIVE_ALL,  /* on all rows */
	DERIVE_REST, /* the first on that row, the others on all */
} DeriveReach;

#define DERIVE_TAKES(role) (1u << (role))

struct DeriveMethod {
	const char *name;
	const DeriveColumn *columns; /* up to one without suffix */
	unsigned needs, takes;       /* sets of roles; TAKES are those that may be there */
	bool wants_event;
	bool takes_per;
	void (*run)(const DeriveRows *rows);
	double scale; /* its first column is so many times of / over; 0: it is another thing */
	DeriveResult result;
	DeriveReach reach;
};

/* Methods of each file, up to one without name. */
extern const DeriveMethod derive_interval_methods[], derive_control_methods[],
    derive_funnel_methods[], derive_survival_methods[], derive_trend_methods[];

/* The method NAME, or NULL. */
const DeriveMethod *derive_method(const char *name);

/* All names, NULL-terminated. Transfer container. */
GPtrArray *derive_method_names(void);

void derivation_free(gpointer derivation);

/* Fills the columns of DERIVATION in DATASET, which has them. */
void derive_run(const Derivation *derivation, Dataset *dataset);

/* The rows of DATASET that have the value of row FIRST in the column BY (-1: all), from there on
 * and not DONE yet, which they are then: of size_t. Transfer full. */
GArray *derive_group(const Dataset *dataset, int by, size_t first, bool *done);

/* ── for the methods ── */

/* The number that the column of ROLE has in the N-th of ROWS; not available when missing. */
Estimate derive_number(const DeriveRows *rows, DeriveRole role, size_t n);

/* The same as a count: false when it is missing, negative, no whole number or too large. */
bool derive_count(const DeriveRows *rows, DeriveRole role, size_t n, gint64 *ret_count);

/* The text there, or NULL. Borrowed. */
const char *derive_text(const DeriveRows *rows, DeriveRole role, size_t n);

/* True of a row that takes no part in limits. */
bool derive_left_out(const DeriveRows *rows, size_t n);

/* Whether the measure's small-number rule withholds a figure of so many EVENTS: those that stand
 * behind the very figure, as of a curve those up to the point printed. */
bool derive_withholds(const DeriveRows *rows, gint64 events);

/* Sets the COLUMN-th derived column of the N-th row. */
void derive_put(const DeriveRows *rows, size_t n, guint column, Estimate estimate);
void derive_put_word(const DeriveRows *rows, size_t n, guint column, const char *word);

/* Says with the COLUMN-th derived column of the N-th row, a share, that it is a share of so few,
 * where the measure's rule wants that printed. */
void derive_put_share_of(const DeriveRows *rows, size_t n, guint column, Estimate trials);

/* Sets three columns from COLUMN on: value, lower, upper, each times FACTOR. */
void derive_put_interval(const DeriveRows *rows, size_t n, guint column, Interval interval,
			 double factor);

/* Two-sided confidence of all intervals. */
#define DERIVE_CONFIDENCE 0.95
