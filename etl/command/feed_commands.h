/*
 * The command 'source feeds': what a mapping can give.
 */
#pragma once

#include "core/config/command.h"

#define FEEDS_USAGE "[FEED] [--markdown]"
extern const char feeds_details[];
extern const GOptionEntry feeds_options[];
bool feeds_run(CommandContext *context, GStrv words, GError **error);
