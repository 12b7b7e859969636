/*
 * Derive rows: what a method of derivation is, the rows it is run on, and how it reads and fills
 * them. Each derive_*.c has methods of one family.
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

/* ── for the methods ── */

/* What the column of ROLE has in the N-th of ROWS; NULL where there is no such column. */
const Datum *derive_value(const DeriveRows *rows, DeriveRole role, size_t n);

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
