/*
 * Drops: a folder of CSV files that a declaration of the test's own reads into a warehouse.
 *
 *     g_autoptr(Drops) drops = drops_new("kind: csv\n…");
 *     drops_put(drops, "intake.csv", "id\n1\n");
 *     drops_load(drops);
 *     rows_check(drops->db, "select origin from raw.drops_intake", "intake.csv:2\n");
 */
#pragma once

#include "etl/drop/drop.h"
#include "tests/support/rows.h"

typedef struct {
	Database *db;
	ConfigSource source; /* called "drops" */
	Declaration *declaration;
	Pseudonym *pseudonym;
} Drops;

Drops *drops_new(const char *declaration);
void drops_free(Drops *drops);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Drops, drops_free)

/* Another declaration for the loads that follow. */
void drops_declare(Drops *drops, const char *declaration);

/* Files of the folder. drops_path: transfer full. */
char *drops_path(const Drops *drops, const char *file);
void drops_put(const Drops *drops, const char *file, const char *text);
void drops_remove(const Drops *drops, const char *file);

/* Loads what the folder holds as a run of its own; its number. */
gint64 drops_load(Drops *drops);

/* The error of a load that must fail and is rolled back. Transfer full. */
GError *drops_load_failing(Drops *drops);
