/*
 * The command 'source check': a source, tried on a sample in a warehouse of its own.
 */
#pragma once

#include "core/config/command.h"

#define SOURCE_CHECK_USAGE "NAME [--sample ROWS]"
extern const char source_check_details[];
extern const CommandOption source_check_options[];
bool source_check_run(CommandContext *context, GStrv words, GError **error);
