/*
 * Standing: one release as it stands at the desk, and which step may be next.
 */
#pragma once

#include "reports/release/desk.h"

/* Texts are NULL where nothing was said; days and hours are as people of the jurisdiction read
 * them. */
typedef struct {
	char *release_id;
	char *plan;
	char *params; /* JSON */
	gint64 run_no;
	char *jurisdiction;
	char *state;
	char *as_at;
	char *prepared_by;
	char *replaces;    /* the release that this one corrects */
	char *approved_by; /* parted by "; " */
	char *embargo;
	bool embargo_ahead;
	char *audited; /* sha256 of what was audited */
	char *company; /* hash of all releases that it was audited with */
	char *hour;    /* announced */
	bool hour_ahead;
	bool hour_over; /* so long past that it may not leave any more */
	char *published_at;
	char *path;     /* of its folder */
	char *manifest; /* sha256 of its manifest */
	bool placed;    /* the folder has its name */
} Standing;

void standing_free(Standing *standing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Standing, standing_free)

/* The release RELEASE_ID; SHUMAR_ERROR_USAGE names the nearest when there is none. Transfer full.
 */
Standing *standing_read(Desk *desk, const char *release_id, GError **error);

/* All releases, newest first (of Standing). Transfer full. */
GPtrArray *standing_all(Desk *desk, GError **error);

/* Whether STEP ("audit", "approve", "publish", "withdraw", "correct") may be taken now, by the
 * order of steps: SHUMAR_ERROR_CONFIG says why not and what to do. */
bool standing_allows(const Standing *standing, const char *step, GError **error);

/* What it waits for, as words of a line. Transfer full. */
char *standing_next(const Standing *standing);

/* Moves the release on from the state it is in, within the transaction. */
bool standing_move(Desk *desk, const Standing *standing, const char *becomes, GError **error);
