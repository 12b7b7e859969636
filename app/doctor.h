/*
 * The command `shumar doctor`: one line for each thing that Shumar needs here.
 *
 * Changes nothing: an embedded server that is stopped is started to be asked, and stopped again. It
 * has no options of its own, and works without a configuration.
 */
#pragma once

#include "core/config/command.h"

/* Prints "ok", "WARN" or "FAIL" lines with remedies; an error when any is FAIL. */
bool doctor_run(CommandContext *context, GStrv words, GError **error);
