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

/* TEXT without the line of its table NAME, and with IS wherever it has WAS. */
static void take_out(GString *text, const char *name)
{
	g_autofree char *line = g_strdup_printf("  - {table: %s, title", name);
	char *at = strstr(text->str, line);
	cr_assert(at != NULL, "%s", line);
	g_string_erase(text, at - text->str, (gssize)(strchr(at, '\n') + 1 - at));
}

/* Does what HINT says: "write 'IS' where it has 'WAS'", each time. */
static void write_instead(GString *text, const char *hint)
{
	g_autoptr(GRegex) each =
	    g_regex_new("write '([^']+)' where [a-z ]+ has '([^']+)'", 0, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	g_regex_match(each, hint, 0, &match);
	for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
		g_autofree char *is = g_match_info_fetch(match, 1);
		g_autofree char *was = g_match_info_fetch(match, 2);
		cr_expect_geq(g_string_replace(text, was, is, 0), 1, "'%s' is nowhere", was);
	}
}

/* Every remedy of a refusal, done to the letter, makes a plan again: each table is taken out that
 * has a coarser one. */
Test(plan_files, are_valid_again_after_what_a_refusal_advises)
{
	static const char *const names[] = { "punjab-monthly", "press-note", "cook-dispositions" };
	guint advised = 0;
	for (gsize n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *file = g_strdup_printf("templates/releases/%s.yaml", names[n]);
		g_autofree char *path = root_path(file);
		g_autofree char *text = NULL;
		g_autoptr(Plan) plan = plan_read(path, NULL);
		cr_assert(plan != NULL && g_file_get_contents(path, &text, NULL, NULL));
		for (guint m = 0; m < plan->tables->len; m++) {
			const PlanTable *table = g_ptr_array_index(plan->tables, m);
			g_autofree char *hint = plan_coarser_hint(plan, table);
			g_autoptr(GString) edited = g_string_new(text);
			g_autoptr(GError) error = NULL;
			if (table->coarser == NULL)
				continue;
			take_out(edited, table->name);
			write_instead(edited, hint);
			g_autoptr(Plan) again = plan_parse(edited->str, names[n], &error);
			cr_expect(again != NULL, "%s: %s\n%s", table->name, hint,
				  error != NULL ? error->message : "");
			advised++;
		}
	}
	cr_expect_geq(advised, 4);
}

/* A month's districts are told by the province's months where they are too few. */
Test(plan_files, name_a_coarser_table_for_each_of_many_places)
{
	g_autofree char *path = root_path("templates/releases/punjab-monthly.yaml");
	g_autoptr(Plan) plan = plan_read(path, NULL);
	cr_assert(plan != NULL);
	for (guint n = 0; n < plan->tables->len; n++) {
		const PlanTable *table = g_ptr_array_index(plan->tables, n);
		cr_expect((table->coarser == NULL) == (strcmp(table->place, "province") == 0), "%s",
			  table->name);
	}
	cr_expect_str_eq(plan_table(plan, "district-month")->coarser, "province-month");
	cr_expect_null(plan_table(plan, "no-such"));
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
