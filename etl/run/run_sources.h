/*
 * Run sources: which sources a run reads, by which mappings, and reading them.
 */
#pragma once

#include "etl/extract/extract.h"
#include "etl/run/run_options.h"

typedef struct {
	GPtrArray *sources;  /* of ConfigSource, borrowed */
	GPtrArray *mappings; /* of Mapping, one per source */
	guint staged;
	guint unchanged;
	guint away;
	GPtrArray *refused; /* of char *: sources none of whose files can be read */
} RunSources;

void run_sources_clear(RunSources *sources);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RunSources, run_sources_clear)

/* Chooses the sources that OPTIONS names, or all that run unasked, and finds their
 * mappings. Errors: SHUMAR_ERROR_USAGE, CONFIG. */
bool run_sources_choose(RunSources *sources, const Config *config, const RunOptions *options,
			GError **error);

/* Errors with SHUMAR_ERROR_CONFIG when the warehouse has facts of a source that CONFIG does not
 * have: whoever was renamed would be counted twice, and whoever was deleted would be counted for
 * good.
 */
bool run_sources_known(const Config *config, GError **error);

/* The names of CONFIG's sources as the literal of a text[]; only those that run when asked, when
 * ASKED. Transfer full. */
char *run_sources_names(const Config *config, bool asked);

/* Stages all of them. Those that did not change, are away or whose files are all refused are
 * entered as such, with a line in NOTES (of char *). An error when none could be read. */
bool run_sources_extract(RunSources *sources, const ExtractContext *context, GPtrArray *notes,
			 GError **error);

/* Runs the set-up scripts of the mappings in the open transaction of WAREHOUSE. */
bool run_sources_setup(const RunSources *sources, Database *warehouse, GError **error);
