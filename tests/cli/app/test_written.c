/* What the program writes, and where: names, links, modes, and a batch that one edition fails in.
 */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/demo_home.h"
#include "tests/support/program.h"

static void says(const ProgramRun *run, int code, const char *part)
{
	cr_expect(run->code == code, "exit %d: %s%s", run->code, run->out, run->err);
	cr_expect(strstr(run->out, part) != NULL || strstr(run->err, part) != NULL,
		  "expected '%s' in: %s%s", part, run->out, run->err);
}

static char *below(const char *path)
{
	return g_build_filename(demo_home(), path, NULL);
}

static mode_t mode_of(const char *path)
{
	g_autofree char *full = below(path);
	struct stat status;
	cr_assert_eq(lstat(full, &status), 0, "no %s", full);
	return status.st_mode & 07777;
}

/* A copy of the weekly dashboard whose batch names its files NAME; its path below the home. */
static const char *renamed_template(const char *name)
{
	static const char usual[] = "name: \"{week}/{district.code}-weekly\"";
	g_autofree char *path =
	    g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", "dpo-weekly.yaml", NULL);
	g_autofree char *text = NULL;
	cr_assert(g_file_get_contents(path, &text, NULL, NULL));
	g_auto(GStrv) parts = g_strsplit(text, usual, 2);
	cr_assert_not_null(parts[1]);
	g_autofree char *made = g_strdup_printf("%sname: \"%s\"%s", parts[0], name, parts[1]);
	/* the home is that of all tests: each has a template of its own */
	g_autofree char *file = g_strdup_printf("./named-%d/dpo-weekly.yaml", (int)getpid());
	program_write(demo_home(), file, made);
	return g_intern_string(file);
}

Test(written, by_no_batch_outside_the_folder_that_it_was_given)
{
	static const char *const names[] = { "../../pwn/{district.code}",
					     "/tmp/pwn/{district.code}", "a/../../{district.code}",
					     "a//{district.code}", "./{district.code}" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		const char *path = renamed_template(names[n]);
		g_autoptr(ProgramRun) check =
		    program_run(demo_home(), "report", "check", path, NULL);
		says(check, 3, "leads out of the folder that the batch writes to");
		g_autoptr(ProgramRun) run = program_run(demo_home(), "report", "batch", path,
							"--format", "text", "-o", "led/out", NULL);
		says(run, 3, "leads out of the folder");
	}
	g_autofree char *pwn = below("pwn");
	cr_expect_not(g_file_test(pwn, G_FILE_TEST_EXISTS));
	cr_expect_not(g_file_test("/tmp/pwn", G_FILE_TEST_EXISTS));
}

Test(written, by_no_batch_twice_to_the_same_file)
{
	const char *path = renamed_template("{week}/weekly");
	g_autoptr(ProgramRun) run = program_run(demo_home(), "report", "batch", path, "--format",
						"text", "-o", "same", NULL);
	says(run, 7, "40 of 41 editions of 'dpo-weekly' were not made whole");
	says(run, 7, "is that of the edition of");
}

Test(written, through_no_link_that_somebody_planted)
{
	g_autofree char *target = below("target.txt");
	g_autofree char *folder = below("planted");
	cr_assert_eq(g_mkdir_with_parents(folder, 0755), 0);
	cr_assert(g_file_set_contents(target, "precious\n", -1, NULL));
	static const char *const links[] = { "planted/note.pdf", "planted/note.pdf.part",
					     "planted/manifest.json.part" };
	for (size_t n = 0; n < G_N_ELEMENTS(links); n++) {
		g_autofree char *link = below(links[n]);
		cr_assert_eq(symlink(target, link), 0);
	}
	g_autoptr(ProgramRun) run = program_run(
	    demo_home(), "report", "render", "vwps-note", "--param", "district=PAK", "--param",
	    "from=2023-08-01", "--param", "to=2024-07-31", "-o", "planted/note", NULL);
	g_autofree char *text = NULL;
	cr_expect_eq(run->code, 0, "%s", run->err);
	cr_assert(g_file_get_contents(target, &text, NULL, NULL));
	cr_expect_str_eq(text, "precious\n");
	cr_expect_eq(mode_of("planted/note.pdf"), 0640, "this note is internal");
}

