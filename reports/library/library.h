/*
 * Library: the folder that templates, measures, locales and themes are read from.
 *
 *     templates/NAME.yaml   templates/measures.yaml      templates/locale/<language>.yaml
 *   templates/glossary.yaml templates/shared/NAME.yaml   templates/themes/NAME.yaml
 */
#pragma once

#include "reports/library/glossary.h"
#include "reports/library/measure.h"
#include "reports/model/format.h"
#include "reports/model/theme.h"

typedef struct Library Library;

/* Reads measures, locales and themes of the first of FOLDERS (NULL-terminated) that has them.
 * Errors: SHUMAR_ERROR_CONFIG, all faults at once, or that no folder has them. */
Library *library_open(const char *const *folders, GError **error);
void library_free(Library *library);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Library, library_free)

/* The folder of the office's own files (reports/library/office.h); NULL, as it is at first: none is
 * known.
 */
void library_set_office(Library *library, const char *folder);
const char *library_office(const Library *library);

/* The folder that measures and locales came from. Borrowed. */
const char *library_folder(const Library *library);

const Measures *library_measures(const Library *library);

/* The terms that both languages must say alike. Borrowed. */
const Glossary *library_glossary(const Library *library);

/* The words of LANGUAGE, or NULL when there is no such locale. Borrowed. */
const Locale *library_locale(const Library *library, const char *language);

/* The languages there are, in byte order, NULL-terminated. Borrowed. */
const char *const *library_languages(const Library *library);

/* The theme NAME, or NULL; and the names of all, NULL-terminated, in byte order. Borrowed. */
const Theme *library_theme(const Library *library, const char *name);
const char *const *library_themes(const Library *library);

/* The path of the shared part NAME ("shared/contact.yaml"): beside the template at
 * TEMPLATE_PATH, else in the first folder that has it; NULL when none has. Transfer full. */
char *library_find_part(const Library *library, const char *name, const char *template_path);

/* The path of the template NAME: a file as it stands when NAME has a '/' or ends in
 * .yaml, else NAME.yaml in the first folder that has it. Errors: SHUMAR_ERROR_USAGE
 * naming the nearest. Transfer full. */
char *library_find(const Library *library, const char *name, GError **error);

/* The paths of all templates of the folders, by name. Elements char*, transfer full. */
GPtrArray *library_templates(const Library *library);

/* True when PATH is a measures file, a locale, a theme or a shared part, no template: library_open
 * checks those, and parts are checked where they are included. */
bool library_is_part(const char *path);
