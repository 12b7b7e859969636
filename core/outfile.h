/*
 * Output files: every file that the program writes for a reader goes through here, and is there
 * whole or not at all.
 *
 * A file is made under a random name in its folder, exclusively and through no link, then synced
 * and renamed: a link or a file that somebody planted under the final name is replaced, never
 * written through, and a file of before stays as it was on failure. (The embedded server's own
 * files and the keys have their own rules: core/warehouse/cluster, keyfile.)
 *
 *     g_autoptr(Outfile) file = outfile_open(path, OUTFILE_INTERNAL, error);
 *     if (file == NULL)
 *             return false;
 *     fputs("…", outfile_stream(file));
 *     return outfile_close(&file, NULL, error);
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

/* Whom a file is for; each kind has a mode. */
typedef enum { OUTFILE_INTERNAL, OUTFILE_PUBLIC } OutfileKind;
enum { OUTFILE_KINDS = OUTFILE_PUBLIC + 1 };

typedef struct Outfile Outfile;

/* The mode of files of KIND from now on, whatever the umask; before the first call it is 0640 for
 * internal and 0644 for public ones, less the umask. Folders that are made on the way get the same,
 * and can be entered by whoever can read them. */
void outfile_set_mode(OutfileKind kind, mode_t mode);

/* From now on no link is followed on the way from FOLDER to files below it, which come from a
 * template's names; NULL ends that. Links to FOLDER itself are the caller's own. */
void outfile_confine(const char *folder);

/* Makes FOLDER, and what is missing above it, and sees that it can be written: found out before
 * long work. SHUMAR_ERROR_OUTPUT. */
bool outfile_make_folder(const char *folder, OutfileKind kind, GError **error);

/* Begins the file PATH in a folder that is there. NULL with SHUMAR_ERROR_OUTPUT. */
Outfile *outfile_open(const char *path, OutfileKind kind, GError **error);

/* Where its content is written to. Borrowed; failures of writing show when it is closed. */
FILE *outfile_stream(const Outfile *file);

/* Ends *FILE and sets it to NULL: the content is on the disk and has its name, or
 * SHUMAR_ERROR_OUTPUT says why not and nothing is left of it. *ret_bytes (may be NULL) is its size.
 */
bool outfile_close(Outfile **file, goffset *ret_bytes, GError **error);

/* Forgets FILE; nothing is left of it. NULL is let be. */
void outfile_abandon(Outfile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Outfile, outfile_abandon)

/* All of the above for LENGTH bytes, folders made where missing. */
bool outfile_write(const char *path, OutfileKind kind, const void *bytes, size_t length,
		   GError **error);

/* Whether NAME, which comes from a template, stays below the folder it is put into: not absolute,
 * no part of it empty, "." or "..", and no control character. */
bool outfile_name_is_safe(const char *name);
