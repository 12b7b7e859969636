/* The HTML device on invented models: structure, escaping, links, size, colours. */
#include <criterion/criterion.h>
#include <string.h>

#include "reports/device/device.h"
#include "reports/device/html/html.h"
#include "reports/device/text/text.h"
#include "tests/support/showcase.h"

static char *page_of(const Model *model)
{
	return g_string_free(showcase_written(model, device_html_write), FALSE);
}

static size_t times(const char *text, const char *part)
{
	size_t count = 0;
	for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
		count++;
	return count;
}

Test(html, a_page_needs_nothing_from_outside_and_runs_nothing)
{
	g_autoptr(Model) model = showcase_model("en");
	g_autofree char *page = page_of(model);
	static const char *const never[] = { "<script", "http://", "https://",
					     "src=",    "@import", "url(",
					     "onload=", "<iframe", "javascript:" };
	for (size_t n = 0; n < G_N_ELEMENTS(never); n++)
		cr_expect(strstr(page, never[n]) == NULL, "the page holds %s", never[n]);
	cr_expect(strstr(page, "content=\"default-src 'none'; style-src 'unsafe-inline'") != NULL);
}

Test(html, values_that_look_like_markup_are_text)
{
	g_autoptr(Model) model = showcase_model("en");
	g_free(model->title);
	model->title = g_strdup("</title><script>\"&'\x01");
	g_autofree char *page = page_of(model);
	cr_expect(strstr(page, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;"));
	cr_expect(strstr(page, "<title>&lt;/title&gt;&lt;script&gt;&quot;&amp;&#39;\xEF\xBF\xBD"));
	cr_expect(strstr(page, "Hurt &lt;at home&gt;") != NULL);
	cr_expect(strstr(page, "Arifwala &amp; &lt;others&gt;") != NULL);
}

Test(html, every_value_of_the_text_device_is_on_the_page)
{
	g_autoptr(GPtrArray) names = showcase_templates();
	for (guint at = 0; at < names->len; at++) {
		g_autoptr(Model) model = showcase_edition(names->pdata[at], "en");
		if (model == NULL)
			continue;
		g_autofree char *text =
		    g_string_free(showcase_written(model, device_text_write), FALSE);
		g_autofree char *page = page_of(model);
		g_auto(GStrv) words = g_strsplit_set(text, " \n", -1);
		for (char **word = words; *word != NULL; word++) {
			if (!g_ascii_isdigit(**word) || strchr(*word, ']') != NULL)
				continue;
			g_strdelimit(*word, ";,.", '\0');
			/* nor what isolates it, and the stop of Urdu */
			(*word)[strspn(*word, "0123456789%+-/()")] = '\0';
			cr_expect(strstr(page, *word) != NULL, "%s: no %s on the page",
				  (char *)names->pdata[at], *word);
		}
	}
}

Test(html, tables_say_what_each_head_is_for)
{
	g_autoptr(Model) model = showcase_model("en");
	g_autofree char *page = page_of(model);
	static const char *const parts[] = {
		"<caption>Police stations: cases, arrests and shares</caption>",
		"<th scope=\"col\" rowspan=\"2\">Police station</th>",
		"<th scope=\"colgroup\" colspan=\"2\">2024</th>",
		"<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"4\"><span>Pakpattan circle",
		"<th scope=\"row\">City",
		"<tr class=\"subtotal\"><th scope=\"row\">Total",
		"<tfoot>\n<tr><th scope=\"row\">Total",
		"<data value=\"1234\">1,234</data><span class=\"mark\">&nbsp;[p]</span>",
		/* 50 stands below the 12 of 12.25 */
		"<td class=\"num d2\"><data value=\"50\">50</data>",
		"<td class=\"num p1\"><data value=\"66.7\">66.7</data>",
		"<span lang=\"ur\" dir=\"rtl\">ملکہ ہانس</span>",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(parts); n++)
		cr_expect(strstr(page, parts[n]) != NULL, "no %s", parts[n]);
	cr_expect_eq(times(page, "<tbody>\n<tr class=\"group\">"), 2, "a body for each group");
}

/* A zero drawn as a dot is a number for who listens, set where it takes no room. Positioned against
 * the page, it made a page of a wide table scroll sideways on a telephone. */
Test(html, what_only_listeners_get_stays_inside_the_region_that_scrolls)
{
	g_autoptr(Model) model = showcase_model("en");
	g_autofree char *page = page_of(model);
	cr_expect(strstr(page, ".hidden{position:absolute;") != NULL);
	cr_expect(strstr(page, ".table{position:relative;") != NULL);
}

Test(html, notes_and_what_they_are_for_lead_to_each_other)
{
	g_autoptr(Model) model = showcase_model("en");
	g_autofree char *page = page_of(model);
	cr_expect_eq(times(page, "id=\"note-1\""), 1);
	cr_expect_eq(times(page, "id=\"ref-1\""), 1);
	cr_expect_eq(times(page, "href=\"#note-1\""), 5, "four cards and a column");
	cr_expect_eq(times(page, "href=\"#ref-1\""), 1);
	cr_expect(strstr(page, "<a class=\"note\" href=\"#ref-2\">[note&nbsp;2]</a>") != NULL);
}

/* Every "#place" that PAGE links to is a place on it, and no id is there twice; how many there
 * are. */
static guint expect_whole_links(const char *page)
{
	g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GRegex) regex = g_regex_new("(id|href)=\"(#?)([^\"]*)\"", 0, 0, NULL);
	g_autoptr(GPtrArray) links = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GMatchInfo) match = NULL;
	for (g_regex_match(regex, page, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL)) {
		g_autofree char *kind = g_match_info_fetch(match, 1);
		g_autofree char *hash = g_match_info_fetch(match, 2);
		char *name = g_match_info_fetch(match, 3);
		if (*hash == '#')
			g_ptr_array_add(links, name);
		else if (strcmp(kind, "id") == 0)
			cr_expect(g_hash_table_add(ids, name), "%s is there twice", name);
		else
			g_free(name);
	}
	for (guint n = 0; n < links->len; n++)
		cr_expect(g_hash_table_contains(ids, links->pdata[n]), "no place %s",
			  (char *)links->pdata[n]);
	return links->len;
}

