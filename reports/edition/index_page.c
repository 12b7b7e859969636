/* The page of the index: a plain list that needs no script, and a script that only hides what is
 * not looked for. */
#include <string.h>

#include "reports/edition/index_private.h"

/* Every pair of text and ground has a contrast of 4.5:1, on dark screens too. */
static const char style[] =
    ":root{color-scheme:light dark;--paper:#FFFFFF;--ink:#22272B;--grey:#5F676D;--hair:#DDE1E4;"
    "--rule:#8A9299;--accent:#12436D;--card:#F3F6F9;--warn:#A84008}\n"
    "@media screen and (prefers-color-scheme:dark){:root{--paper:#14191E;--ink:#E4E8EB;"
    "--grey:#A3ACB3;--hair:#2F373E;--rule:#6B757D;--accent:#8DBBEC;--card:#1D242B;--warn:#E8935A}}\n"
    "@font-face{font-family:figures;src:local('Noto Sans'),local('NotoSans-Regular');"
    "unicode-range:U+25,U+2C,U+2E,U+30-39}\n"
    "*{box-sizing:border-box}[hidden]{display:none!important}\n"
    "html{font:100%/1.5 'Noto Sans',system-ui,sans-serif;color:var(--ink);"
    "background:var(--paper);-webkit-text-size-adjust:100%;text-size-adjust:100%}\n"
    "body{margin:0 auto;max-width:61rem;padding:clamp(1rem,4vw,2.5rem)}\n"
    "[lang=ur]{font-family:figures,'Noto Nastaliq Urdu','Jameel Noori Nastaleeq','Urdu Typesetting',"
    "'Noto Naskh Arabic','Noto Sans',sans-serif;line-height:2;font-weight:400;unicode-bidi:isolate}\n"
    "h1,h2,h3{color:var(--accent);line-height:1.3;margin:0 0 .5rem}h1{font-size:1.75rem}\n"
    "h2{font-size:1.3125rem;margin-top:2.5rem;padding-top:.75rem;border-top:2px solid "
    "var(--accent)}h3{font-size:1.0625rem;margin-top:1.5rem}\n"
    "a{color:var(--accent);text-underline-offset:.15em}p{margin:0 0 .5rem}\n"
    ":focus-visible{outline:3px solid var(--accent);outline-offset:2px}\n"
    ":target{background:var(--card);scroll-margin-top:1rem}\n"
    "ul{list-style:none;margin:0;padding:0}\n"
    "form,nav{background:var(--card);border-radius:.5rem;padding:.75rem 1rem;margin:1rem 0}\n"
    "form{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;border:1px solid var(--hair)}\n"
    "form p{flex:1 1 100%;margin:0;color:var(--grey);font-size:.875rem}\n"
    "label{display:grid;gap:.25rem;font-size:.875rem;flex:0 1 auto}label:first-child{flex:1 1 14rem}\n"
    "input{font:inherit;min-width:0;width:100%;min-height:2.75rem;padding:.25rem .625rem;"
    "color:var(--ink);background:var(--paper);border:1px solid var(--rule);border-radius:.25rem}\n"
    "nav li{display:inline-block;margin-inline-end:1rem}nav a,.files a{display:inline-block;"
    "padding:.25rem 0;min-height:1.5rem}\n"
    ".edition{padding:.625rem 0;border-top:1px solid var(--hair);break-inside:avoid}\n"
    ".what{font-weight:600;margin:0}.what time,.what .run{font-weight:400;color:var(--grey)}\n"
    ".files li{display:inline-block;margin-inline-end:1.125rem}.files ul{display:inline}\n"
    ".files>li{display:block;margin:0}.language{color:var(--grey);margin-inline-end:.5rem}\n"
    "small,.since,.language,code{font-size:.8125rem;color:var(--grey)}.since{margin:0;padding-bottom:.5rem}\n"
    "code{font-family:ui-monospace,monospace;cursor:help}\n"
    ".warn{color:var(--warn);font-weight:600}\n"
    "footer{margin-top:3rem;border-top:1px solid var(--hair);padding-top:.75rem;"
    "font-size:.8125rem;color:var(--grey);overflow-wrap:anywhere}\n"
    "@media print{form,nav{display:none}html{font-size:9pt}body{max-width:none;padding:0}"
    "a{color:inherit;text-decoration:none}h2,h3{break-after:avoid}}\n";

