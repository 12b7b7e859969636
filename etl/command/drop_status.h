/*
 * Drop status: what has come of CSV drops and what is owed, as text for an operator.
 *
 * One table per question: how complete each declared file with a calendar is, which
 * units owe files since when, and what is to be known of single files. A warehouse
 * without any such thing adds nothing.
 */
#pragma once

#include "core/database/database.h"

/* Appends the tables to TEXT. Long ones are cut, and say so. */
bool drop_status(GString *text, Database *db, GError **error);