Test(html, every_link_leads_to_a_place_and_no_place_is_there_twice)
{
	g_autoptr(Model) model = showcase_model("en");
	Block *block = model_add(model, BLOCK_HEADING, 99);
	block->id = g_strdup("stations"); /* a table has this id already */
	block->heading.level = 2;
	block->heading.text = g_strdup("Again");
	g_autofree char *page = page_of(model);
	cr_expect_gt(expect_whole_links(page), 0);
}

Test(html, charts_are_pictures_with_words_and_their_figures_below)
{
	g_autoptr(Model) model = showcase_model("en");
	g_autofree char *page = page_of(model);
	cr_expect_eq(times(page, "<svg class=\"wide\""), 2);
	cr_expect_eq(times(page, "<svg class=\"narrow\""), 2);
	cr_expect(strstr(page, "role=\"img\" aria-labelledby=\"at-trend-wide-title "
			       "at-trend-wide-desc\"") != NULL);
	cr_expect(strstr(page, "<desc id=\"at-trend-wide-desc\">Line chart, 26 weeks") != NULL);
	cr_expect_eq(times(page, "<details>"), 2);
	cr_expect(strstr(page, "<td class=\"num\">1,234.0</td>") != NULL);
	cr_expect(strstr(page, "<td class=\"num\">[x]</td>") != NULL, "a gap is told");
	cr_expect(strstr(page, "<td class=\"num\">3 [p]</td>") != NULL);
	cr_expect(strstr(page, "<p class=\"empty\">No case was registered.</p>") != NULL);
}

Test(html, headings_never_skip_a_level_and_begin_with_one)
{
	static const char *const languages[] = { "en", "ur" };
	for (size_t language = 0; language < G_N_ELEMENTS(languages); language++) {
		g_autoptr(Model) model = showcase_model(languages[language]);
		g_autofree char *page = page_of(model);
		int last = 0;
		for (const char *at = strstr(page, "<main"); at != NULL;
		     at = strstr(at + 1, "<h")) {
			if (!g_str_has_prefix(at, "<h") || !g_ascii_isdigit(at[2]))
				continue;
			cr_expect_leq(at[2] - '0', last + 1, "h%c below h%d", at[2], last);
			last = at[2] - '0';
		}
		cr_expect_eq(times(page, "<h1"), 1);
		cr_expect_gt(last, 0);
	}
}

Test(html, a_page_without_a_title_block_has_the_models_title)
{
	g_autoptr(Model) model = model_new();
	model->language = g_strdup("en");
	model->title = g_strdup("Weekly");
	model->footer = g_strdup("Run 1");
	model->template_name = g_strdup("weekly");
	g_autofree char *page = page_of(model);
	cr_expect(strstr(page, "<h1>Weekly</h1>") != NULL);
}

