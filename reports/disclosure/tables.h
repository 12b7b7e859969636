/*
 * Tables: the certificates of an audit. A pool of whole-number tables, each of which agrees with
 * everything published; where the pool gives a cell several values, nobody can tell which is true.
 *
 * They are made from public information alone, so they tell nothing more. Table 0 has a value for
 * every cell that is not published; the others list what differs from it.
 */
#pragma once

#include "reports/disclosure/store.h"

typedef struct {
	guint table;
	guint cell; /* of the store */
	gint64 value;
} TableRow;

typedef struct Tables Tables;

/* A pool of no tables for STORE, which has to stay. */
Tables *tables_new(const Store *store);
void tables_free(Tables *tables);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tables, tables_free)

guint tables_count(const Tables *tables);
/* The value of CELL (any; that of the store if it is published) in TABLE. */
gint64 tables_value(const Tables *tables, guint table, guint cell);
/* Least and most of CELL over the pool, which has a table. */
void tables_range(const Tables *tables, guint cell, gint64 *ret_low, gint64 *ret_high);

/* Table 0 (VALUES: one for every cell of the store; those of published cells are not looked at). */
void tables_begin(Tables *tables, const gint64 *values);
/* In TABLE, which is above 0 and may be new: the COUNT cells have these values. */
void tables_change(Tables *tables, guint table, const guint *cells, const gint64 *values,
		   guint count);

/* Every table against every equation, least and most, in whole numbers: false names the first that
 * fails (SHUMAR_ERROR_FAILED: a fault of this program, not of the figures). */
bool tables_hold(const Tables *tables, GError **error);

/* The rows by table, then by key of the cell: all of table 0, of the others what differs from it.
 * Transfer full, of TableRow. */
GArray *tables_rows(const Tables *tables);
