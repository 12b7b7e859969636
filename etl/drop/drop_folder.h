/*
 * Drop folder: the entries of a CSV source's folder, and the bytes of one of them.
 *
 * The folder itself may be a link, for the configuration names it; below it no link is
 * followed, and only plain files are opened. Names are bytes: one that cannot be shown as
 * it is has two, the name it is opened by and the name that is kept and shown. Names that begin
 * with "." are passed over, as those of programs that copy; one that ends in ".part" is still
 * being written and is never read.
 */
#pragma once

#include "core/config/config.h"
#include "etl/source/declaration.h"

#define DROP_PART ".part"

typedef enum {
	DROP_ENTRY_FILE,
	DROP_ENTRY_FOLDER,
	DROP_ENTRY_LINK,
	DROP_ENTRY_OTHER
} DropEntryKind;

typedef struct {
	char *path; /* below the source's folder, as the system has it: any bytes */
	char *name; /* the same to be kept and shown; another where some bytes cannot be */
	DropEntryKind kind;
} DropEntry;

/* A file's content by what the system keeps of it: two that are equal hold the same. */
typedef struct {
	guint64 device, inode;
	gint64 size, changed_ns, written_ns;
} DropIdentity;

/* The entries of the source's folder, and of its folders DEPTH levels down, in byte order of their
 * names, which are apart; of DropEntry, transfer full. Errors: SHUMAR_ERROR_FAILED for a folder
 * that cannot be read. */
GPtrArray *drop_folder_entries(const ConfigSource *source, guint depth, GError **error);

/* True when the entry's name is what is kept of it. */
bool drop_entry_has_good_name(const DropEntry *entry);

/* Opens PATH for reading; -1 with *error for what is no plain file, or is a link or lies behind
 * one. Messages say NAME. */
int drop_folder_open(const ConfigSource *source, const char *path, const char *name,
		     GError **error);

/* The sha256 of the bytes of PATH, hex, transfer full, and the identity that they had all the
 * while. A file that is larger, or takes longer, than the source's files may is an error. */
char *drop_folder_sum(const ConfigSource *source, const char *path, const char *name,
		      DropIdentity *ret_identity, GError **error);

/* True while PATH is the file it was. */
bool drop_folder_is_same(const ConfigSource *source, const char *path,
			 const DropIdentity *identity);

/* When PATH was last written to, in seconds since 1970; 0 when it is gone or no plain file. */
gint64 drop_folder_written(const ConfigSource *source, const char *path);
