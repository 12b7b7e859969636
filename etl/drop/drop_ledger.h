/*
 * Drop ledger: rejects of a drop on their way into raw.reject.
 *
 * They are kept in memory while the records go out by COPY on the same
 * connection, and written between two COPYs, when there are many or the file ends.
 */
#pragma once

#include "core/database/database.h"

typedef struct DropLedger DropLedger;

/* One reject; texts are borrowed for the call. */
typedef struct {
	bool row;   /* the record is rejected, not just the field */
	bool noted; /* nothing is rejected: a warning */
	const char *code;
	gint64 line;
	const char *field; /* or NULL */
	const char *reason;
	const char *remedy;
	const char *content; /* JSON of the record without its keys, or NULL */
} DropReject;

DropLedger *drop_ledger_new(void);
void drop_ledger_free(DropLedger *ledger);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DropLedger, drop_ledger_free)

/* The number of the file that rejects are of. */
void drop_ledger_file(DropLedger *ledger, gint32 file_no);

void drop_ledger_add(DropLedger *ledger, const DropReject *reject);

/* True when it is time to write. */
/* Forgets what was added and not yet written. */
void drop_ledger_clear(DropLedger *ledger);

bool drop_ledger_full(const DropLedger *ledger);

/* Writes what is kept, outside of any COPY. */
bool drop_ledger_write(DropLedger *ledger, Database *warehouse, GError **error);
