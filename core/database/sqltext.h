/*
 * SQL texts: every file under sql/, embedded at build time.
 *
 * tools/embed.awk turns the tree into one sorted table (build/gen/sqltext_table.c),
 * and tools/embed_names.awk gives each file a name, by which C asks for it:
 *
 *     sqltext(SQL_ETL_FACT_APPLY)        the text of sql/etl/fact_apply.sql
 *
 * so that a file that is not there does not compile. Paths stand in no C file; those
 * that come from templates or configuration are looked up with sqltext_find.
 * A file's header comment is its contract, and tests/db/core/database/test_contract.c holds
 * every statement to it on the real schema:
 *
 *     -- purpose: registered cases per week of one district
 *     -- grain: one row per week, oldest first
 *     -- parameters: $1 district text, $2 week date
 *     -- returns: week_start date, cases bigint
 *     -- locks: none
 *
 * A file that is several statements says "-- kind: script" and has no parameters.
 */
#pragma once

#include "sqltext_names.h"

#include <glib.h>
#include <stdbool.h>

typedef struct {
	const char *path; /* below sql/: "reports/weekly_head.sql" */
	const char *text; /* the whole file */
} SqlText;

/* The table of the program's own files, in byte order of the paths. */
extern const SqlText sqltext_table[];
extern const size_t sqltext_table_count;

/* ── the files of a site, which lie over the program's own (core/site/) ── */
/* Lays FILES over the table: each stands in the place of the program's own of its path, or beside
 * them. FOLDER is where they lie ("/etc/shumar/site"). Once, at start, before anything is looked
 * up; folder and texts are borrowed for the program's life. */
void sqltext_overlay(const char *folder, const SqlText *files, size_t count);

/* All files, in byte order of the paths; *ret_count of them. */
const SqlText *sqltext_files(size_t *ret_count);

/* The program's own file at PATH, whatever lies over it, or NULL. */
const SqlText *sqltext_own(const char *path);

/* Where the file at PATH lies, for messages: "sql/cubes/case_day.sql", of a site
 * "/etc/shumar/site/sql/cubes/mine.sql". Transfer full. */
char *sqltext_place(const char *path);

/* The text at PATH, one of the names SQL_…; its absence is a programming error and aborts.
 * Borrowed. */
const char *sqltext(const char *path);

/* The file at PATH, or NULL; for names that come from templates or configuration. */
const SqlText *sqltext_find(const char *path);

/* Calls VISIT for each file whose path begins with PREFIX, in path order, until
 * it returns false; that is then the result. */
typedef bool (*SqlTextVisit)(const SqlText *file, gpointer payload, GError **error);
bool sqltext_each(const char *prefix, SqlTextVisit visit, gpointer payload, GError **error);

/* The value of a header line "-- NAME: value" (continued by lines "--   more"),
 * or NULL. Transfer full. */
char *sqltext_header(const char *text, const char *name);

/* The values of all header lines of that name, in their order, NULL-terminated. Transfer full. */
char **sqltext_headers(const char *text, const char *name);

/* One parameter or result column of a header line. */
typedef struct {
	char *name;
	char *type; /* as format_type prints it: "bigint", "date", "text[]" */
} SqlColumn;

/* The columns of "parameters:" or "returns:" ("none" gives an empty array), in
 * order; elements SqlColumn, transfer full. */
GPtrArray *sqltext_columns(const char *text, const char *header);
