#include "app/demo_release.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/log.h"
#include "core/period.h"
#include "core/warehouse/warehouse.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MONTHLY      "punjab-monthly"
#define MONTHS       3
#define NOTE         "press-note" /* Pakpattan's first year of its VWPS, first of all */
#define RELEASES     (MONTHS + 1)
#define NOTICE       30 /* days before the last records that the hours are announced */
#define HOUR         "09:30"
#define CLOCK        "SHUMAR_CLOCK"
#define STATISTICIAN "Bilal Ahmed (invented)"

static const char *const approvers[] = { "Ayesha Malik, DSP (invented)",
					 "Kamran Shah, SP (invented)" };

static const char *const note_params[] = { "district=PKP", "from=2023-08-01", "to=2024-07-31",
					   NULL };
#define NOTE_ID NOTE "-pkp-2023-08-01-2024-07-31"

/* One release: of a plan with parameters, on a day of the clock. */
typedef struct {
	CommandContext *context;
	Database *db;
	const char *plan;
	char *id;
	char **params;  /* "name=value" */
	char *day;      /* on which it is published */
	char *last_day; /* of the newest one: the ledger goes so far */
	char *folder;   /* of all releases */
} Release;

static void release_clear(Release *release)
{
	g_free(release->id);
	g_strfreev(release->params);
	g_free(release->day);
	g_free(release->last_day);
	g_free(release->folder);
}

/* ── the clock ── */

static char *day_after(const GDate *until, int days)
{
	GDate day = *until;
	if (days >= 0)
		g_date_add_days(&day, (guint)days);
	else
		g_date_subtract_days(&day, (guint)-days);
	return date_text(&day);
}

static void tell_clock(const char *day, const char *time)
{
	g_autofree char *instant = g_strdup_printf("%sT%s+05:00", day, time);
	g_setenv(CLOCK, instant, TRUE);
}

/* ── how far it has come ── */

typedef struct {
	char state[16]; /* "" before it is prepared */
	bool announced;
	gint64 approvals;
	bool folder_there;
	bool behind; /* lines of the ledger are later than the clock */
} Stage;

static bool look(const Release *release, Stage *stage, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(release->db, sqltext(SQL_CORE_DEMO_RELEASE),
			 DATABASE_PARAMS(release->id, g_getenv(CLOCK)), error);
	if (row == NULL)
		return false;
	*stage = (Stage){ .announced = result_bool(row, 0, 1),
			  .approvals = result_int64(row, 0, 2),
			  .behind = result_bool(row, 0, 4) };
	if (!result_is_null(row, 0, 0))
		g_strlcpy(stage->state, result_text(row, 0, 0), sizeof stage->state);
	const char *path = result_text(row, 0, 3);
	stage->folder_there = path != NULL && g_file_test(path, G_FILE_TEST_IS_DIR);
	return true;
}

/* ── the commands ── */

static bool call(const Release *release, const char *command, const char *const *words,
		 GError **error)
{
	g_auto(GStrv) copy = g_strdupv((char **)(guintptr)words);
	return command_call(release->context, "release", command, copy, error);
}

static bool announce(const Release *release, GError **error)
{
	const char *const words[] = { "announce", release->id, "--on",       release->day, "--at",
				      HOUR,       "--by",      approvers[0], NULL };
	return call(release, "calendar", words, error);
}

static bool prepare(const Release *release, GError **error)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	g_ptr_array_add(words, (char *)(guintptr)release->plan);
	for (char **param = release->params; *param != NULL; param++) {
		g_ptr_array_add(words, (char *)(guintptr) "--param");
		g_ptr_array_add(words, *param);
	}
	g_ptr_array_add(words, (char *)(guintptr) "--by");
	g_ptr_array_add(words, (char *)(guintptr)STATISTICIAN);
	g_ptr_array_add(words, NULL);
	tell_clock(release->day, "08:00:00");
	return call(release, "prepare", (const char *const *)words->pdata, error);
}

static bool audit(const Release *release, GError **error)
{
	const char *const words[] = { release->id, NULL };
	tell_clock(release->day, "08:30:00");
	return call(release, "audit", words, error);
}

