/*
 * Configuration: shumar.yaml, read once at start.
 *
 * Looked for at --config, $SHUMAR_CONFIG, ./shumar.yaml, /etc/shumar/shumar.yaml.
 * Relative folders are relative to the file's own folder. Passwords never stand
 * here: libpq's own means (PGPASSFILE, service files) carry them.
 *
 *     data: build/data            # embedded cluster, keys
 *     warehouse: embedded         # or a libpq connection string
 *     templates: templates
 *     office: office              # commitments, contacts … of the papers
 *     output: build/reports
 *     site: site                  # mappings, cubes, queries … of one's own (core/site/)
 *     log: {format: text, level: info}
 *     files: {internal: "0640", public: "0644"}   # modes of editions, exports, manifests
 *     rejects: {keep_days: 400}   # of those that were put right
 *     sources:
 *       psrms: {mapping: psrms, connection: "embedded:psrms_demo"}
 *       cook:  {mapping: cook, folder: "${SHUMAR_REAL_DATA:-../shared/data}/cook", when: asked}
 *       drops: {mapping: drops, folder: /srv/drops, file_megabytes: 2048, file_minutes: 60}
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "core/log.h"
#include "core/outfile.h"

#define CONFIG_FILE_MEGABYTES 2048
#define CONFIG_FILE_MINUTES   60

typedef struct {
	char *name;       /* key under sources: */
	char *mapping;    /* folder under sql/sources/ */
	char *connection; /* conninfo or "embedded:DATABASE"; NULL for a CSV source */
	char *folder;     /* absolute folder of CSV drops; NULL for a PostgreSQL source */
	bool asked;       /* runs only with --source NAME */
	/* the most that one file of a folder may take */
	gint64 file_megabytes; /* unpacked */
	gint64 file_minutes;
} ConfigSource;

typedef struct {
	char *path;       /* the file read */
	char *data;       /* absolute */
	const char *keys; /* folder of the secret keys; NULL: "keys" below data. Borrowed */
	char *warehouse;  /* "embedded" or a conninfo */
	char *templates;  /* absolute folder */
	char *office;     /* absolute folder of what no record system holds */
	char *output;     /* absolute folder */
	char *site;       /* absolute folder of files of one's own; NULL: there is none */
	LogFormat log_format;
	LogLevel log_level;
	mode_t file_modes[OUTFILE_KINDS]; /* 0: not given, and the usual one */
	int rejects_keep_days;            /* how long rejects that were resolved are kept */
	GPtrArray *sources;               /* of ConfigSource, in file order */
} Config;

/* Reads the configuration; PATH is --config's value or NULL for the search.
 * Errors: SHUMAR_ERROR_CONFIG, all problems of the file at once. */
Config *config_read(const char *path, GError **error);
void config_free(Config *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Config, config_free)

/* The source NAME; NULL with SHUMAR_ERROR_USAGE naming the nearest. Borrowed. */
const ConfigSource *config_source(const Config *config, const char *name, GError **error);

/* Replaces ${NAME} and ${NAME:-default} from the environment; NULL and an
 * error for an unset name without default or an unclosed brace. Transfer full. */
char *config_expand(const char *text, GError **error);
