#include <criterion/criterion.h>
#include <errno.h>
#include <pty.h>
#include <string.h>
#include <unistd.h>

#include "core/log.h"
#include "core/progress.h"

Test(progress, tells_amount_share_rate_and_time_left)
{
	static const struct {
		gint64 amount;
		gint64 expected;
		double seconds;
		const char *line;
	} cases[] = {
		{ 120000, 480000, 3,
		  "stage case  120,000 of 480,000 rows  25 %  40,000/s  9 s left" },
		{ 0, 480000, 0, "stage case  0 of 480,000 rows  0 %" },
		{ 0, 480000, 30, "stage case  0 of 480,000 rows  0 %" },
		{ 0, 0, 0, "stage case  0 rows" },
		{ 999, 0, 0.5, "stage case  999 rows" },
		{ 1000, 0, 0.5, "stage case  1,000 rows" },
		{ 1234567, 0, 10, "stage case  1,234,567 rows  123,457/s" },
		{ 480000, 480000, 12, "stage case  480,000 of 480,000 rows  100 %  40,000/s" },
		{ 479999, 480000, 0.5, "stage case  479,999 of 480,000 rows  99 %" },
		{ 500000, 480000, 10, "stage case  500,000 rows  50,000/s" },
		{ 10, 1000, 1, "stage case  10 of 1,000 rows  1 %  10/s  2 min left" },
		{ 1, 6000, 1, "stage case  1 of 6,000 rows  0 %  1/s  1 h 40 min left" },
		{ 1, 2, 59, "stage case  1 of 2 rows  50 %  59 s left" },
		{ 1, 4, 1000, "stage case  1 of 4 rows  25 %  50 min left" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *line = progress_line("stage case", "rows", cases[n].amount,
						      cases[n].expected, cases[n].seconds);
		cr_expect_str_eq(line, cases[n].line);
	}
}

Test(progress, takes_nothing_for_progress)
{
	progress_add(NULL, 5);
	progress_end(NULL);
	g_autoptr(Progress) progress = NULL;
	cr_expect_null(progress);
}

/* ── what is written ── */

/* Turns stderr into the writing END of a pair; what came is read from the other. */
static void become_stderr(int end)
{
	cr_assert_eq(dup2(end, STDERR_FILENO), STDERR_FILENO);
	close(end);
}

/* All that was written, once nothing writes any more. Transfer full. */
static char *written_to(int end)
{
	char buffer[4096];
	close(STDERR_FILENO);
	GString *text = g_string_new(NULL);
	ssize_t count;
	while ((count = read(end, buffer, sizeof buffer)) > 0)
		g_string_append_len(text, buffer, count);
	close(end);
	return g_string_free(text, FALSE);
}

/* Both ends of a terminal; a machine without such (a chroot without /dev/pts) cannot show one. */
static void open_terminal(int *ret_reading, int *ret_writing, const struct winsize *size)
{
	if (openpty(ret_reading, ret_writing, NULL, NULL, size) != 0)
		cr_skip_test("no pseudo-terminal on this machine (mount /dev/pts): %s",
			     g_strerror(errno));
}

/* Work that goes on past the tenth of a second after which a terminal is drawn anew. */
static void work(Progress *progress)
{
	progress_add(progress, 1);
	g_usleep(150000);
	progress_add(progress, 1199);
}

Test(progress, rewrites_one_line_on_a_terminal_and_ends_it)
{
	int reading, writing;
	open_terminal(&reading, &writing, NULL);
	become_stderr(writing);
	Progress *progress = progress_begin("stage", "rows", 1200);
	work(progress);
	progress_end(progress);
	g_autofree char *text = written_to(reading);
	cr_expect_str_eq(text, "\r\033[Kstage  1,200 of 1,200 rows  100 %"
			       "\r\033[Kstage  1,200 of 1,200 rows  100 %\r\n");
}

Test(progress, cuts_its_line_to_a_narrow_terminal)
{
	struct winsize size = { .ws_row = 5, .ws_col = 10 };
	int reading, writing;
	open_terminal(&reading, &writing, &size);
	become_stderr(writing);
	Progress *progress = progress_begin("stage", "rows", 1200);
	work(progress);
	progress_end(progress);
	g_autofree char *text = written_to(reading);
	cr_expect_str_eq(text, "\r\033[Kstage  1,\r\033[Kstage  1,\r\n");
}

Test(progress, makes_way_for_the_log_on_a_terminal)
{
	int reading, writing;
	open_terminal(&reading, &writing, NULL);
	become_stderr(writing);
	Progress *progress = progress_begin("stage", "rows", 0);
	work(progress);
	log_warning("row rejected", NULL);
	progress_end(progress);
	g_autofree char *text = written_to(reading);
	const char *log = strstr(text, "\r\033[K20"); /* the year */
	cr_assert_not_null(log, "%s", text);
	cr_expect_not_null(strstr(log, "Z warning row rejected\r\n\r\033[Kstage  1,200 rows\r\n"));
}

Test(progress, says_nothing_of_short_work_elsewhere)
{
	int ends[2];
	cr_assert_eq(pipe(ends), 0);
	become_stderr(ends[1]);
	Progress *progress = progress_begin("stage", "rows", 1200);
	work(progress);
	progress_end(progress);
	g_autofree char *text = written_to(ends[0]);
	cr_expect_str_eq(text, "");
}

Test(progress, says_nothing_when_quiet)
{
	int reading, writing;
	open_terminal(&reading, &writing, NULL);
	become_stderr(writing);
	progress_set_quiet(true);
	Progress *progress = progress_begin("stage", "rows", 1200);
	work(progress);
	progress_end(progress);
	g_autofree char *text = written_to(reading);
	cr_expect_str_eq(text, "");
}
