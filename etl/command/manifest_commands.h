/* The command `shumar etl manifest`, for the table in etl/command/commands.c. */
#pragma once

#include "core/config/command.h"

#define MANIFEST_USAGE "[--run N] [--export DIR] | --verify [--key FILE] | --new-key"
extern const char manifest_details[];
extern const CommandOption manifest_options[];
bool manifest_run(CommandContext *context, GStrv words, GError **error);
