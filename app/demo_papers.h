/*
 * Papers of the demonstration: the table of what it renders, each a row, and what came of it.
 *
 *     DEMO_PAPERS row ─▶ shumar report render|batch … ─▶ files below the folder ─▶ a line of the
 * table
 */
#pragma once

#include "core/config/command.h"

/* Why the papers on MAPPING's records cannot be made here, or NULL. Transfer full. */
typedef char *(*DemoWhyNot)(const Config *config, const char *mapping);

/* The name of the releases among the papers (app/demo_release.h). */
#define DEMO_RELEASE "release"

/* Whether CHOSEN (see below) has NAME. */
bool demo_papers_has(const char *chosen, const char *name);

/* True when CHOSEN (names parted by commas, "none", or NULL: all) names papers that there are;
 * SHUMAR_ERROR_USAGE otherwise. */
bool demo_papers_check(const char *chosen, GError **error);

/* Renders the papers of CHOSEN into FOLDER, each in all its languages, and a page over all of them.
 * *ret_seconds (of double, an element for each paper of the table; transfer full) says how long
 * each took; below 0: it was not made, or refused. */
bool demo_papers_render(CommandContext *context, const char *chosen, const char *folder,
			DemoWhyNot why_not, GArray **ret_seconds, GError **error);

/* What FOLDER holds, a line for each paper: editions (of one place, time and language), files,
 * bytes, seconds (SECONDS NULL: nothing had to be made), or why there is none. Transfer full. */
char *demo_papers_table(const Config *config, const char *folder, DemoWhyNot why_not,
			const GArray *seconds);
