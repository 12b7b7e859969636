/* The command line itself: help, unknown words, configuration faults, exit codes. */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/program.h"

Test(command, lists_its_commands_and_exit_codes)
{
	g_autoptr(ProgramRun) run = program_run(NULL, "--help", NULL);
	cr_assert_eq(run->code, 0);
	cr_assert(strstr(run->out, "  etl run") != NULL, "%s", run->out);
	cr_assert(strstr(run->out, "  report render") != NULL);
	cr_assert(strstr(run->out, "  5  another run holds the lock\n") != NULL);
	cr_assert_str_empty(run->err);
}

/* The commands that --help lists, each as its words. Elements GStrv. */
static GPtrArray *all_commands(void)
{
	g_autoptr(ProgramRun) run = program_run(NULL, "--help", NULL);
	g_auto(GStrv) lines = g_strsplit(strstr(run->out, "\nCommands:\n") + 11, "\n", -1);
	GPtrArray *commands = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	for (char **line = lines; g_str_has_prefix(*line, "  "); line++) {
		g_autofree char *name = g_strndup(*line + 2, 16);
		if (strstr(name, "  ") != NULL)
			*strstr(name, "  ") = '\0';
		g_ptr_array_add(commands, g_strsplit(g_strchomp(name), " ", -1));
	}
	return commands;
}

static ProgramRun *run_with(GStrv command, const char *option)
{
	return command[1] != NULL ? program_run(NULL, command[0], command[1], option, NULL)
				  : program_run(NULL, command[0], option, NULL);
}

Test(command, explains_every_command_and_refuses_what_it_does_not_take)
{
	g_autoptr(GPtrArray) commands = all_commands();
	cr_assert_gt(commands->len, 40);
	for (guint n = 0; n < commands->len; n++) {
		GStrv command = g_ptr_array_index(commands, n);
		g_autofree char *name = g_strjoinv(" ", command);
		g_autofree char *usage = g_strconcat("Usage: shumar ", name, NULL);
		g_autoptr(ProgramRun) help = run_with(command, "--help");
		cr_assert_eq(help->code, 0, "%s: %s", name, help->err);
		cr_assert(g_str_has_prefix(help->out, usage), "%s: %s", name, help->out);
		cr_assert(strstr(help->out, "Exit codes:") != NULL, "%s", name);
		g_autoptr(ProgramRun) unknown = run_with(command, "--no-such-option");
		cr_assert_eq(unknown->code, 2, "%s: %d", name, unknown->code);
		cr_assert(strstr(unknown->err, "--no-such-option") != NULL, "%s: %s", name,
			  unknown->err);
		cr_assert_str_empty(unknown->out, "%s", name);
	}
}

typedef struct {
	const char *words[4];
	int code;
	const char *says; /* part of stderr */
} Refusal;

Test(command, refuses_what_it_does_not_know_with_the_nearest_name)
{
	static const Refusal refusals[] = {
		{ { "etl", "rnu" },
		  2,
		  "no command 'etl rnu'\nhint: Did you mean 'shumar etl run'?" },
		{ { "reprot" }, 2, "no command 'reprot'" },
		{ { "etl" }, 2, "'etl' needs a command after it" },
		{ { "etl", "run", "--sorce", "x" },
		  2,
		  "--sorce\nhint: Did you mean --source? 'shumar etl run --help' lists the options." },
		{ { "release", "withdraw", "x", "--reason=\xff" },
		  2,
		  "what --reason was given is not UTF-8" },
		{ { "db", "status", "now" }, 2, "'db status' takes no word 'now'" },
		{ { "db", "status", "--log-format", "xml" }, 2, "no log format 'xml'" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(refusals); n++) {
		const Refusal *refusal = &refusals[n];
		g_autoptr(ProgramRun) run = program_run(NULL, refusal->words[0], refusal->words[1],
							refusal->words[2], refusal->words[3], NULL);
		cr_assert_eq(run->code, refusal->code, "%s: exit %d", refusal->says, run->code);
		cr_assert(strstr(run->err, refusal->says) != NULL, "expected '%s' in: %s",
			  refusal->says, run->err);
		cr_assert_str_empty(run->out);
	}
}

typedef struct {
	const char *config; /* NULL: no file at all */
	const char *says;
} BadConfig;

Test(command, refuses_a_bad_configuration_with_its_place)
{
	static const BadConfig bad[] = {
		{ NULL, "shumar.yaml" },
		{ "data: [\n", "shumar.yaml:" },
		{ "dat: build\n", "shumar.yaml:1:1: " },
		{ "warehouse: embedded\nwarehouse: x\n", "shumar.yaml:2:1: " },
		{ "sources:\n  a: {mapping: psrms}\n", "shumar.yaml:2:" },
		{ "warehouse: host=db password=x\n", "PGPASSFILE" },
		{ "log: {level: loud}\n", "shumar.yaml:1:" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(bad); n++) {
		char *home = program_home(bad[n].config);
		g_autoptr(ProgramRun) run =
		    program_run(home, "etl", "status", "--config", "shumar.yaml", NULL);
		cr_assert_eq(run->code, 3, "%s: exit %d: %s", bad[n].config, run->code, run->err);
		cr_assert(strstr(run->err, bad[n].says) != NULL, "expected '%s' in: %s",
			  bad[n].says, run->err);
		program_run_free(program_run_other(NULL, "rm", "-rf", home, NULL));
		g_free(home);
	}
}

Test(command, says_that_a_full_disk_swallowed_its_results)
{
	g_autoptr(ProgramRun) run =
	    program_run_other(NULL, "sh", "-c", "exec \"$SHUMAR_PROGRAM\" --help >/dev/full", NULL);
	cr_assert_eq(run->code, 7, "exit %d", run->code);
	cr_assert(strstr(run->err, "writing to standard output") != NULL, "%s", run->err);
}

/* shumar -q etl run, shumar --config F etl run: on either side, and within the name. */
Test(command, takes_common_options_on_either_side)
{
	static const char *const words[][6] = {
		{ "-q", "db", "status", "--config", "/nonexistent.yaml" },
		{ "--config", "/nonexistent.yaml", "db", "status" },
		{ "--config=/nonexistent.yaml", "db", "-q", "status" },
		{ "db", "-c", "/nonexistent.yaml", "status" },
		{ "-qc", "/nonexistent.yaml", "db", "status" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(words); n++) {
		g_autoptr(ProgramRun) run =
		    program_run(NULL, words[n][0], words[n][1], words[n][2], words[n][3],
				words[n][4], words[n][5], NULL);
		cr_expect_eq(run->code, 3, "%s: exit %d: %s", words[n][0], run->code, run->err);
		cr_expect(strstr(run->err, "'/nonexistent.yaml' named by --config") != NULL, "%s",
			  run->err);
	}
	g_autoptr(ProgramRun) help = program_run(NULL, "--help", "etl", "run", NULL);
	cr_expect(g_str_has_prefix(help->out, "Usage: shumar etl run"), "%s", help->out);
	g_autoptr(ProgramRun) alone = program_run(NULL, "-q", NULL);
	cr_expect_eq(alone->code, 2);
	g_autoptr(ProgramRun) other = program_run(NULL, "--sauce", "etl", "run", NULL);
	cr_expect_eq(other->code, 2);
	cr_expect(strstr(other->err, "no command, or no option '--sauce'") != NULL, "%s",
		  other->err);
}
