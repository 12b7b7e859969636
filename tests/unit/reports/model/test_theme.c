/* Themes: what they say, and that nothing unreadable passes. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "reports/library/library.h"

Test(theme, has_what_the_house_has_where_it_says_nothing)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Theme) theme = theme_parse(
	    "theme: bare\nscale: 1.25\ncolours: {accent: \"#801650\"}\n", "bare.yaml", &error);
	cr_assert(theme != NULL, "%s", error != NULL ? error->message : "");
	cr_expect_str_eq(theme->name, "bare");
	cr_expect_str_eq(theme->orientation, "portrait");
	cr_expect_eq(theme->scale, 1.25);
	cr_expect_eq(theme->bottom_mm, 18.0);
	cr_expect_eq(theme->accent, 0x801650);
	cr_expect_eq(theme->series_count, 4);
}

/* Black on white is 21:1, and #767676 the lightest grey that passes for letters (WCAG 2.1). */
Test(theme, computes_contrast_as_wcag_does)
{
	cr_expect(fabs(theme_contrast(0x000000, 0xffffff) - 21) < 0.001);
	cr_expect(fabs(theme_contrast(0xffffff, 0x767676) - 4.54) < 0.01);
	cr_expect(theme_contrast(0x777777, 0xffffff) < 4.5);
	cr_expect(fabs(theme_contrast(0x12436d, 0x12436d) - 1) < 0.001);
}

Test(theme, tells_all_its_faults_with_their_places)
{
	static const char text[] =
	    "theme: prints\n"
	    "orientation: round\n"
	    "scale: 9\n"
	    "fonts: none\n"
	    "margins: {top: 3, left: 3}\n"
	    "colours: {text: \"#888888\", muted: grey, accent: \"#FFFF00\"}\n"
	    "series: [\"#12436D\"]\n";
	static const char *const expected[] = {
		"bad.yaml:1:8: theme is not bad",
		"bad.yaml:2:14: orientation is not an orientation",
		"bad.yaml:3:8: scale must be a number from 0.8 to 1.5",
		"bad.yaml:4:1: the theme: unknown key 'fonts'",
		"bad.yaml:5:16: top must be a number from 8 to 40",
		"bad.yaml:5:19: margins: unknown key 'left'",
		"bad.yaml:6:17: text: '#888888' has a contrast of 3.5:1 with the paper",
		"bad.yaml:6:35: muted is no colour",
		"bad.yaml:6:49: accent: '#FFFF00' has a contrast of 1.1:1 with the paper",
		"bad.yaml:7:9: series must be a list of 2 to 8 colours",
		"10 problems",
	};
	g_autoptr(GError) error = NULL;
	cr_assert_null(theme_parse(text, "bad.yaml", &error));
	cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_CONFIG);
	for (size_t n = 0; n < G_N_ELEMENTS(expected); n++)
		cr_expect(strstr(error->message, expected[n]) != NULL, "%s\n%s", expected[n],
			  error->message);
}

Test(theme, of_the_program_itself_are_all_readable)
{
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	g_autoptr(GError) error = NULL;
	g_autoptr(Library) library = library_open(folders, &error);
	cr_assert(library != NULL, "%s", error != NULL ? error->message : "");
	cr_assert_not_null(library_theme(library, "print"));
	cr_expect_null(library_theme(library, "none"));
	cr_expect(library_themes(library)[0] != NULL);
}
