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
 *     allow:                      # exceptions, each with its reason; every run says them
 *       role: "The vendor grants whole tables only; asked again on 2026-11-02."
 *       columns: {alias_of_law: "Short title of the Act, nobody's name."}
 *
 *     kind: csv
 *     jurisdiction: cook
 *     timezone: America/Chicago
 *     files:
 *       intake:                   # its mapping reads it as raw.intake
 *         pattern: "{period}-{unit}-{seq}.csv*"   # etl/source/drop_name.h
 *         zero: "{period}-{unit}-zero.csv*"       # a header alone: nothing happened
 *         delimiter: semicolon    # auto (the default), comma, semicolon, tab, bar
 *         encoding: windows-1256  # utf-8 (the default), windows-1256, windows-1252
 *         rejects: 500            # lines that may be rejected before the file itself is (10000)
 *         calendar: {every: month, due: 10, from: 2024-01, to: 2025-12, units: [saddar, city]}
 *         optional: true          # there may be no such file
 *         columns:                # only these are read; all others never leave the file
 *           case_no: {type: key, required: true, synonyms: [fir_no]}
 *           arrest_date: {type: date, earliest: 2010-01-01, latest: 2020-12-31, styles: [us]}
 *           received_date: {type: timestamp, required: true}
 *           responded_at: instant   # timestamp with time zone, whatever the clock did
 *           fine: {type: decimal, digits: 9, decimals: 2, blank: ["-", n/a]}
 *           remarks: {type: text, optional: true}   # the column may be missing
 *           participant_status: text                # short for {type: text}
 */
#pragma once

#include "core/config/yaml.h"
#include "etl/source/drop_name.h"

/* Bytes of a column's name in PostgreSQL (NAMEDATALEN - 1), which cuts longer ones everywhere
 * alike. */
#define FIELD_NAME_BYTES 63

typedef enum { SOURCE_POSTGRESQL, SOURCE_CSV } SourceKind;

/* key: replaced by its keyed hash while it is read. */
typedef enum {
	FIELD_TEXT,
	FIELD_KEY,
	FIELD_INTEGER,
	FIELD_BOOLEAN,
	FIELD_DATE,
	FIELD_TIMESTAMP, /* what a clock of the source's zone shows */
	FIELD_DECIMAL,
	FIELD_INSTANT, /* a time with its offset: the same moment everywhere */
} FieldType;

typedef struct {
	char *name; /* header name; its first FIELD_NAME_BYTES are the column of the raw table */
	FieldType type;
	int decimals;   /* of FIELD_DECIMAL: digits behind the point; -1 for as many as come */
	int digits;     /* of FIELD_DECIMAL: most of them before the point; 0 for any */
	GStrv synonyms; /* other header names for it; NULL for none */
	GStrv blanks;   /* values that mean that there is none, as "-"; NULL for none */
	bool required;  /* an empty or wrong value rejects the row */
	bool optional;  /* a file without the column is read, and the column left empty */
	GDate earliest, latest; /* inclusive; invalid GDate where none is declared */
	/* forms of dates beside the ISO one: */
	bool us_style;    /* 8/5/2019 [12:00:00 AM], month first */
	bool dmy_style;   /* 5/8/2019, 05-08-2019, 5.8.2019, day first; never with us_style */
	bool month_style; /* 2019-08: its first day */
} FileField;

typedef enum { CALENDAR_NONE, CALENDAR_DAY, CALENDAR_WEEK, CALENDAR_MONTH } CalendarEvery;

/* When which unit's file must be there. */
typedef struct {
	CalendarEvery every;
	int due_days;         /* after the last day of the period */
	GDate from;           /* a day of the first period */
	GDate to;             /* a day of the last one; invalid while there is none */
	GStrv units;          /* NULL where the pattern names no unit, and with units_reference */
	bool units_reference; /* the units are those of ref.unit for the jurisdiction */
} FileCalendar;

typedef struct {
	char *name;           /* "intake" */
	char *pattern;        /* as written */
	DropPattern *names;   /* the pattern, below the source's folder */
	DropPattern *zero;    /* of files that say that nothing happened; NULL for none */
	char delimiter;       /* '\0' takes it from the header */
	const char *encoding; /* iconv's name, static; NULL for UTF-8 */
	gint64 rejects;       /* lines that may be rejected before the file itself is refused:
				  etl/drop/drop_copy.c */
	FileCalendar calendar;
	bool optional;     /* a folder without it is read, and its table left empty */
	GPtrArray *fields; /* of FileField */
} FileDeclaration;

typedef struct {
	char *mapping; /* folder name */
	SourceKind kind;
	char *jurisdiction;
	char *timezone;
	const char *capture; /* "ledger", "compare" or "timestamp"; static */
	char *lag;           /* an interval of PostgreSQL, for timestamp */
	GPtrArray *files;    /* of FileDeclaration; empty for PostgreSQL */
	char *
	    role_reason; /* why the role may be able to read more than the mapping needs; or NULL */
	GHashTable *allowed; /* column (lower case) -> why it is nobody's, whatever its name */
	char *sha256;        /* of the text, hex */
} Declaration;

/* Reads the embedded declaration of MAPPING, checking every key; an unknown
 * mapping, an unknown key and a forbidden column name (names, CNICs, phones,
 * addresses: etl/guard/forbidden.h) are SHUMAR_ERROR_CONFIG with position. */
Declaration *declaration_read(const char *mapping, GError **error);

/* True when a column NAME may be used although it sounds like personal data. */
bool declaration_allows(const Declaration *declaration, const char *name);

/* The exceptions with their reasons, one a line; NULL when there is none. Transfer full. */
char *declaration_exceptions(const Declaration *declaration);

/* The same from TEXT, for tests. */
Declaration *declaration_parse(const char *mapping, const char *text, GError **error);
void declaration_free(Declaration *declaration);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Declaration, declaration_free)
