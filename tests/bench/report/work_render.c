/* The program itself, from its start to the file, on a server that runs and is warm. */
#include <glib/gstdio.h>
#include <sys/resource.h>

#include "tests/bench/report/taken.h"

static char *home; /* of the server and the records */
static char *program;

static const char config[] = "data: data\n"
			     "templates: %s/templates\n"
			     "output: reports\n"
			     "log: {level: warning}\n"
			     "sources:\n"
			     "  psrms: {mapping: psrms, connection: \"embedded:psrms_demo\"}\n";

/* Runs the program in its home with COMMAND, parted as in a shell. */
static bool run(const char *command)
{
	g_autofree char *line = g_strdup_printf("'%s' %s", program, command);
	g_auto(GStrv) words = NULL;
	g_autofree char *said = NULL;
	g_autoptr(GError) error = NULL;
	int status = 0;
	bool ran = g_shell_parse_argv(line, NULL, &words, &error) &&
		   g_spawn_sync(home, words, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL,
				&said, &status, &error);
	if (ran && status == 0)
		return true;
	g_printerr("bench: %s: %s\n", line,
		   error != NULL  ? error->message
		   : said != NULL ? said
				  : "failed");
	return false;
}

/* Both clocks; the processor's is that of the program, not of the server. */
static Taken run_timed(const char *command)
{
	struct rusage before, after;
	(void)getrusage(RUSAGE_CHILDREN, &before);
	Taken began = taken_now();
	bool good = run(command);
	Taken taken = taken_since(began);
	(void)getrusage(RUSAGE_CHILDREN, &after);
	taken.processor = (double)(after.ru_utime.tv_sec - before.ru_utime.tv_sec) +
			  (double)(after.ru_utime.tv_usec - before.ru_utime.tv_usec) / 1e6 +
			  (double)(after.ru_stime.tv_sec - before.ru_stime.tv_sec) +
			  (double)(after.ru_stime.tv_usec - before.ru_stime.tv_usec) / 1e6;
	return good ? taken : taken_failed;
}

bool work_render_open(const char *folder)
{
	g_autofree char *root = g_get_current_dir();
	g_autofree char *text = g_strdup_printf(config, root);
	g_autofree char *below = g_build_filename(folder, "home", NULL);
	home = g_canonicalize_filename(below, root);
	program = g_canonicalize_filename("build/shumar", root);
	g_autofree char *file = g_build_filename(home, "shumar.yaml", NULL);
	g_printerr("bench: render: the demonstration's records are made, once\n");
	return g_mkdir_with_parents(home, 0755) == 0 && g_file_set_contents(file, text, -1, NULL) &&
	       run("demo --output demo --quiet");
}

void work_render_close(void)
{
	(void)run("db stop --quiet");
	g_clear_pointer(&home, g_free);
	g_clear_pointer(&program, g_free);
}

/* The page of a district in FORMAT to a file beside PATH. */
static Taken render(const char *path, const char *format)
{
	g_autofree char *whole = g_canonicalize_filename(path, NULL);
	g_autofree char *file = g_strconcat(whole, ".", format, NULL);
	g_autofree char *command = g_strdup_printf(
	    "report render dpo-weekly --param district=PKP --format %s -o '%s' --quiet", format,
	    file);
	Taken taken = run_timed(command);
	(void)g_unlink(file);
	return taken;
}

Taken work_render(const char *path)
{
	return render(path, "pdf");
}

Taken work_render_text(const char *path)
{
	return render(path, "text");
}

Taken work_render_start(const char *path G_GNUC_UNUSED)
{
	return run_timed("--version");
}
