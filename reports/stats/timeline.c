#include "reports/stats/timeline.h"

#include <math.h>

typedef struct {
	double entry, exit;
	unsigned group, cause;
} Subject;

typedef struct {
	double time;
	unsigned group;
} Entry;

struct Timeline {
	unsigned groups, causes;
	GArray *subjects; /* by exit once sorted */
	GArray *entries;  /* by time once sorted */
	size_t next_subject, next_entry;
	bool sorted;
	int64_t *at_risk, *events;
	TimelineStep step;
};

Timeline *timeline_new(unsigned groups, unsigned causes)
{
	Timeline *timeline = g_new0(Timeline, 1);
	timeline->groups = groups;
	timeline->causes = causes;
	timeline->subjects = g_array_new(FALSE, FALSE, sizeof(Subject));
	timeline->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
	timeline->at_risk = g_new0(int64_t, groups);
	timeline->events = g_new0(int64_t, (size_t)groups * causes);
	timeline->step.group_at_risk = timeline->at_risk;
	timeline->step.group_events = timeline->events;
	return timeline;
}

void timeline_free(Timeline *timeline)
{
	if (timeline == NULL)
		return;
	g_array_unref(timeline->subjects);
	g_array_unref(timeline->entries);
	g_free(timeline->at_risk);
	g_free(timeline->events);
	g_free(timeline);
}

bool timeline_times_hold(double entry, double exit)
{
	if (!isfinite(entry) || !isfinite(exit) || entry < 0 || exit < entry)
		return false;
	return entry == 0 || exit > entry;
}

bool timeline_add(Timeline *timeline, double entry, double exit, unsigned group, unsigned cause)
{
	if (!timeline_times_hold(entry, exit) || group >= timeline->groups ||
	    cause > timeline->causes)
		return false;
	g_assert(!timeline->sorted);
	Subject subject = { entry, exit, group, cause };
	/* who was there from the start is at risk at time 0 too */
	Entry came = { entry > 0 ? entry : -1, group };
	g_array_append_val(timeline->subjects, subject);
	g_array_append_val(timeline->entries, came);
	return true;
}

size_t timeline_subjects(const Timeline *timeline)
{
	return timeline->subjects->len;
}

static int by_exit(const void *a, const void *b)
{
	const Subject *left = a, *right = b;
	return (left->exit > right->exit) - (left->exit < right->exit);
}

static int by_time(const void *a, const void *b)
{
	const Entry *left = a, *right = b;
	return (left->time > right->time) - (left->time < right->time);
}

static void sort(Timeline *timeline)
{
	g_array_sort(timeline->subjects, by_exit);
	g_array_sort(timeline->entries, by_time);
	timeline->sorted = true;
}

/* Whoever left at the last time is no longer at risk. */
static void leave(Timeline *timeline)
{
	for (size_t n = timeline->next_subject; n-- > 0;) {
		const Subject *subject = &g_array_index(timeline->subjects, Subject, n);
		if (subject->exit != timeline->step.time)
			break;
		timeline->at_risk[subject->group]--;
		timeline->step.at_risk--;
	}
}

static void enter(Timeline *timeline, double time)
{
	for (; timeline->next_entry < timeline->entries->len; timeline->next_entry++) {
		const Entry *entry = &g_array_index(timeline->entries, Entry, timeline->next_entry);
		if (entry->time >= time)
			break;
		timeline->at_risk[entry->group]++;
		timeline->step.at_risk++;
	}
}

static void count_exits(Timeline *timeline, double time)
{
	TimelineStep *step = &timeline->step;
	step->events = step->censored = 0;
	for (size_t n = 0; n < (size_t)timeline->groups * timeline->causes; n++)
		timeline->events[n] = 0;
	for (; timeline->next_subject < timeline->subjects->len; timeline->next_subject++) {
		const Subject *subject =
		    &g_array_index(timeline->subjects, Subject, timeline->next_subject);
		if (subject->exit != time)
			break;
		if (subject->cause == 0) {
			step->censored++;
			continue;
		}
		step->events++;
		timeline->events[subject->group * timeline->causes + subject->cause - 1]++;
	}
}

const TimelineStep *timeline_next(Timeline *timeline)
{
	if (!timeline->sorted)
		sort(timeline);
	leave(timeline);
	if (timeline->next_subject == timeline->subjects->len)
		return NULL;
	double time = g_array_index(timeline->subjects, Subject, timeline->next_subject).exit;
	timeline->step.time = time;
	enter(timeline, time);
	count_exits(timeline, time);
	return &timeline->step;
}
