/* Published folders as readers check them: by the program, and by hand. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "reports/release/folder_verify.h"
#include "reports/witness/check.h"
#include "tests/support/made_folder.h"
#include "tests/support/program.h"

static char *home, *folder;

static void make(void)
{
	home = program_home(NULL);
	folder = g_build_filename(home, "release", NULL);
	made_folder(home, "release", "trusted.pub");
}

static void end(void)
{
	program_home_free(home);
	g_free(folder);
}

TestSuite(release_verify, .init = make, .fini = end);

static const char *const files[] = {
	"README.txt",     "press-release.en.txt", "SHA256SUMS",     "data/figures.csv",
	"proof/rule.csv", "proof/cells.csv",      "proof/sums.csv", "proof/tables.csv",
	"proof/check.c",  "proof/check.h",        "proof/read.c",   "manifest.json",
	"manifest.sig",   "manifest.pub",
};

/* What is said of the folder; *ret_code is the exit code there would be. */
static char *verify(const char *key, int *ret_code)
{
	g_autoptr(GError) error = NULL;
	GString *said = g_string_new(NULL);
	bool done = folder_verify(folder, key, said, &error);
	cr_assert_eq(done, error == NULL);
	*ret_code = error_exit_code(error);
	cr_assert_eq(done, strstr(said->str, "verified: ") != NULL, "%s", said->str);
	return g_string_free(said, FALSE);
}

static char *read_file(const char *file, gsize *ret_length)
{
	g_autofree char *path = g_build_filename(folder, file, NULL);
	char *text = NULL;
	cr_assert(g_file_get_contents(path, &text, ret_length, NULL), "no '%s'", path);
	return text;
}

static void write_file(const char *file, const char *bytes, gsize length)
{
	g_autofree char *path = g_build_filename(folder, file, NULL);
	FILE *stream = fopen(path, "wb"); /* and no wait for the disk */
	cr_assert_not_null(stream);
	cr_assert_eq(fwrite(bytes, 1, length, stream), length);
	cr_assert_eq(fclose(stream), 0);
}

/* Puts INSTEAD in the place of the first PART of FILE. */
static void edit(const char *file, const char *part, const char *instead)
{
	g_autofree char *text = read_file(file, NULL);
	g_autoptr(GString) edited = g_string_new(text);
	cr_assert_eq(g_string_replace(edited, part, instead, 1), 1, "no '%s' in %s", part, file);
	write_file(file, edited->str, edited->len);
}

static void expect_said(int code, const char *words, const char *of)
{
	int exit_code = 0;
	g_autofree char *said = verify(NULL, &exit_code);
	cr_expect_eq(exit_code, code, "%s: exit %d: %s", of, exit_code, said);
	cr_expect(strstr(said, words) != NULL, "%s: %s", of, said);
}

/* ── whole ones ── */
Test(release_verify, needs_nothing_but_the_folder)
{
	g_autoptr(ProgramRun) run = program_run("/", "release", "verify", folder, NULL);
	cr_expect_eq(run->code, 0, "%s%s", run->out, run->err);
	cr_expect(strstr(run->out, "verified: 11 files, 19 figures, 8 withheld; ") != NULL, "%s",
		  run->out);
	cr_expect(strstr(run->out, "prove that none of the 8 figures") != NULL, "%s", run->out);
	cr_expect(strstr(run->out, "the key in the folder proves only") != NULL, "%s", run->out);
}

