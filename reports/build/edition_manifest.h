/*
 * Edition manifest: what the editions in a folder were made of: the file manifest.json.
 *
 * A rendering is everything that decides the bytes of its editions: template and the
 * files it includes, queries, run, libraries and fonts. Its editions add what differs
 * from file to file: parameters, language, device, and what came out: sha256 and size.
 * Same renderings, same bytes: keys stand in byte order, editions in that of their
 * files, and nothing is taken from the clock.
 *
 *     g_autoptr(EditionManifest) manifest = edition_manifest_open(folder, &error);
 *     ManifestRendering *rendering = edition_manifest_rendering(library, template, run_no, as_at);
 *     edition_manifest_add(rendering, folder, path, stem, "pdf", "en", template, binding, &error);
 *     edition_manifest_take(manifest, rendering);
 *     edition_manifest_write(manifest, &error);
 */
#pragma once

#include "reports/build/edition.h"

#define EDITION_MANIFEST_FILE "manifest.json"

typedef enum {
	MANIFEST_FONTS,     /* font file → sha256 */
	MANIFEST_LIBRARIES, /* "cairo" → "1.16.0" */
	MANIFEST_OFFICE,    /* file of the office → sha256, or that it was not there */
	MANIFEST_PARTS,     /* template file or what it includes → sha256 */
	MANIFEST_QUERIES,   /* dataset's query → sha256 of its SQL */
	MANIFEST_SITE,      /* which of these are files of the site → sha256 */
	MANIFEST_TABLES     /* how many there are */
} ManifestTable;

/* How a table is called in the file, and a row of it in messages. */
extern const char *const edition_manifest_table_names[MANIFEST_TABLES];
extern const char *const edition_manifest_row_names[MANIFEST_TABLES];

typedef struct {
	char *file; /* below the manifest's folder */
	char *stem; /* the file's beginning, which a format of several files gives endings */
	char *device;
	char *language;
	GTree *parameters; /* name → value as the command line takes it */
	char *sha256;
	gint64 bytes;
} ManifestEdition;

typedef struct {
	char *template_name;
	char *program; /* "shumar 0.2.0" */
	char *as_at;   /* records are known up to here, ISO 8601, UTC */
	gint64 run_no;
	char *release;                  /* whose figures a public paper has; or NULL */
	GTree *tables[MANIFEST_TABLES]; /* text → text */
	GPtrArray *editions;            /* of ManifestEdition */
} ManifestRendering;

typedef struct {
	char *path;            /* of manifest.json */
	GPtrArray *renderings; /* of ManifestRendering */
} EditionManifest;

/* The manifest of FOLDER as its manifest.json has it, empty when there is none.
 * Errors: SHUMAR_ERROR_OUTPUT when the file is there and is no manifest. */
EditionManifest *edition_manifest_open(const char *folder, GError **error);

/* Reads the manifest at PATH. Errors: SHUMAR_ERROR_USAGE when it is not there or none. */
EditionManifest *edition_manifest_read(const char *path, GError **error);
EditionManifest *edition_manifest_parse(const char *text, size_t length, const char *path,
					GError **error);
void edition_manifest_free(EditionManifest *manifest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EditionManifest, edition_manifest_free)

/* What TEMPLATE's editions of a run are made of, here and now; without editions yet. */
ManifestRendering *edition_manifest_rendering(const Library *library, const Template *template,
					      gint64 run_no, gint64 as_at_s);
void edition_manifest_rendering_free(ManifestRendering *rendering);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ManifestRendering, edition_manifest_rendering_free)

/* Adds the finished file PATH, below FOLDER, that DEVICE made of STEM, in LANGUAGE, bound by
 * BINDING, with its hash. Errors: SHUMAR_ERROR_OUTPUT when it cannot be read. */
bool edition_manifest_add(ManifestRendering *rendering, const char *folder, const char *path,
			  const char *stem, const char *device, const char *language,
			  const Template *template, const Binding *binding, GError **error);

/* Takes RENDERING into MANIFEST in the place of what was said of the same files before; files
 * that are no longer there are forgotten. */
void edition_manifest_take(EditionManifest *manifest, ManifestRendering *rendering);

/* The whole file. Transfer full. */
char *edition_manifest_text(const EditionManifest *manifest);

/* Writes it to its folder, whole or not at all. */
bool edition_manifest_write(const EditionManifest *manifest, GError **error);

/* The words NAME=VALUE of EDITION for render_bind, NULL-terminated. Transfer full. */
char **edition_manifest_words(const ManifestEdition *edition);

/* The sha256 of the file at PATH in hexadecimal, or NULL. *ret_bytes may be NULL. */
char *edition_manifest_file_sha256(const char *path, gint64 *ret_bytes, GError **error);
