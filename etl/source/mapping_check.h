/*
 * Inside of the mapping module: what one feed's SELECT is held against.
 */
#pragma once

#include "etl/guard/forbidden.h"
#include "etl/source/mapping.h"

/* The text alone: refuses every identifier that names personal data, but in
 * "… as <feed>_key" and what DECLARATION allows. */
bool mapping_check_text(const MappingFeed *feed, const Declaration *declaration, GError **error);

/* The description of the SELECT on SOURCE against the stage table of WAREHOUSE; fills
 * feed->fields. ASK also has the server tell what it reads (etl/source/mapping_uses.h). */
bool mapping_check_feed(MappingFeed *feed, const Declaration *declaration, Database *source,
			Database *warehouse, bool ask, GError **error);

/* The names of columns of the source that MAPPING turns into keys at once. Transfer full. */
GHashTable *mapping_hashed_columns(const Mapping *mapping);
