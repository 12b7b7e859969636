/*
 * Place: a folder that is made whole under a name for the time being, and then gets its own.
 *
 *     /srv/releases/.punjab-monthly-2026-10.part  ─▶  /srv/releases/punjab-monthly-2026-10
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* What PATH is called until it is whole. Transfer full. */
char *place_part(const char *path);

/* Makes the folder of PATH's part anew and empty; SHUMAR_ERROR_OUTPUT when it cannot, or when
 * something is called PATH already. */
bool place_begin(const char *path, GError **error);

/* Everything in the part is on the disk. */
bool place_sync(const char *path, GError **error);

/* Gives the part its name. */
bool place_name(const char *path, GError **error);

/* Removes the part with all that is in it, as far as it can. */
void place_abandon(const char *path);

/* Whether FOLDER holds a file FILE with this sha256. */
bool place_holds(const char *folder, const char *file, const char *sha256);
