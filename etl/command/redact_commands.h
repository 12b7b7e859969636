/*
 * The command 'etl redact'.
 */
#pragma once

#include "core/config/command.h"

#define REDACT_USAGE                                                                               \
	"--source NAME [--column FEED.COLUMN] [--station NAME | --pattern REGEX] --reason TEXT "   \
	"[--dry-run]"
extern const char redact_details[];
extern const CommandOption redact_options[];
bool redact_run(CommandContext *context, GStrv words, GError **error);
