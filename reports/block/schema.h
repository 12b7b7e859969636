/*
 * Schema: a JSON Schema of templates for editors, printed from the tables that the check itself
 * reads (template_keys, block_types), so that completion and check never disagree.
 */
#pragma once

#include "reports/library/library.h"

/* The schema (draft 2020-12) with LIBRARY's languages, measures and themes. Transfer full. */
char *schema_text(const Library *library);
