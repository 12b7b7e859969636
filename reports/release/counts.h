/*
 * Counts: what a release's measures come to, per district, kind and piece of its periods, and what
 * records cover.
 *
 * A count of sql/release/counts_MEASURE.sql says in its header of which feed it is, which event
 * makes it late, of which levels its kinds are, whether rules of disclosure apply to it
 * ("protects: persons" or "none"), that it is counted by whole months only ("days: month"), and how
 * it stands to another: it is a kind of that ("is: MEASURE KIND"), a part ("part-of: MEASURE"), or
 * holds it ("holds: MEASURE"). A part may say of which kinds of the whole all are in it ("all-of:
 * KIND, KIND"), and of which some may be ("some-of:"); of the others none is, by what words mean.
 */
#pragma once

#include "core/database/database.h"
#include "reports/disclosure/lattice.h"

typedef struct {
	char *name;
	char *feed, *event;                   /* NULL: of a table */
	GPtrArray *levels;                    /* of char*, levels of kinds that it is counted by */
	bool protects, months;                /* rules apply; of whole months only */
	char *is, *is_kind, *part_of, *holds; /* measures, or NULL */
	char **all_of, **some_of;             /* kinds of part_of, or NULL */
	GArray *pieces;                       /* of LatticeSpan, in order */
	GHashTable *cells;    /* "place|kind" (members) → gint64[pieces + 1], summed up to each */
	GHashTable *states;   /* "place|first|last" → interned text */
	guint32 mature_to;    /* julian; later days are provisional */
	GArray *levels_known; /* of guint */
} Counts;

/* True when the warehouse can count MEASURE. */
bool counts_are_known(const char *measure);

/* Reads the header of MEASURE. SHUMAR_ERROR_CONFIG when there is none. */
Counts *counts_new(const char *measure, GError **error);
/* Counts of a table, by kinds of LEVEL alone; rules apply to them. */
Counts *counts_of_table(const char *measure, const char *level);
void counts_free(Counts *counts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Counts, counts_free)

/* The dimensions of JURISDICTION: province (its own name), division, before, district; and kinds.
 */
Dimension *counts_places(Database *db, const char *jurisdiction, GError **error);
Dimension *counts_kinds(Database *db, GError **error);

/* Counts pieces of SPANS (of LatticeSpan). AS_AT is a day. */
bool counts_read(Counts *counts, Database *db, const Dimension *places, const Dimension *kinds,
		 const char *jurisdiction, const GArray *spans, const char *as_at, GError **error);

/* Adds N to the finest PLACE and KIND on the piece that FIRST is in; for counts of a table. */
void counts_add(Counts *counts, guint place, guint kind, guint32 first, gint64 n);
void counts_set_pieces(Counts *counts, const Dimension *kinds, GArray *pieces);
/* After the last counts_add. */
void counts_end(Counts *counts);

/* The count of any PLACE, KIND and SPAN that is made of whole pieces. */
gint64 counts_value(const Counts *counts, const Dimension *places, const Dimension *kinds,
		    guint place, guint kind, LatticeSpan span);

/* "covered", "partial", "not-reported", "not-yet" or "did-not-exist" of one of the spans read. */
const char *counts_state(const Counts *counts, const Dimension *places, guint place,
			 LatticeSpan span);
