/*
 * Library, as commands open it: by their configuration.
 */
#pragma once

#include "core/config/command.h"
#include "reports/library/library.h"

/* The templates: of the site and the configured folder, else the one beside the program's, or the
 * installed one. */
Library *library_of_config(const Config *config, GError **error);

/* The same for CONTEXT after a check that WORDS are LEAST to MOST. */
Library *library_begin(CommandContext *context, GStrv words, guint least, guint most,
		       GError **error);
