/*
 * The command `shumar db distribute`; core/warehouse/distribute.h does the work.
 *
 * --dry-run shows the plan on any warehouse, with the extension or without.
 */
#pragma once

#include "core/config/command.h"

extern const CommandOption distribute_options[];

bool db_distribute_run(CommandContext *context, GStrv words, GError **error);
