/*
 * Coverage: whether the days that an edition is of have been reported (etl.coverage).
 *
 * The file of a dataset says what its figures need, and how it is asked for:
 *
 *     -- covers: case; district $1; week $2          days, week or month of a parameter
 *     -- covers: case; days $2 to $3                 all districts of the jurisdiction
 *
 * Where no day of what the datasets of a template need is covered, there is no edition: it is
 * refused by name. Where some of it is, the datasets themselves mark their figures, and print none
 * that is missing as zero.
 */
#pragma once

#include "core/database/database.h"
#include "reports/build/edition.h"

/* Looks up every dataset of TEMPLATE that says what it covers. RET_OUTSIDE gets the names of those
 * of which no day is covered (a set; transfer full). Errors: SHUMAR_ERROR_USAGE when that is so of
 * all of them, naming district, days and what is covered; the database's. */
bool coverage_check(Database *db, const Template *template, const Binding *binding,
		    GHashTable **ret_outside, GError **error);

/* Puts the last period that is covered in place of each "last-complete" of BINDING. */
bool coverage_choose(Database *db, const Template *template, Binding *binding, GError **error);
