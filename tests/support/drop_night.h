/*
 * Drop night: an ordinary run over a folder of CSV files, beside the invented police system.
 *
 *     g_autoptr(Records) records = drop_night_new();
 *     drop_night_put(records, "firs.csv", FIRS "1,LHR,Saddar,2024,7\n");
 *     cr_assert(drop_night_run(records, &error));
 */
#pragma once

#include "tests/support/records.h"

/* The header of firs.csv, which becomes the feed of cases; walks.csv becomes that of outreach. */
#define FIRS  "id,district,station,year,number,registered\n"
#define WALKS "id,district,held,women\n"

/* Records with a second source "night": a folder with firs.csv and walks.csv, both to be had. */
Records *drop_night_new(void);

/* Writes FILE of the folder; NULL takes it away. */
void drop_night_put(const Records *records, const char *file, const char *text);

/* Runs all sources. */
bool drop_night_run(Records *records, GError **error);
void drop_night_run_well(Records *records);
