/*
 * Records: a tiny invented police system in a database of its own, its mapping,
 * and an empty warehouse to run the ETL into.
 *
 *     g_autoptr(Records) records = records_new();
 *     records_exec(records, "delete from rec.firs where fir_id = 2");
 *     cr_assert(records_run(records, &error));
 *     cr_assert_eq(records_number(records, "select count(*) from fact.\"case\""), 3);
 */
#pragma once

#include "core/config/config.h"
#include "core/database/database.h"
#include "core/database/sqltext.h"
#include "etl/source/mapping.h"

typedef struct {
	Config *config;
	Database *source;    /* the police system: schema rec */
	Database *warehouse; /* migrated; no run yet */
	GString *summary;    /* of the last run */
} Records;

/* Four FIRs of three districts, five accused, three outcomes; see records.c. */
Records *records_new(void);
void records_free(Records *records);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Records, records_free)

/* Takes FEED's SELECT (and others when called again) in place of the mapping's own, or
 * the text of a file of the mapping when FEED has a dot; SQL is borrowed. Process-wide,
 * as every test is a process. */
void records_map(const char *feed, const char *sql);

/* Lets the file of FEED be another of the mapping: INSTEAD is its path, static. */
void records_map_as(const char *feed, const char *instead);

/* The mapping under test, for RunOptions.find. */
Mapping *records_find(const char *name, GError **error);

/* Runs the ETL on the source; really, or dry. */
bool records_run(Records *records, GError **error);
bool records_run_dry(Records *records, GError **error);

/* Runs, and fails the test when that fails. */
void records_run_well(Records *records);

/* Adds a source called NAME, of the same mapping, that reads a database of its own with the same
 * records, or, unless OWN, the same one. The database of its own, to be closed; else NULL. */
Database *records_second(Records *records, const char *name, bool own);

void records_exec(Records *records, const char *sql); /* in the source */
void records_exec_warehouse(Records *records, const char *sql);
gint64 records_number(Records *records, const char *sql); /* of the warehouse */
char *records_text(Records *records, const char *sql);    /* of the warehouse */

/* One hash over all rows of facts, closed versions, cubes, ledgers, settings and
 * reference tables; FACTS_ONLY leaves the ledgers of etl out. Transfer full. */
char *records_digest(Records *records, bool facts_only);

/* The query behind it, for other warehouses. */
const char *records_digest_sql(bool facts_only);
