/*
 * Reader rights: what the role that reads a source could read there, held against what may
 * never enter the warehouse. Before a row is read, and whatever the mapping says.
 */
#pragma once

#include "core/database/database.h"
#include "etl/source/mapping.h"

/* Refuses SOURCE (connected as its reader; NAME is the source's) when its role can read a column of
 * personal data that MAPPING does not hash to a key, with the statements that mend it, unless the
 * declaration says why it must be so; *ret_note then says how much it can read (transfer full, NULL
 * otherwise). */
bool reader_rights_check(Database *source, const char *name, const Mapping *mapping,
			 char **ret_note, GError **error);
