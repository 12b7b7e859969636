/*
 * Extract: a source's records into the stage.
 *
 * A PostgreSQL source is read in one REPEATABLE READ READ ONLY snapshot: in full, or
 * what changed (etl/extract/capture.h). Each feed is streamed from COPY (SELECT) TO STDOUT
 * into COPY stage… FROM STDIN and committed with its count; a full reading uses two
 * pairs of connections that share the snapshot. A CSV source is first read into raw
 * tables; its mapping then runs in the warehouse. The next run empties the stage, so
 * that a half-staged source does no harm.
 */
#pragma once

#include "etl/extract/extract_context.h"
#include "etl/source/mapping.h"

typedef enum {
	EXTRACT_STAGED,    /* its rows are in the stage */
	EXTRACT_UNCHANGED, /* the same files and mapping as last time: not read */
	EXTRACT_AWAY,      /* it could not be reached; *error says why */
	EXTRACT_REFUSED,   /* none of its files can be read; *error says why */
	EXTRACT_FAILED,
} ExtractResult;

/* Stages SOURCE by MAPPING. For AWAY, REFUSED and FAILED *error is set, and nothing of it is staged
 * after AWAY and REFUSED. */
ExtractResult extract_source(const ExtractContext *context, const ConfigSource *source,
			     Mapping *mapping, GError **error);

/* Empties the stage in a transaction of its own that the fence allows in state WAS. */
bool extract_clear(const Claim *claim, Database *warehouse, const char *was, GError **error);
