#include "reports/model/locale.h"

#include <string.h>

#include "core/config/problem.h"
#include "core/error.h"

struct Locale {
	YamlDocument *document;
	const YamlNode *words;
	const YamlNode *units;
	const YamlNode *dates;
	GPtrArray *unit_names;
};

static const char *const top_keys[] = { "language", "icu",   "direction", "name",
					"words",    "units", "dates",     NULL };
static const char *const date_keys[] = { "date",  "day-month", "short-date",  "month", "year",
					 "cells", "era",       "fiscal-year", NULL };
static const char *const plural_keys[] = { "zero", "one", "two", "few", "many", "other", NULL };

static const char *top_text(const Locale *locale, const char *key)
{
	const char *text = yaml_text(yaml_find(yaml_root(locale->document), key));
	return text != NULL ? text : "";
}

static void check_unit(const Locale *locale, Problems *problems, size_t index)
{
	const char *name = yaml_text(yaml_key(locale->units, index));
	const YamlNode *forms = yaml_value(locale->units, index);
	g_autofree char *where = g_strdup_printf("unit '%s'", name);
	if (!problems_check_keys(problems, locale->document, forms, where, plural_keys))
		return;
	if (yaml_find(forms, "other") == NULL)
		problems_add(problems, locale->document, forms, "every language needs this form",
			     "%s has no form 'other'", where);
	for (size_t n = 0; n < yaml_count(forms); n++) {
		const char *form = yaml_text(yaml_value(forms, n));
		if (form == NULL || strstr(form, "{n}") == NULL)
			problems_add(problems, locale->document, yaml_value(forms, n),
				     "write {n} where the number goes",
				     "%s: a form without its number", where);
	}
}

static void check(Locale *locale, Problems *problems)
{
	const YamlNode *root = yaml_root(locale->document);
	if (!problems_check_keys(problems, locale->document, root, "the locale", top_keys))
		return;
	for (size_t n = 0; n < 3; n++) {
		if (top_text(locale, top_keys[n])[0] == '\0')
			problems_add(problems, locale->document, root, NULL,
				     "the locale has no '%s'", top_keys[n]);
	}
	locale->dates = yaml_find(root, "dates");
	if (locale->dates != NULL)
		problems_check_keys(problems, locale->document, locale->dates, "dates", date_keys);
	locale->words = yaml_find(root, "words");
	locale->units = yaml_find(root, "units");
	for (size_t n = 0; n < yaml_count(locale->units); n++) {
		check_unit(locale, problems, n);
		g_ptr_array_add(locale->unit_names,
				(char *)(guintptr)yaml_text(yaml_key(locale->units, n)));
	}
}

/* Takes DOCUMENT over. */
static Locale *locale_new(YamlDocument *document, GError **error)
{
	g_autoptr(Locale) locale = g_new0(Locale, 1);
	locale->document = document;
	locale->unit_names = g_ptr_array_new();
	g_autoptr(Problems) problems = problems_new();
	check(locale, problems);
	g_ptr_array_add(locale->unit_names, NULL);
	return problems_end(problems, error) ? g_steal_pointer(&locale) : NULL;
}

Locale *locale_read(const char *folder, const char *language, GError **error)
{
	g_autofree char *file = g_strconcat(language, ".yaml", NULL);
	g_autofree char *path = g_build_filename(folder, "locale", file, NULL);
	YamlDocument *document = yaml_read(path, error);
	if (document == NULL) {
		g_prefix_error(error, "language '%s': ", language);
		return NULL;
	}
	return locale_new(document, error);
}

Locale *locale_parse(const char *text, const char *name, GError **error)
{
	YamlDocument *document = yaml_parse(text, strlen(text), name, error);
	return document != NULL ? locale_new(document, error) : NULL;
}

void locale_free(Locale *locale)
{
	if (locale == NULL)
		return;
	g_ptr_array_unref(locale->unit_names);
	yaml_close(locale->document);
	g_free(locale);
}

const char *locale_language(const Locale *locale)
{
	return top_text(locale, "language");
}

const char *locale_name(const Locale *locale)
{
	const char *name = top_text(locale, "name");
	return name[0] != '\0' ? name : locale_language(locale);
}

const char *locale_icu(const Locale *locale)
{
	return top_text(locale, "icu");
}

bool locale_right_to_left(const Locale *locale)
{
	return strcmp(top_text(locale, "direction"), "rtl") == 0;
}

const char *locale_word(const Locale *locale, const char *key)
{
	const char *word = yaml_text(yaml_find(locale->words, key));
	return word != NULL ? word : key;
}

const char *locale_date(const Locale *locale, const char *key)
{
	return yaml_text(yaml_find(locale->dates, key));
}

GHashTable *locale_words(const Locale *locale)
{
	GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (size_t n = 0; n < yaml_count(locale->words); n++) {
		const char *word = yaml_text(yaml_value(locale->words, n));
		if (word != NULL)
			g_hash_table_insert(words, g_strdup(yaml_text(yaml_key(locale->words, n))),
					    g_strdup(word));
	}
	return words;
}

const char *locale_unit(const Locale *locale, const char *unit, const char *category)
{
	const YamlNode *forms = yaml_find(locale->units, unit);
	const char *form = yaml_text(yaml_find(forms, category));
	return form != NULL ? form : yaml_text(yaml_find(forms, "other"));
}

const char *const *locale_units(const Locale *locale)
{
	return (const char *const *)locale->unit_names->pdata;
}
