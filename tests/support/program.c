#include "tests/support/program.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/support/server.h"

/* An empty stream's data is NULL. */
static char *bytes_text(GBytes *bytes)
{
	gsize length = 0;
	const char *data = g_bytes_get_data(bytes, &length);
	return length > 0 ? g_strndup(data, length) : g_strdup("");
}

static ProgramRun *run_words(const char *home, GPtrArray *words)
{
	g_ptr_array_add(words, NULL);
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
	    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
	if (home != NULL)
		g_subprocess_launcher_set_cwd(launcher, home);
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process =
	    g_subprocess_launcher_spawnv(launcher, (const char *const *)words->pdata, &error);
	if (process == NULL)
		g_error("starting '%s': %s", (char *)words->pdata[0], error->message);
	ProgramRun *run = g_new0(ProgramRun, 1);
	g_autoptr(GBytes) out = NULL;
	g_autoptr(GBytes) err = NULL;
	if (!g_subprocess_communicate(process, NULL, NULL, &out, &err, &error))
		g_error("reading '%s': %s", (char *)words->pdata[0], error->message);
	run->out = bytes_text(out);
	run->err = bytes_text(err);
	run->code = g_subprocess_get_if_exited(process) ? g_subprocess_get_exit_status(process)
							: 128 + g_subprocess_get_term_sig(process);
	return run;
}

static void add_words(GPtrArray *words, va_list list)
{
	const char *word;
	while ((word = va_arg(list, const char *)) != NULL)
		g_ptr_array_add(words, g_strdup(word));
}

ProgramRun *program_run(const char *home, ...)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(words, g_strdup(g_getenv("SHUMAR_PROGRAM")));
	va_list list;
	va_start(list, home);
	add_words(words, list);
	va_end(list);
	return run_words(home, words);
}

ProgramRun *program_run_other(const char *home, ...)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	va_list list;
	va_start(list, home);
	add_words(words, list);
	va_end(list);
	return run_words(home, words);
}

void program_run_free(ProgramRun *run)
{
	g_free(run->out);
	g_free(run->err);
	g_free(run);
}

char *program_home(const char *config)
{
	char *home = server_scratch();
	if (config != NULL)
		program_write(home, "shumar.yaml", config);
	return home;
}

void program_home_free(char *home)
{
	g_autofree char *config = g_build_filename(home, "shumar.yaml", NULL);
	if (g_file_test(config, G_FILE_TEST_EXISTS))
		program_run_free(program_run(home, "db", "stop", "--quiet", NULL));
	program_run_free(program_run_other(NULL, "rm", "-rf", "--", home, NULL));
	g_free(home);
}

void program_write(const char *home, const char *file, const char *text)
{
	g_autofree char *path = g_build_filename(home, file, NULL);
	g_autofree char *folder = g_path_get_dirname(path);
	g_autoptr(GError) error = NULL;
	if (g_mkdir_with_parents(folder, 0755) != 0 || !g_file_set_contents(path, text, -1, &error))
		g_error("writing '%s': %s", path, error != NULL ? error->message : "no folder");
}

char *program_fixture(const char *file)
{
	g_autofree char *path = g_build_filename(g_getenv("SHUMAR_ROOT"), "tests", file, NULL);
	char *text = NULL;
	g_autoptr(GError) error = NULL;
	if (!g_file_get_contents(path, &text, NULL, &error))
		g_error("reading a fixture: %s", error->message);
	return text;
}
