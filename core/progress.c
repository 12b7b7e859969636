#include "core/progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* How often the line is drawn anew: quick enough to live on a terminal, and by
 * the header's promise every ten seconds elsewhere. */
#define TERMINAL_INTERVAL_US ((gint64)G_USEC_PER_SEC / 10)
#define PLAIN_INTERVAL_US    ((gint64)G_USEC_PER_SEC * 10)

#define CLEAR_LINE "\r\033[K"

struct Progress {
	char *title;
	char *unit;
	gint64 expected;
	gint64 amount;
	gint64 begun_us;
	gint64 drawn_us; /* when the line was last drawn, or begun_us */
	bool terminal;
	bool drawn;
};

static bool quiet_process;
static bool line_on_terminal;

void progress_set_quiet(bool quiet)
{
	quiet_process = quiet;
}

/* ── the line ── */

/* COUNT in groups of three digits. Transfer full. */
static char *grouped(gint64 count)
{
	g_autofree char *digits = g_strdup_printf("%" G_GINT64_FORMAT, count);
	GString *text = g_string_new(digits);
	for (gssize place = (gssize)text->len - 3; place > (count < 0 ? 1 : 0); place -= 3)
		g_string_insert_c(text, place, ',');
	return g_string_free(text, FALSE);
}

static void append_remaining(GString *line, double seconds)
{
	gint64 whole = (gint64)(seconds + 0.5);
	gint64 minutes = (whole + 30) / 60;
	if (whole < 60)
		g_string_append_printf(line, "  %" G_GINT64_FORMAT " s left", whole);
	else if (minutes < 60)
		g_string_append_printf(line, "  %" G_GINT64_FORMAT " min left", minutes);
	else
		g_string_append_printf(line,
				       "  %" G_GINT64_FORMAT " h %" G_GINT64_FORMAT " min left",
				       minutes / 60, minutes % 60);
}

char *progress_line(const char *title, const char *unit, gint64 amount, gint64 expected,
		    double seconds)
{
	/* an expectation that was surpassed was wrong, and nothing is told from it */
	bool known = expected > 0 && amount <= expected;
	/* a rate over less than a second jumps about */
	double rate = amount > 0 && seconds >= 1 ? (double)amount / seconds : 0;
	g_autofree char *done = grouped(amount);
	g_autofree char *total = grouped(expected);
	GString *line = g_string_new(NULL);
	g_string_append_printf(line, "%s  %s", title, done);
	if (known)
		g_string_append_printf(line, " of %s", total);
	g_string_append_printf(line, " %s", unit);
	if (known)
		/* cut, not rounded: 100 % is said only of the whole */
		g_string_append_printf(line, "  %d %%",
				       (int)(100.0 * (double)amount / (double)expected));
	if (rate >= 0.5) {
		g_autofree char *speed = grouped((gint64)(rate + 0.5));
		g_string_append_printf(line, "  %s/s", speed);
	}
	if (known && rate > 0 && amount < expected)
		append_remaining(line, (double)(expected - amount) / rate);
	return g_string_free(line, FALSE);
}

/* ── drawing ── */

/* Cuts LINE to the width of the terminal, where a wrapped line could not be rewritten. */
static void cut_to_terminal(char *line)
{
	struct winsize size;
	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return;
	if (g_utf8_strlen(line, -1) >= size.ws_col)
		*g_utf8_offset_to_pointer(line, size.ws_col - 1) = '\0';
}

static void draw(Progress *progress, gint64 now_us)
{
	double seconds = (double)(now_us - progress->begun_us) / G_USEC_PER_SEC;
	g_autofree char *line = progress_line(progress->title, progress->unit, progress->amount,
					      progress->expected, seconds);
	if (progress->terminal)
		cut_to_terminal(line);
	g_autofree char *shown = progress->terminal ? g_strconcat(CLEAR_LINE, line, NULL)
						    : g_strconcat(line, "\n", NULL);
	/* progress that cannot be shown is no fault of the work */
	(void)!fwrite(shown, 1, strlen(shown), stderr);
	line_on_terminal = progress->terminal;
	progress->drawn = true;
	progress->drawn_us = now_us;
}

Progress *progress_begin(const char *title, const char *unit, gint64 expected)
{
	Progress *progress = g_new0(Progress, 1);
	progress->title = g_strdup(title);
	progress->unit = g_strdup(unit);
	progress->expected = expected;
	progress->begun_us = progress->drawn_us = g_get_monotonic_time();
	progress->terminal = isatty(STDERR_FILENO) == 1;
	return progress;
}

void progress_add(Progress *progress, gint64 amount)
{
	if (progress == NULL)
		return;
	progress->amount += amount;
	if (quiet_process)
		return;
	gint64 now_us = g_get_monotonic_time();
	if (now_us - progress->drawn_us >=
	    (progress->terminal ? TERMINAL_INTERVAL_US : PLAIN_INTERVAL_US))
		draw(progress, now_us);
}

void progress_end(Progress *progress)
{
	if (progress == NULL)
		return;
	/* work too short to have shown anything stays unmentioned */
	if (progress->drawn && !quiet_process) {
		draw(progress, g_get_monotonic_time());
		if (progress->terminal)
			(void)!fwrite("\n", 1, 1, stderr);
		line_on_terminal = false;
	}
	g_free(progress->title);
	g_free(progress->unit);
	g_free(progress);
}

void progress_clear(void)
{
	if (!line_on_terminal)
		return;
	(void)!fwrite(CLEAR_LINE, 1, strlen(CLEAR_LINE), stderr);
	line_on_terminal = false;
}
