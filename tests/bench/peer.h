/*
 * Peer: what others do for the same end, as scripts of tests/bench/peers/ that
 * anybody can read and run. Timed with their start, but where a script takes its
 * own time.
 */
#pragma once

#include "tests/bench/bench.h"

/* What a script is given; NULL and 0 where it needs none. */
typedef struct {
	const char *source; /* database of the police system */
	const char *peer;   /* its own database */
	const char *csv;    /* path */
	gint64 rows;        /* to read of the CSV */
} PeerPlace;

bool peer_run(const Bench *bench, const char *script, const PeerPlace *place, double *ret_seconds,
	      GError **error);

/* What SCRIPT prints. Transfer full. */
char *peer_output(const Bench *bench, const char *script, GError **error);
