/* Incidence and test of competing.h as Robert Gray defined them (cmprsk). */
#include "reports/stats/competing.h"
#include "reports/stats/timeline.h"

/* Of d tied events among n at risk: how much less they vary than d single ones. */
static double ties(double events, double at_risk)
{
	return events > 1 ? 1 - (events - 1) / (at_risk - 1) : 1;
}

/* ── incidence ── */

/* The open share, the incidence f of the cause, and the three sums that make its variance at any
 * later f: squares + f^2 plain - 2 f mixed. */
typedef struct {
	double open, incidence, variance;
	double squares, mixed, plain;
} Incidence;

static void add_sums(Incidence *sums, double weight, double own, double later)
{
	sums->squares += own * own * weight;
	sums->mixed += later * own * weight;
	sums->plain += later * later * weight;
}

static void add_time(Incidence *sums, const TimelineStep *at, unsigned cause)
{
	double n = (double)at->at_risk, ours = (double)at->group_events[cause - 1];
	double others = (double)at->events - ours;
	double before = sums->open, after = before * (n - ours - others) / n;
	double share = before * before / (n * n), later = after > 0 ? 1 / after : 0;
	sums->incidence += before * ours / n;
	if (others > 0 && after > 0)
		add_sums(sums, share * ties(others, n) * others, later * sums->incidence, later);
	if (ours > 0) {
		add_sums(sums, share * ties(ours, n) * ours, 1 + later * sums->incidence, later);
		double f = sums->incidence;
		sums->variance = sums->squares + f * f * sums->plain - 2 * f * sums->mixed;
	}
	sums->open = after;
}

static CompetingIncidence incidence_of(const Incidence *sums)
{
	return (CompetingIncidence){ estimate_of(sums->incidence),
				     estimate_of(MAX(sums->variance, 0)) };
}

void competing_incidence(const CompetingSubject *subjects, size_t count, unsigned causes,
			 unsigned cause, const double *times, size_t time_count,
			 CompetingIncidence *incidences)
{
	g_assert(cause >= 1 && cause <= causes);
	g_autoptr(Timeline) timeline = timeline_new(1, causes);
	for (size_t n = 0; n < count; n++)
		timeline_add(timeline, subjects[n].entry, subjects[n].exit, 0, subjects[n].cause);
	Incidence sums = { .open = 1 };
	size_t next = 0;
	double last = -1;
	for (const TimelineStep *at; (at = timeline_next(timeline)) != NULL;) {
		for (; next < time_count && times[next] < at->time; next++)
			incidences[next] = incidence_of(&sums);
		add_time(&sums, at, cause);
		last = at->time;
	}
	for (; next < time_count; next++) {
		Estimate none = estimate_none(ESTIMATE_NOT_AVAILABLE);
		incidences[next] =
		    times[next] <= last ? incidence_of(&sums) : (CompetingIncidence){ none, none };
	}
}

/* ── the test ── */

/* One group's curves before and after the current time. */
typedef struct {
	double open_before, open, incidence_before, incidence;
	double weight; /* sum of squares of t4, times variance of the hazard: v3 of Gray's paper */
} Group;

/* Gray's running sums over GROUPS (>= 2) groups; matrices by rows. */
typedef struct {
	unsigned groups, causes, cause;
	Group *each;
	double *now;   /* a: how the score of a row moves with the hazard of a column */
	double *sum;   /* c: the same, summed with the pooled subdistribution hazard */
	double *mixed; /* v2 */
	double *score; /* of all groups; they add up to 0 */
	double *variance;
	double pooled_before, pooled; /* incidence under the null hypothesis */
} Gray;

/* Events of the tested cause and of all others in GROUP at this time. */
static void group_counts(const Gray *gray, const TimelineStep *at, unsigned group, double *ours,
			 double *others)
{
	const int64_t *events = &at->group_events[group * gray->causes];
	int64_t all = 0;
	for (unsigned cause = 0; cause < gray->causes; cause++)
		all += events[cause];
	*ours = (double)events[gray->cause - 1];
	*others = (double)(all - events[gray->cause - 1]);
}

/* What the groups' curves become, and the pooled risk sets: at_risk / open of each (*hazard) and
 * that times what has not failed of the cause (*risk). */
