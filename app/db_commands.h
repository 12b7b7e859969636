/*
 * The commands `shumar db start|stop|status|migrate|psql`.
 *
 * None has options of its own; the table in app/commands.c names them.
 */
#pragma once

#include "core/config/command.h"

bool db_start_run(CommandContext *context, GStrv words, GError **error);
bool db_stop_run(CommandContext *context, GStrv words, GError **error);
bool db_status_run(CommandContext *context, GStrv words, GError **error);
bool db_migrate_run(CommandContext *context, GStrv words, GError **error);

/* WORDS are passed to psql, after "--" where they look like options. */
bool db_psql_run(CommandContext *context, GStrv words, GError **error);
