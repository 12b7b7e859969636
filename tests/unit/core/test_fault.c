#include "core/fault.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

Test(fault, points_are_shown_in_the_documentation_word_for_word)
{
	g_autofree char *path =
	    g_build_filename(g_getenv("SHUMAR_ROOT"), "docs", "faults.md", NULL);
	g_autofree char *text = NULL;
	cr_assert(g_file_get_contents(path, &text, NULL, NULL));
	for (size_t n = 0; n < fault_points_count; n++) {
		g_autofree char *row =
		    g_strdup_printf("| `%s` | %s |\n", fault_points[n].name, fault_points[n].truth);
		cr_expect(strstr(text, row) != NULL, "docs/faults.md lacks: %s", row);
	}
}

Test(fault, points_have_names_of_their_own)
{
	for (size_t n = 0; n < fault_points_count; n++) {
		for (size_t other = n + 1; other < fault_points_count; other++)
			cr_expect_str_neq(fault_points[n].name, fault_points[other].name);
	}
	cr_expect_geq(fault_points_count, 25);
}

Test(fault, point_does_nothing_for_another_name)
{
	g_setenv("SHUMAR_FAULT", "run.claimed.not=kill", TRUE);
	fault_point("run.claimed");
	g_unsetenv("SHUMAR_FAULT");
	fault_point("run.claimed");
}
