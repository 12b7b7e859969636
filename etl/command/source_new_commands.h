/* The command 'source new': the skeleton of a mapping. */
#pragma once

#include "core/config/command.h"

extern const char source_new_details[];
extern const CommandOption source_new_options[];
bool source_new_run(CommandContext *context, GStrv words, GError **error);