/* Folds what is typed as text_fold_compare has folded what is looked in. */
static const char script[] =
    "(()=>{const $=i=>document.getElementById(i),form=$('find'),words=$('words'),from=$('from'),"
    "to=$('to'),count=$('count');form.hidden=false;\n"
    "const items=[...document.querySelectorAll('.edition')],"
    "groups=[...document.querySelectorAll('.group')];\n"
    "const fold=s=>s.normalize('NFKC').toLowerCase().replace(/[\\u200c\\u200d\\u0640\\u064b-\\u0652]/g,'')"
    ".replace(/ك/g,'ک').replace(/[يى]/g,'ی').replace(/[هۀة]/g,'ہ').replace(/[أإ]/g,'ا');\n"
    "function look(){const wanted=fold(words.value).split(/\\s+/).filter(Boolean);let shown=0;\n"
    "for(const item of items){const d=item.dataset;item.hidden=!(wanted.every(w=>d.text.includes(w))"
    "&&(!from.value||d.to>=from.value)&&(!to.value||(d.from&&d.from<=to.value)));"
    "if(!item.hidden)shown++}\n"
    "for(const group of groups)group.hidden=!group.querySelector('.edition:not([hidden])');\n"
    "count.textContent=shown+' / '+items.length}\n"
    "form.addEventListener('input',look);form.addEventListener('submit',e=>e.preventDefault());"
    "look()})();\n";

/* ── groups ── */

/* The editions from *AT on of one paper and period. */
static void put_group(Page *page, guint *at)
{
	const GPtrArray *editions = page->index->editions;
	const IndexEdition *first = editions->pdata[*at];
	g_autofree char *id = indexpage_group_id(first);
	g_autofree char *since = indexpage_since(page, first, true);
	indexpage_put(page, "<section class=\"group\">");
	if (first->period[0] != '\0') {
		g_string_append_printf(page->html, "<h3 id=\"%s\">", id);
		indexpage_text(page, first->period);
		indexpage_put(page, " · ");
		if (first->dated)
			indexpage_days(page, &first->first, &first->last);
		indexpage_put(page, "</h3>\n");
	}
	indexpage_put(page, since);
	indexpage_put(page, "<ul>\n");
	for (; *at < editions->len; (*at)++) {
		const IndexEdition *edition = editions->pdata[*at];
		if (strcmp(edition->template_name, first->template_name) != 0 ||
		    strcmp(edition->period, first->period) != 0)
			break;
		indexpage_edition(page, edition, since);
	}
	indexpage_put(page, "</ul></section>\n");
}

static void put_papers(Page *page)
{
	const GPtrArray *editions = page->index->editions;
	for (guint at = 0; at < editions->len;) {
		const char *name = ((IndexEdition *)editions->pdata[at])->template_name;
		g_string_append_printf(page->html, "<section class=\"group\"><h2 id=\"%s\">", name);
		indexpage_paper(page, name);
		indexpage_put(page, "</h2>\n");
		while (at < editions->len &&
		       strcmp(((IndexEdition *)editions->pdata[at])->template_name, name) == 0)
			put_group(page, &at);
		indexpage_put(page, "</section>\n");
	}
}

/* ── the top ── */

static void put_policy(Page *page, const char *directive, const char *content)
{
	guint8 digest[32];
	gsize length = sizeof digest;
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	g_checksum_update(checksum, (const guchar *)content, -1);
	g_checksum_get_digest(checksum, digest, &length);
	g_autofree char *coded = g_base64_encode(digest, length);
	g_string_append_printf(page->html, "; %s 'sha256-%s'", directive, coded);
}

static void put_head(Page *page)
{
	indexpage_put(page,
		      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		      "base-uri 'none'; form-action 'none'");
	put_policy(page, "style-src", style);
	put_policy(page, "script-src", script);
	indexpage_put(page,
		      "; img-src data:\">\n<meta name=\"viewport\" content=\"width=device-width, "
		      "initial-scale=1\">\n<meta name=\"robots\" content=\"noindex, nofollow\">\n"
		      "<link rel=\"icon\" href=\"data:,\">\n<title>");
	indexpage_text(page, locale_word(page->english, "index_title"));
	indexpage_put(page, " · ");
	indexpage_text(page, locale_word(page->urdu, "index_title"));
	g_string_append_printf(page->html, "</title>\n<style>%s</style>\n</head>\n", style);
}

static void put_input(Page *page, const char *id, const char *type, const char *key)
{
	indexpage_put(page, "<label><span>");
	indexpage_words(page, key, NULL);
	g_string_append_printf(page->html, "</span><input id=\"%s\" type=\"%s\"></label>\n", id,
			       type);
}

/* Hidden until the script is there. */
static void put_form(Page *page)
{
	indexpage_put(page, "<form id=\"find\" role=\"search\" hidden>\n");
	put_input(page, "words", "search", "index_search");
	put_input(page, "from", "date", "index_from");
	put_input(page, "to", "date", "index_to");
	indexpage_put(page, "<p><span id=\"count\" role=\"status\"></span> ");
	indexpage_words(page, "index_shown", NULL);
	indexpage_put(page, "</p></form>\n");
}

static void put_contents(Page *page)
{
	const GPtrArray *editions = page->index->editions;
	const char *name = "";
	indexpage_put(page, "<nav aria-label=\"");
	indexpage_text(page, locale_word(page->english, "index_papers"));
	indexpage_put(page, "\"><ul>\n");
	for (guint n = 0; n < editions->len; n++) {
		const IndexEdition *edition = editions->pdata[n];
		if (strcmp(edition->template_name, name) == 0)
			continue;
		name = edition->template_name;
		g_string_append_printf(page->html, "<li><a href=\"#%s\">", name);
		indexpage_paper(page, name);
		indexpage_put(page, "</a></li>\n");
	}
	indexpage_put(page, "<li><a href=\"#districts\">");
	indexpage_words(page, "index_by_district", NULL);
	indexpage_put(page, "</a></li>\n</ul></nav>\n");
}

