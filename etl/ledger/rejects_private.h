/*
 * What the files of etl/rejects share.
 */
#pragma once

#include "core/csvout.h"
#include "etl/ledger/rejects.h"

/* The entries that are WANTED, as sql/etl/rejects.sql returns them. */
DatabaseResult *rejects_find(Database *db, const Rejects *wanted, GError **error);

/* A record of ROW's values; of the columns' names for -1. */
void rejects_put_csv(Csvout *csv, const DatabaseResult *rows, int row);
