/*
 * Extract: a source's records into the stage.
 *
 * A PostgreSQL source is read in one REPEATABLE READ READ ONLY transaction, each
 * feed streamed from COPY (SELECT) TO STDOUT into COPY stage.<feed> FROM STDIN. A
 * CSV source is first read into raw tables; its mapping then runs in the
 * warehouse on a second connection. All of a source is staged in one transaction,
 * or nothing of it.
 */
#pragma once

#include "core/config.h"
#include "etl/claim.h"
#include "etl/mapping.h"

typedef enum {
	EXTRACT_STAGED,    /* its rows are in the stage */
	EXTRACT_UNCHANGED, /* the same files and mapping as last time: not read */
	EXTRACT_AWAY,      /* it could not be reached; *error says why */
	EXTRACT_FAILED,
} ExtractResult;

/* What an extraction needs beside the source. */
typedef struct {
	const Config *config;
	const Claim *claim;
	Database *warehouse;
	const char *conninfo; /* of the warehouse */
	const Pseudonym *pseudonym;
} ExtractContext;

/* Stages SOURCE by MAPPING. For AWAY and FAILED *error is set. */
ExtractResult extract_source(const ExtractContext *context, const ConfigSource *source,
			     Mapping *mapping, GError **error);

/* Empties the stage in a transaction of its own that the fence allows in state WAS. */
bool extract_clear(const Claim *claim, Database *warehouse, const char *was, GError **error);
