/*
 * Definitions: the files that decide how records are classified (rules and reference
 * data), held against those that the facts of the warehouse were classified by.
 */
#pragma once

#include "core/database/database.h"

/* What is different, as a sentence; NULL in *ret_reason when nothing is or nothing was
 * known before. Transfer full. */
bool definition_compare(Database *warehouse, char **ret_reason, GError **error);

/* Enters those of this program, in the caller's transaction. */
bool definition_enter(Database *warehouse, GError **error);
