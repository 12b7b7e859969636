/* The crash matrix: at every fault point the program is killed once, and once the warehouse's
 * server. The next run must leave what an undisturbed one does. */
#include "core/fault.h"
#include "tests/support/crash.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <signal.h>
#include <string.h>

/* What a run must be about to come to the point. */
static CrashWork work_of(const char *point)
{
	if (g_str_has_prefix(point, "rebuild."))
		return CRASH_REBUILD;
	return g_str_has_prefix(point, "stage.") ? CRASH_RECLASSIFY : CRASH_NIGHTLY;
}

typedef struct {
	Crash *crash;
	char *undisturbed[CRASH_WORKS];
} Matrix;

static void matrix_init(Matrix *matrix, bool own_server)
{
	matrix->crash = crash_new(own_server);
	for (CrashWork work = 0; work < CRASH_WORKS; work++)
		matrix->undisturbed[work] = crash_undisturbed(matrix->crash, work);
	/* what is classified anew comes out the same, as nothing but the mark of it was changed */
	cr_assert_str_eq(matrix->undisturbed[CRASH_RECLASSIFY], matrix->undisturbed[CRASH_NIGHTLY]);
	cr_assert_str_neq(matrix->undisturbed[CRASH_REBUILD], matrix->undisturbed[CRASH_NIGHTLY]);
}

static void matrix_clear(Matrix *matrix)
{
	for (CrashWork work = 0; work < CRASH_WORKS; work++)
		g_free(matrix->undisturbed[work]);
	crash_free(matrix->crash);
}

/* Runs again after a fault at POINT, and compares. */
static void recover(const Matrix *matrix, const char *point)
{
	CrashWork work = work_of(point);
	crash_wait_alone(matrix->crash);
	crash_run_well(matrix->crash, work);
	g_autofree char *digest = crash_digest(matrix->crash);
	cr_expect_str_eq(digest, matrix->undisturbed[work],
			 "after a fault at %s:\n%s\ninstead of:\n%s", point, digest,
			 matrix->undisturbed[work]);
}

/* ── the program ── */
static void kill_program(const Matrix *matrix, const char *point)
{
	g_autofree char *fault = g_strconcat(point, "=kill", NULL);
	g_autofree char *said = NULL;
	crash_copy(matrix->crash, work_of(point));
	pid_t child = crash_begin(matrix->crash, work_of(point), fault);
	int code = crash_end(matrix->crash, child, &said);
	cr_assert_eq(code, 128 + SIGKILL, "no run came to %s (exit %d): %s", point, code, said);
	recover(matrix, point);
}

/* ── the server ── */
static void kill_server(const Matrix *matrix, const char *point)
{
	g_autofree char *fault = g_strconcat(point, "=stop", NULL);
	g_autofree char *said = NULL;
	crash_copy(matrix->crash, work_of(point));
	pid_t child = crash_begin(matrix->crash, work_of(point), fault);
	cr_assert(crash_wait_halted(child, NULL), "no run came to %s", point);
	crash_kill_server(matrix->crash);
	kill(child, SIGCONT);
	int code = crash_end(matrix->crash, child, &said);
	if (strcmp(point, "run.ended") != 0) { /* where the server is not needed any more */
		cr_expect(code == 1 || code == 4 || code == 6, "exit %d at %s: %s", code, point,
			  said);
		cr_expect(strstr(said, "dbname=crash_") != NULL, "at %s: %s", point, said);
		cr_expect(strstr(said, "hint: Check that the server runs") != NULL, "at %s: %s",
			  point, said);
	}
	crash_start_server(matrix->crash);
	recover(matrix, point);
}

/* Every STEP-th point from the FIRST. */
static void walk(bool own_server, size_t first, size_t step)
{
	Matrix matrix = { 0 };
	matrix_init(&matrix, own_server);
	for (size_t n = first; n < fault_points_count; n += step) {
		if (g_str_has_prefix(fault_points[n].name, "release."))
			continue; /* of another desk: tests/db/reports/release/test_release_desk.c
				   */
		if (own_server)
			kill_server(&matrix, fault_points[n].name);
		else
			kill_program(&matrix, fault_points[n].name);
	}
	matrix_clear(&matrix);
}

/* Two of each, because tests run beside each other. */
Test(crash, program_killed_at_any_odd_point_leaves_no_trace, .timeout = 4500)
{
	walk(false, 0, 2);
}
Test(crash, program_killed_at_any_even_point_leaves_no_trace, .timeout = 4500)
{
	walk(false, 1, 2);
}
Test(crash, server_killed_at_any_odd_point_leaves_no_trace, .timeout = 4500)
{
	walk(true, 0, 2);
}
Test(crash, server_killed_at_any_even_point_leaves_no_trace, .timeout = 4500)
{
	walk(true, 1, 2);
}
