/*
 * Union: everything that is public of a release and of all that were public before it, as one
 * system of figures and sums.
 *
 * A figure of the same key in two releases is the same figure, unless it was revised: a block
 * (places and days of a figure) is revised in a release when a figure of it that was public has
 * another value now. Figures that are not published and hold a part of a revised block are new
 * figures then; those that were published keep what was printed, beside the new one. Which it is
 * stands in release.cell.version, and is a part of the key in the joined system:
 *
 *     cases_registered|PKP|all|2026-10-01|2026-10-31|punjab-monthly-2026-10
 *
 * What was hidden stays hidden, what was published stays published, as long as it is the same
 * figure. Withdrawn and replaced releases count: what was public stays known.
 */
#pragma once

#include "core/database/database.h"
#include "reports/disclosure/store.h"

#define UNION_NO_CELL G_MAXUINT

typedef struct {
	char *key; /* measure|place|kind|first|last */
	char *measure, *place, *kind;
	guint32 first, last; /* julian */
	CellState state;
	bool missing; /* not covered: in no sum, and not in the union */
	gint64 value; /* the true one where it is known */
	gint64 least;
	char *version; /* NULL: to be found by union_versions */
	char *table;   /* NULL: unpublished */
	char *rule;    /* of a hidden one; NULL: not known, or none */
	bool kept;     /* hidden, or published, because it was so before */
	bool revised;  /* was public with another value */
	bool evidence; /* printed, it says that something else was revised */
	bool protects; /* rules apply to it */
	bool inner;    /* of the lattice's inner level */
	bool provisional;
	const char *coverage; /* interned */
	guint cell;           /* in the joined store; UNION_NO_CELL: not in it */
} UnionCell;

typedef struct {
	char *name;
	GArray *terms; /* of StoreTerm; cell is the place in cells of the release */
} UnionSum;

typedef struct {
	char *release_id;
	GPtrArray *cells; /* of UnionCell */
	GPtrArray *sums;  /* of UnionSum */
	GHashTable *keys; /* key → UnionCell */
} UnionRelease;

UnionRelease *union_release_new(const char *release_id);
void union_release_free(UnionRelease *release);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(UnionRelease, union_release_free)
UnionCell *union_add_cell(UnionRelease *release, const char *measure, const char *place,
			  const char *kind, guint32 first, guint32 last);

/* The releases that were ever public (published, withdrawn, replaced), but for EXCEPT, oldest
 * first; elements UnionRelease. VALUES: with the true values of what is not published. Transfer
 * full. */
GPtrArray *union_load(Database *db, const char *except, bool values, GError **error);
/* One release, whatever its state. */
UnionRelease *union_load_one(Database *db, const char *release_id, bool values, GError **error);

/* How PLACE stands to OTHER. */
typedef enum { UNION_APART, UNION_OVERLAPS, UNION_WITHIN } UnionStand;
typedef UnionStand (*UnionPlaces)(const char *place, const char *other, gpointer payload);

/* Finds the versions of NEWEST's cells against EARLIER, and which of them have to stay as they were
 * (state, kept). ZEROS_TOLD: all of them are printed, also those of figures that were withheld. */
void union_versions(const GPtrArray *earlier, UnionRelease *newest, UnionPlaces places,
		    gpointer payload, bool zeros_told);

/* Gives the cells of release NUMBER the versions that a reader believes in who takes for unchanged
 * what nothing printed says has changed. The smallest figures speak first, whether they are printed
 * anew or outgrown (outgrown.h): a province that lost a case lost it in the one district
 * whose quarter is not its months any more. The releases before it have their versions. */
void union_believe(const GPtrArray *releases, guint number, UnionPlaces places, gpointer payload);

/* True when CELL of the newest release is printed, and was under its version; STORE is the joined
 * system. */
bool union_was_printed(const Store *store, const UnionCell *cell);

/* The blocks of the smallest of CELLS (of UnionCell of NEWEST) were revised, as what is printed
 * says without naming them: figures that overlap one are new, but those printed before and now as
 * they were. STORE is the joined system. False: there is none. */
bool union_revise(UnionRelease *newest, const Store *store, const GPtrArray *cells,
		  UnionPlaces places, gpointer payload, bool zeros_told);

/* The joined system of RELEASES; of published cells the value, of others that of the first release
 * which has it. Cells that no rule applies to are left out unless ALL. Those that were published
 * before the last release are forced. Sets UnionCell.cell. Transfer full. */
Store *union_join(const GPtrArray *releases, bool all);

/* "KEY is not protected since RELEASE" of a key in a joined system. Transfer full. */
char *union_since(const char *key);

/* The joined public system of RELEASE_ID and all earlier public releases, without any value that is
 * not published (0); *RET_BEFORE is that of the earlier ones alone. Transfer full. */
Store *union_public(Database *db, const char *release_id, Store **ret_before, GError **error);
