/*
 * Extract statements: the COPY texts by which a feed is read, made of the templates
 * sql/etl/extract_*.sql.
 */
#pragma once

#include "etl/extract/capture.h"

/* What reads the rows of FEED as CAPTURE says. Transfer full. */
char *extract_rows_statement(Database *source, const Mapping *mapping, const MappingFeed *feed,
			     const Capture *capture);

/* What reads the keys of FEED that the ledger noted; KEYS are their columns, in the
 * order of the fact's primary key. Transfer full. */
char *extract_keys_statement(Database *source, const MappingFeed *feed, const char *const *keys,
			     const Capture *capture);