static bool approve(const Release *release, gint64 already, GError **error)
{
	tell_clock(release->day, "09:00:00");
	for (gint64 n = already; n < (gint64)G_N_ELEMENTS(approvers); n++) {
		const char *const words[] = { release->id, "--by", approvers[n], NULL };
		if (!call(release, "approve", words, error))
			return false;
	}
	return true;
}

/* At the hour of release on DAY (NULL: the one that was announced). */
static bool publish(const Release *release, const char *day, GError **error)
{
	const char *const words[] = { release->id, "-o", release->folder, NULL };
	tell_clock(day != NULL ? day : release->day, HOUR ":00");
	return call(release, "publish", words, error);
}

/* ── one release ── */

static bool is_at(const Stage *stage, const char *state)
{
	return strcmp(stage->state, state) == 0;
}

/* It was public, and its folder was taken away: the same bytes come back, unless the program or a
 * template is another by now, and then none. */
static bool republish(const Release *release)
{
	g_autoptr(GError) fault = NULL;
	if (!publish(release, release->last_day, &fault))
		log_warning("the folder of a release is gone, and does not come back", "release",
			    release->id, "why", fault->message, NULL);
	return true;
}

/* Whether nothing is left to do for it. */
static bool is_there(const Stage *stage)
{
	return is_at(stage, "withdrawn") || is_at(stage, "replaced") ||
	       (is_at(stage, "published") && stage->folder_there);
}

/* From where it was left. */
static bool provide(const Release *release, const Stage *stage, GError **error)
{
	if (is_at(stage, "published"))
		return republish(release);
	if ((is_at(stage, "") || is_at(stage, "refused")) && !prepare(release, error))
		return false;
	if (!is_at(stage, "audited") && !is_at(stage, "approved") && !audit(release, error))
		return false;
	return (is_at(stage, "approved") || approve(release, stage->approvals, error)) &&
	       publish(release, NULL, error);
}

/* PROVIDE, with a line before it and one after. What may not be published of so few records is
 * said, and the next one goes on. */
static bool provide_one(const Release *releases, int n, GError **error)
{
	const Release *release = &releases[n];
	g_autoptr(GError) fault = NULL;
	gint64 start_us = g_get_monotonic_time();
	Stage stage;
	if (!look(release, &stage, error))
		return false;
	if (is_there(&stage))
		return true;
	printf("release %d of %d: %s\n", n + 1, RELEASES, release->id);
	fflush(stdout);
	bool done = provide(release, &stage, &fault);
	if (!done && error_exit_code(fault) != SHUMAR_ERROR_DISCLOSURE) {
		g_propagate_error(error, g_steal_pointer(&fault));
		return false;
	}
	const char *remedy = done ? NULL : error_hint(fault);
	if (!done)
		log_warning("a release was refused", "release", release->id, "why", fault->message,
			    "remedy", remedy != NULL ? remedy : "", NULL);
	printf("release %d of %d: %s after %.0f s\n", n + 1, RELEASES,
	       done ? "done" : "refused, and left out,",
	       (double)(g_get_monotonic_time() - start_us) / 1e6);
	fflush(stdout);
	return true;
}

/* The hours of all, long before; false without *error when the desk's time is past that. */
static bool announce_all(const Release *releases, const GDate *until, GError **error)
{
	g_autofree char *day = day_after(until, -NOTICE);
	tell_clock(day, "10:00:00");
	for (int n = 0; n < RELEASES; n++) {
		Stage stage;
		if (!look(&releases[n], &stage, error))
			return false;
		if (stage.announced)
			continue;
		if (stage.behind) {
			log_warning(
			    "the release desk has gone on to a later time; its releases are "
			    "left as they are",
			    "release", releases[n].id, NULL);
			return false;
		}
		if (!announce(&releases[n], error))
			return false;
	}
	return true;
}

/* The newest of RELEASES that has a folder; NULL: none. */
static const Release *newest_of(const Release *releases)
{
	for (int n = RELEASES - 1; n >= 0; n--) {
		g_autofree char *made = g_build_filename(releases[n].folder, releases[n].id, NULL);
		if (g_file_test(made, G_FILE_TEST_IS_DIR))
			return &releases[n];
	}
	return NULL;
}

