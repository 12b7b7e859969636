/*
 * Copy binary: turns the binary COPY stream of a mapping into that of a stage table.
 *
 * In front of each row go the source's name and, unless it is of keys only, the row's number and
 * the hash of the row (BLAKE2b-128 over the fields as they land, origin left out, so that nothing
 * of a hashed key can be guessed from it). Texts and keys are folded here, once and for every
 * source (text_fold_key); keys are then replaced by keyed hashes. What a text may not hold
 * never lands: in its place stands what it is like (etl/guard/coded.h), and the rules reject the
 * row. Messages of the incoming stream may split rows anywhere; memory is flat but for the longest
 * row.
 *
 *     g_autoptr(CopyBinary) copy = copybinary_new(&spec);
 *     while (database_copy_read(...) == DATABASE_COPY_DATA)
 *             ok = copybinary_push(copy, data, length, out, &error) && send(out);
 *     ok = copybinary_end(copy, out, &error) && send(out);
 */
#pragma once

#include "etl/guard/coded.h"
#include "etl/guard/pseudonym.h"

typedef enum {
	COPY_FIELD_PLAIN, /* number, date, boolean: passed on */
	COPY_FIELD_TEXT, /* folded, held against its list or form, looked through for personal data;
			    null when it is blank */
	COPY_FIELD_TEXTS,  /* text[], each element folded and looked through */
	COPY_FIELD_KEY,    /* text folded and replaced by its keyed hash; a blank one is null */
	COPY_FIELD_ORIGIN, /* text that says where the row stood; not part of the row's hash */
} CopyFieldKind;

typedef struct {
	char *name;
	CopyFieldKind kind;
} CopyField;

/* Everything is borrowed until copybinary_free. */
typedef struct {
	const char *place; /* for messages: "sql/sources/psrms/case.sql" */
	const char *feed;
	const char *source; /* by its name, the domain of the keys is found */
	const CopyField *fields;
	guint fields_count;
	bool keys_only;     /* no row number and no hash in front */
	bool row_id;        /* a text comes behind the fields: the row's id, which lands as origin,
			       "row:12" */
	const Coded *coded; /* what texts may hold; NULL: anything but personal data */
	const Pseudonym *pseudonym;
} CopySpec;

typedef struct CopyBinary CopyBinary;

CopyBinary *copybinary_new(const CopySpec *spec);
void copybinary_free(CopyBinary *copy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CopyBinary, copybinary_free)

/* The columns of the outgoing rows in their order: source, row_no, feed_hash (the last
 * two not in rows of keys only), then the fields as given; quoted, with commas. Transfer full. */
char *copybinary_columns(const CopySpec *spec);

/* Takes LENGTH bytes of the incoming stream and appends what they complete to OUT.
 * Errors: SHUMAR_ERROR_FAILED for a stream that is not as the protocol says. */
bool copybinary_push(CopyBinary *copy, const char *data, size_t length, GByteArray *out,
		     GError **error);

/* The stream has ended: appends the trailer. An error when it ended inside a row. */
bool copybinary_end(CopyBinary *copy, GByteArray *out, GError **error);

gint64 copybinary_rows(const CopyBinary *copy);
