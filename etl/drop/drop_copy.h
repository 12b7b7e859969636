/*
 * Drop copy: the records of one CSV file into its raw table.
 *
 * The file is streamed (plain or gzip) through the CSV reader; good records go by
 * COPY in binary, keys already hashed, rejected ones into the ledger of rejects.
 * Flat in memory.
 */
#pragma once

#include "etl/drop/drop_raw.h"
#include "etl/guard/pseudonym.h"

typedef struct DropCopy DropCopy;

/* What is needed for every file of RAW's declared file; all is borrowed for its life. */
DropCopy *drop_copy_new(DropRaw *raw, const ConfigSource *source, const Declaration *declaration,
			const Pseudonym *pseudonym);
void drop_copy_free(DropCopy *copy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DropCopy, drop_copy_free)

/* Copies FILE under FILE_NO and counts its records and what is rejected of them. What makes the
 * file unreadable as a whole becomes its code and reason, and the records that went before are
 * still in the table; false with *error is for what the warehouse could not do. */
bool drop_copy_file(DropCopy *copy, DropFile *file, gint32 file_no, GError **error);
