/*
 * Sketch feed: which feeds the columns of a sketch could fill, and the SELECT to begin with.
 *
 * A column is taken for one of a feed when its type can be made into that one's and their names
 * share a word ("held" and "held_on"); a key is one that stands in every record and never twice.
 * FEEDS are rows of sql/etl/feeds.sql.
 */
#pragma once

#include "etl/sketch/sketch.h"

/* A line for each of the few feeds that fit best: which columns give what, and what is left to
 * say. Transfer full; "" for none. */
char *sketch_feeds(const Sketch *sketch, const DatabaseResult *feeds);

/* The SELECT of the one feed in FEEDS. FROM is "raw.walks" or the table, ORIGIN whether it has a
 * column of that name; times without an offset are of ZONE. Transfer full. */
char *sketch_select(const Sketch *sketch, const DatabaseResult *feeds, const char *from,
		    bool origin, const char *zone);

/* NAME as SQL writes it. Transfer full. */
char *sketch_identifier(const char *name);
