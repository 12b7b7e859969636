/*
 * Real: a source of real records through the program as an operator runs it.
 *
 *     g_autoptr(Real) real = real_new("cook", NULL);
 *     real_run(real);
 *     rows_check(real->db, "select count(*) from fact.accused", "18110\n");
 */
#pragma once

#include "tests/support/rows.h"

/* A warehouse of its own and a configuration for it. */
typedef struct {
	char *source;
	char *database;
	char *home;
	Database *db;
} Real;

/* The folder BELOW of $SHUMAR_REAL_DATA, absolute; skips the test where it is not there. Transfer
 * full. */
char *real_records(const char *below);

/* The source and mapping NAME, whose files are in FOLDER (NULL: the real records of that name).
 * All use the same pseudonym key, so that the facts of two can be compared. */
Real *real_new(const char *name, const char *folder);
void real_free(Real *real);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Real, real_free)

/* Runs the ETL on the source; it must end well. */
void real_run(const Real *real);
