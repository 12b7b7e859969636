/* Extract context: what an extraction needs beside the source. */
#pragma once

#include "core/config/config.h"
#include "etl/ledger/claim.h"
#include "etl/source/mapping.h"

typedef struct {
	const Config *config;
	const Claim *claim;
	Database *warehouse;
	const char *conninfo; /* of the warehouse */
	Pseudonym *pseudonym;
	const char *force;       /* why all is read whatever changed; NULL */
	const char *period_from; /* a back-fill takes only this period, inclusive; NULL: all */
	const char *period_to;
	gint64 sample; /* about so many rows a key are taken (etl/extract/extract_sample.h); 0: all
			*/
	GPtrArray *notes;   /* lines for the run's summary (of char*, owned); NULL: none */
	gint64 patience_us; /* how long a source that is away is tried again */
} ExtractContext;