/* FOLDER/release is the newest one, by a link within the folder. */
static bool link_newest(const char *folder, const Release *newest, GError **error)
{
	g_autofree char *link = g_build_filename(folder, "release", NULL);
	g_autofree char *target =
	    newest != NULL ? g_build_filename("releases", newest->id, NULL) : NULL;
	g_autofree char *there = g_file_read_link(link, NULL);
	if (target == NULL || g_strcmp0(there, target) == 0)
		return true;
	(void)g_unlink(link);
	if (symlink(target, link) == 0)
		return true;
	error_set_errno(error, SHUMAR_ERROR_OUTPUT, errno,
			"Take away what is there, or name another folder with -o.",
			"cannot make the link '%s'", link);
	return false;
}

/* ── all of them ── */

static Period newest_month(const GDate *until)
{
	Period month = period_of(PERIOD_MONTH, until);
	return g_date_compare(&month.last, until) == 0 ? month : period_shift(&month, -1);
}

/* What all have alike; N-th of the days after the last records. Takes PARAMS, ID. */
static Release release_on(const Release *like, int n, const GDate *until, char *id, char **params)
{
	Release release = *like;
	release.id = id;
	release.params = params;
	release.folder = g_strdup(like->folder);
	release.day = day_after(until, n + 1);
	release.last_day = day_after(until, RELEASES);
	return release;
}

static void name_releases(Release *releases, const Release *like, const GDate *until)
{
	Period newest = newest_month(until);
	Release note = *like;
	note.plan = NOTE;
	releases[0] = release_on(&note, 0, until, g_strdup(NOTE_ID),
				 g_strdupv((char **)(guintptr)note_params));
	for (int n = 1; n < RELEASES; n++) {
		Period month = period_shift(&newest, n - MONTHS);
		g_autofree char *name = period_name(&month);
		g_autofree char *param = g_strdup_printf("month=%s", name);
		const char *const params[] = { param, NULL };
		releases[n] = release_on(like, n, until, g_strdup_printf(MONTHLY "-%s", name),
					 g_strdupv((char **)(guintptr)params));
	}
}

static bool provide_all(const Release *releases, const GDate *until, const char *folder,
			GError **error)
{
	if (!announce_all(releases, until, error))
		return false;
	for (int n = 0; n < RELEASES; n++) {
		if (!provide_one(releases, n, error))
			return false;
	}
	return link_newest(folder, newest_of(releases), error);
}

bool demo_release_mark(const Config *config, GError **error)
{
	g_autoptr(Database) db = warehouse_open(config, "demo", error);
	return db != NULL &&
	       database_exec(db, sqltext(SQL_CORE_DEMO_MARK), DATABASE_NO_PARAMS, NULL, error);
}

static void print_newest(const char *folder)
{
	g_autofree char *newest = g_build_filename(folder, "release", NULL);
	if (g_file_test(newest, G_FILE_TEST_IS_DIR))
		printf("the newest release: shumar release verify %s\n", newest);
}

bool demo_release_provide(CommandContext *context, const GDate *until, const char *folder,
			  GError **error)
{
	g_autofree char *clock = g_strdup(g_getenv(CLOCK));
	g_autofree char *below = g_build_filename(folder, "releases", NULL);
	g_autoptr(GError) fault = NULL;
	Release releases[RELEASES];
	const Config *config = command_config(context, error);
	g_autoptr(Database) db = config != NULL ? warehouse_open(config, "demo", error) : NULL;
	if (db == NULL)
		return false;
	const Release like = { .context = context, .db = db, .plan = MONTHLY, .folder = below };
	name_releases(releases, &like, until);
	bool done = provide_all(releases, until, folder, &fault);
	for (int n = 0; n < RELEASES; n++)
		release_clear(&releases[n]);
	if (clock != NULL)
		g_setenv(CLOCK, clock, TRUE);
	else
		g_unsetenv(CLOCK);
	if (!done && fault != NULL) {
		g_propagate_error(error, g_steal_pointer(&fault));
		return false;
	}
	print_newest(folder);
	return true;
}
