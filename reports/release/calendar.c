#include "reports/release/calendar.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/period.h"

#include <stdio.h>
#include <string.h>

#define KIND_ANNOUNCED "announced"
#define KIND_CHANGED   "changed"

/* ── what is asked ── */

static bool check_hour(const char *hour, GError **error)
{
	unsigned hours = 0, minutes = 0;
	char end = '\0';
	if (hour != NULL && strlen(hour) == strlen("00:00") &&
	    sscanf(hour, "%2u:%2u%c", &hours, &minutes, &end) == 2 && hours < 24 && minutes < 60)
		return true;
	error_set(error, SHUMAR_ERROR_USAGE, "Give it as --at 09:30.", "%s%s%s",
		  hour != NULL ? "no hour '" : "the hour of the release is needed",
		  hour != NULL ? hour : "", hour != NULL ? "'" : "");
	return false;
}

static bool check_day(const char *day, GError **error)
{
	GDate date;
	if (day != NULL)
		return date_parse(day, &date, error);
	error_set(error, SHUMAR_ERROR_USAGE, "Give it as --on 2026-11-25.",
		  "the day of the release is needed");
	return false;
}

/* ── the rules ── */

/* A row of the table: what refuses, when it does. */
typedef struct {
	const DatabaseResult *row;
	const CalendarAsk *ask;
	bool change;
} Question;

static bool says(const Question *question, const char *column)
{
	return result_bool(question->row, 0, result_column(question->row, column));
}

static const char *text_of(const Question *question, const char *column)
{
	return result_text(question->row, 0, result_column(question->row, column));
}

static bool is_public(const Question *question)
{
	const char *state = text_of(question, "state");
	static const char *const states[] = { "published", "withdrawn", "replaced", NULL };
	return state != NULL && g_strv_contains(states, state);
}

static bool is_announced_already(const Question *question)
{
	return !question->change && text_of(question, "announced") != NULL;
}

static bool is_not_announced(const Question *question)
{
	return question->change && text_of(question, "announced") == NULL;
}

static bool is_past(const Question *question)
{
	return !says(question, "ahead");
}

static bool is_too_soon(const Question *question)
{
	return !says(question, "weeks_ahead") && !says(question, "correction") &&
	       (!question->change || says(question, "sooner"));
}

static const struct {
	bool (*refuses)(const Question *question);
	const char *why;
	const char *hint;
} rules[] = {
	{ is_public, "it is public already", "'shumar release status ID' says since when." },
	{ is_announced_already, "an hour was announced for it before",
	  "Change it: 'shumar release calendar change ID --on DAY --at HOUR --by NAME --reason TEXT'; "
	  "the old hour stays visible." },
	{ is_not_announced, "no hour was announced for it yet",
	  "Announce one: 'shumar release calendar announce ID --on DAY --at HOUR --by NAME'." },
	{ is_past, "that hour is not to come any more", "Give an hour to come." },
	{ is_too_soon, "that is less than four weeks ahead",
	  "Give a later day: an hour is announced, and brought forward, only when it is still four "
	  "weeks ahead. Only corrections may leave sooner." },
};

static bool check_rules(const Question *question, GError **error)
{
	for (size_t n = 0; n < G_N_ELEMENTS(rules); n++) {
		if (!rules[n].refuses(question))
			continue;
		error_set(error, SHUMAR_ERROR_CONFIG, rules[n].hint,
			  "cannot announce '%s' for %s: %s", question->ask->release_id,
			  text_of(question, "shown"), rules[n].why);
		return false;
	}
	return true;
}

/* ── announcing ── */

static bool record(Desk *desk, const CalendarAsk *ask, const DatabaseResult *row, GError **error)
{
	g_autoptr(GString) detail = g_string_new(NULL);
	detail_add(detail, "hour", result_text(row, 0, result_column(row, "hour")));
	detail_add(detail, "was", result_text(row, 0, result_column(row, "announced")));
	detail_add(detail, "reason", ask->reason);
	detail_add(detail, "jurisdiction", ask->jurisdiction);
	return desk_begin(desk, error) &&
	       desk_record(desk, ask->reason != NULL ? KIND_CHANGED : KIND_ANNOUNCED,
			   ask->release_id, ask->person, detail->str, error);
}

bool calendar_announce(Desk *desk, const CalendarAsk *ask, char **ret_shown, GError **error)
{
	if (!check_day(ask->day, error) || !check_hour(ask->hour, error))
		return false;
	g_autoptr(DatabaseResult) row =
	    database_one(desk_database(desk), sqltext(SQL_RELEASE_CALENDAR_ASK),
			 DATABASE_PARAMS(ask->release_id, ask->day, ask->hour, desk_opened_at(desk),
					 ask->jurisdiction),
			 error);
	const Question question = { row, ask, ask->reason != NULL };
	if (row == NULL || !check_rules(&question, error) || !record(desk, ask, row, error))
		return false;
	*ret_shown = g_strdup(result_text(row, 0, result_column(row, "shown")));
	return true;
}

/* ── showing ── */

/* The lines of one release end with the hour that holds. */
static void put_line(GString *text, const DatabaseResult *rows, int row)
{
	const char *reason = result_text(rows, row, result_column(rows, "reason"));
	bool last = result_bool(rows, row, result_column(rows, "last"));
	g_string_append_printf(text, "%-16s  %-36s %-16s  %s by %s on %s\n",
			       result_text(rows, row, result_column(rows, "hour")),
			       result_text(rows, row, result_column(rows, "release_id")),
			       last ? result_text(rows, row, result_column(rows, "state"))
				    : "(changed)",
			       result_text(rows, row, result_column(rows, "kind")),
			       result_text(rows, row, result_column(rows, "person")),
			       result_text(rows, row, result_column(rows, "said_at")));
	if (reason != NULL)
		g_string_append_printf(text, "%-16s  because: %s\n", "", reason);
}

bool calendar_print(Desk *desk, GString *text, GError **error)
{
	g_autoptr(DatabaseResult) rows =
	    database_query(desk_database(desk), sqltext(SQL_RELEASE_CALENDAR),
			   DATABASE_PARAMS(desk_opened_at(desk)), error);
	if (rows == NULL)
		return false;
	if (result_rows(rows) == 0)
		g_string_append(text, "no release is announced\n");
	for (int row = 0; row < result_rows(rows); row++)
		put_line(text, rows, row);
	return true;
}
