/* The index's words, each in English and in Urdu beside it, and the names of papers and places. */
#include <string.h>

#include "core/text.h"
#include "reports/block/block.h"
#include "reports/edition/index_private.h"

#define URDU_BEGIN " <span lang=\"ur\" dir=\"rtl\">"

/* ── texts ── */

void indexpage_put(Page *page, const char *markup)
{
	g_string_append(page->html, markup);
}

void indexpage_text(Page *page, const char *text)
{
	g_autofree char *shown = text_printable(text, -1);
	g_autofree char *escaped = g_markup_escape_text(shown, -1);
	indexpage_put(page, escaped);
}

void indexpage_urdu(Page *page, const char *text)
{
	indexpage_put(page, URDU_BEGIN);
	indexpage_text(page, text);
	indexpage_put(page, "</span>");
}

/* TEXT, of which nothing is unprintable. */
static void put_escaped(Page *page, const char *text)
{
	g_autofree char *escaped = g_markup_escape_text(text, -1);
	indexpage_put(page, escaped);
}

/* The locale's word KEY with VALUE in the place of "{}": one language alone has it. */
static void put_word(Page *page, const Locale *locale, const char *key, const char *value)
{
	g_auto(GStrv) parts = g_strsplit(locale_word(locale, key), "{}", -1);
	g_autofree char *shown = text_printable(value != NULL ? value : "", -1);
	g_autofree char *text = g_strjoinv(shown, parts);
	put_escaped(page, text);
}

void indexpage_words(Page *page, const char *key, const char *value)
{
	put_word(page, page->english, key, value);
	indexpage_put(page, URDU_BEGIN);
	put_word(page, page->urdu, key, value);
	indexpage_put(page, "</span>");
}

void indexpage_days(Page *page, const GDate *first, const GDate *last)
{
	const Locale *const locales[] = { page->english, page->urdu };
	for (size_t n = 0; n < G_N_ELEMENTS(locales); n++) {
		const Datum day = datum_of_date(first);
		g_autofree char *said = g_date_compare(first, last) == 0
					    ? format_datum(locales[n], "date", &day)
					    : format_range(locales[n], first, last);
		indexpage_put(page, n == 0 ? "" : URDU_BEGIN);
		put_escaped(page, said);
		indexpage_put(page, n == 0 ? "" : "</span>");
	}
}

static char *id_of(const char *text)
{
	GString *id = g_string_new(NULL);
	for (const char *at = text; *at != '\0'; at++)
		g_string_append_c(id, g_ascii_isalnum(*at) ? *at : '-');
	return g_string_free(id, FALSE);
}

/* ── names ── */

char **indexpage_paper_names(Page *page, const char *template_name)
{
	char **names = g_hash_table_lookup(page->papers, template_name);
	if (names != NULL)
		return names;
	g_autofree char *path = library_find(page->library, template_name, NULL);
	g_autoptr(Template) template =
	    path != NULL ? template_read(path, page->library, block_types, NULL) : NULL;
	names = g_new0(char *, 3);
	names[0] =
	    template != NULL ? template_paper(template, page->english) : g_strdup(template_name);
	names[1] = template != NULL ? template_paper(template, page->urdu) : g_strdup(names[0]);
	g_hash_table_insert(page->papers, g_strdup(template_name), names);
	return names;
}

void indexpage_paper(Page *page, const char *template_name)
{
	char **names = indexpage_paper_names(page, template_name);
	indexpage_text(page, names[0]);
	if (strcmp(names[0], names[1]) != 0)
		indexpage_urdu(page, names[1]);
}

const District *indexpage_district_of(const Page *page, const IndexEdition *edition)
{
	return edition->district[0] != '\0'
		   ? districts_find(page->index->districts, edition->district, NULL)
		   : NULL;
}

void indexpage_district(Page *page, const IndexEdition *edition)
{
	const District *district = indexpage_district_of(page, edition);
	if (strcmp(edition->district, "all") == 0)
		indexpage_words(page, "all_districts", NULL);
	else if (district == NULL)
		indexpage_text(page, edition->district);
	else {
		indexpage_text(page, district->name_en);
		indexpage_urdu(page, district->name_ur);
	}
}

char *indexpage_group_id(const IndexEdition *edition)
{
	g_autofree char *words =
	    g_strjoin(" ", edition->template_name, edition->period, "all", NULL);
	return id_of(words);
}

char *indexpage_edition_id(const IndexEdition *edition)
{
	g_autofree char *words =
	    g_strdup_printf("%s %s %s r%" G_GINT64_FORMAT, edition->template_name, edition->period,
			    edition->district, edition->run_no);
	return id_of(words);
}
