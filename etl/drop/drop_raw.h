/*
 * Drop raw: the raw table of one declared file, and the ledger of what was read into it.
 *
 * raw.rows_<source>_<file> holds the records of the files that stand, each with its
 * file's number, so that a file can be taken out again; raw.<source>_<file> is what
 * mappings read. Both are unlogged, and so is the ledger: a crash of the server
 * empties them together. All within the caller's transaction.
 */
#pragma once

#include "core/database/database.h"
#include "etl/drop/drop_scan.h"

typedef struct {
	gint32 file_no;
	char *file;   /* its name when it was last taken in */
	char *sha256; /* of the bytes that were read */
	gint64 records;
	gint64 rejected;
	char *code; /* why it could not be read as a whole; NULL when it could */
	gint64 line;
	char *reason;
	char *remedy;
	bool used; /* the folder has it still */
} DropRead;

typedef struct {
	Database *warehouse;
	const char *source;
	const FileDeclaration *file;
	char *copy_in;         /* the statement that copies records in */
	GPtrArray *reads;      /* of DropRead */
	GHashTable *by_sha256; /* of them, borrowed */
	GHashTable *by_name;   /* of those without a code, borrowed */
} DropRaw;

/* Sees that the table is as the declaration wants it and reads its ledger. SOURCE is borrowed.
 * Errors: SHUMAR_ERROR_CONFIG where the names are too long for a table. */
DropRaw *drop_raw_open(Database *warehouse, const char *source, const Declaration *declaration,
		       const FileDeclaration *file, GError **error);
void drop_raw_free(DropRaw *raw);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DropRaw, drop_raw_free)

/* Gives FILE, about to be read, a number. */
bool drop_raw_begin(DropRaw *raw, const DropFile *file, gint32 *ret_file_no, GError **error);

/* Notes that FILE was read under that number: its counts, or its fault, with which none of its
 * records stays. With KEEP false it is as if it had not been read. */
bool drop_raw_end(DropRaw *raw, const DropFile *file, gint32 file_no, bool keep, GError **error);

/* Takes the files out that are not used any more. */
bool drop_raw_sweep(DropRaw *raw, GError **error);

/* The type of a raw table's column for a declared TYPE. Static. */
const char *drop_raw_type(FieldType type);

/* TEXTS as the literal of a text[]. Transfer full. */
char *drop_raw_array(const char *const *texts, size_t count);
