/*
 * Copy workers: the feeds of one source through one or two pairs of connections.
 *
 * Each feed is a task: one COPY out of the reader into one COPY of the warehouse,
 * committed with its count. Tasks are taken by whichever pair is free.
 */
#pragma once

#include "core/progress.h"
#include "etl/extract/extract_context.h"
#include "etl/source/mapping.h"

typedef struct {
	const MappingFeed *feed;
	char *statement; /* COPY … TO STDOUT */
	char *table;     /* below stage: "case", "full_case", "deleted_case" */
	GArray *keys;    /* of CopyField: a task of keys only; NULL for rows */
} CopyTask;

void copy_task_free(CopyTask *task);

/* Opens a further reader of the same snapshot, or NULL with *error. */
typedef Database *(*CopyOpenReader)(gpointer payload, GError **error);

typedef struct {
	const ExtractContext *context;
	const char *source;         /* its name */
	const Coded *coded;         /* what its texts may hold */
	GPtrArray *tasks;           /* of CopyTask */
	Database *reader;           /* the first */
	CopyOpenReader open_reader; /* for the second; NULL: one pair only */
	gpointer payload;
	gint64 expected; /* rows, or 0 */
} CopyWork;

/* Runs all tasks. After an error what was committed stays in the stage. */
bool copy_worker_run(const CopyWork *work, GError **error);