/* ── by district ── */

static void put_district_links(Page *page, const District *district)
{
	const GPtrArray *editions = page->index->editions;
	bool begun = false;
	for (guint n = 0; n < editions->len; n++) {
		const IndexEdition *edition = editions->pdata[n];
		if (strcmp(edition->district, district->code) != 0)
			continue;
		g_autofree char *id = indexpage_edition_id(edition);
		if (!begun) {
			g_string_append_printf(page->html, "<li id=\"district-%s\">",
					       district->code);
			indexpage_text(page, district->name_en);
			indexpage_urdu(page, district->name_ur);
			indexpage_put(page, ": ");
		}
		g_string_append_printf(page->html, "%s<a href=\"#%s\">", begun ? ", " : "", id);
		indexpage_text(page, edition->template_name);
		indexpage_put(page, " ");
		indexpage_text(page, edition->period);
		indexpage_put(page, "</a>");
		begun = true;
	}
	if (begun)
		indexpage_put(page, "</li>\n");
}

static int compare_districts(gconstpointer left, gconstpointer right)
{
	return strcmp((*(District *const *)left)->name_en, (*(District *const *)right)->name_en);
}

static void put_districts(Page *page)
{
	const GPtrArray *all = districts_all(page->index->districts);
	g_autoptr(GPtrArray) sorted = g_ptr_array_new();
	for (guint n = 0; n < all->len; n++)
		g_ptr_array_add(sorted, all->pdata[n]);
	g_ptr_array_sort(sorted, compare_districts);
	indexpage_put(page, "<section><h2 id=\"districts\">");
	indexpage_words(page, "index_by_district", NULL);
	indexpage_put(page, "</h2>\n<ul>\n");
	for (guint n = 0; n < sorted->len; n++)
		put_district_links(page, sorted->pdata[n]);
	indexpage_put(page, "</ul></section>\n");
}

/* ── what is wrong ── */

static void put_names(Page *page, const char *key, const GPtrArray *names)
{
	if (names->len == 0)
		return;
	g_autofree char *count = g_strdup_printf("%u", names->len);
	indexpage_put(page, "<section><p class=\"warn\">");
	indexpage_words(page, key, count);
	indexpage_put(page, "</p><ul>\n");
	for (guint n = 0; n < names->len; n++) {
		indexpage_put(page, "<li>");
		indexpage_text(page, names->pdata[n]);
		indexpage_put(page, "</li>\n");
	}
	indexpage_put(page, "</ul></section>\n");
}

static void put_count(Page *page)
{
	guint files = 0, faults = 0;
	for (guint n = 0; n < page->index->editions->len; n++) {
		const IndexEdition *edition = page->index->editions->pdata[n];
		files += edition->files->len;
		for (guint f = 0; f < edition->files->len; f++)
			faults += ((IndexFile *)edition->files->pdata[f])->state != INDEX_WHOLE;
	}
	g_autofree char *editions = g_strdup_printf("%u", page->index->editions->len);
	g_autofree char *count_files = g_strdup_printf("%u", files);
	indexpage_put(page, "<p>");
	indexpage_words(page, files > 0 ? "index_editions" : "index_none", editions);
	indexpage_put(page, " · ");
	indexpage_words(page, "index_files", count_files);
	indexpage_put(page, "</p>\n");
	if (faults == 0)
		return;
	g_autofree char *count = g_strdup_printf("%u", faults);
	indexpage_put(page, "<p class=\"warn\">");
	indexpage_words(page, "index_faults", count);
	indexpage_put(page, "</p>\n");
}

static void paper_free(gpointer data)
{
	char **names = data;
	g_strfreev(names);
}

char *index_html(const Index *index, const Library *library)
{
	g_autoptr(GString) html = g_string_new(NULL);
	g_autoptr(GHashTable) papers =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, paper_free);
	Page page = { index, library, library_locale(library, "en"), library_locale(library, "ur"),
		      html,  papers };
	put_head(&page);
	indexpage_put(&page, "<body>\n<header><h1>");
	indexpage_words(&page, "index_title", NULL);
	indexpage_put(&page, "</h1>\n");
	put_count(&page);
	put_names(&page, "index_unread", index->unread);
	indexpage_put(&page, "</header>\n<main>\n");
	put_form(&page);
	put_contents(&page);
	put_papers(&page);
	put_districts(&page);
	put_names(&page, "index_unlisted", index->unlisted);
	indexpage_put(&page, "</main>\n<footer><p>");
	indexpage_words(&page, "index_how", NULL);
	g_string_append_printf(html,
			       "</p><p>Shumar %s</p></footer>\n<script>%s</script>\n</body>\n"
			       "</html>\n",
			       SHUMAR_VERSION, script);
	return g_string_free(g_steal_pointer(&html), FALSE);
}
