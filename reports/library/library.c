#include "reports/library/library.h"

#include <string.h>

#include "core/config/problem.h"
#include "core/error.h"
#include "core/text.h"

#define MEASURES_FILE   "measures.yaml"
#define GLOSSARY_FILE   "glossary.yaml"
#define DISCLOSURE_FILE "disclosure.yaml"
#define DICTIONARY_FILE                                                                            \
	"measures-dictionary.yaml" /* the template that goes by the name measures                  \
				    */
#define LOCALE_FOLDER "locale"
#define THEMES_FOLDER "themes"
#define SHARED_FOLDER "shared"

struct Library {
	char **folders;         /* where templates are looked for */
	char *office;           /* folder of the office's files, or NULL */
	char *base;             /* the one that measures and locales came from */
	GPtrArray *languages;   /* borrowed from the locales, NULL at the end */
	GHashTable *locales;    /* language → Locale */
	GPtrArray *theme_names; /* borrowed from the themes, NULL at the end */
	GHashTable *themes;     /* name → Theme */
	Measures *measures;
	Glossary *glossary;
};

void library_free(Library *library)
{
	if (library == NULL)
		return;
	g_strfreev(library->folders);
	g_free(library->base);
	g_free(library->office);
	g_ptr_array_unref(library->languages);
	g_hash_table_unref(library->locales);
	g_ptr_array_unref(library->theme_names);
	g_hash_table_unref(library->themes);
	measures_free(library->measures);
	glossary_free(library->glossary);
	g_free(library);
}

void library_set_office(Library *library, const char *folder)
{
	g_free(library->office);
	library->office = g_strdup(folder);
}

const char *library_office(const Library *library)
{
	return library->office;
}

/* ── reading ── */

static int compare_paths(gconstpointer left, gconstpointer right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Adds the paths of the files of FOLDER that end in .yaml to PATHS, in byte order. */
static void list_yaml(const char *folder, GPtrArray *paths)
{
	g_autoptr(GDir) names = g_dir_open(folder, 0, NULL);
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	const char *name;
	while (names != NULL && (name = g_dir_read_name(names)) != NULL) {
		if (g_str_has_suffix(name, ".yaml"))
			g_ptr_array_add(found, g_build_filename(folder, name, NULL));
	}
	g_ptr_array_sort(found, compare_paths);
	for (guint n = 0; n < found->len; n++)
		g_ptr_array_add(paths, found->pdata[n]);
}

static bool read_locales(Library *library, GError **error)
{
	g_autofree char *folder = g_build_filename(library->base, LOCALE_FOLDER, NULL);
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	list_yaml(folder, paths);
	for (guint n = 0; n < paths->len; n++) {
		char *language = g_path_get_basename(paths->pdata[n]);
		language[strlen(language) - strlen(".yaml")] = '\0';
		Locale *locale = locale_read(library->base, language, error);
		g_ptr_array_add(library->languages, language);
		g_hash_table_insert(library->locales, language, locale);
		if (locale == NULL)
			return false;
	}
	if (!g_hash_table_contains(library->locales, "en")) {
		error_set(error, SHUMAR_ERROR_CONFIG,
			  "Take the folder from the program's own templates.",
			  "no English locale in '%s'", folder);
		return false;
	}
	g_ptr_array_add(library->languages, NULL);
	return true;
}

static bool read_themes(Library *library, GError **error)
{
	g_autofree char *folder = g_build_filename(library->base, THEMES_FOLDER, NULL);
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	list_yaml(folder, paths);
	for (guint n = 0; n < paths->len; n++) {
		Theme *theme = theme_read(paths->pdata[n], error);
		if (theme == NULL)
			return false;
		g_ptr_array_add(library->theme_names, theme->name);
		g_hash_table_insert(library->themes, theme->name, theme);
	}
	g_ptr_array_add(library->theme_names, NULL);
	return true;
}

/* The first of FOLDERS that has measures. Transfer full. */
static char *find_base(const char *const *folders, GError **error)
{
	for (const char *const *folder = folders; *folder != NULL; folder++) {
		g_autofree char *path = g_build_filename(*folder, MEASURES_FILE, NULL);
		if (g_file_test(path, G_FILE_TEST_EXISTS))
			return g_strdup(*folder);
	}
	g_autofree char *all = g_strjoinv("', '", (char **)(guintptr)folders);
	error_set(error, SHUMAR_ERROR_CONFIG,
		  "Set 'templates' in the configuration to the folder that has them.",
		  "no " MEASURES_FILE " in '%s'", all);
	return NULL;
}

static void free_theme(gpointer data)
{
	theme_free(data);
}

static void free_locale(gpointer data)
{
	locale_free(data);
}

Library *library_open(const char *const *folders, GError **error)
{
	g_autofree char *base = find_base(folders, error);
	if (base == NULL)
		return NULL;
	g_autoptr(Library) library = g_new0(Library, 1);
	library->folders = g_strdupv((char **)(guintptr)folders);
	library->base = g_steal_pointer(&base);
	library->languages = g_ptr_array_new();
	library->locales = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_locale);
	library->theme_names = g_ptr_array_new();
	library->themes = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_theme);
	if (!read_locales(library, error) || !read_themes(library, error))
		return NULL;
	library->glossary = glossary_read(library->base, error);
	if (library->glossary == NULL)
		return NULL;
	library->measures = measures_read(library->base, library->glossary, error);
	if (library->measures == NULL)
		return NULL;
	return g_steal_pointer(&library);
}

