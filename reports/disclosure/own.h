/*
 * Own: what a person who is the whole of a figure knows of others by that alone.
 *
 * Who is the one case of a figure of 1 is the one case of its parts, and of the same figure under
 * another name (a division all of whose other districts print 0). That tells of nobody else, so it
 * is nothing to be protected from that person.
 */
#pragma once

#include "reports/disclosure/rule.h"

typedef struct Own Own;

/* Of STORE (borrowed) as it is published now: zeros that are printed are known. */
Own *own_new(const Store *store);
void own_free(Own *own);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Own, own_free)

/* True when CELL is hidden and known to somebody: of one case, of one station or of one FIR; or to
 * everybody nearly, as it was public with another value. */
bool own_is(const StoreCell *cell);

/* The cells of STORE that own_is of. Transfer full, of guint. */
GArray *own_list(const Store *store);

/* True when CELL is the figure of WHOLE's person too: the same one, or a part of it. */
bool own_has(const Own *own, guint cell, guint whole);
