/*
 * Desk: what every command of the release desk begins with, and how it ends.
 *
 *     prepare ─▶ audit ─▶ approve (two people) ─▶ publish ─▶ withdraw, correct
 *                                calendar: announced day and hour
 *
 * A desk is open when the warehouse is, the ledger holds (reports/release/ledger.h) and the clock
 * is not behind its last line; who changes something has the desk alone (an advisory lock of the
 * session). Each change is one transaction with one line of the ledger.
 *
 *     g_autoptr(Desk) desk = desk_open(config, DESK_CHANGES, error);
 *     if (desk == NULL || !desk_begin(desk, error) || … ||
 *         !desk_record(desk, "approved", id, person, detail, error))
 *             return false;
 */
#pragma once

#include "core/config/config.h"
#include "core/database/database.h"

typedef struct Desk Desk;

typedef enum { DESK_READS, DESK_CHANGES } DeskWork;

/* SHUMAR_ERROR_LOCKED when another works at the desk, CONFIG when ledger or clock do not hold. */
Desk *desk_open(const Config *config, DeskWork work, GError **error);
void desk_close(Desk *desk); /* NULL is allowed; what was begun is rolled back */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Desk, desk_close)

Database *desk_database(const Desk *desk);   /* borrowed */
const Config *desk_config(const Desk *desk); /* borrowed */

/* The instant now, "2026-11-25T04:30:00.000000Z": the server's clock, or $SHUMAR_CLOCK in a
 * warehouse whose setting says that it is a demonstration. SHUMAR_ERROR_CONFIG when it is behind
 * the last line of the ledger. Transfer full. */
char *desk_now(Database *db, GError **error);
const char *desk_opened_at(const Desk *desk); /* the same, when DESK was opened; borrowed */

bool desk_begin(Desk *desk, GError **error);

/* Ends the transaction with a line of the ledger. DETAIL is the inside of a JSON object (see
 * detail_add); PERSON and RELEASE_ID may be NULL. */
bool desk_record(Desk *desk, const char *kind, const char *release_id, const char *person,
		 const char *detail, GError **error);

/* Appends a member to the inside of a JSON object: a text, or a list of texts (NULL-terminated).
 * A text that is NULL adds nothing. */
void detail_add(GString *detail, const char *name, const char *text);
void detail_add_list(GString *detail, const char *name, const char *const *texts);

/* NAME of a person as it is kept; SHUMAR_ERROR_USAGE when it is missing, empty or too long.
 * Transfer full. */
char *desk_person(const char *name, GError **error);

/* True when both name the same person: case, blanks and ways to write a letter aside. */
bool desk_same_person(const char *left, const char *right);