Test(release_verify, takes_the_key_that_one_got_elsewhere)
{
	g_autoptr(ProgramRun) right =
	    program_run(home, "release", "verify", "release", "--key", "trusted.pub", NULL);
	cr_expect_eq(right->code, 0, "%s%s", right->out, right->err);
	cr_expect(strstr(right->out, "signed by a key of 'trusted.pub'") != NULL, "%s", right->out);
	/* who forges it signs it anew: only a key from elsewhere finds that */
	edit("README.txt", "made", "forged");
	made_folder_forge(folder);
	g_autoptr(ProgramRun) own = program_run(home, "release", "verify", "release", NULL);
	cr_expect_eq(own->code, 0, "%s", own->out);
	g_autoptr(ProgramRun) forged =
	    program_run(home, "release", "verify", "release", "--key", "trusted.pub", NULL);
	cr_expect_eq(forged->code, 6, "%s", forged->out);
	cr_expect(strstr(forged->out, "not of the key that was given") != NULL, "%s", forged->out);
	g_autoptr(ProgramRun) none =
	    program_run(home, "release", "verify", "release", "--key", "no.pub", NULL);
	cr_expect_eq(none->code, 3, "%s", none->err);
}

Test(release_verify, looks_at_all_releases_of_a_folder)
{
	made_folder(home, "all/one", NULL);
	made_folder(home, "all/two", NULL);
	g_autoptr(ProgramRun) both = program_run(home, "release", "verify", "all", NULL);
	cr_expect_eq(both->code, 0, "%s%s", both->out, both->err);
	const char *first = strstr(both->out, "all/one:\n"),
		   *second = strstr(both->out, "all/two:\n");
	cr_expect(first != NULL && second > first, "%s", both->out);
	program_write(home, "all/one/README.txt", "changed\n");
	g_autoptr(ProgramRun) one = program_run(home, "release", "verify", "all", NULL);
	cr_expect_eq(one->code, 6, "%s", one->out);
	cr_expect(strstr(one->err, "'all/one' is NOT verified") != NULL, "%s", one->err);
}

Test(release_verify, says_what_it_wants)
{
	static const char *const words[] = { "no-such-folder", "trusted.pub" };
	for (size_t n = 0; n < G_N_ELEMENTS(words); n++) {
		g_autoptr(ProgramRun) run = program_run(home, "release", "verify", words[n], NULL);
		cr_expect_eq(run->code, 2, "%s", run->err);
		cr_expect(strstr(run->err, words[n]) != NULL, "%s", run->err);
	}
	g_autoptr(ProgramRun) nothing = program_run(home, "release", "verify", NULL);
	cr_expect_eq(nothing->code, 2, "%s", nothing->err);
}

/* ── changed ones ── */
Test(release_verify, names_the_file_of_a_flipped_byte)
{
	for (size_t n = 0; n < G_N_ELEMENTS(files); n++) {
		gsize length = 0;
		g_autofree char *bytes = read_file(files[n], &length);
		for (gsize at = 0; at < length; at += 1 + length / 12) {
			bytes[at] ^= 1;
			write_file(files[n], bytes, length);
			int code = 0;
			g_autofree char *said = verify(NULL, &code);
			const char *named =
			    g_str_has_prefix(files[n], "manifest") ? "manifest." : files[n];
			cr_expect(code == 6 || code == 8, "%s at %d", files[n], (int)at);
			cr_expect(strstr(said, named) != NULL, "%s at %d: %s", files[n], (int)at,
				  said);
			bytes[at] ^= 1;
		}
		write_file(files[n], bytes, length);
	}
	expect_said(0, "verified", "all as before");
}

