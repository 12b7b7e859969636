/*
 * Drop: the CSV files of a source, read into raw tables of the warehouse.
 *
 * For each file declaration, every file of the folder that matches the pattern
 * is streamed (plain or gzip) through the CSV reader; good records go by COPY
 * into stage.<source>_<file> (columns: origin text "file:line", then the
 * declared columns, keys already hashed), refused ones into etl.reject with
 * file, line, code, reason and remedy. Flat in memory.
 */
#pragma once

#include "core/config.h"
#include "core/database.h"
#include "etl/declaration.h"
#include "etl/pseudonym.h"

/* sha256 over names and contents of all files the declaration matches, hex;
 * tells whether a source changed at all. Errors: unreadable folder or file, and
 * a declared file with no match (SHUMAR_ERROR_FAILED, naming the folder). */
char *drop_digest(const ConfigSource *source, const Declaration *declaration, GError **error);

/* Drops, makes and fills the raw tables of the source for RUN_NO inside the
 * caller's transaction, which can only be rolled back after an error. A missing column or an
 * unclosed quote fails the whole file (SHUMAR_ERROR_CONFIG resp. FAILED, with file, line and
 * remedy). */
bool drop_load(Database *warehouse, const ConfigSource *source, const Declaration *declaration,
	       const Pseudonym *pseudonym, gint64 run_no, GError **error);
