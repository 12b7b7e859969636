/* One edition on the page of the index: its files, and what was before it. */
#include <string.h>

#include "core/text.h"
#include "reports/edition/index_private.h"

static char *size_text(gint64 bytes)
{
	return bytes < 1000      ? g_strdup_printf("%d B", (int)bytes)
	       : bytes < 1000000 ? g_strdup_printf("%.0f kB", (double)bytes / 1e3)
				 : g_strdup_printf("%.1f MB", (double)bytes / 1e6);
}

/* What is looked in: papers, places, times, in any spelling. */
static void put_search(Page *page, const IndexEdition *edition)
{
	const District *district = indexpage_district_of(page, edition);
	char **paper = indexpage_paper_names(page, edition->template_name);
	g_autofree char *words = g_strjoin(
	    " ", edition->template_name, paper[0], paper[1], edition->district, edition->period,
	    district != NULL ? district->name_en : "", district != NULL ? district->name_ur : "",
	    district != NULL ? district->division : "", NULL);
	g_autofree char *folded = text_fold_compare(words, -1);
	indexpage_put(page, " data-text=\"");
	indexpage_text(page, folded);
	indexpage_put(page, "\"");
	if (!edition->dated)
		return;
	g_autofree char *from = date_text(&edition->first);
	g_autofree char *to = date_text(&edition->last);
	g_string_append_printf(page->html, " data-from=\"%s\" data-to=\"%s\"", from, to);
}

static void put_file(Page *page, const IndexFile *file)
{
	g_autofree char *link = g_uri_escape_string(file->path, "/", FALSE);
	g_autofree char *size = size_text(file->bytes);
	g_autofree char *shown = g_utf8_strup(file->device, -1);
	const char *name = strrchr(file->path, '/');
	indexpage_put(page, "<li>");
	if (file->state == INDEX_MISSING)
		indexpage_text(page, shown);
	else {
		g_string_append_printf(page->html, "<a href=\"%s\" title=\"", link);
		indexpage_text(page, name != NULL ? name + 1 : file->path);
		indexpage_put(page, "\">");
		indexpage_text(page, shown);
		indexpage_put(page, "</a>");
	}
	g_string_append_printf(page->html,
			       " <small>%s</small> <code title=\"sha256 %s\">%.8s</code>", size,
			       file->sha256, file->sha256);
	if (file->state != INDEX_WHOLE) {
		indexpage_put(page, " <span class=\"warn\">");
		indexpage_words(
		    page, file->state == INDEX_MISSING ? "index_missing" : "index_altered", NULL);
		indexpage_put(page, "</span>");
	}
	indexpage_put(page, "</li>\n");
}

static void put_files(Page *page, const IndexEdition *edition)
{
	const char *language = NULL;
	indexpage_put(page, "<ul class=\"files\">");
	for (guint n = 0; n < edition->files->len; n++) {
		const IndexFile *file = edition->files->pdata[n];
		if (g_strcmp0(language, file->language) != 0) {
			const Locale *locale = library_locale(page->library, file->language);
			indexpage_put(page, language != NULL ? "</ul></li>\n<li>" : "<li>");
			indexpage_put(page, "<span class=\"language\"");
			g_string_append_printf(page->html, " lang=\"%s\">", file->language);
			indexpage_text(page, locale != NULL ? locale_word(locale, "own_name")
							    : file->language);
			indexpage_put(page, "</span> <ul>");
		}
		language = file->language;
		put_file(page, file);
	}
	indexpage_put(page, "</ul></li></ul>\n");
}

/* What made EDITION otherwise than the one before: names of templates' files and queries. */
typedef struct {
	GTree *before;
	GString *names;
} Changes;

static gboolean compare_part(gpointer name, gpointer sha256, gpointer data)
{
	Changes *changes = data;
	const char *old = g_tree_lookup(changes->before, name);
	if (old == NULL || strcmp(old, sha256) != 0)
		g_string_append_printf(changes->names, "%s%s", changes->names->len > 0 ? ", " : "",
				       (char *)name);
	return FALSE;
}

static void put_before(Page *page, const IndexEdition *edition, bool group)
{
	const IndexEdition *before = edition->before;
	g_autofree char *id = group ? indexpage_group_id(before) : indexpage_edition_id(before);
	g_autofree char *runs = g_strdup_printf("%" G_GINT64_FORMAT " → %" G_GINT64_FORMAT,
						before->run_no, edition->run_no);
	g_string_append_printf(page->html, " · <a href=\"#%s\">", id);
	indexpage_words(page, "index_before",
			before->period[0] != '\0' ? before->period : before->as_at);
	indexpage_put(page, "</a> · ");
	indexpage_words(page, before->run_no == edition->run_no ? "index_same_run" : "index_runs",
			runs);
	g_autoptr(GString) names = g_string_new(NULL);
	Changes changes = { before->made_of, names };
	g_tree_foreach(edition->made_of, compare_part, &changes);
	if (names->len == 0)
		return;
	indexpage_put(page, " · ");
	indexpage_words(page, "index_made_of", names->str);
}

char *indexpage_since(Page *page, const IndexEdition *edition, bool group)
{
	g_autofree char *day = g_strndup(edition->as_at, 10);
	g_autofree char *run = g_strdup_printf("%" G_GINT64_FORMAT, edition->run_no);
	GString *whole = page->html;
	page->html = g_string_new("<p class=\"since\">");
	indexpage_words(page, "index_run", run);
	indexpage_put(page, " · ");
	indexpage_words(page, "index_records", day);
	if (edition->stale) {
		indexpage_put(page, " <span class=\"warn\">");
		indexpage_words(page, "index_stale", NULL);
		indexpage_put(page, "</span>");
	}
	if (edition->before != NULL)
		put_before(page, edition, group);
	else {
		indexpage_put(page, " · ");
		indexpage_words(page, "index_first", NULL);
	}
	indexpage_put(page, "</p>\n");
	char *since = g_string_free(page->html, FALSE);
	page->html = whole;
	return since;
}

void indexpage_edition(Page *page, const IndexEdition *edition, const char *said)
{
	g_autofree char *id = indexpage_edition_id(edition);
	g_autofree char *alike = indexpage_since(page, edition, true);
	g_autofree char *since = indexpage_since(page, edition, false);
	g_string_append_printf(page->html, "<li class=\"edition\" id=\"%s\"", id);
	put_search(page, edition);
	indexpage_put(page, ">\n<p class=\"what\">");
	if (edition->district[0] != '\0')
		indexpage_district(page, edition);
	else
		indexpage_paper(page, edition->template_name);
	indexpage_put(page, "</p>\n");
	put_files(page, edition);
	if (strcmp(alike, said) != 0)
		indexpage_put(page, since);
	indexpage_put(page, "</li>\n");
}
