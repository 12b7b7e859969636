/*
 * Plan: what one kind of release publishes, in templates/releases/NAME.yaml.
 *
 *     release: punjab-monthly
 *     title: {en: …, ur: …}
 *     parameters: {month: {type: month, default: last-complete}}
 *     jurisdiction: punjab
 *     papers: [press-release]
 *     most-lost: 40                 # percent of the figures of a table that may be withheld
 *     tables:
 *       - {table: district-month, measure: cases_registered, place: district, kind: all,
 *          period: month, to: $month, last: 13}
 *     headline:
 *       - {measure: cases_registered, place: province, kind: all, from: $month, to: $month}
 *
 * A table has its places and kinds with all that they add up to (districts, divisions, province);
 * of its periods just those named. Read strictly: all faults at once, with file, line and column.
 */
#pragma once

#include "reports/parameter.h"

typedef struct {
	char *name;
	const ParameterType *type;
	char *default_text; /* NULL: none */
	char *not_before;   /* parameter; NULL: none */
	bool in_id;         /* a part of the release's id; all are, but those of "id: no" */
} PlanParameter;

/* A day of a plan: a parameter, or a date. */
typedef struct {
	char *parameter; /* NULL: DATE */
	GDate date;
} PlanDay;

typedef struct {
	char *name;       /* "district-month" */
	char *measure;    /* of sql/release/counts_MEASURE.sql */
	char *place;      /* "district", "division", "before", "province" */
	char *only_place; /* parameter of a district; NULL: all places */
	char *kind; /* level of sql/release/kinds.sql: "all", "group", "offence", "vwps" … */
	GPtrArray *only_kinds; /* of char*, codes of kinds; NULL: all, and what they add up to */
	char *period; /* "day", "week" … "year", or "whole": from FROM to TO; "to-date": from 1
			 January */
	PlanDay from, to; /* FROM unset where there is LAST */
	bool has_from;
	guint last;    /* that many periods up to TO; 0: those from FROM */
	guint back;    /* so many years earlier */
	guint coarser; /* place in the plan of the table to publish instead + 1; 0: none */
	int line;      /* in the file */
} PlanTable;

typedef struct {
	guint table; /* whose figure it is */
	char *place; /* code, or $parameter */
	char *kind;  /* code */
} PlanHeadline;

typedef struct {
	char *file, *name, *jurisdiction;
	char *title_en, *title_ur;
	GPtrArray *parameters; /* of PlanParameter */
	GPtrArray *papers;     /* of char* */
	GPtrArray *tables;     /* of PlanTable */
	GPtrArray
	    *headlines; /* of PlanHeadline: the newest figure of a table that has to be published */
	guint most_lost_pct; /* of a table's figures */
	char *from_table;    /* "long": counted from a CSV of long form; NULL: of the cubes */
} Plan;

/* Errors: SHUMAR_ERROR_CONFIG with all faults. */
Plan *plan_read(const char *path, GError **error);
Plan *plan_parse(const char *text, const char *name, GError **error);
void plan_free(Plan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Plan, plan_free)

/* The values that WORDS ("name=value", NULL-terminated) give the plan's parameters; elements
 * ParameterValue, in order. SHUMAR_ERROR_USAGE. Transfer full. */
GArray *plan_bind(const Plan *plan, const char *const *words, const ParameterWorld *world,
		  GError **error);

/* "punjab-monthly-2026-10". Transfer full. */
char *plan_release_id(const Plan *plan, const GArray *values);

/* The periods of TABLE, oldest first; elements Period. Transfer full. */
GArray *plan_periods(const Plan *plan, const PlanTable *table, const GArray *values);

/* The path of the plan NAME in the folders of a library ("releases/NAME.yaml"), or NAME itself when
 * it is a path. SHUMAR_ERROR_USAGE names the nearest. Transfer full. */
char *plan_find(const char *const *folders, const char *name, GError **error);

/* Paths of all plans of FOLDERS, by name; elements char*. Transfer full. */
GPtrArray *plan_list(const char *const *folders);
