/*
 * Progress of long work on stderr: one rewritten line on a terminal, plain
 * lines at most every ten seconds elsewhere, nothing when quiet.
 *
 *     g_autoptr(Progress) progress = progress_begin("stage case", "rows", expected);
 *     while (...) progress_add(progress, rows);
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Progress Progress;

/* Silences all progress of the process (for --quiet and tests). */
void progress_set_quiet(bool quiet);

/* TITLE and UNIT are copied; EXPECTED is the total, or 0 when unknown. */
Progress *progress_begin(const char *title, const char *unit, gint64 expected);
void progress_add(Progress *progress, gint64 amount);

/* Ends the line and frees; NULL is allowed. */
void progress_end(Progress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Progress, progress_end)

/* Takes the line off the terminal so that another may be written there (the log
 * does); the next progress_add draws it again. */
void progress_clear(void);

/* The line for AMOUNT of EXPECTED after SECONDS, with rate and remaining time
 * where they can be known: "stage case  120,000 of 480,000 rows  25 %  40,000/s  9 s left".
 * Transfer full. */
char *progress_line(const char *title, const char *unit, gint64 amount, gint64 expected,
		    double seconds);
