/*
 * Declaration: what sql/sources/<mapping>/source.yaml says of a source.
 *
 * A mapping is the folder sql/sources/<mapping>/: source.yaml, one <feed>.sql
 * per feed it yields, optionally as_at.sql (one timestamptz: records are known
 * up to there; without it the snapshot's time) and setup.sql (an idempotent
 * script run once per run in the warehouse, for reference rows of its own).
 *
 *     kind: postgresql            # or csv
 *     jurisdiction: punjab
 *     timezone: Asia/Karachi
 *     capture: ledger             # where the source has the kit; else compare; or timestamp
 *     lag: 1 hour                 # of timestamp: the longest that a transaction is open
 *
 *     kind: csv
 *     jurisdiction: cook
 *     timezone: America/Chicago
 *     files:
 *       intake:                   # becomes stage.<source>_intake
 *         pattern: cook_intake_*.csv*
 *         columns:                # only these are read; all others never leave the file
 *           case_participant_id: {type: key, required: true}
 *           arrest_date: {type: date, earliest: 2010-01-01, latest: 2020-12-31, styles: [iso, us]}
 *           received_date: {type: timestamp, required: true}
 *           participant_status: text          # short for {type: text}
 */
#pragma once

#include "core/yaml.h"

typedef enum { SOURCE_POSTGRESQL, SOURCE_CSV } SourceKind;

/* key: replaced by its keyed hash while it is read. */
typedef enum {
	FIELD_TEXT,
	FIELD_KEY,
	FIELD_INTEGER,
	FIELD_BOOLEAN,
	FIELD_DATE,
	FIELD_TIMESTAMP
} FieldType;

typedef struct {
	char *name; /* header name, and column of the raw table */
	FieldType type;
	bool required;          /* an empty or refused value refuses the row */
	GDate earliest, latest; /* inclusive; invalid GDate where none is declared */
	bool us_style;          /* accepts 8/5/2019 [12:00:00 AM] beside ISO dates */
} FileField;

typedef struct {
	char *name;        /* "intake" */
	char *pattern;     /* glob below the source's folder */
	GPtrArray *fields; /* of FileField */
} FileDeclaration;

typedef struct {
	char *mapping; /* folder name */
	SourceKind kind;
	char *jurisdiction;
	char *timezone;
	const char *capture; /* "ledger", "compare" or "timestamp"; static */
	char *lag;           /* an interval of PostgreSQL, for timestamp */
	GPtrArray *files; /* of FileDeclaration; empty for PostgreSQL */
} Declaration;

/* Reads the embedded declaration of MAPPING, checking every key; an unknown
 * mapping, an unknown key and a forbidden column name (names, CNICs, phones,
 * addresses: etl/forbidden.h) are SHUMAR_ERROR_CONFIG with position. */
Declaration *declaration_read(const char *mapping, GError **error);

/* The same from TEXT, for tests. */
Declaration *declaration_parse(const char *mapping, const char *text, GError **error);
void declaration_free(Declaration *declaration);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Declaration, declaration_free)
