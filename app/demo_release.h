/*
 * Releases of the demonstration: a press note of Pakpattan and three months of the default plan,
 * announced, prepared, audited, approved by two people who do not exist, and published by a clock
 * of their own. All are of the published run: between the runs of two nights the figures of 2025
 * move, and a table of that year that was told before cannot be told anew of so few records.
 *
 *     FOLDER/releases/punjab-monthly-2026-10/ …    FOLDER/release ─▶ the newest of them
 */
#pragma once

#include "core/config/command.h"

/* Says in the warehouse that it is a demonstration: its release desk may be told the time. */
bool demo_release_mark(const Config *config, GError **error);

/* Makes the note, and the releases of the last three months that are complete on UNTIL, as far as
 * they are not there: a second call does nothing. What may not be published of so few records is no
 * failure: it is said, left, and tried again by the next call. */
bool demo_release_provide(CommandContext *context, const GDate *until, const char *folder,
			  GError **error);
