/*
 * The command 'source feeds': what a mapping can give.
 */
#pragma once

#include "core/config/command.h"
#include "core/database/database.h"

#define FEEDS_USAGE "[FEED] [--markdown]"
extern const char feeds_details[];
extern const CommandOption feeds_options[];
bool feeds_run(CommandContext *context, GStrv words, GError **error);

/* Columns of sql/etl/feeds.sql, a row for each column of a feed. */
enum {
	FEEDS_FEED,
	FEEDS_KEYS,
	FEEDS_NAME,
	FEEDS_TYPE,
	FEEDS_REQUIRED,
	FEEDS_STANDARD,
	FEEDS_WORDS,
	FEEDS_CUBES
};

/* Whether there is a feed NAME (NULL: any). SHUMAR_ERROR_USAGE names the nearest. */
bool feeds_known(const char *name, GError **error);

/* The columns of FEED; "": of all. */
DatabaseResult *feeds_read(Database *db, const char *feed, GError **error);

/* What a row without a value means: it is rejected, or what stands in its place. Transfer full. */
char *feeds_absent(const DatabaseResult *rows, int row);
