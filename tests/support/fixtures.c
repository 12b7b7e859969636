#include "tests/support/fixtures.h"
#include "reports/block/block.h"

#include <criterion/criterion.h>
#include <string.h>

#include "reports/build/sample.h"

char *fixtures_path(const char *path)
{
	return g_build_filename(g_getenv("SHUMAR_ROOT"), path, NULL);
}

/* The template that the rows NAME are of: "dpo-weekly-none.rows" of dpo-weekly. NULL for none. */
static char *template_of(const char *name)
{
	g_autofree char *stem = g_strndup(name, strlen(name) - strlen(".rows"));
	for (;;) {
		g_autofree char *path = g_strdup_printf("templates/%s.yaml", stem);
		g_autofree char *whole = fixtures_path(path);
		/* measures.rows are of the dictionary */
		if (strcmp(stem, "measures") != 0 && g_file_test(whole, G_FILE_TEST_EXISTS))
			return g_steal_pointer(&whole);
		char *dash = strrchr(stem, '-');
		if (dash == NULL)
			return NULL;
		*dash = '\0';
	}
}

/* A value for each parameter of TEMPLATE that must be given, by its type. */
static char **values_of(const Template *template)
{
	static const char *const values[][3] = {
		{ "district", "PKP", "PKP" },
		{ "date", "2023-08-01", "2024-07-31" },
		{ "day", "2023-08-01", "2024-07-31" },
		{ "week", "2024-W31", "2024-W31" },
		{ "month", "2021-01", "2021-12" },
		{ "quarter", "2024-Q1", "2024-Q2" },
		{ "year", "2023", "2023" },
		{ "fiscal-year", "2023-24", "2023-24" },
	};
	GPtrArray *words = g_ptr_array_new();
	for (guint n = 0; n < template->parameters->len; n++) {
		const TemplateParameter *parameter = template->parameters->pdata[n];
		for (size_t v = 0; parameter->default_text == NULL && v < G_N_ELEMENTS(values); v++)
			if (strcmp(values[v][0], parameter->type->name) == 0)
				g_ptr_array_add(
				    words, g_strdup_printf(
					       "%s=%s", parameter->name,
					       values[v][parameter->not_before != NULL ? 2 : 1]));
	}
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_free(words, FALSE);
}

Model *fixtures_model(const Library *library, const char *path, const char *rows,
		      const char *language)
{
	static const char *const none[] = { NULL };
	g_autoptr(GError) error = NULL;
	g_autoptr(Template) template = template_read(path, library, block_types, &error);
	cr_assert(template != NULL, "%s", error != NULL ? error->message : "");
	if (template_language(template, language) < 0)
		return NULL;
	Model *model = sample_model(template, library, rows, none, language, NULL, &error);
	if (model == NULL) { /* the rows do not say of what they are */
		g_auto(GStrv) words = values_of(template);
		g_clear_error(&error);
		model = sample_model(template, library, rows, (const char *const *)words, language,
				     NULL, &error);
	}
	cr_assert(model != NULL, "%s: %s", rows, error != NULL ? error->message : "");
	return model;
}

Library *fixtures_library(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = fixtures_path("templates");
	const char *const folders[] = { folder, NULL };
	Library *library = library_open(folders, &error);
	cr_assert(library != NULL, "%s", error != NULL ? error->message : "");
	return library;
}

void fixtures_each(FixtureVisit visit, gpointer data)
{
	static const char *const languages[] = { "en", "ur" };
	g_autoptr(Library) known = fixtures_library();
	g_autofree char *folder = fixtures_path("tests/golden");
	g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
	const char *name;
	while ((name = g_dir_read_name(files)) != NULL) {
		g_autofree char *template =
		    g_str_has_suffix(name, ".rows") ? template_of(name) : NULL;
		g_autofree char *rows = g_build_filename(folder, name, NULL);
		for (size_t n = 0; template != NULL && n < G_N_ELEMENTS(languages); n++) {
			g_autoptr(Model) model =
			    fixtures_model(known, template, rows, languages[n]);
			if (model != NULL)
				visit(model, name, data);
		}
	}
}