Test(release_verify, names_a_file_that_was_cut_off_lost_or_emptied)
{
	for (size_t n = 0; n < G_N_ELEMENTS(files); n++) {
		gsize length = 0;
		g_autofree char *bytes = read_file(files[n], &length);
		g_autofree char *path = g_build_filename(folder, files[n], NULL);
		g_autofree char *last = g_strndup(bytes, length - 1);
		const char *line = strrchr(last, '\n');
		const gsize kept[] = { length / 2, length - 1,
				       line != NULL ? (gsize)(line - last) + 1 : 1, 0 };
		for (size_t cut = 0; cut < G_N_ELEMENTS(kept); cut++) {
			int code = 0;
			write_file(files[n], bytes, kept[cut]);
			g_autofree char *said = verify(NULL, &code);
			cr_expect(code == 6 || code == 8, "%s", files[n]);
			cr_expect(strstr(said, files[n]) != NULL ||
				      g_str_has_prefix(files[n], "manifest"),
				  "%s: %s", files[n], said);
		}
		cr_assert_eq(g_unlink(path), 0);
		int code = 0;
		g_autofree char *said = verify(NULL, &code);
		g_autofree char *missing = g_strconcat(files[n], ": it is missing", NULL);
		cr_expect(code == 6 || code == 8, "%s", files[n]);
		cr_expect(strstr(said, missing) != NULL, "%s: %s", files[n], said);
		write_file(files[n], bytes, length);
	}
	expect_said(0, "verified", "all as before");
}

Test(release_verify, names_what_was_added)
{
	program_write(folder, "data/more.csv", "x\n");
	expect_said(6, "data/more.csv: it is not in the manifest: it was added", "added");
	made_folder_forge(folder);
	expect_said(0, "verified", "added by who signed it");
	program_write(folder, "data/.hidden", "x\n");
	expect_said(6, "'data/.hidden': no file of a release is called so", "dotted");
}

Test(release_verify, follows_no_link_and_opens_no_pipe)
{
	g_autofree char *readme = g_build_filename(folder, "README.txt", NULL);
	g_autofree char *cells = g_build_filename(folder, "proof", "cells.csv", NULL);
	g_autofree char *proof = g_build_filename(folder, "proof", NULL);
	g_autofree char *moved = g_build_filename(home, "moved", NULL);
	cr_assert_eq(g_rename(readme, moved), 0);
	cr_assert_eq(symlink(moved, readme), 0);
	expect_said(6, "'README.txt': it is a link", "link");
	cr_assert_eq(g_unlink(readme), 0);
	cr_assert_eq(mkfifo(readme, 0600), 0);
	expect_said(6, "'README.txt': it is no plain file", "pipe");
	cr_assert_eq(g_unlink(readme), 0);
	cr_assert_eq(g_rename(moved, readme), 0);
	cr_assert_eq(g_rename(proof, moved), 0);
	cr_assert_eq(symlink(moved, proof), 0);
	expect_said(8, "'proof': it is a link", "linked folder");
	cr_assert_eq(g_unlink(proof), 0);
	cr_assert_eq(g_rename(moved, proof), 0);
	cr_assert_eq(g_unlink(cells), 0);
	cr_assert_eq(symlink("/dev/zero", cells), 0);
	expect_said(8, "'proof/cells.csv': it is a link", "endless");
}

Test(release_verify, shows_odd_names_as_what_they_are)
{
	program_write(folder, "a\x1b[31mb", "x\n");
	program_write(folder, "four/and/three/deep.txt", "x\n");
	int code = 0;
	g_autofree char *said = verify(NULL, &code);
	cr_expect_eq(code, 6);
	cr_expect(strchr(said, '\x1b') == NULL, "%s", said);
	cr_expect(strstr(said, "U+001B") != NULL, "%s", said);
	cr_expect(strstr(said, "'four/and/three/deep.txt'") != NULL ||
		      strstr(said, "'four/and/three'") != NULL,
		  "%s", said);
}

