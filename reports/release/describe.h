/*
 * Describe: data/figures.json of a release's folder, what data/figures.csv is for programs: its
 * columns, the tables of the plan that its figures are of, and what its marks mean, in English and
 * Urdu. CSV on the Web (W3C): what the standard has no word for is said in notes, by words of
 * dcterms, schema and skos, which it knows.
 */
#pragma once

#include "core/database/database.h"
#include "reports/disclosure/rule.h"
#include "reports/library/library.h"

/* What a figure marked [c] may be: 0 too, unless RULES print all zeros; in Urdu when URDU. */
const char *describe_size(const ProtectRules *rules, bool urdu);

/* Writes it of RELEASE_ID into FOLDER, which is there; units are LIBRARY's, what [c] may be is
 * taken from the file RULES. Before folder_write, which seals the folder. */
bool describe_write(Database *db, const Library *library, const char *release_id, const char *rules,
		    const char *folder, GError **error);
