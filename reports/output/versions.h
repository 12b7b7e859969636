/*
 * Versions: the libraries and font files that devices draw with, as they are now.
 */
#pragma once

#include <glib.h>

/* Adds "cairo" → "1.16.0" and the like to LIBRARIES, and each font's file name → sha256 to FONTS,
 * both trees of texts that they own. Without fonts on the machine FONTS stays empty. */
void device_versions(GTree *libraries, GTree *fonts);
