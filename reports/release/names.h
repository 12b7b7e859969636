/*
 * Names: data/names.csv of a release's folder, what the codes in data/figures.csv mean, in English
 * and Urdu.
 */
#pragma once

#include "core/database/database.h"
#include "reports/library/library.h"

/* Writes it of RELEASE_ID into FOLDER, which is there: a row for each measure, place and kind of
 * the release's figures, in this order; a measure's row has its unit, its date and its definition,
 * by LIBRARY. Before folder_write, which seals the folder. */
bool names_write(Database *db, const Library *library, const char *release_id, const char *folder,
		 GError **error);