Test(html, urdu_pages_run_from_the_right_and_their_english_does_not)
{
	g_autoptr(Model) model = showcase_model("ur");
	g_autofree char *page = page_of(model);
	cr_expect(strstr(page, "<html lang=\"ur\" dir=\"rtl\">") != NULL);
	cr_expect(strstr(page, "<span lang=\"en\" dir=\"ltr\">Arifwala") != NULL);
	cr_expect(strstr(page, "font-family=\"figures,'Noto Nastaliq Urdu'") != NULL);
	cr_expect(strstr(page, "[نوٹ&nbsp;1]") != NULL);
}

Test(html, pages_of_all_templates_stay_below_200_kilobytes)
{
	g_autoptr(GPtrArray) names = showcase_templates();
	for (guint at = 0; at < names->len; at++) {
		g_autoptr(Model) model = showcase_edition(names->pdata[at], "en");
		if (model == NULL)
			continue;
		g_autofree char *page = page_of(model);
		cr_expect_lt(strlen(page), 200000, "%s", (char *)names->pdata[at]);
		expect_whole_links(page);
	}
}

Test(html, the_same_model_gives_the_same_bytes)
{
	g_autoptr(Model) one = showcase_model("en");
	g_autoptr(Model) other = showcase_model("en");
	g_autofree char *first = page_of(one);
	g_autofree char *second = page_of(other);
	cr_expect_str_eq(first, second);
}

Test(html, only_public_pages_may_be_found_by_search_engines)
{
	g_autoptr(Model) model = showcase_model("en");
	g_autofree char *inside = page_of(model);
	g_free(model->audience);
	model->audience = g_strdup("public");
	g_autofree char *outside = page_of(model);
	cr_expect(strstr(inside, "noindex") != NULL);
	cr_expect(strstr(outside, "noindex") == NULL);
}

Test(html, chart_colours_keep_their_contrast_on_dark_screens)
{
	static const Colour colours[] = { COLOUR_NAVY, COLOUR_ORANGE, COLOUR_TEAL, COLOUR_PLUM,
					  COLOUR_INK,  COLOUR_SLATE,  COLOUR_GREY, COLOUR_SILVER,
					  COLOUR_RULE, COLOUR_GRID,   0xEEF3F8u,   0x000000u };
	for (size_t n = 0; n < G_N_ELEMENTS(colours); n++) {
		double light = html_contrast(colours[n], 0xFFFFFFu);
		double dark = html_contrast(html_dark_colour(colours[n]), HTML_DARK_PAPER);
		cr_expect_geq(dark, MIN(light, 8) - 0.05, "#%06X: %.2f, dark %.2f", colours[n],
			      light, dark);
		cr_expect_leq(dark, MIN(light, 8) * 1.2, "#%06X: %.2f, dark %.2f", colours[n],
			      light, dark);
	}
	cr_expect_eq(html_dark_colour(0xFFFFFFu), HTML_DARK_PAPER);
}

/* The colour that the style of PAGE, from FROM on, gives the variable NAME. */
static Colour style_colour(const char *from, const char *name)
{
	g_autofree char *wanted = g_strdup_printf("--%s:#", name);
	const char *at = strstr(from, wanted);
	cr_assert_not_null(at, "no %s", wanted);
	return (Colour)g_ascii_strtoull(at + strlen(wanted), NULL, 16);
}

Test(html, texts_have_contrast_on_their_grounds_light_and_dark)
{
	static const struct {
		const char *text, *ground;
		double least; /* WCAG 2.2: 4.5 for text, 3 for what is only seen */
	} pairs[] = {
		{ "ink", "paper", 4.5 },      { "soft", "paper", 4.5 },  { "grey", "paper", 4.5 },
		{ "accent", "paper", 4.5 },   { "ink", "card", 4.5 },    { "soft", "card", 4.5 },
		{ "grey", "card", 4.5 },      { "accent", "card", 4.5 }, { "ink", "caution", 4.5 },
		{ "accent", "caution", 4.5 }, { "warn", "caution", 3 },  { "rule", "paper", 3 },
	};
	g_autoptr(Model) model = showcase_model("en");
	g_autofree char *page = page_of(model);
	const char *dark = strstr(page, "prefers-color-scheme:dark");
	cr_assert_not_null(dark);
	for (size_t n = 0; n < G_N_ELEMENTS(pairs); n++) {
		const char *const grounds[] = { page, dark };
		for (size_t mode = 0; mode < G_N_ELEMENTS(grounds); mode++) {
			double contrast =
			    html_contrast(style_colour(grounds[mode], pairs[n].text),
					  style_colour(grounds[mode], pairs[n].ground));
			cr_expect_geq(contrast, pairs[n].least, "%s on %s, mode %zu: %.2f",
				      pairs[n].text, pairs[n].ground, mode, contrast);
		}
	}
}
