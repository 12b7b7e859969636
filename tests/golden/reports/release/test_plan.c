/* Plans of releases against what was written down: the faults of tests/golden/bad-plans, and that
 * the program's own have none. GOLDEN_UPDATE=1 rewrites the expectations; read the diff. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/error.h"
#include "reports/release/plan.h"

static char *root_path(const char *name)
{
	return g_build_filename(g_getenv("SHUMAR_ROOT"), name, NULL);
}

/* TEXT with the path FOLDER and its slash taken out wherever it stands. Transfer full. */
static char *without(const char *text, const char *folder)
{
	g_autofree char *path = g_strconcat(folder, "/", NULL);
	g_auto(GStrv) parts = g_strsplit(text, path, -1);
	return g_strjoinv("", parts);
}

Test(plan_files, tell_every_fault_with_its_place)
{
	g_autofree char *folder = root_path("tests/golden/bad-plans");
	static const char *const names[] = { "keys", "empty", "none", "counts" };
	for (gsize n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *file = g_strdup_printf("%s/%s.yaml", folder, names[n]);
		g_autofree char *wanted = g_strdup_printf("%s/%s.expected", folder, names[n]);
		g_autofree char *expected = NULL;
		g_autoptr(GError) error = NULL;
		g_autoptr(Plan) plan = plan_read(file, &error);
		cr_assert(plan == NULL && error != NULL, "%s is taken for a plan", names[n]);
		cr_expect_eq(error->code, SHUMAR_ERROR_CONFIG);
		g_autofree char *said = without(error->message, folder);
		if (g_getenv("GOLDEN_UPDATE") != NULL)
			cr_assert(g_file_set_contents(wanted, said, -1, NULL));
		g_file_get_contents(wanted, &expected, NULL, NULL);
		cr_expect_str_eq(said, expected != NULL ? expected : "", "%s differs:\n%s",
				 names[n], said);
	}
}

Test(plan_files, of_the_program_are_all_valid)
{
	g_autofree char *folder = root_path("templates");
	const char *const folders[] = { folder, NULL };
	g_autoptr(GPtrArray) paths = plan_list(folders);
	cr_expect_geq(paths->len, 2);
	for (guint n = 0; n < paths->len; n++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Plan) plan = plan_read(paths->pdata[n], &error);
		cr_expect(plan != NULL, "%s", error != NULL ? error->message : "");
	}
}

Test(plan_files, are_found_by_name_and_the_nearest_is_named)
{
	g_autofree char *folder = root_path("templates");
	const char *const folders[] = { folder, NULL };
	g_autoptr(GError) error = NULL;
	g_autofree char *path = plan_find(folders, "press-note", &error);
	cr_assert(path != NULL && g_str_has_suffix(path, "templates/releases/press-note.yaml"));
	g_autofree char *wrong = plan_find(folders, "punjab-montly", &error);
	cr_assert(wrong == NULL && error->code == SHUMAR_ERROR_USAGE);
	cr_expect_str_eq(error_hint(error), "Did you mean 'punjab-monthly'?");
}
