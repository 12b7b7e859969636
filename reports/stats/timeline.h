/*
 * Timelines: subjects sorted once, then every distinct time of exit with who was at risk, left and
 * had an event. What survival curves, cumulative incidence and their tests walk along.
 *
 *     g_autoptr(Timeline) timeline = timeline_new(groups, causes);
 *     timeline_add(timeline, 0, 287, group, cause);
 *     for (const TimelineStep *at; (at = timeline_next(timeline)) != NULL;)
 *             ...
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Timeline Timeline;

/* Counts at one time, in all and by group and cause. Valid until the next call. */
typedef struct {
	double time;
	int64_t at_risk;              /* entered before, not out before */
	int64_t events, censored;     /* at this time */
	const int64_t *group_at_risk; /* [group] */
	const int64_t *group_events;  /* [group * causes + cause - 1] */
} TimelineStep;

/* Transfer full. */
Timeline *timeline_new(unsigned groups, unsigned causes);
void timeline_free(Timeline *timeline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Timeline, timeline_free)

/* Whether the times of a subject can be: numbers, not below 0, not out before in, nor out as soon
 * as in unless it was there from the start (ENTRY 0). */
bool timeline_times_hold(double entry, double exit);

/* Adds a subject of GROUP that was seen in (ENTRY, EXIT] and left by CAUSE, 0 for censored. Says
 * false and adds nothing when the times, the group or the cause cannot be. */
bool timeline_add(Timeline *timeline, double entry, double exit, unsigned group, unsigned cause);

/* How many were added. */
size_t timeline_subjects(const Timeline *timeline);

/* The next distinct time of exit, or NULL. The first call sorts: O(n log n) in all. */
const TimelineStep *timeline_next(Timeline *timeline);
