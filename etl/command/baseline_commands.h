/*
 * Baseline command: 'shumar etl baseline', one line of the table of etl/command/commands.c.
 */
#pragma once

#include "core/config/command.h"

#define BASELINE_USAGE "[--district CODE|JURISDICTION --from DAY --reason TEXT]"

extern const char baseline_details[];
extern const CommandOption baseline_options[];

bool baseline_run(CommandContext *context, GStrv words, GError **error);
