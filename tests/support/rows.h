/*
 * Rows: what a query gives, as text that a test can hold against its own.
 */
#pragma once

#include "core/database/database.h"

/* Values joined by "|", "-" for null, rows by a line end. Transfer full. */
char *rows_text(Database *db, const char *sql);
void rows_check(Database *db, const char *sql, const char *expected);
