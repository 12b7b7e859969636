/*
 * Drop: the CSV files of a source, read into raw tables of the warehouse.
 *
 * The folder's content alone decides what the raw tables hold: of the files of a
 * unit and period one stands (etl/drop/drop_plan.h), in whatever order they came. Only
 * content that was not read before is read; files that left the folder or were
 * superseded are taken out. A file that cannot be read as a whole is an entry of
 * the ledger, and the others go on; where no other speaks for its declared file, what was read
 * last stands. Mappings read raw.<source>_<file>: origin
 * ("file:line"), origin_unit and origin_period as its name says them, and the
 * declared columns.
 *
 *     g_autoptr(DropScan) scan = drop_scan(source, declaration, warehouse, &error);
 *     if (strcmp(scan->digest, known) != 0)
 *             drop_load(warehouse, scan, pseudonym, &error);
 */
#pragma once

#include "core/database/database.h"
#include "etl/drop/drop_scan.h"
#include "etl/guard/pseudonym.h"

/* Brings the raw tables and ledgers of SCAN's source to what the folder holds,
 * inside the caller's transaction, which can only be rolled back after an error; once per scan.
 * Errors: no file of the source can be read, or none of a declared file that stood before and whose
 * records are not to be had any more (both set scan->refused, SHUMAR_ERROR_CONFIG where a
 * header lacks a declared column), and whatever the warehouse cannot do. */
bool drop_load(Database *warehouse, DropScan *scan, const Pseudonym *pseudonym, GError **error);
