/*
 * Verify: editions rendered again, as of their run, and held against their manifest.
 */
#pragma once

#include "reports/build/edition_manifest.h"
#include "reports/build/render.h"

/* Where an edition's manifest is: PATH is a manifest, a folder that has one, or an edition whose
 * folder, or one above, lists it; *ret_file then is its name there (transfer full), else NULL.
 * Errors: SHUMAR_ERROR_USAGE. */
EditionManifest *verify_locate(const char *path, char **ret_file, GError **error);

/* Renders the editions of MANIFEST, or only FILE of them, again and appends a line for each to
 * REPORT: "ok", or what differs and why. *ret_checked and *ret_faults count them. Errors: what
 * kept it from rendering at all; an edition that differs is none. */
bool verify_editions(const Config *config, const Library *library, const EditionManifest *manifest,
		     const char *file, GString *report, guint *ret_checked, guint *ret_faults,
		     GError **error);
