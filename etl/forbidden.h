/*
 * Forbidden: what may never enter the warehouse. One const table of name
 * patterns (name, father, husband, cnic, nic, phone, mobile, contact, address,
 * mohalla, email …) and of value shapes (CNIC 35202-1234567-1, phones
 * 03xx-xxxxxxx, +923…).
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* True when a column called NAME would hold a person's name, CNIC, phone or
 * address; *ret_kind (may be NULL) is then "a person's name", … (static).
 * "station_name" or "court_name" name no person and are allowed. */
bool forbidden_name(const char *name, const char **ret_kind);

/* True when the LENGTH bytes at VALUE contain a CNIC or a phone number. */
bool forbidden_value(const char *value, size_t length, const char **ret_kind);
