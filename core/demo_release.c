#include "core/demo_release.h"

#include "core/error.h"
#include "core/log.h"
#include "core/period.h"
#include "core/sqltext.h"
#include "core/warehouse.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The default plan, punjab-monthly, takes too long to protect for a demonstration. */
#define PLAN         "district-monthly"
#define MONTHS       3
#define NOTICE       30 /* days before the last records that the hours are announced */
#define HOUR         "09:30"
#define CLOCK        "SHUMAR_CLOCK"
#define STATISTICIAN "Bilal Ahmed (invented)"

static const char *const approvers[] = { "Ayesha Malik, DSP (invented)",
					 "Kamran Shah, SP (invented)" };

/* One release: of a month, on a day of the clock. */
typedef struct {
	CommandContext *context;
	Database *db;
	char *id;
	char *month;
	char *day;      /* on which it is published */
	char *last_day; /* of the newest one: the ledger goes so far */
	char *folder;   /* of all releases */
} Release;

static void release_clear(Release *release)
{
	g_free(release->id);
	g_free(release->month);
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
	    database_one(release->db, sqltext("core/demo_release.sql"),
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
	const char *const words[] = { PLAN, "--param", release->month, "--by", STATISTICIAN, NULL };
	tell_clock(release->day, "08:00:00");
	return call(release, "prepare", words, error);
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

/* From where it was left. */
static bool provide(const Release *release, GError **error)
{
	Stage stage;
	if (!look(release, &stage, error))
		return false;
	bool ended = is_at(&stage, "withdrawn") || is_at(&stage, "replaced");
	if (ended || (is_at(&stage, "published") && stage.folder_there))
		return true;
	if (is_at(&stage, "published"))
		return republish(release);
	if ((is_at(&stage, "") || is_at(&stage, "refused")) && !prepare(release, error))
		return false;
	if (!is_at(&stage, "audited") && !is_at(&stage, "approved") && !audit(release, error))
		return false;
	return (is_at(&stage, "approved") || approve(release, stage.approvals, error)) &&
	       publish(release, NULL, error);
}

/* The hours of all, long before; false without *error when the desk's time is past that. */
static bool announce_all(const Release *releases, const GDate *until, GError **error)
{
	g_autofree char *day = day_after(until, -NOTICE);
	tell_clock(day, "10:00:00");
	for (int n = 0; n < MONTHS; n++) {
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

/* FOLDER/release is the newest one, by a link within the folder. */
static bool link_newest(const char *folder, const Release *newest, GError **error)
{
	g_autofree char *link = g_build_filename(folder, "release", NULL);
	g_autofree char *target = g_build_filename("releases", newest->id, NULL);
	g_autofree char *there = g_file_read_link(link, NULL);
	g_autofree char *made = g_build_filename(folder, target, NULL);
	if (g_strcmp0(there, target) == 0 || !g_file_test(made, G_FILE_TEST_IS_DIR))
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

static void name_releases(Release *releases, CommandContext *context, Database *db,
			  const GDate *until, const char *folder)
{
	Period newest = newest_month(until);
	for (int n = 0; n < MONTHS; n++) {
		Period month = period_shift(&newest, n + 1 - MONTHS);
		g_autofree char *name = period_name(&month);
		releases[n] = (Release){ .context = context,
					 .db = db,
					 .id = g_strdup_printf(PLAN "-%s", name),
					 .month = g_strdup_printf("month=%s", name),
					 .day = day_after(until, n + 1),
					 .last_day = day_after(until, MONTHS),
					 .folder = g_build_filename(folder, "releases", NULL) };
	}
}

static bool provide_all(const Release *releases, const GDate *until, const char *folder,
			GError **error)
{
	if (!announce_all(releases, until, error))
		return false;
	for (int n = 0; n < MONTHS; n++) {
		if (!provide(&releases[n], error))
			return false;
	}
	return link_newest(folder, &releases[MONTHS - 1], error);
}

bool demo_release_mark(const Config *config, GError **error)
{
	g_autoptr(Database) db = warehouse_open(config, "demo", error);
	return db != NULL &&
	       database_exec(db, sqltext("core/demo_mark.sql"), DATABASE_NO_PARAMS, NULL, error);
}

bool demo_release_provide(CommandContext *context, const GDate *until, const char *folder,
			  GError **error)
{
	g_autofree char *clock = g_strdup(g_getenv(CLOCK));
	g_autoptr(GError) fault = NULL;
	Release releases[MONTHS];
	const Config *config = command_config(context, error);
	g_autoptr(Database) db = config != NULL ? warehouse_open(config, "demo", error) : NULL;
	if (db == NULL)
		return false;
	name_releases(releases, context, db, until, folder);
	bool done = provide_all(releases, until, folder, &fault);
	for (int n = 0; n < MONTHS; n++)
		release_clear(&releases[n]);
	if (clock != NULL)
		g_setenv(CLOCK, clock, TRUE);
	else
		g_unsetenv(CLOCK);
	g_autofree char *newest = g_build_filename(folder, "release", NULL);
	if (done && g_file_test(newest, G_FILE_TEST_IS_DIR))
		printf("the newest release: shumar release verify %s\n", newest);
	if (done || fault == NULL)
		return true;
	if (error_exit_code(fault) != SHUMAR_ERROR_DISCLOSURE) {
		g_propagate_error(error, g_steal_pointer(&fault));
		return false;
	}
	log_warning("a release was refused", "why", fault->message, NULL);
	return true;
}
