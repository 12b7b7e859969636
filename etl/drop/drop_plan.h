/*
 * Drop plan: which files of a declared file stand.
 *
 * Units are compared folded: "Saddar" and "saddar" are one. Of the files of one unit and period the
 * one with the highest number stands, else the one whose name is last in byte order, in whatever
 * order they came. One that cannot be read, or that is a bare header, does not stand in the way of
 * an earlier one. The same bytes stand once, under the first name in the order of the groups. A
 * file whose name says neither unit nor period stands by itself.
 *
 * Pure: what a file holds is asked of TRY.
 */
#pragma once

#include "etl/drop/drop_scan.h"

/* Looks into FILE, which is DROP_FOUND and not the same as any that stands: makes it DROP_STANDS,
 * DROP_ZERO, DROP_EMPTY, DROP_UNREADABLE or DROP_KEPT, or sets *error when the load cannot go on.
 */
typedef bool (*DropTry)(DropFile *file, gpointer payload, GError **error);

/* Decides over every file of FEED. */
bool drop_plan(DropFeed *feed, DropTry look, gpointer payload, GError **error);
