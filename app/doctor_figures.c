/* What the doctor says of the last run: figures that are not its own, old ones, and work half done.
 */
#include "app/doctor_private.h"

#include "core/database/sqltext.h"

#define OLD_HOURS 36 /* a night, and half a day to notice */

static const char *const subject = "figures";

static const char *text_of(const DatabaseResult *row, const char *column)
{
	const char *text = result_text(row, 0, result_column(row, column));
	return text != NULL ? text : "-";
}

static bool is_null(const DatabaseResult *row, const char *column)
{
	return result_is_null(row, 0, result_column(row, column));
}

/* "figures are those of run 11", or that there are none. Transfer full. */
static char *which_figures(const DatabaseResult *row)
{
	return is_null(row, "published_run")
		   ? g_strdup("no figures are published")
		   : g_strdup_printf("reports read those of run %s", text_of(row, "published_run"));
}

/* True when some source is read every night. */
static bool has_nightly_source(const Config *config)
{
	for (guint n = 0; n < config->sources->len; n++) {
		if (!((ConfigSource *)config->sources->pdata[n])->asked)
			return true;
	}
	return false;
}

/* How the last run ended, where it did not end well; false when it did. */
static bool say_broken(Doctor *doctor, const DatabaseResult *row)
{
	g_autofree char *figures = which_figures(row);
	const char *run = text_of(row, "last_run"), *state = text_of(row, "last_state");
	if (!result_bool(row, 0, result_column(row, "last_finished")))
		doctor_say(doctor, FINDING_FAIL, subject,
			   "Run 'shumar etl run': it takes up where this one was broken off.",
			   "run %s was broken off when it was %s; %s", run, state, figures);
	else if (strcmp(state, "failed") == 0)
		doctor_say(doctor, FINDING_FAIL, subject,
			   "Put right what it says, then run 'shumar etl run'.",
			   "run %s failed, nothing changed: %s; %s", run,
			   text_of(row, "last_message"), figures);
	else if (strcmp(state, "applied") == 0 ||
		 result_int64(row, 0, result_column(row, "unpublished")) > 0)
		doctor_say(
		    doctor, FINDING_FAIL, subject,
		    "'shumar etl verify' says which cube is wrong; 'shumar etl rebuild all' mends "
		    "and publishes it.",
		    "run %s is applied and not published: %s; %s", run,
		    text_of(row, "last_message"), figures);
	else
		return false;
	return true;
}

static void say_age(Doctor *doctor, const DatabaseResult *row)
{
	double hours = result_double(row, 0, result_column(row, "published_hours"));
	if (hours > OLD_HOURS && has_nightly_source(doctor->config))
		doctor_say(
		    doctor, FINDING_FAIL, subject,
		    "See that the timer of 'shumar etl run' is on, and why its last nights failed.",
		    "the last run that published or found nothing new was %.0f hours ago (run %s)",
		    hours, text_of(row, "published_run"));
	else
		doctor_say(doctor, FINDING_OK, subject, NULL, "published by run %s, %.0f hours old",
			   text_of(row, "published_run"), hours);
}

void doctor_check_figures(Doctor *doctor, Database *db)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_CORE_DOCTOR_RUNS), DATABASE_NO_PARAMS, &error);
	if (row == NULL)
		doctor_say_error(doctor, FINDING_FAIL, subject, error);
	else if (is_null(row, "last_run"))
		doctor_say(doctor, FINDING_WARN, subject, "Load records with 'shumar etl run'.",
			   "no run has been made yet");
	else if (result_bool(row, 0, result_column(row, "working")))
		doctor_say(doctor, FINDING_OK, subject, NULL, "run %s is at work",
			   text_of(row, "last_run"));
	else if (!say_broken(doctor, row))
		say_age(doctor, row);
}
