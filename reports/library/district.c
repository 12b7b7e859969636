#include "reports/library/district.h"

#include <stdlib.h>
#include <string.h>

#include "core/config/problem.h"
#include "core/error.h"
#include "core/text.h"
#include "reports/model/datum.h"

struct Districts {
	GPtrArray *all;      /* of District */
	GHashTable *by_word; /* folded code, name or spelling → District */
};

static void district_free(gpointer data)
{
	District *district = data;
	g_free(district->code);
	g_free(district->name_en);
	g_free(district->name_ur);
	g_free(district->division);
	g_free(district);
}

Districts *districts_new(void)
{
	Districts *districts = g_new(Districts, 1);
	districts->all = g_ptr_array_new_with_free_func(district_free);
	districts->by_word = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return districts;
}

void districts_free(Districts *districts)
{
	if (districts == NULL)
		return;
	g_hash_table_unref(districts->by_word);
	g_ptr_array_unref(districts->all);
	g_free(districts);
}

static void add_word(Districts *districts, const char *word, District *district)
{
	g_autofree char *folded = text_fold_compare(word, -1);
	if (folded[0] != '\0' && !g_hash_table_contains(districts->by_word, folded))
		g_hash_table_insert(districts->by_word, g_steal_pointer(&folded), district);
}

void districts_add(Districts *districts, const char *code, const char *name_en, const char *name_ur,
		   const char *division)
{
	District *district = g_new(District, 1);
	district->code = g_strdup(code);
	district->name_en = datum_printable(name_en);
	district->name_ur = datum_printable(name_ur);
	district->division = datum_printable(division);
	g_ptr_array_add(districts->all, district);
	add_word(districts, code, district);
	add_word(districts, name_en, district);
	add_word(districts, name_ur, district);
}

void districts_add_alias(Districts *districts, const char *alias, const char *code)
{
	g_autofree char *folded = text_fold_compare(code, -1);
	District *district = g_hash_table_lookup(districts->by_word, folded);
	if (district != NULL)
		add_word(districts, alias, district);
}

static int compare_words(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void set_unknown(const Districts *districts, const char *typed, GError **error)
{
	g_autofree char *folded = text_fold_compare(typed, -1);
	guint count;
	g_autofree const char **words =
	    (const char **)(guintptr)g_hash_table_get_keys_as_array(districts->by_word, &count);
	/* among equally near words the answer is the same every time */
	qsort(words, count, sizeof *words, compare_words);
	const char *near = nearest_name(folded, words);
	const District *meant = near != NULL ? g_hash_table_lookup(districts->by_word, near) : NULL;
	g_autofree char *hint =
	    meant != NULL
		? g_strdup_printf("Did you mean %s (%s)?", meant->name_en, meant->code)
		: g_strdup_printf("Give one of the %u districts by code, name or known spelling, "
				  "for example %s.",
				  districts->all->len,
				  districts->all->len > 0
				      ? ((District *)districts->all->pdata[0])->name_en
				      : "Lahore");
	g_autofree char *quoted = text_quote(typed, -1);
	g_autofree char *letters = text_letters(typed, -1);
	error_set(error, SHUMAR_ERROR_USAGE, hint, "no district %s%s%s%s", quoted,
		  letters != NULL ? " (" : "", letters != NULL ? letters : "",
		  letters != NULL ? ")" : "");
}

const District *districts_find(const Districts *districts, const char *typed, GError **error)
{
	g_autofree char *folded = text_fold_compare(typed, -1);
	const District *district = g_hash_table_lookup(districts->by_word, folded);
	if (district == NULL)
		set_unknown(districts, typed, error);
	return district;
}

const GPtrArray *districts_all(const Districts *districts)
{
	return districts->all;
}

const char *district_name(const District *district, const char *language)
{
	return strcmp(language, "ur") == 0 ? district->name_ur : district->name_en;
}
