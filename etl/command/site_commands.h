/*
 * The commands 'site list' and 'site check': files of one's own (core/site/site.h).
 */
#pragma once

#include "core/config/command.h"

extern const char site_check_details[];
bool site_list_run(CommandContext *context, GStrv words, GError **error);
bool site_check_run(CommandContext *context, GStrv words, GError **error);
