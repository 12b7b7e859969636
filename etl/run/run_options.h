/* Run options: what a run is asked for. */
#pragma once

#include "core/config/config.h"
#include "etl/source/mapping.h"

/* Finds a mapping by its name; mapping_find, or a test's own. */
typedef Mapping *(*RunFindMapping)(const char *name, GError **error);

typedef struct {
	const char *const
	    *sources;     /* names, NULL-terminated; NULL or empty: all but those asked for */
	bool dry_run;     /* does everything and rolls back */
	bool full;        /* compares every source row by row */
	bool verify_all;  /* proves all cells, not only those touched */
	const char *from; /* back-fill: first and last day, ISO; NULL for an ordinary run */
	const char *to;
	const char *const *accept_loss; /* districts that may lose records, or "all"; NULL: none */
	bool trust_clock; /* right now, although a run before began later than it says */
	gint64 sample;    /* takes about so many rows a key, into a warehouse that holds nothing; 0:
			     all */
	int patience_s;   /* how long a source that is away is tried again */
	RunFindMapping find; /* NULL: mapping_find */
} RunOptions;
