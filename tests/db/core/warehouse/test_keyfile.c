#include "core/warehouse/keyfile.h"

#include "core/error.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static const KeyFile file = {
	.what = "test key",
	.file = "test.key",
	.setting = "test-key",
	.gone = "it is needed",
	.exchanged = "it is another",
	.hint = "Find it.",
};

static Config *scratch_config(void)
{
	g_autofree char *folder = server_scratch();
	g_autofree char *path = g_build_filename(folder, "shumar.yaml", NULL);
	cr_assert(g_file_set_contents(path, "data: data\n", -1, NULL));
	Config *config = config_read(path, NULL);
	cr_assert_not_null(config);
	return config;
}

static void put(const Config *config, const char *text, mode_t mode)
{
	g_autofree char *path = keyfile_path(&file, config);
	g_autofree char *folder = g_path_get_dirname(path);
	cr_assert_eq(g_mkdir_with_parents(folder, 0700), 0);
	cr_assert(
	    g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_NONE, (int)mode, NULL));
}

static void assert_refused(const Config *config, bool needed, const char *says)
{
	guint8 key[KEYFILE_BYTES];
	g_autoptr(GError) error = NULL;
	cr_assert_not(keyfile_open(&file, config, needed, key, &error), "%s", says);
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_CONFIG));
	cr_expect(strstr(error->message, says) != NULL, "expected '%s' in: %s", says,
		  error->message);
	cr_expect(strstr(error->message, "test key") != NULL, "%s", error->message);
	cr_expect_not_null(error_hint(error));
}

Test(keyfile, is_made_for_its_owner_only_and_read_again)
{
	g_autoptr(Config) config = scratch_config();
	guint8 first[KEYFILE_BYTES];
	guint8 second[KEYFILE_BYTES];
	struct stat status;
	cr_assert(keyfile_open(&file, config, false, first, NULL));
	cr_assert(keyfile_open(&file, config, true, second, NULL));
	cr_expect_arr_eq(first, second, KEYFILE_BYTES);
	g_autofree char *path = keyfile_path(&file, config);
	g_autofree char *folder = g_path_get_dirname(path);
	cr_assert_eq(stat(path, &status), 0);
	cr_expect_eq(status.st_mode & 0777, 0600);
	cr_assert_eq(stat(folder, &status), 0);
	cr_expect_eq(status.st_mode & 0777, 0700);
}

Test(keyfile, refuses_what_is_no_key)
{
	g_autofree char *short_one = g_strnfill(63, 'a');
	g_autofree char *digits = g_strnfill(64, 'a');
	g_autofree char *long_one = g_strconcat(digits, "\n\n", NULL);
	g_autofree char *letters = g_strnfill(64, 'x');
	g_autofree char *other = g_strconcat(letters, "\n", NULL);
	const char *const texts[] = { "", short_one, digits, long_one, other };
	for (size_t n = 0; n < G_N_ELEMENTS(texts); n++) {
		g_autoptr(Config) config = scratch_config();
		put(config, texts[n], 0600);
		assert_refused(config, false, "it is damaged");
	}
}

Test(keyfile, refuses_a_file_that_others_can_read)
{
	static const mode_t modes[] = { 0640, 0604, 0620 };
	for (size_t n = 0; n < G_N_ELEMENTS(modes); n++) {
		g_autoptr(Config) config = scratch_config();
		put(config, "", modes[n]);
		g_autofree char *path = keyfile_path(&file, config);
		cr_assert_eq(g_chmod(path, modes[n]), 0); /* whatever the umask */
		assert_refused(config, false, "others than its owner");
	}
}

Test(keyfile, refuses_a_folder_that_others_can_write_to_or_read)
{
	static const mode_t modes[] = { 0777, 0755, 0750, 0720 };
	for (size_t n = 0; n < G_N_ELEMENTS(modes); n++) {
		g_autoptr(Config) config = scratch_config();
		guint8 key[KEYFILE_BYTES];
		cr_assert(keyfile_open(&file, config, false, key, NULL));
		g_autofree char *folder = g_build_filename(config->data, "keys", NULL);
		cr_assert_eq(g_chmod(folder, modes[n]), 0);
		assert_refused(config, false, "others than its owner may read the folder");
		cr_assert_eq(g_chmod(folder, 0700), 0);
		cr_assert(keyfile_open(&file, config, true, key, NULL));
	}
}

Test(keyfile, refuses_what_belongs_to_another_user)
{
	g_autoptr(Config) config = scratch_config();
	guint8 key[KEYFILE_BYTES];
	cr_assert(keyfile_open(&file, config, false, key, NULL));
	g_autofree char *path = keyfile_path(&file, config);
	if (chown(path, 65534, (gid_t)-1) != 0)
		cr_skip("only root can give a file away");
	assert_refused(config, false, "belongs to another user (uid 65534)");
}

Test(keyfile, is_not_made_where_it_is_needed)
{
	g_autoptr(Config) config = scratch_config();
	assert_refused(config, true, "the file is gone, and it is needed");
	g_autofree char *path = keyfile_path(&file, config);
	cr_expect_not(g_file_test(path, G_FILE_TEST_EXISTS));
}

Test(keyfile, leaves_nothing_half_on_a_full_disk)
{
	g_autoptr(Config) config = scratch_config();
	const struct rlimit full = { .rlim_cur = 10, .rlim_max = 10 };
	(void)signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &full), 0);
	assert_refused(config, false, "cannot make");
	g_autofree char *folder = g_build_filename(config->data, "keys", NULL);
	g_autoptr(GDir) names = g_dir_open(folder, 0, NULL);
	const char *left = g_dir_read_name(names);
	cr_expect_null(left, "'%s' was left", left);
}

Test(keyfile, is_held_against_what_the_warehouse_knows_of_it)
{
	g_autoptr(Config) config = scratch_config();
	g_autoptr(Database) db = server_database();
	g_autoptr(GError) error = NULL;
	cr_assert(keyfile_check(&file, config, db, false, "mine", NULL));
	cr_assert(keyfile_check(&file, config, db, true, "mine", NULL));
	cr_assert_not(keyfile_check(&file, config, db, true, "other", &error));
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_CONFIG));
	cr_expect(strstr(error->message, "it is another") != NULL, "%s", error->message);
	cr_assert(keyfile_check(&file, config, db, false, "other", NULL));
	cr_assert(keyfile_check(&file, config, db, true, "other", NULL));
}
