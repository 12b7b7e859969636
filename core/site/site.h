/*
 * Site: files of one's own, laid over those that the program carries.
 *
 *     SITE/sql/sources/<mapping>/…    SITE/sql/reports/<query>.sql   SITE/sql/cubes/<cube>.sql
 *     SITE/sql/reference/<table>.csv  SITE/sql/etl/rules/<rule>.sql  SITE/templates/<name>.yaml
 *     SITE/site.yaml                  what is replaced, and why:
 *
 *         replaces:
 *           sql/reference/station_name.csv: "Names of our stations, letter 14 of 2026-02-03."
 *
 * Read once at start. A file that takes the place of one that the program carries, and is not
 * named there, is refused; so is a file in a place from which nothing is read, one without the
 * header lines of its kind, and a folder that others than its owner may write.
 */
#pragma once

#include "core/config/config.h"

typedef struct {
	char *path;   /* below the folder: "sql/cubes/mine.sql" */
	char *text;   /* the whole file, UTF-8 */
	char *sha256; /* of it, hex */
	char *reason; /* why it replaces one of the program's; NULL: it replaces none */
} SiteFile;

typedef struct {
	char *folder;     /* absolute */
	GPtrArray *files; /* of SiteFile, in byte order of the paths; site.yaml is none of them */
} Site;

/* Reads the site of CONFIG, holds its files to their contracts and lays them over the program's
 * own (core/database/sqltext.h). Where there is none, nothing happens. Errors:
 * SHUMAR_ERROR_CONFIG with the file's place. Once a process. */
bool site_begin(const Config *config, GError **error);

/* The site that was begun, or NULL. Borrowed. */
const Site *site_current(void);

/* The file at PATH ("sql/cubes/mine.sql"), or NULL where there is no site or no such file. */
const SiteFile *site_find(const char *path);

/* Reads the site in FOLDER and holds it to the contracts; TEMPLATES (NULL-terminated) are the
 * folders of the program's templates. Transfer full. */
Site *site_read(const char *folder, const char *const *templates, GError **error);
void site_free(Site *site);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Site, site_free)
