/*
 * Query check: datasets held to the schema of the warehouse, before anybody renders them.
 *
 * Each is prepared, its columns and parameters are compared with its header, and it is run once
 * with parameters that nothing has, so that what only shows when it runs does show.
 */
#pragma once

#include "core/config/config.h"
#include "reports/template/template.h"

typedef struct QueryCheck QueryCheck;

/* Opens the warehouse where there is one at hand: an embedded one that was made, or a server that
 * answers. Else NULL, and *ret_why says why. Transfer full, both. */
QueryCheck *query_check_begin(const Config *config, char **ret_why);
void query_check_end(QueryCheck *check); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QueryCheck, query_check_end)

/* Holds the queries of TEMPLATE; those that were held before are not asked again. Errors:
 * SHUMAR_ERROR_CONFIG, all faults at once. */
bool query_check(QueryCheck *check, const Template *template, GError **error);
