/*
 * Plan: what one kind of release publishes, in templates/releases/NAME.yaml
 * (docs/release-plans.md).
 *
 *     release: punjab-monthly
 *     title: {en: …, ur: …}
 *     parameters: {month: {type: month, default: last-complete}}
 *     jurisdiction: punjab
 *     papers: [press-release]
 *     most-lost: 40                 # percent of the figures of a table that may be withheld
 *     tables:
 *       - {table: district-month, title: {en: …, ur: …}, measure: cases_registered,
 *          place: district, kind: all, period: month, to: $month, last: 13}
 *     headline:                     # has to be published
 *       - {table: district-month, place: punjab, kind: all}
 *     wanted:                       # nothing that only the office's key chose may cost it
 *       - {table: district-month, place: LHR, kind: all}
 *
 * A table has its places and kinds with all that they add up to (districts, divisions, province);
 * of its periods just those named. Read strictly: all faults at once, with file, line and column.
 */
#pragma once

#include "reports/library/parameter.h"

typedef struct {
	char *name;
	const ParameterType *type;
	char *default_text; /* NULL: none */
	char *not_before;   /* parameter; NULL: none */
	bool used;
} PlanParameter;

typedef enum {
	PLAN_CALENDAR, /* days, weeks … years */
	PLAN_WHOLE,    /* one period, FROM to TO */
	PLAN_TO_DATE,  /* one period, 1 January to TO */
} PlanPeriod;

typedef struct {
	char *name;     /* "district-month" */
	char *title_en; /* what readers call it; its name where the plan has none */
	char *title_ur;
	char *measure;     /* of sql/release/counts_MEASURE.sql */
	char *place;       /* level: "province", "division", "before", "district" */
	char *kind;        /* level of sql/release/kinds.sql, or dimensions: "disposition+race" */
	GPtrArray *places; /* of char*, codes or "$parameter": those alone; NULL: all */
	GPtrArray *kinds;  /* of char*, codes; NULL: all */
	PlanPeriod period;
	PeriodKind every; /* of PLAN_CALENDAR */
	char *from, *to;  /* "$parameter" or a day; FROM NULL where there is LAST */
	guint last;       /* that many complete periods up to TO; 0: those from FROM */
	bool once;        /* only where a period ends with TO: told once, when it is over */
	char *coarser;    /* the table to publish instead; NULL: none */
} PlanTable;

typedef struct {
	guint table; /* whose newest figure it is; of one that is wanted, all periods */
	char *place; /* code, or "$parameter" */
	char *kind;  /* code */
} PlanHeadline;

/* Each may be in a figure or not: levels double with every one. */
#define PLAN_DIMENSIONS_MOST 6

/* A long table of counts that add up, instead of the warehouse's: names of its columns. */
typedef struct {
	char *period; /* its values are of EVERY: "2011" */
	PeriodKind every;
	char *count;
	GPtrArray *dimensions; /* of char*: name, column, name, column …; PLAN_DIMENSIONS_MOST */
} PlanCounts;

typedef struct {
	char *file, *name, *jurisdiction;
	char *title_en, *title_ur;
	GPtrArray *parameters; /* of PlanParameter */
	GPtrArray *papers;     /* of char* */
	GPtrArray *tables;     /* of PlanTable */
	GPtrArray *headlines;  /* of PlanHeadline */
	GPtrArray *wanted;     /* the same */
	guint most_lost_pct;   /* of a table's figures */
	PlanCounts *counts;    /* NULL: of the warehouse */
} Plan;

/* Errors: SHUMAR_ERROR_CONFIG with all faults. */
Plan *plan_read(const char *path, GError **error);
Plan *plan_parse(const char *text, const char *name, GError **error);
/* Without anything; for those who read. */
Plan *plan_new(const char *file);
void plan_free(Plan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Plan, plan_free)

/* The values that WORDS ("name=value", NULL-terminated) give the plan's parameters; elements
 * ParameterValue, in order. SHUMAR_ERROR_USAGE. Transfer full. */
GArray *plan_bind(const Plan *plan, const char *const *words, const ParameterWorld *world,
		  GError **error);

/* TABLE as a message calls it: "'Cases by district' (district-month)", or its name in quotes where
 * it has no title. Transfer full. */
char *plan_call(const PlanTable *table);

/* The table NAME of PLAN; NULL: it has none. Borrowed. */
const PlanTable *plan_table(const Plan *plan, const char *name);

/* What makes PLAN one without TABLE, as a sentence: the coarser table to publish instead, where the
 * plan names one. Transfer full. */
char *plan_coarser_hint(const Plan *plan, const PlanTable *table);

/* "punjab-monthly-2026-10". Transfer full. */
char *plan_release_id(const Plan *plan, const GArray *values);

/* TEXT, or the value of the parameter that it is ("$district"): as SQL has it. Transfer full. */
char *plan_text(const Plan *plan, const GArray *values, const char *text);

/* The periods of TABLE, oldest first; elements Period. None where what is told once is not over
 * with TO; else SHUMAR_ERROR_USAGE when there is none. Transfer full. */
GArray *plan_periods(const Plan *plan, const PlanTable *table, const GArray *values,
		     GError **error);

/* The path of the plan NAME in FOLDERS (of templates, NULL-terminated), or NAME itself when it is a
 * path. SHUMAR_ERROR_USAGE names the nearest. Transfer full. */
char *plan_find(const char *const *folders, const char *name, GError **error);

/* Paths of all plans of FOLDERS, by name; elements char*. Transfer full. */
GPtrArray *plan_list(const char *const *folders);
