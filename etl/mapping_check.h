/*
 * Inside of the mapping module: what one feed's SELECT is held against.
 */
#pragma once

#include "etl/mapping.h"

/* The text alone: refuses every identifier that names personal data, but in
 * "… as <feed>_key". */
bool mapping_check_text(const MappingFeed *feed, GError **error);

/* The description of the SELECT on SOURCE against the stage table of WAREHOUSE;
 * fills feed->fields. */
bool mapping_check_feed(MappingFeed *feed, Database *source, Database *warehouse, GError **error);
