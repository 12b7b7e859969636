/*
 * Mapping: the SELECTs of sql/sources/<mapping>/ that turn a source into feeds,
 * and the check that refuses one before it has read a single row.
 *
 * A feed file is sql/sources/<mapping>/<feed>.sql. Its columns are columns of
 * stage.<feed> with the same types, but text where the stage has uuid: those are
 * keys and land as keyed hashes. Nothing it names may hold a person's name, CNIC,
 * phone number or address (etl/guard/forbidden.h), unless it becomes a key at once:
 * "f.cnic as accused_key". Two columns are read and do not land: row_id and changed_at, by which
 * changes are found (etl/extract/capture.h). Refusals are SHUMAR_ERROR_CONFIG with
 * sql/sources/<mapping>/<feed>.sql:line:column.
 */
#pragma once

#include "core/database/sqltext.h"
#include "etl/guard/copybinary.h"
#include "etl/source/declaration.h"

typedef struct {
	const char *feed; /* static */
	const SqlText *file;
	char *place;      /* "sql/sources/psrms/case.sql" */
	GPtrArray *files; /* of a CSV source: names of the declared files that it reads; borrowed */
	GArray *fields;   /* of CopyField, in the order of the SELECT; filled by mapping_check */
	char *row_id; /* type of the column row_id, by which a change ledger tells rows; or NULL */
	bool changed_at; /* it has the column changed_at: when a row says that it changed */
} MappingFeed;

typedef struct {
	char *name;
	Declaration *declaration;
	GPtrArray *feeds;        /* of MappingFeed, in the order in which feeds are staged */
	const SqlText *as_at;    /* or NULL */
	const SqlText *setup;    /* or NULL */
	const SqlText *control;  /* or NULL: the source's own count of each feed */
	const SqlText *stations; /* or NULL: the names of the source's stations */
	const SqlText *kit;      /* for the source's DBA (sql/sources/kit/ledger.sql), or NULL */
	char *sha256;            /* over its files: with another, its sources are read in full */
	GPtrArray *own_files;    /* of SqlText: files that were rewritten */
} Mapping;

/* The embedded mapping NAME. Refuses unknown files, forbidden names in its texts. */
Mapping *mapping_find(const char *name, GError **error);

/* The mapping NAME from COUNT files, one of them source.yaml; for tests. FILES are
 * borrowed for the mapping's life. */
Mapping *mapping_new(const char *name, const SqlText *files, size_t count, GError **error);

/* Lets the SELECTs of a mapping of CSV files read the raw tables of SOURCE: raw.firs becomes
 * raw."<source>_firs". Sources of any name may so be read by one mapping. Once a mapping. */
void mapping_read_from(Mapping *mapping, const char *source);

void mapping_free(Mapping *mapping);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mapping, mapping_free)

/* Holds every feed against SOURCE, where it is going to run, and the stage of
 * WAREHOUSE (both may be the same); fills the fields. Runs nothing. With ASK the server of
 * SOURCE, in a transaction that may write, says which columns are used (etl/source/mapping_uses.h).
 */
bool mapping_check(Mapping *mapping, Database *source, Database *warehouse, bool ask,
		   GError **error);
