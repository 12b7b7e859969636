/*
 * Forbidden: what may never enter the warehouse. One const table of words in names of
 * columns (name, father, husband, cnic, nic, phone, mobile, contact, address,
 * mohalla, email …), matched as words, in forbidden.c; the shapes of values (CNICs,
 * phone numbers, e-mail addresses, however they are spelled) in core/forbidden_value.h.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "core/forbidden_value.h"

/* What a column can hold: a number is no name, a date or a yes/no nothing personal at all. */
typedef enum { FORBIDDEN_TEXT, FORBIDDEN_NUMBER, FORBIDDEN_MOMENT } ForbiddenType;

/* True when a column called NAME that holds TYPE would hold a person's name, CNIC, phone or
 * address; *ret_kind (may be NULL) is then "a person's name", … (static).
 * "station_name" or "court_name" name no person and are allowed. */
bool forbidden_column(const char *name, ForbiddenType type, const char **ret_kind);

/* The same of a column of text. */
bool forbidden_name(const char *name, const char **ret_kind);
