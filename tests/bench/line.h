/*
 * Line: one line of the table. A line makes what it needs, measures ours
 * and the peer by turns, holds what both made against each other, and puts its
 * rows into the table.
 */
#pragma once

#include "tests/bench/ours.h"
#include "tests/bench/peer.h"
#include "tests/bench/table.h"

typedef struct Line Line;
struct Line {
	const char *name;  /* for ONLY= */
	const char *about; /* for the list */
	guint steps;       /* measurements in one repetition */
	bool (*run)(const Line *line, Bench *bench, Table *table, GError **error);
};

/* In the order in which they are measured; ended by one without a name. */
extern const Line lines[];

bool line_stage(const Line *line, Bench *bench, Table *table, GError **error);
bool line_csv(const Line *line, Bench *bench, Table *table, GError **error);
bool line_tools(const Line *line, Bench *bench, Table *table, GError **error);
bool line_first(const Line *line, Bench *bench, Table *table, GError **error);
bool line_night_large(const Line *line, Bench *bench, Table *table, GError **error);
bool line_night_small(const Line *line, Bench *bench, Table *table, GError **error);
bool line_size(const Line *line, Bench *bench, Table *table, GError **error);
bool line_verify(const Line *line, Bench *bench, Table *table, GError **error);

/* ── what lines share ── */
/* Measures ours once and notes its peak. */
bool line_ours(const Line *line, Bench *bench, Table *table, OursWork work, const OursPlace *place,
	       OursRun *ret_run, GError **error);

/* Measures the peer's SCRIPT once. */
bool line_peer(const Line *line, Bench *bench, const char *script, const PeerPlace *place,
	       double *ret_seconds, GError **error);

/* Both, ours first in even repetitions and last in odd ones, and adds them to ROW. */
typedef struct {
	OursWork work;
	OursPlace ours;
	const char *script;
	PeerPlace theirs;
} LinePair;
bool line_pair(const Line *line, Bench *bench, Table *table, const LinePair *pair, int repetition,
	       Row *row, GError **error);

/* "10 M", "100 k", "1234". Transfer full. */
char *line_count(gint64 count);
