/*
 * CSV source: the bytes of a file as text, before any record is looked for.
 *
 * What is packed with gzip comes unpacked, held to its checks: one member or more, as gunzip
 * takes them, zero bytes behind the last one allowed and nothing else. UTF-16, with a byte order
 * mark or without one, comes as UTF-8; half of a surrogate pair becomes a byte that no text has,
 * so that the field with it is rejected. Anything else comes as it is.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct CsvSource CsvSource;

typedef enum {
	CSV_FAULT_NONE,
	CSV_FAULT_ERRNO,   /* the file cannot be read: errno */
	CSV_FAULT_CUT,     /* a gzip file without its end */
	CSV_FAULT_DAMAGED, /* its checks fail */
	CSV_FAULT_BEHIND,  /* bytes behind its end that are not packed */
} CsvFault;

/* Reads from FD, which is closed with it. */
CsvSource *csv_source_new(int fd);
void csv_source_free(CsvSource *source); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CsvSource, csv_source_free)

/* Puts up to ROOM bytes (at least 16) at OUT; *ret_got is 0 at the end. */
CsvFault csv_source_read(CsvSource *source, char *out, size_t room, size_t *ret_got);

/* True when what was read was UTF-16; and when no byte order mark said so. */
bool csv_source_is_utf16(const CsvSource *source);
bool csv_source_guessed_utf16(const CsvSource *source);