static void move_groups(Gray *gray, const TimelineStep *at, double *hazard, double *risk)
{
	*hazard = *risk = 0;
	for (unsigned group = 0; group < gray->groups; group++) {
		Group *own = &gray->each[group];
		double n = (double)at->group_at_risk[group], ours, others;
		if (n <= 0)
			continue;
		group_counts(gray, at, group, &ours, &others);
		own->open = own->open_before * (n - ours - others) / n;
		own->incidence = own->incidence_before + own->open_before * ours / n;
		*hazard += n / own->open_before;
		*risk += n * (1 - own->incidence_before) / own->open_before;
	}
}

/* The matrices a and c at this time, with OURS events of the cause in all groups. */
static void move_matrices(Gray *gray, const TimelineStep *at, double hazard, double ours)
{
	double step = ours / (hazard * (1 - gray->pooled_before));
	for (unsigned row = 0; row < gray->groups; row++) {
		double left = (double)at->group_at_risk[row] / gray->each[row].open_before;
		for (unsigned column = 0; column < gray->groups; column++) {
			double right =
			    (double)at->group_at_risk[column] / gray->each[column].open_before;
			size_t cell = (size_t)row * gray->groups + column;
			bool at_risk = at->group_at_risk[row] > 0 && at->group_at_risk[column] > 0;
			double moved = (row == column ? left : 0) - left * right / hazard;
			gray->now[cell] = at_risk ? moved : 0;
			gray->sum[cell] += gray->now[cell] * step;
		}
	}
}

/* Adds the variance of one hazard of group COLUMN: WEIGHT is its variance, FACTOR Gray's t4, and
 * the score of a row moves by a - FACTOR c (without a where it is another cause's hazard). */
static void add_variance(Gray *gray, unsigned column, double weight, double factor, bool own_cause)
{
	unsigned groups = gray->groups;
	gray->each[column].weight += factor * factor * weight;
	for (unsigned row = 0; row < groups; row++) {
		size_t cell = (size_t)row * groups + column;
		double first = (own_cause ? gray->now[cell] : 0) - factor * gray->sum[cell];
		gray->mixed[cell] += first * factor * weight;
		for (unsigned other = 0; other < groups; other++) {
			size_t second_cell = (size_t)other * groups + column;
			double second = (own_cause ? gray->now[second_cell] : 0) -
					factor * gray->sum[second_cell];
			gray->variance[(size_t)row * groups + other] += first * second * weight;
		}
	}
}

/* The hazard of the cause is the pooled one in every group. */
static void add_own_cause(Gray *gray, const TimelineStep *at, double hazard, double ours)
{
	for (unsigned group = 0; group < gray->groups; group++) {
		Group *own = &gray->each[group];
		double n = (double)at->group_at_risk[group];
		if (n <= 0 || ours <= 0)
			continue;
		double factor = own->open > 0 ? 1 - (1 - gray->pooled) / own->open : 1;
		double tied = ties(ours, hazard * own->open_before);
		add_variance(gray, group, tied * own->open_before * ours / (hazard * n), factor,
			     true);
	}
}

static void add_other_causes(Gray *gray, const TimelineStep *at)
{
	for (unsigned group = 0; group < gray->groups; group++) {
		Group *own = &gray->each[group];
		double n = (double)at->group_at_risk[group], ours, others;
		group_counts(gray, at, group, &ours, &others);
		if (own->open <= 0 || others <= 0)
			continue;
		double share = own->open_before / n;
		/* for another cause the score moves by t4 c, and v2 by its opposite */
		add_variance(gray, group, ties(others, n) * share * share * others,
			     -(1 - gray->pooled) / own->open, false);
	}
}

