/*
 * Extract statements: the COPY texts by which a feed is read, made of the templates
 * sql/etl/extract_*.sql.
 */
#pragma once

#include "etl/extract/capture.h"

/* What reads the rows of FEED as CAPTURE says. Transfer full. */
char *extract_rows_statement(Database *source, const Mapping *mapping, const MappingFeed *feed,
			     const Capture *capture);

/* The same of one key in ONE_IN: rows of the same KEY, a column of the feed, come or stay away
 * together. Transfer full. */
char *extract_sample_statement(Database *source, const MappingFeed *feed, const char *key,
			       gint64 one_in);

/* What counts the rows of FEED. Transfer full. */
char *extract_count_statement(const MappingFeed *feed);

/* What reads the keys of FEED that the ledger noted; KEYS are their columns, in the
 * order of the fact's primary key. Transfer full. */
char *extract_keys_statement(Database *source, const MappingFeed *feed, const char *const *keys,
			     const Capture *capture);