Test(written, for_those_inside_are_closed_to_all_others)
{
	g_autoptr(ProgramRun) run =
	    program_run(demo_home(), "report", "render", "dpo-weekly", "--param", "district=LHR",
			"--param", "week=2026-W40", "-o", "closed/", NULL);
	cr_assert_eq(run->code, 0, "%s", run->err);
	cr_expect_eq(mode_of("closed"), 0750);
	cr_expect_eq(mode_of("closed/manifest.json"), 0640);
	cr_expect_eq(mode_of("closed/dpo-weekly-LHR-2026-W40.pdf"), 0640);
	g_autoptr(ProgramRun) rejects =
	    program_run(demo_home(), "etl", "rejects", "--export", "for-stations", NULL);
	cr_assert_eq(rejects->code, 0, "%s", rejects->err);
	cr_expect_eq(mode_of("for-stations"), 0750);
}

Test(written, are_all_other_editions_of_a_batch_when_one_fails)
{
	g_autofree char *way = below("one/2026-W40/LHR-weekly.txt/in-the-way");
	cr_assert_eq(g_mkdir_with_parents(way, 0755), 0);
	g_autoptr(ProgramRun) run =
	    program_run(demo_home(), "report", "batch", "dpo-weekly", "--param", "week=2026-W40",
			"--format", "text", "-o", "one", NULL);
	says(run, 7, "1 of 41 editions of 'dpo-weekly' were not made whole");
	says(run, 7, "\n  LHR: text: cannot give a finished file its name");
	says(run, 7, "40 editions, 40 files");
	g_autofree char *path = below("one/manifest.json");
	g_autofree char *manifest = NULL;
	cr_assert(g_file_get_contents(path, &manifest, NULL, NULL));
	cr_expect_not_null(strstr(manifest, "2026-W40/PKP-weekly.txt"));
	cr_expect_null(strstr(manifest, "2026-W40/LHR-weekly.txt"));
}

Test(written, of_a_value_too_long_is_what_fits_into_a_message)
{
	g_autofree char *long_one = g_strnfill(20000, 'x');
	g_autofree char *district = g_strconcat("district=", long_one, NULL);
	g_autofree char *name = g_strconcat(long_one, "=1", NULL);
	const char *const words[] = { district, name };
	for (size_t n = 0; n < G_N_ELEMENTS(words); n++) {
		g_autoptr(ProgramRun) run =
		    program_run(demo_home(), "report", "render", "vwps-note", "--param", words[n],
				"-o", "-", NULL);
		cr_expect_eq(run->code, 2, "%s", run->err);
		cr_expect(strlen(run->err) < 1500, "%zu bytes", strlen(run->err));
	}
	g_autoptr(ProgramRun) command = program_run(demo_home(), long_one, NULL);
	says(command, 2, "no command");
	cr_expect(strlen(command->err) < 1500);
}

Test(written, of_a_file_that_is_no_configuration_is_nothing)
{
	program_write(demo_home(), "secret", "root:*:hunter2:0:99999:7:::\n");
	program_write(demo_home(), "secrets.yaml", "api: hunter2\nmore: [hunter2\n");
	static const char *const files[] = { "secret", "secrets.yaml" };
	for (size_t n = 0; n < G_N_ELEMENTS(files); n++) {
		g_autoptr(ProgramRun) run =
		    program_run(demo_home(), "db", "status", "--config", files[n], NULL);
		cr_expect_eq(run->code, 3, "%s", run->err);
		cr_expect_null(strstr(run->err, "hunter2"), "%s", run->err);
	}
}
