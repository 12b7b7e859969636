/*
 * Contents: what manifest.json of a release says, and what is in a folder.
 *
 * The file is canonical JSON (RFC 8785) of one shape: names with texts, names with tables of texts,
 * and "files", each with name, sha256 and size. A text that says the same in any other way is not
 * taken.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Files of a folder that is looked at, folders below it, bytes of one, and of the manifest. */
#define CONTENTS_FILES_MOST    4000
#define CONTENTS_DEPTH_MOST    3
#define CONTENTS_FILE_MOST     ((gint64)1 << 30)
#define CONTENTS_MANIFEST_MOST ((gint64)4 << 20)

typedef struct {
	char *name; /* "proof/cells.csv" */
	char *sha256;
	gint64 bytes;
} ContentsFile;

typedef struct {
	GTree *texts;     /* name → text */
	GTree *tables;    /* name → GTree of name → text */
	GPtrArray *files; /* of ContentsFile, by name */
} Contents;

Contents *contents_new(void);
void contents_free(Contents *contents);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Contents, contents_free)

/* TEXT (NULL: nothing is said) under NAME; the row NAME of TABLE. Copied. */
void contents_say(Contents *contents, const char *name, const char *text);
void contents_say_row(Contents *contents, const char *table, const char *name, const char *text);

/* What is said under NAME, or NULL. Borrowed. */
const char *contents_text_of(const Contents *contents, const char *name);
const ContentsFile *contents_file(const Contents *contents, const char *name);

/* The whole manifest, without a line end. Transfer full. */
char *contents_json(const Contents *contents);

/* Reads LENGTH bytes. SHUMAR_ERROR_FAILED says why they are no manifest of ours. */
Contents *contents_parse(const char *json, gsize length, GError **error);

/* Whether files of a release may be called NAME: letters, digits, "._-", in at most three folders,
 * none of which begins with a dot. */
bool contents_name_is_plain(const char *name);

/* Adds the files in FOLDER and below, by name, with size and sha256, but those called SKIPPED
 * (NULL-terminated). What is no plain file, or has no plain name, is too large or one too many, is
 * told to FAULTS (of char*) as "'name': why". No link is followed. SHUMAR_ERROR_OUTPUT: FOLDER
 * itself cannot be read. */
bool contents_walk(Contents *contents, const char *folder, const char *const *skipped,
		   GPtrArray *faults, GError **error);

/* The bytes of NAME in FOLDER, at most MOST, with a zero byte behind; no link is followed. Transfer
 * full. SHUMAR_ERROR_OUTPUT. */
char *contents_read(const char *folder, const char *name, gint64 most, gsize *ret_length,
		    GError **error);
