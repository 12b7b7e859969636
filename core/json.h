/*
 * JSON that goes out: texts as RFC 8785 has them (what must be escaped, in the shortest way; UTF-8
 * stays as it is), and names with the comma they need. What comes in is read as YAML, which JSON
 * is (core/config/yaml.h).
 *
 *     GString *json = g_string_new("{");
 *     json_put_name(json, "file");
 *     json_put_text(json, "a.csv");
 *     g_string_append_c(json, '}');
 */
#pragma once

#include <glib.h>

/* Appends TEXT, or LENGTH bytes of it, as a string. */
void json_put_text(GString *json, const char *text);
void json_put_text_of(GString *json, const char *text, gsize length);

/* Appends "NAME": of a member; a comma first, unless it is the first of its object. */
void json_put_name(GString *json, const char *name);
