/*
 * Files of the demonstration: what lies in its output folder, printed as a table,
 * and the mark that says from which state of program and warehouse it was made.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
	char *path; /* below the folder listed: "press-note/press-note.pdf" */
	guint64 size;
} DemoFile;

/* The regular files below FOLDER but hidden ones and published releases, in byte order of their
 * paths (elements DemoFile, transfer full); none where there is no folder. */
GPtrArray *demo_files_list(const char *folder);

/* Checksum of this program and of the templates in FOLDER. Transfer full. */
char *demo_files_program(const char *folder, GError **error);

/* The mark of FILES made from RUN by PROGRAM. Transfer full. */
char *demo_files_mark(const GPtrArray *files, gint64 run, const char *program);

/* True when FOLDER holds exactly the files of its mark, made from RUN by PROGRAM. */
bool demo_files_current(const char *folder, gint64 run, const char *program);

/* Writes the mark of what FOLDER holds. Files of the mark before that were last
 * written before SINCE (seconds of the epoch) are left-overs, and removed. */
bool demo_files_finish(const char *folder, gint64 run, const char *program, gint64 since,
		       GError **error);

/* One line a file, or a line a kind where a folder holds many; transfer full. */
char *demo_files_table(const char *folder, const GPtrArray *files);