/* ── asking ── */

const char *library_folder(const Library *library)
{
	return library->base;
}

const Measures *library_measures(const Library *library)
{
	return library->measures;
}

const Glossary *library_glossary(const Library *library)
{
	return library->glossary;
}

const Locale *library_locale(const Library *library, const char *language)
{
	return g_hash_table_lookup(library->locales, language);
}

const char *const *library_languages(const Library *library)
{
	return (const char *const *)library->languages->pdata;
}

const Theme *library_theme(const Library *library, const char *name)
{
	return g_hash_table_lookup(library->themes, name);
}

const char *const *library_themes(const Library *library)
{
	return (const char *const *)library->theme_names->pdata;
}

char *library_find_part(const Library *library, const char *name, const char *template_path)
{
	g_autofree char *folder = g_path_get_dirname(template_path);
	g_autofree char *beside = g_build_filename(folder, name, NULL);
	if (g_file_test(beside, G_FILE_TEST_IS_REGULAR))
		return g_steal_pointer(&beside);
	for (char **other = library->folders; *other != NULL; other++) {
		g_autofree char *path = g_build_filename(*other, name, NULL);
		if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
			return g_steal_pointer(&path);
	}
	return NULL;
}

static bool is_template_path(const char *path)
{
	g_autofree char *name = g_path_get_basename(path);
	return strcmp(name, MEASURES_FILE) != 0 && strcmp(name, GLOSSARY_FILE) != 0 &&
	       strcmp(name, DISCLOSURE_FILE) != 0;
}

GPtrArray *library_templates(const Library *library)
{
	GPtrArray *templates = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (char **folder = library->folders; *folder != NULL; folder++) {
		g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
		list_yaml(*folder, paths);
		for (guint n = 0; n < paths->len; n++) {
			const char *path = g_ptr_array_index(paths, n);
			if (is_template_path(path) &&
			    g_hash_table_add(seen, g_path_get_basename(path)))
				g_ptr_array_add(templates, g_strdup(path));
		}
	}
	return templates;
}

static void set_no_template(const Library *library, const char *name, GError **error)
{
	g_autoptr(GPtrArray) paths = library_templates(library);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	for (guint n = 0; n < paths->len; n++) {
		char *base = g_path_get_basename(paths->pdata[n]);
		base[strlen(base) - strlen(".yaml")] = '\0';
		g_ptr_array_add(names, base);
	}
	g_ptr_array_add(names, NULL);
	const char *near = nearest_name(name, (const char *const *)names->pdata);
	g_autofree char *all = g_strjoinv(", ", (char **)names->pdata);
	g_autofree char *hint = near != NULL
				    ? g_strdup_printf("Did you mean '%s'?", near)
				    : g_strdup_printf("There are: %s; or name a file.", all);
	g_autofree char *quoted = text_quote(name, -1);
	error_set(error, SHUMAR_ERROR_USAGE, hint, "no template %s", quoted);
}

char *library_find(const Library *library, const char *name, GError **error)
{
	if (strchr(name, '/') != NULL || g_str_has_suffix(name, ".yaml")) {
		if (g_file_test(name, G_FILE_TEST_EXISTS))
			return g_strdup(name);
		g_autofree char *quoted = text_quote(name, -1);
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Check the path; 'shumar report list' shows the "
			  "templates that go by name.",
			  "no template file %s", quoted);
		return NULL;
	}
	for (char **folder = library->folders; *folder != NULL; folder++) {
		g_autofree char *file = g_strconcat(name, ".yaml", NULL);
		if (!is_template_path(file)) {
			g_free(file);
			file = g_strdup(DICTIONARY_FILE);
		}
		g_autofree char *path = g_build_filename(*folder, file, NULL);
		if (is_template_path(path) && g_file_test(path, G_FILE_TEST_EXISTS))
			return g_steal_pointer(&path);
	}
	set_no_template(library, name, error);
	return NULL;
}

bool library_is_part(const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *name = g_path_get_basename(folder);
	static const char *const folders[] = { LOCALE_FOLDER, THEMES_FOLDER, SHARED_FOLDER, NULL };
	return !is_template_path(path) || g_strv_contains(folders, name);
}
