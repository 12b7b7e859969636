/*
 * Source commands: 'shumar etl source', one line of the table of etl/command/commands.c.
 */
#pragma once

#include "core/config/command.h"

#define SOURCE_USAGE                                                                               \
	"list | rename OLD NEW --reason TEXT [--dry-run] | retire NAME --reason TEXT [--dry-run]"

extern const char source_details[];
extern const CommandOption source_options[];

bool source_run(CommandContext *context, GStrv words, GError **error);
