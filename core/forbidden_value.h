/*
 * Forbidden values: the shapes of CNICs, phone numbers and e-mail addresses in a text, however
 * they are spelled. What must not enter the warehouse (etl/guard/forbidden.h) and files that people
 * write for reports are held to the same shapes.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Kinds of what forbidden_value finds; static texts. */
extern const char forbidden_kind_card[];  /* "an identity card number" */
extern const char forbidden_kind_phone[]; /* "a phone number" */
extern const char forbidden_kind_email[]; /* "an e-mail address" */

/* True when the LENGTH bytes at VALUE contain a CNIC, a phone number or an e-mail address,
 * whatever parts the groups of digits and in whatever script these are (core/text.h). *ret_kind,
 * which may be NULL, is then one of the kinds above. */
bool forbidden_value(const char *value, size_t length, const char **ret_kind);