/* ── withheld figures ── */
/* What is done to un-suppress the figure of QQ2 in November, which was 3. */
static const struct {
	const char *file, *part, *instead, *file_too, *part_too, *instead_too, *says;
} unsuppressed[] = {
	{ "data/figures.csv", "QQ2,all,2026-11-01,2026-11-30,[c]",
	  "QQ2,all,2026-11-01,2026-11-30,3", NULL, NULL, NULL,
	  "is withheld in proof/cells.csv, and has a value here" },
	{ "proof/cells.csv", "QQ2,all,2026-11-01,2026-11-30,hidden,,1",
	  "QQ2,all,2026-11-01,2026-11-30,published,3,0", NULL, NULL, NULL,
	  "has a value there, and is withheld" },
	{ "data/figures.csv", "QQ2,all,2026-11-01,2026-11-30,[c]",
	  "QQ2,all,2026-11-01,2026-11-30,3", "proof/cells.csv",
	  "QQ2,all,2026-11-01,2026-11-30,hidden,,1", "QQ2,all,2026-11-01,2026-11-30,published,3,0",
	  "it is published, and yet listed in " },
	{ "proof/cells.csv", "QQ2,all,2026-11-01,2026-11-30,hidden,,1",
	  "QQ2,all,2026-11-01,2026-11-30,hidden,3,1", NULL, NULL, NULL, "proof/cells.csv, row 4" },
	/* narrowed instead of told */
	{ "proof/cells.csv", "QQ2,all,2026-11-01,2026-11-30,hidden,,1,",
	  "QQ2,all,2026-11-01,2026-11-30,hidden,,1,3", NULL, NULL, NULL,
	  "less or more than can be" },
	{ "data/figures.csv", "QQ2,all,2026-11-01,2026-11-30,[c],",
	  "QQ2,all,2026-11-01,2026-11-30,[c],[r]", NULL, NULL, NULL, "has marks" },
	{ "data/figures.csv", "\r\n,cases,QQ9,all,2026-11-01,2026-11-30,[x]",
	  "\r\n,cases,QQ2,all,2026-11-01,2026-11-30,3", NULL, NULL, NULL, "has no cell" },
};

Test(release_verify, names_the_figure_that_was_unsuppressed_even_when_all_is_signed_anew)
{
	for (size_t n = 0; n < G_N_ELEMENTS(unsuppressed); n++) {
		g_autofree char *of = g_strdup_printf("case %d", (int)n);
		made_folder(home, "release", NULL);
		edit(unsuppressed[n].file, unsuppressed[n].part, unsuppressed[n].instead);
		if (unsuppressed[n].file_too != NULL)
			edit(unsuppressed[n].file_too, unsuppressed[n].part_too,
			     unsuppressed[n].instead_too);
		expect_said(8, unsuppressed[n].says, of);
		expect_said(8, unsuppressed[n].file, of);
		made_folder_forge(folder);
		expect_said(8, unsuppressed[n].says, of);
		int code = 0;
		g_autofree char *said = verify(NULL, &code);
		cr_expect(strstr(said, "QQ2") != NULL || strstr(said, "row 4") != NULL, "%s: %s",
			  of, said);
	}
}

Test(release_verify, finds_another_number_or_another_place_of_a_published_figure)
{
	static const char *const cases[][3] = {
		{ "QQ1,all,2026-11-01,2026-11-30,14", "QQ1,all,2026-11-01,2026-11-30,15",
		  "is another number" },
		{ "QQ1,all,2026-11-01,2026-11-30,14", "QQ1,all,2026-11-01,2026-11-30,[c]",
		  "has a value there, and is withheld in data/figures.csv" },
		{ "QQ1,all,2026-11-01,2026-11-30,14", "QQ7,all,2026-11-01,2026-11-30,14",
		  "is another in proof/cells.csv" },
		{ "QQ1,all,2026-11-01,2026-11-30,14,[p]", "QQ1,all,2026-11-01,2026-11-30,14",
		  "it is no figure" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		made_folder(home, "release", NULL);
		edit("data/figures.csv", cases[n][0], cases[n][1]);
		made_folder_forge(folder);
		expect_said(8, cases[n][2], cases[n][1]);
	}
}

/* ── at random ── */
static void mutate(GRand *rand, char *bytes, gsize *length)
{
	gsize at = (gsize)g_rand_int_range(rand, 0, (gint32)*length);
	switch (g_rand_int_range(rand, 0, 4)) {
	case 0:
		bytes[at] = (char)g_rand_int_range(rand, 0, 256);
		break;
	case 1:
		*length = at;
		break;
	case 2: /* one of the letters that files are made of, where they tell most */
		bytes[at] = "0123456789,\n\r\"-[]{}:c"[g_rand_int_range(rand, 0, 22)];
		break;
	default:
		memmove(bytes + at, bytes + at + 1, *length - at - 1);
		*length -= 1;
	}
}

Test(release_verify, never_says_verified_of_what_was_changed_at_random)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(12);
	for (int turn = 0; turn < 800; turn++) {
		const char *file = files[g_rand_int_range(rand, 0, G_N_ELEMENTS(files))];
		gsize before = 0;
		g_autofree char *whole = read_file(file, &before);
		gsize length = before;
		g_autofree char *bytes = g_memdup2(whole, before);
		for (int n = g_rand_int_range(rand, 1, 4); n > 0 && length > 0; n--)
			mutate(rand, bytes, &length);
		write_file(file, bytes, length);
		int code = 0;
		g_autofree char *said = verify(NULL, &code);
		bool same = length == before && memcmp(bytes, whole, length) == 0;
		cr_assert(same == (code == 0), "turn %d, %s: %s", turn, file, said);
		write_file(file, whole, before);
	}
}

