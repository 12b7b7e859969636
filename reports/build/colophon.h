/*
 * Colophon: what the editions in a folder were made of: the file manifest.json.
 *
 * A rendering is everything that decides the bytes of its editions: template and the
 * files it includes, queries, run, libraries and fonts. Its editions add what differs
 * from file to file: parameters, language, device, and what came out: sha256 and size.
 * Same renderings, same bytes: keys stand in byte order, editions in that of their
 * files, and nothing is taken from the clock.
 *
 *     g_autoptr(Colophon) colophon = colophon_open(folder, &error);
 *     ColophonRendering *rendering = colophon_rendering(library, template, run_no, as_at);
 *     colophon_add(rendering, folder, path, stem, "pdf", "en", template, binding, &error);
 *     colophon_take(colophon, rendering);
 *     colophon_write(colophon, &error);
 */
#pragma once

#include "reports/build/edition.h"

#define COLOPHON_FILE "manifest.json"

typedef enum {
	COLOPHON_FONTS,     /* font file → sha256 */
	COLOPHON_LIBRARIES, /* "cairo" → "1.16.0" */
	COLOPHON_OFFICE,    /* file of the office → sha256, or that it was not there */
	COLOPHON_PARTS,     /* template file or what it includes → sha256 */
	COLOPHON_QUERIES,   /* dataset's query → sha256 of its SQL */
	COLOPHON_TABLES     /* how many there are */
} ColophonTable;

/* How a table is called in the file, and a row of it in messages. */
extern const char *const colophon_table_names[COLOPHON_TABLES];
extern const char *const colophon_row_names[COLOPHON_TABLES];

typedef struct {
	char *file; /* below the manifest's folder */
	char *stem; /* the file's beginning, which a format of several files gives endings */
	char *device;
	char *language;
	GTree *parameters; /* name → value as the command line takes it */
	char *sha256;
	gint64 bytes;
} ColophonEdition;

typedef struct {
	char *template_name;
	char *program; /* "shumar 0.1.0" */
	char *as_at;   /* records are known up to here, ISO 8601, UTC */
	gint64 run_no;
	char *release;                  /* whose figures a public paper has; or NULL */
	GTree *tables[COLOPHON_TABLES]; /* text → text */
	GPtrArray *editions;            /* of ColophonEdition */
} ColophonRendering;

typedef struct {
	char *path;            /* of manifest.json */
	GPtrArray *renderings; /* of ColophonRendering */
} Colophon;

/* The colophon of FOLDER as its manifest.json has it, empty when there is none.
 * Errors: SHUMAR_ERROR_OUTPUT when the file is there and is no manifest. */
Colophon *colophon_open(const char *folder, GError **error);

/* Reads the manifest at PATH. Errors: SHUMAR_ERROR_USAGE when it is not there or none. */
Colophon *colophon_read(const char *path, GError **error);
Colophon *colophon_parse(const char *text, size_t length, const char *path, GError **error);
void colophon_free(Colophon *colophon);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Colophon, colophon_free)

/* What TEMPLATE's editions of a run are made of, here and now; without editions yet. */
ColophonRendering *colophon_rendering(const Library *library, const Template *template,
				      gint64 run_no, gint64 as_at_s);
void colophon_rendering_free(ColophonRendering *rendering);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ColophonRendering, colophon_rendering_free)

/* Adds the finished file PATH, below FOLDER, that DEVICE made of STEM, in LANGUAGE, bound by
 * BINDING, with its hash. Errors: SHUMAR_ERROR_OUTPUT when it cannot be read. */
bool colophon_add(ColophonRendering *rendering, const char *folder, const char *path,
		  const char *stem, const char *device, const char *language,
		  const Template *template, const Binding *binding, GError **error);

/* Takes RENDERING into COLOPHON in the place of what was said of the same files before; files
 * that are no longer there are forgotten. */
void colophon_take(Colophon *colophon, ColophonRendering *rendering);

/* The whole file. Transfer full. */
char *colophon_text(const Colophon *colophon);

/* Writes it to its folder, whole or not at all. */
bool colophon_write(const Colophon *colophon, GError **error);

/* The words NAME=VALUE of EDITION for render_bind, NULL-terminated. Transfer full. */
char **colophon_words(const ColophonEdition *edition);

/* The sha256 of the file at PATH in hexadecimal, or NULL. *ret_bytes may be NULL. */
char *colophon_file_sha256(const char *path, gint64 *ret_bytes, GError **error);
