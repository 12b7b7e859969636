/*
 * The built program under test: run it, keep what it printed and how it ended.
 *
 *     g_autoptr(ProgramRun) run = program_run(home, "etl", "run", NULL);
 *     cr_assert_eq(run->code, 0, "%s", run->err);
 */
#pragma once

#include <glib.h>

typedef struct {
	int code;  /* exit code; 128 + signal when killed */
	char *out; /* all of stdout */
	char *err; /* all of stderr */
} ProgramRun;

/* Runs $SHUMAR_PROGRAM in the folder HOME (NULL: the checkout) with WORDS up to
 * NULL, no standard input, and waits for it. */
ProgramRun *program_run(const char *home, ...) G_GNUC_NULL_TERMINATED;

/* The same with any program on PATH in place of shumar, named by the first word. */
ProgramRun *program_run_other(const char *home, ...) G_GNUC_NULL_TERMINATED;
void program_run_free(ProgramRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ProgramRun, program_run_free)

/* A fresh temporary folder with a shumar.yaml whose text is CONFIG (NULL for none). */
char *program_home(const char *config);

/* Removes the folder and all below it, after stopping an embedded server there. */
void program_home_free(char *home);

/* Writes TEXT to FILE below HOME, making folders. */
void program_write(const char *home, const char *file, const char *text);

/* Lines of FILE below the checkout's tests/ folder, whole. Transfer full. */
char *program_fixture(const char *file);