/* ── by hand ── */
static ProgramRun *by_hand(const char *command)
{
	g_autofree char *there = g_strdup_printf("cd '%s' && %s", folder, command);
	return program_run_other(NULL, "sh", "-c", there, NULL);
}

static void expect_by_hand(const char *command, int code, const char *says)
{
	g_autoptr(ProgramRun) run = by_hand(command);
	cr_expect_eq(run->code, code, "%s: %s%s", command, run->out, run->err);
	cr_expect(strstr(run->out, says) != NULL, "%s: %s%s", command, run->out, run->err);
}

#define OPENSSL                                                                                    \
	"base64 -d manifest.sig > ../signature && openssl pkeyutl -verify -pubin -inkey "          \
	"manifest.pub -rawin -in manifest.json -sigfile ../signature"
#define BY_COMPILER "cc -O2 -Wall -Werror -o ../check proof/*.c && ../check proof"

Test(release_verify, readers_need_no_program_of_ours)
{
	expect_by_hand("sha256sum --check SHA256SUMS", 0, "data/figures.csv: OK");
	expect_by_hand(OPENSSL, 0, "Signature Verified Successfully");
	expect_by_hand(BY_COMPILER, 0, "proved: ");
	edit("proof/sums.csv", "1,1,1\n", "1,1,2\n");
	expect_by_hand("sha256sum --check SHA256SUMS", 1, "proof/sums.csv: FAILED");
	expect_by_hand(BY_COMPILER, 1, "is not 0 in ");
	edit("manifest.json", "\"run\":\"7\"", "\"run\":\"8\"");
	expect_by_hand(OPENSSL, 1, "");
}

Test(release_verify, the_shipped_checker_says_what_ours_says)
{
	g_autofree char *place = g_build_filename(folder, "proof", NULL);
	static const char *const cells[][2] = {
		{ "0,", "0," },
		{ "hidden,,1,\n", "hidden,,2,\n" },
		{ "hidden,,2,\n", "hidden,,1,4\n" },
		{ "published,14", "published,15" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cells); n++) {
		long counts[WITNESS_COUNTS], tables = 0;
		g_autofree char *said = NULL;
		size_t length = 0;
		edit("proof/cells.csv", cells[n][0], cells[n][1]);
		FILE *stream = open_memstream(&said, &length);
		long faults = witness_check_folder(place, stream, counts, &tables);
		(void)fclose(stream);
		g_autoptr(ProgramRun) run = by_hand(BY_COMPILER);
		cr_expect_eq(run->code, faults > 0, "case %d: %s", (int)n, run->out);
		cr_expect(g_str_has_prefix(run->out, said), "%s, and not %s", run->out, said);
	}
}
