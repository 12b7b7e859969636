/*
 * Capture: how the changes of a PostgreSQL source are found in this run.
 *
 *   ledger     the source kit (sql/sources/kit/) notes every change with its transaction;
 *              read are the notes that the snapshot of the last reading did not show
 *   compare    all rows are read and compared with the facts by key and hash
 *   timestamp  rows say when they changed; a lag stands for transactions that were open
 *
 * The strongest that the source allows is taken, of those its declaration names.
 * Full comparison is forced by a changed mapping, a server or database that is not
 * the one of last time, a ledger that was pruned or restored, and once a week.
 */
#pragma once

#include "core/database/database.h"
#include "etl/source/mapping.h"

/* What the warehouse knows of a source. Texts are owned by it; NULL before its first run. */
typedef struct {
	char *mapping_sha256;
	char *content_sha256;
	char *position;
	char *identity;
	char *key_domain; /* within which its keys are hashed; never NULL */
	bool any;         /* it has facts or rejected rows */
	bool audit_due;   /* not compared in full for a week */
	gint64 facts;
} SourceKnown;

bool source_known_read(SourceKnown *known, Database *warehouse, const char *source, GError **error);
void source_known_clear(SourceKnown *known);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SourceKnown, source_known_clear)

typedef struct {
	const char *kind;   /* "ledger", "compare", "timestamp", "files"; static */
	const char *extent; /* "full" or "changes"; static */
	char *position;     /* watermark after this reading; or NULL */
	char *identity;     /* of server, database and kit; or NULL */
	char *note;         /* why it is read in full; or NULL */
	/* of the reading itself */
	char *from_xid; /* ledger: window of its notes */
	char *also_xids;
	char *since; /* timestamp: the last watermark */
} Capture;

void capture_clear(Capture *capture);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Capture, capture_clear)

/* True when every row is read. */
bool capture_is_full(const Capture *capture);

/* Decides for MAPPING inside the reading snapshot of SOURCE. FORCE: why all is to be
 * read, or NULL. Errors are those of the source. */
bool capture_decide(Capture *ret_capture, const Mapping *mapping, Database *source,
		    const SourceKnown *known, const char *force, GError **error);
