/* Python: the peers that are scripts of tests/bench/peers/. */
#pragma once

#include <glib.h>

#include "tests/bench/report/work.h"

/* What SCRIPT prints for COMMAND, words quoted as in a shell; NULL when it fails. Transfer full. */
char *python_ask(const char *script, const char *command);

/* The two times that a script SAID, "processor clock"; NULL is a failure. */
Taken python_taken(const char *said);
