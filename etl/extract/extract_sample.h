/*
 * Extract sample: some rows of a source that belong together, to try it with.
 *
 * Of every feed those rows are taken whose first key (that of the case, for its accused and its
 * outcomes) is one in so many, by its hash: the same ones each time.
 */
#pragma once

#include "core/database/database.h"
#include "etl/source/mapping.h"

typedef struct ExtractSample ExtractSample;

/* Rows of MAPPING, of which about MOST are taken a key; READER and WAREHOUSE as of an extraction.
 * NOTES (of char*, owned; or NULL) is told of each key of which not all are. */
ExtractSample *extract_sample_new(Database *reader, Database *warehouse, const Mapping *mapping,
				  gint64 most, GPtrArray *notes);
void extract_sample_free(ExtractSample *sample);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExtractSample, extract_sample_free)

/* What copies the rows of FEED; NULL with *error. Transfer full. */
char *extract_sample_rows(ExtractSample *sample, const MappingFeed *feed, GError **error);

/* The columns of FEED that tell its facts, in the order of the primary key. Transfer full. */
char **extract_fact_keys(Database *warehouse, const char *feed, GError **error);
