/*
 * Facts: the files of sql/facts/, each a header and the SELECT of its image.
 *
 *     -- place: 2                       in the order in which facts are told
 *     -- keys: case_key, accused_key
 *     -- day: registered_on             the column that says on which day its event was
 *     -- landed: SQL                    that day of a row as it landed, where it is no column
 *     -- feed: none                     no source gives it; it is made of other facts
 *     -- district: none                 its rows name no district
 *     -- inherits: a, b from case       columns that it takes from another fact; one line each
 *     -- classified: category           columns that reference data decide
 *     -- figure: F by CLASS on DAY      the figure whose revisions are told, and late entries with
 * it
 *     -- event: NAME on DAY             a day whose entries may come late; one line each
 *     -- record, staged, tells, found   what tells a record whatever source it comes from
 *
 * sql/schema/0004_facts.sql says more of them. Adding a fact is adding its
 * tables (sql/schema/) and such a file.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* What sources give, in the order in which it is staged, checked and told; ends with NULL. */
const char *const *fact_feeds(void);

/* The same in the order in which their facts are made: after those that they inherit from. */
const char *const *fact_order(void);
