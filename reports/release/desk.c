#include "reports/release/desk.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/json.h"
#include "core/text.h"
#include "core/warehouse/warehouse.h"
#include "reports/release/ledger.h"

#include <string.h>

/* "RELEAS" in ASCII; one warehouse has one desk. */
#define DESK_LOCK      G_GINT64_CONSTANT(0x52454C454153)
#define LOCK_TRIES     15
#define LOCK_WAIT_US   100000
#define PERSON_LETTERS 100
#define CLOCK          "SHUMAR_CLOCK"

struct Desk {
	const Config *config;
	Database *db;
	bool locked;
	char *now;
};

void desk_close(Desk *desk)
{
	if (desk == NULL)
		return;
	if (desk->locked) { /* now, and not when the server notices that nobody is there */
		database_rollback(desk->db);
		(void)database_unlock(desk->db, DESK_LOCK, NULL);
	}
	database_close(desk->db);
	g_free(desk->now);
	g_free(desk);
}

Database *desk_database(const Desk *desk)
{
	return desk->db;
}

const Config *desk_config(const Desk *desk)
{
	return desk->config;
}

const char *desk_opened_at(const Desk *desk)
{
	return desk->now;
}

/* ── the clock ── */

/* Whether TEXT, if any, is an instant with its zone. */
static bool check_told(const char *told, GError **error)
{
	g_autoptr(GDateTime) instant =
	    told != NULL ? g_date_time_new_from_iso8601(told, NULL) : NULL;
	if (told == NULL || instant != NULL)
		return true;
	error_set(error, SHUMAR_ERROR_USAGE,
		  "Give an instant with its zone, as 2026-11-25T09:30:00+05:00, or unset it.",
		  "cannot read the clock " CLOCK "='%s'", told);
	return false;
}

static bool check_clock(const DatabaseResult *row, const char *told, GError **error)
{
	bool demonstration = result_bool(row, 0, result_column(row, "demonstration"));
	if (told != NULL && !demonstration) {
		error_set(error, SHUMAR_ERROR_CONFIG, "Unset it: releases go by the real clock.",
			  "cannot take the time from " CLOCK
			  ": this warehouse is no demonstration");
		return false;
	}
	if (!result_bool(row, 0, result_column(row, "behind")))
		return true;
	error_set(error, SHUMAR_ERROR_CONFIG,
		  demonstration
		      ? "Set " CLOCK " to a later instant; demonstrations have their own time."
		      : "Set the clock of the server right; nothing is released by a wrong "
			"one.",
		  "cannot work at the release desk: the clock says %s, and the last line of the "
		  "ledger was written at %s",
		  result_text(row, 0, 0), result_text(row, 0, result_column(row, "last_at")));
	return false;
}

char *desk_now(Database *db, GError **error)
{
	const char *told = g_getenv(CLOCK);
	if (!check_told(told, error))
		return NULL;
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_RELEASE_CLOCK), DATABASE_PARAMS(told), error);
	if (row == NULL || !check_clock(row, told, error))
		return NULL;
	return g_strdup(result_text(row, 0, 0));
}

/* ── opening ── */

/* A command that was killed a moment ago may still have the lock: the server notices it soon. */
static bool take_lock(Desk *desk, GError **error)
{
	for (int tries = 0; tries < LOCK_TRIES && !desk->locked; tries++) {
		if (tries > 0)
			g_usleep(LOCK_WAIT_US);
		if (!database_try_lock(desk->db, DESK_LOCK, &desk->locked, error))
			return false;
	}
	if (!desk->locked)
		error_set(error, SHUMAR_ERROR_LOCKED,
			  "Wait until that command has ended, and give this one again.",
			  "cannot work at the release desk: another command works there");
	return desk->locked;
}

Desk *desk_open(const Config *config, DeskWork work, GError **error)
{
	g_autoptr(Desk) desk = g_new0(Desk, 1);
	desk->config = config;
	desk->db = warehouse_open(config, "release", error);
	if (desk->db == NULL || (work == DESK_CHANGES && !take_lock(desk, error)) ||
	    !release_ledger_check(desk->db, config, work == DESK_CHANGES, error))
		return NULL;
	desk->now = desk_now(desk->db, error);
	return desk->now != NULL ? g_steal_pointer(&desk) : NULL;
}

/* ── a change ── */

bool desk_begin(Desk *desk, GError **error)
{
	return database_begin(desk->db, DATABASE_READ_WRITE, error);
}

bool desk_record(Desk *desk, const char *kind, const char *release_id, const char *person,
		 const char *detail, GError **error)
{
	g_autoptr(GString) whole = g_string_new(detail);
	if (g_getenv(CLOCK) != NULL)
		detail_add(whole, "clock", CLOCK);
	g_string_prepend_c(whole, '{');
	g_string_append_c(whole, '}');
	g_autofree char *now = desk_now(desk->db, error);
	const LedgerLine line = { now, kind, release_id, person, whole->str };
	return now != NULL && release_ledger_commit(desk->db, desk->config, &line, error);
}

static void put_name(GString *detail, const char *name)
{
	if (detail->len > 0)
		g_string_append(detail, ", ");
	json_put_text(detail, name);
	g_string_append(detail, ": ");
}

void detail_add(GString *detail, const char *name, const char *text)
{
	if (text == NULL)
		return;
	put_name(detail, name);
	json_put_text(detail, text);
}

void detail_add_list(GString *detail, const char *name, const char *const *texts)
{
	put_name(detail, name);
	g_string_append_c(detail, '[');
	for (const char *const *text = texts; *text != NULL; text++) {
		if (text != texts)
			g_string_append(detail, ", ");
		json_put_text(detail, *text);
	}
	g_string_append_c(detail, ']');
}

/* ── people ── */

char *desk_person(const char *name, GError **error)
{
	g_autofree char *kept = name != NULL ? text_fold_key(name, -1) : NULL;
	if (kept != NULL && kept[0] != '\0' && g_utf8_strlen(kept, -1) <= PERSON_LETTERS)
		return g_steal_pointer(&kept);
	error_set(error, SHUMAR_ERROR_USAGE,
		  "Give --by with the name and rank of who decides, as --by 'Ayesha Malik, DSP'.",
		  name == NULL ? "a name is needed: who does it?"
			       : "a name of 1 to 100 letters is needed");
	return NULL;
}

bool desk_same_person(const char *left, const char *right)
{
	g_autofree char *first = text_fold_compare(left, -1);
	g_autofree char *second = text_fold_compare(right, -1);
	return strcmp(first, second) == 0;
}
