/* The commands of the ETL wing, for the table in app/main.c. */
#pragma once

#include "core/config/command.h"

extern const Command etl_commands[];
