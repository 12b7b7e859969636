/*
 * Inside of the site: the folder's files (site_folder.c), what each kind of file must say
 * (site_check.c), and which of the program's they replace (site_replace.c).
 */
#pragma once

#include "core/site/site.h"

#define SITE_SQL       "sql/"
#define SITE_TEMPLATES "templates/"
#define SITE_FILE      "site.yaml"

/* Fills SITE's files from its folder. Refuses what others may write, what is no plain file, and
 * what lies where nothing is read. */
bool site_read_folder(Site *site, GError **error);

/* "/etc/shumar/site/sql/cubes/mine.sql". Transfer full. */
char *site_place(const Site *site, const SiteFile *file);

/* Holds FILE to the contract of its kind. */
bool site_check_file(const Site *site, const SiteFile *file, GError **error);

/* Reads site.yaml, gives each file that replaces one of the program's its reason, and refuses one
 * that is not named there or says other things than the one in whose place it stands. */
bool site_check_replaced(const Site *site, const char *const *templates, GError **error);
