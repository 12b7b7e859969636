/* The demonstration: made-up records in, finished reports out, in one command. */
#pragma once

#include "core/config/command.h"

extern const CommandOption demo_options[];

/* shumar demo: makes the records where they are not there, runs the ETL, renders
 * the reports where anything changed, and prints what it made. */
bool demo_run(CommandContext *context, GStrv words, GError **error);