static void add_test_time(Gray *gray, const TimelineStep *at)
{
	if (at->events == 0)
		return;
	double hazard, risk, ours = 0;
	for (unsigned group = 0; group < gray->groups; group++)
		ours += (double)at->group_events[group * gray->causes + gray->cause - 1];
	move_groups(gray, at, &hazard, &risk);
	gray->pooled = gray->pooled_before + ours / hazard;
	move_matrices(gray, at, hazard, ours);
	for (unsigned group = 0; group < gray->groups; group++) {
		const Group *own = &gray->each[group];
		double n = (double)at->group_at_risk[group], mine, others;
		if (n <= 0)
			continue;
		group_counts(gray, at, group, &mine, &others);
		gray->score[group] +=
		    mine - ours * n * (1 - own->incidence_before) / (own->open_before * risk);
	}
	add_own_cause(gray, at, hazard, ours);
	add_other_causes(gray, at);
	gray->pooled_before = gray->pooled;
	for (unsigned group = 0; group < gray->groups; group++) {
		gray->each[group].open_before = gray->each[group].open;
		gray->each[group].incidence_before = gray->each[group].incidence;
	}
}

/* The sums that could only be closed at the end; then the test of all groups but the last. */
static ScoreTest close_sums(const Gray *gray)
{
	unsigned tested = gray->groups - 1;
	g_autofree double *variance = g_new0(double, (size_t)tested *tested);
	for (unsigned row = 0; row < tested; row++)
		for (unsigned column = 0; column < tested; column++) {
			double *cell = &variance[(size_t)row * tested + column];
			*cell = gray->variance[(size_t)row * gray->groups + column];
			for (unsigned group = 0; group < gray->groups; group++) {
				size_t left = (size_t)row * gray->groups + group;
				size_t right = (size_t)column * gray->groups + group;
				*cell +=
				    gray->sum[left] * gray->sum[right] * gray->each[group].weight +
				    gray->sum[left] * gray->mixed[right] +
				    gray->sum[right] * gray->mixed[left];
			}
		}
	return score_test(gray->score, variance, tested);
}

static ScoreTest walk(Timeline *timeline, unsigned groups, unsigned causes, unsigned cause)
{
	size_t cells = (size_t)groups * groups;
	g_autofree Group *each = g_new0(Group, groups);
	g_autofree double *now = g_new0(double, cells);
	g_autofree double *sum = g_new0(double, cells);
	g_autofree double *mixed = g_new0(double, cells);
	g_autofree double *score = g_new0(double, groups);
	g_autofree double *variance = g_new0(double, cells);
	Gray gray = { groups, causes, cause, each, now, sum, mixed, score, variance, 0, 0 };
	for (unsigned group = 0; group < groups; group++)
		each[group].open_before = each[group].open = 1;
	for (const TimelineStep *at; (at = timeline_next(timeline)) != NULL;)
		add_test_time(&gray, at);
	return close_sums(&gray);
}

/* Numbers the groups that have anybody from 0 on; says how many. */
static unsigned renumber(const CompetingSubject *subjects, const unsigned *groups, size_t count,
			 unsigned group_count, unsigned causes, unsigned *number)
{
	unsigned next = 0;
	for (unsigned group = 0; group < group_count; group++)
		number[group] = 0;
	for (size_t n = 0; n < count; n++)
		if (groups[n] < group_count && subjects[n].cause <= causes &&
		    timeline_times_hold(subjects[n].entry, subjects[n].exit))
			number[groups[n]] = 1;
	for (unsigned group = 0; group < group_count; group++)
		if (number[group] != 0)
			number[group] = next++;
	return next;
}

ScoreTest competing_gray_test(const CompetingSubject *subjects, const unsigned *groups,
			      size_t count, unsigned group_count, unsigned causes, unsigned cause)
{
	g_assert(cause >= 1 && cause <= causes);
	ScoreTest none = { estimate_none(ESTIMATE_NOT_AVAILABLE),
			   estimate_none(ESTIMATE_NOT_AVAILABLE), 0 };
	g_autofree unsigned *number = g_new0(unsigned, group_count);
	unsigned used = renumber(subjects, groups, count, group_count, causes, number);
	if (used < 2)
		return score_test(NULL, NULL, 0);
	g_autoptr(Timeline) timeline = timeline_new(used, causes);
	for (size_t n = 0; n < count; n++) {
		if (subjects[n].entry > 0)
			return none;
		if (groups[n] < group_count)
			timeline_add(timeline, subjects[n].entry, subjects[n].exit,
				     number[groups[n]], subjects[n].cause);
	}
	return walk(timeline, used, causes, cause);
}
