/*
 * Release home: a folder with a small plan and paper of its own, in which the commands of the
 * release desk are given at any hour.
 *
 *     char *home = release_home_new(demo_data);
 *     g_free(release_done(home, "2026-11-23T00:00:00Z", "prepare tiny --param month=2026-09"));
 *     release_refused(home, "2026-11-23T00:00:00Z", "publish tiny-2026-09", 3, "was not audited");
 *     release_home_end(home);
 */
#pragma once

#include "tests/support/program.h"

/* Its data folder is DATA; its templates are a copy, with the plan `tiny` (divisions of two months,
 * paper `tiny-note`). Transfer full. */
char *release_home_new(const char *data);
void release_home_end(char *home);

/* Runs "release WORDS" (as a shell reads them) at the instant CLOCK; FAULT is "NAME=kill" or
 * "NAME=stop" of a fault point, or NULL. */
ProgramRun *release_run(const char *home, const char *clock, const char *fault, const char *words);

/* It has to be done. What it prints; transfer full. */
char *release_done(const char *home, const char *clock, const char *words);
/* The same, with SAID in what it prints. */
void release_says(const char *home, const char *clock, const char *words, const char *said);
/* It has to be refused: exit CODE, SAYS in the message, and a remedy. */
void release_refused(const char *home, const char *clock, const char *words, int code,
		     const char *says);
/* It has to be killed at the fault point NAME. */
void release_killed(const char *home, const char *clock, const char *name, const char *words);
