/* The commands that see both wings or none, for the table in app/main.c. */
#pragma once

#include "core/config/command.h"

extern const Command app_commands[];
