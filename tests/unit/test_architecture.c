/* docs/architecture.md says which functions a record, a file and a template pass; every one of them
 * is looked up in the file named beside it. */
#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

static char *text_of(const char *path)
{
	g_autofree char *whole = g_build_filename(g_getenv("SHUMAR_ROOT"), path, NULL);
	char *text = NULL;
	cr_expect(g_file_get_contents(whole, &text, NULL, NULL), "there is no file '%s'", path);
	return text;
}

/* The names in backticks in CELL, NULL-terminated. */
static GPtrArray *names_in(const char *cell)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) parts = g_strsplit(cell, "`", -1);
	for (guint n = 1; n < g_strv_length(parts); n += 2)
		g_ptr_array_add(names, g_strdup(parts[n]));
	return names;
}

/* Whether TEXT defines NAME: in SQL by "create function", in C by a line that begins at the margin
 * and is no declaration. */
static bool defines(const char *text, const char *path, const char *name)
{
	g_autofree char *plain = g_regex_escape_string(name, -1);
	g_autofree char *pattern =
	    g_str_has_suffix(path, ".sql")
		? g_strdup_printf("create function %s\\(", plain)
		: g_strdup_printf("^[A-Za-z][^;(={\n]*\\b%s(\\(|\\[\\])[^;]*$", plain);
	return g_regex_match_simple(pattern, text, G_REGEX_MULTILINE, 0);
}

static guint look_up(const char *function_cell, const char *file_cell)
{
	g_autoptr(GPtrArray) names = names_in(function_cell), files = names_in(file_cell);
	cr_assert(files->len == 1 && names->len > 0, "%s|%s", function_cell, file_cell);
	const char *path = files->pdata[0];
	g_autofree char *text = text_of(path);
	for (guint n = 0; text != NULL && n < names->len; n++)
		cr_expect(defines(text, path, names->pdata[n]), "'%s' does not define '%s'", path,
			  (const char *)names->pdata[n]);
	return names->len;
}

Test(architecture, every_function_is_defined_in_the_file_beside_it)
{
	g_autofree char *page = text_of("docs/architecture.md");
	cr_assert_not_null(page);
	g_auto(GStrv) lines = g_strsplit(page, "\n", -1);
	guint found = 0;
	for (char **line = lines; *line != NULL; line++) {
		g_auto(GStrv) cells = g_strsplit(*line, "|", -1);
		if (g_strv_length(cells) == 5 && strchr(cells[3], '`') != NULL)
			found += look_up(cells[2], cells[3]);
	}
	cr_expect_gt(found, 60);
}
