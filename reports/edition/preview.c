#include "reports/edition/preview.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"

static const char style[] =
    "body{margin:0;font:14px/1.4 system-ui,sans-serif;background:#eceff1;color:#1c2430}\n"
    "header{padding:8px 16px;background:#1f3a5f;color:#fff}\n"
    "main{display:flex;gap:16px;padding:16px;align-items:flex-start}\n"
    ".pages{flex:1 1 60%;min-width:0}\n"
    ".pages img{display:block;width:100%;max-width:900px;margin:0 0 16px;background:#fff;"
    "box-shadow:0 1px 4px #0004}\n"
    ".lines{flex:1 1 40%;min-width:0;background:#fff;padding:8px 0;overflow-x:auto;"
    "font:12px/1.5 ui-monospace,monospace;white-space:pre}\n"
    ".lines div{padding:0 8px}\n"
    ".lines .block{background:#e3edf7;border-top:1px solid #1f3a5f}\n"
    ".lines b{color:#1f3a5f}\n"
    ".lines i{color:#78838f;font-style:normal;display:inline-block;width:4ch;"
    "text-align:right;margin-right:1ch}\n"
    ".lines .fault{background:#fbe3e0}\n"
    ".fault-text{background:#fff;border-left:4px solid #b3261e;padding:12px;"
    "white-space:pre-wrap;font:13px/1.5 ui-monospace,monospace}\n"
    "@media(prefers-color-scheme:dark){body{background:#20262d;color:#e6e9ec}"
    ".lines,.fault-text{background:#2a323b}.lines .block{background:#35424f}.lines b{color:#9cc3ee}"
    ".lines .fault{background:#5a2b28}}\n";

static void put_escaped(GString *html, const char *text)
{
	g_autofree char *escaped = g_markup_escape_text(text, -1);
	g_string_append(html, escaped);
}

/* ── blocks by line ── */

static const char *const kind_names[BLOCK_KINDS] = {
	[BLOCK_HEADING] = "heading", [BLOCK_TEXT] = "text",         [BLOCK_FIGURES] = "figures",
	[BLOCK_TABLE] = "table",     [BLOCK_CHART] = "chart",       [BLOCK_NOTES] = "notes",
	[BLOCK_COVER] = "cover",     [BLOCK_BANNER] = "banner",     [BLOCK_CARD] = "card",
	[BLOCK_COLUMNS] = "columns", [BLOCK_CONTENTS] = "contents", [BLOCK_PAGEBREAK] = "pagebreak",
};

/* The name that traces and diffs call BLOCK by, or NULL. */
static const char *block_id(const Block *block)
{
	if (block->id != NULL)
		return block->id;
	if (block->kind == BLOCK_TABLE)
		return block->table->id;
	return block->kind == BLOCK_CHART ? block->chart->id : NULL;
}

/* The ids of the figures of BLOCK, joined; NULL where it has none. Transfer full. */
static char *figure_ids(const Block *block)
{
	if (block->kind != BLOCK_FIGURES)
		return g_strdup(block_id(block));
	g_autoptr(GString) ids = g_string_new(NULL);
	for (guint n = 0; n < block->figures.figures->len; n++) {
		const Figure *figure = g_ptr_array_index(block->figures.figures, n);
		if (figure->id != NULL)
			g_string_append_printf(ids, "%s%s", ids->len > 0 ? " " : "", figure->id);
	}
	return ids->len > 0 ? g_string_free(g_steal_pointer(&ids), FALSE)
			    : g_strdup(block_id(block));
}

/* Adds the block's mark to what stands at its line already: a repeat makes several. */
static void mark_block(const Block *block, gpointer data)
{
	GHashTable *marks = data;
	const char *before = g_hash_table_lookup(marks, GINT_TO_POINTER(block->line));
	g_autofree char *id = figure_ids(block);
	char *mark =
	    g_strdup_printf("%s%s%s%s%s", before != NULL ? before : "", before != NULL ? ", " : "",
			    kind_names[block->kind], id != NULL ? " " : "", id != NULL ? id : "");
	g_hash_table_replace(marks, GINT_TO_POINTER(block->line), mark);
}

/* The lines that the fault's message names as NAME:LINE:. */
static GHashTable *fault_lines(const Preview *preview)
{
	GHashTable *lines = g_hash_table_new(NULL, NULL);
	g_autofree char *mark = g_strconcat(preview->name, ":", NULL);
	const char *at = preview->fault != NULL ? preview->fault->message : "";
	while ((at = strstr(at, mark)) != NULL) {
		at += strlen(mark);
		g_hash_table_add(lines, GINT_TO_POINTER((int)g_ascii_strtoll(at, NULL, 10)));
	}
	return lines;
}

/* ── parts of the page ── */

static void put_lines(GString *html, const Preview *preview)
{
	g_auto(GStrv) lines = g_strsplit(preview->text, "\n", -1);
	g_autoptr(GHashTable) marks = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	g_autoptr(GHashTable) faults = fault_lines(preview);
	if (preview->model != NULL)
		model_each(preview->model, mark_block, marks);
	g_string_append(html, "<div class=\"lines\">");
	for (int line = 1; lines[line - 1] != NULL; line++) {
		const char *mark = g_hash_table_lookup(marks, GINT_TO_POINTER(line));
		bool faulty = g_hash_table_contains(faults, GINT_TO_POINTER(line));
		if (mark != NULL) {
			g_string_append(html, "<div class=\"block\"><b>");
			put_escaped(html, mark);
			g_string_append(html, "</b></div>");
		}
		g_string_append_printf(html, "<div%s><i>%d</i>", faulty ? " class=\"fault\"" : "",
				       line);
		put_escaped(html, lines[line - 1]);
		g_string_append(html, "</div>");
	}
	g_string_append(html, "</div>\n");
}

static void put_page(GString *html, GBytes *page, guint number, guint count)
{
	gsize length;
	const guchar *bytes = g_bytes_get_data(page, &length);
	g_autofree char *coded = g_base64_encode(bytes, length);
	g_string_append_printf(html,
			       "<img alt=\"page %u of %u\" src=\"data:image/png;base64,%s\">\n",
			       number, count, coded);
}

static void put_fault(GString *html, const GError *fault)
{
	const char *hint = error_hint(fault);
	g_string_append(html, "<div class=\"fault-text\">");
	put_escaped(html, fault->message);
	if (hint != NULL) {
		g_string_append(html, "\n\n");
		put_escaped(html, hint);
	}
	g_string_append(html, "</div>\n");
}

static void put_pages(GString *html, const Preview *preview)
{
	g_string_append(html, "<div class=\"pages\">\n");
	if (preview->fault != NULL)
		put_fault(html, preview->fault);
	for (guint n = 0; preview->pages != NULL && n < preview->pages->len; n++)
		put_page(html, g_ptr_array_index(preview->pages, n), n + 1, preview->pages->len);
	g_string_append(html, "</div>\n");
}

char *preview_html(const Preview *preview)
{
	g_autoptr(GString) html = g_string_new("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
					       "<meta charset=\"utf-8\">\n<title>");
	put_escaped(html, preview->name);
	g_string_append_printf(html, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>",
			       style);
	put_escaped(html, preview->name);
	if (preview->basis != NULL) {
		g_string_append(html, ": ");
		put_escaped(html, preview->basis);
	}
	g_string_append(html, "</header>\n<main>\n");
	put_pages(html, preview);
	put_lines(html, preview);
	g_string_append(html, "</main>\n</body>\n</html>\n");
	return g_string_free(g_steal_pointer(&html), FALSE);
}
