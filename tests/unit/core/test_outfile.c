/* Files that go out: whole or not at all, through no link, and for whom they are. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "core/outfile.h"

static char *scratch(void)
{
	char *folder = g_dir_make_tmp("shumar-outfile-XXXXXX", NULL);
	cr_assert_not_null(folder);
	(void)umask(022);
	return folder;
}

static void put(const char *path, OutfileKind kind, const char *text)
{
	g_autoptr(GError) error = NULL;
	cr_assert(outfile_write(path, kind, text, strlen(text), &error), "%s",
		  error != NULL ? error->message : "");
}

static void holds(const char *path, const char *text)
{
	g_autofree char *found = NULL;
	cr_assert(g_file_get_contents(path, &found, NULL, NULL), "no %s", path);
	cr_expect_str_eq(found, text, "%s: %s", path, found);
}

static mode_t mode_of(const char *path)
{
	struct stat status;
	cr_assert_eq(lstat(path, &status), 0);
	cr_expect(!S_ISLNK(status.st_mode), "%s is a link", path);
	return status.st_mode & 07777;
}

Test(outfile, replaces_a_planted_link_and_leaves_its_target)
{
	g_autofree char *folder = scratch();
	g_autofree char *target = g_build_filename(folder, "target", NULL);
	g_autofree char *path = g_build_filename(folder, "x.pdf", NULL);
	g_autofree char *part = g_build_filename(folder, "x.pdf.part", NULL);
	put(target, OUTFILE_INTERNAL, "precious");
	cr_assert_eq(symlink(target, path), 0);
	cr_assert_eq(symlink(target, part), 0);
	put(path, OUTFILE_INTERNAL, "report");
	holds(target, "precious");
	holds(path, "report");
	cr_expect_eq(mode_of(path), 0640);
}

Test(outfile, is_closed_to_others_unless_it_is_public_and_so_is_its_folder)
{
	g_autofree char *folder = scratch();
	g_autofree char *inner = g_build_filename(folder, "a", "b.txt", NULL);
	g_autofree char *outer = g_build_filename(folder, "c", "d.txt", NULL);
	g_autofree char *closed = g_path_get_dirname(inner);
	g_autofree char *open = g_path_get_dirname(outer);
	put(inner, OUTFILE_INTERNAL, "x");
	put(outer, OUTFILE_PUBLIC, "x");
	cr_expect_eq(mode_of(inner), 0640);
	cr_expect_eq(mode_of(closed), 0750);
	cr_expect_eq(mode_of(outer), 0644);
	cr_expect_eq(mode_of(open), 0755);
	outfile_set_mode(OUTFILE_INTERNAL, 0660);
	put(inner, OUTFILE_INTERNAL, "y");
	cr_expect_eq(mode_of(inner), 0660, "configured, whatever the umask");
}

Test(outfile, leaves_nothing_and_the_former_file_when_it_is_abandoned)
{
	g_autofree char *folder = scratch();
	g_autofree char *path = g_build_filename(folder, "x.txt", NULL);
	put(path, OUTFILE_INTERNAL, "before");
	Outfile *file = outfile_open(path, OUTFILE_INTERNAL, NULL);
	fputs("half", outfile_stream(file));
	outfile_abandon(file);
	holds(path, "before");
	g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
	cr_expect_str_eq(g_dir_read_name(files), "x.txt");
	cr_expect_null(g_dir_read_name(files));
}

Test(outfile, tells_of_a_full_disk)
{
	g_autoptr(GError) error = NULL;
	cr_assert_not(outfile_write("/dev/full", OUTFILE_INTERNAL, "x", 1, &error));
	cr_expect_eq(error->code, SHUMAR_ERROR_OUTPUT);
	cr_expect_not_null(strstr(error->message, "No space left on device"));
	cr_expect_not_null(strstr(error_hint(error), "Free space"));
}

Test(outfile, follows_no_link_below_the_folder_it_is_confined_to)
{
	g_autofree char *folder = scratch();
	g_autofree char *elsewhere = scratch();
	g_autofree char *link = g_build_filename(folder, "week", NULL);
	g_autofree char *path = g_build_filename(folder, "week", "x.txt", NULL);
	g_autofree char *fine = g_build_filename(folder, "other", "deep", "x.txt", NULL);
	g_autofree char *landed = g_build_filename(elsewhere, "x.txt", NULL);
	g_autoptr(GError) error = NULL;
	cr_assert_eq(symlink(elsewhere, link), 0);
	outfile_confine(folder);
	put(fine, OUTFILE_INTERNAL, "x");
	cr_assert_not(outfile_write(path, OUTFILE_INTERNAL, "x", 1, &error));
	cr_expect_eq(error->code, SHUMAR_ERROR_OUTPUT);
	cr_expect_not_null(strstr(error->message, "is a link"));
	cr_expect_not(g_file_test(landed, G_FILE_TEST_EXISTS));
	outfile_confine(NULL);
	put(path, OUTFILE_INTERNAL, "x");
	holds(landed, "x");
}

Test(outfile, knows_names_that_lead_out_of_a_folder)
{
	static const char *const safe[] = { "a",   "a/b", "a..b/c.d", "...", "2026-W47/LHR-weekly",
					    "ملکہ" };
	static const char *const unsafe[] = { "",          "/a",   "a/",   "a//b",  "..",
					      "../a",      ".",    "a/..", "a/./b", "../../pwn/LHR",
					      "a/../../b", "a\nb", "a\x1b" };
	for (size_t n = 0; n < G_N_ELEMENTS(safe); n++)
		cr_expect(outfile_name_is_safe(safe[n]), "%s", safe[n]);
	for (size_t n = 0; n < G_N_ELEMENTS(unsafe); n++)
		cr_expect(!outfile_name_is_safe(unsafe[n]), "%s", unsafe[n]);
}
