/*
 * Extract pump: the feeds of one source through one or two pairs of connections.
 *
 * Each feed is a task: one COPY out of the reader into one COPY of the warehouse,
 * committed with its count. Tasks are taken by whichever pair is free.
 */
#pragma once

#include "core/progress.h"
#include "etl/extract/extract.h"

typedef struct {
	const MappingFeed *feed;
	char *statement; /* COPY … TO STDOUT */
	char *table;     /* below stage: "case", "whole_case", "gone_case" */
	GArray *keys;    /* of CopyField: a task of keys only; NULL for rows */
} PumpTask;

void pump_task_free(PumpTask *task);

/* Opens a further reader of the same snapshot, or NULL with *error. */
typedef Database *(*PumpOpenReader)(gpointer payload, GError **error);

typedef struct {
	const ExtractContext *context;
	const char *source;         /* its name */
	const Coded *coded;         /* what its texts may hold */
	GPtrArray *tasks;           /* of PumpTask */
	Database *reader;           /* the first */
	PumpOpenReader open_reader; /* for the second; NULL: one pair only */
	gpointer payload;
	gint64 expected; /* rows, or 0 */
} Pump;

/* Runs all tasks. After an error what was committed stays in the stage. */
bool pump_run(const Pump *pump, GError **error);
