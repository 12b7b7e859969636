/*
 * Index: one page over a folder of editions: index.html.
 *
 *     manifests below the folder ─▶ editions, newest first ─▶ one HTML page
 *
 * What the page says comes from the manifests, and from whether the files are still those that they
 * list; no figure is read. It can be used without its script, which only searches; it fetches
 * nothing, and is the same bytes for the same folder.
 *
 *     g_autoptr(Index) index = index_read(folder, districts, error);
 *     if (index != NULL)
 *             index_write(index, library, error);
 */
#pragma once

#include "reports/build/edition_manifest.h"

#define INDEX_FILE "index.html"

/* Whether a listed file is the one that was written. */
typedef enum { INDEX_WHOLE, INDEX_ALTERED, INDEX_MISSING } IndexState;

typedef struct {
	char *path; /* below the folder */
	char *device;
	char *language;
	char *sha256; /* as listed */
	gint64 bytes;
	IndexState state;
} IndexFile;

/* One paper of one place and time and run, in all its languages and formats. */
typedef struct IndexEdition IndexEdition;
struct IndexEdition {
	char *template_name;
	char *district; /* code, "all", or "" where the paper is of no district */
	char *period;   /* its parameters but the district, as written: "2026-W47" */
	char *others;   /* those that are no date: editions of other ones are another series */
	bool dated;
	GDate first, last; /* the days that its parameters name */
	gint64 run_no;
	char *as_at;      /* records are known up to here, ISO 8601, UTC */
	GTree *made_of;   /* file or query → sha256. Of what decided how it looks */
	GPtrArray *files; /* of IndexFile: by language, then format */
	const IndexEdition
	    *before; /* the edition before of the same series; NULL: the first here */
	bool stale;  /* the last of its series, and others are of a later run */
};

typedef struct {
	char *folder;
	GPtrArray *editions; /* of IndexEdition: by paper, newest first, then by district's name */
	GPtrArray *unlisted; /* of char*: files of a known format that no manifest lists */
	GPtrArray *unread;   /* of char*: manifests that are none */
	const Districts *districts;
} Index;

/* Reads all manifests in FOLDER and below it, and looks at the files that they list. DISTRICTS,
 * whose names are shown, is borrowed. Errors: SHUMAR_ERROR_USAGE where FOLDER is none. */
Index *index_read(const char *folder, const Districts *districts, GError **error);
void index_free(Index *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Index, index_free)

/* The page. LIBRARY says how papers are called, in both languages. Transfer full. */
char *index_html(const Index *index, const Library *library);

/* Writes it to the folder. Errors: SHUMAR_ERROR_OUTPUT. */
bool index_write(const Index *index, const Library *library, GError **error);

/* The districts of the embedded reference: what an index shows without a warehouse. Transfer full.
 */
Districts *index_districts(void);
