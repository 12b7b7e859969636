/*
 * The HTML device: one page that needs nothing else: no script, no font, no picture from
 * anywhere. Read text.c first; this walks the same blocks.
 *
 * The body is written before the head, because the style sheet has a dark counterpart for
 * every colour that a chart turned out to use.
 */
#include "reports/device/html/html.h"
#include "reports/device/font/bind.h"
#include "reports/device/font/look.h"

#include <string.h>

#include "reports/device/file.h"
#include "reports/device/font/page.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PangoContext, g_object_unref)

/* ── ids ── */

static const char *const id_words[BLOCK_KINDS] = {
	[BLOCK_HEADING] = "heading", [BLOCK_TEXT] = "text",         [BLOCK_FIGURES] = "figures",
	[BLOCK_TABLE] = "table",     [BLOCK_CHART] = "chart",       [BLOCK_NOTES] = "notes",
	[BLOCK_COVER] = "cover",     [BLOCK_BANNER] = "banner",     [BLOCK_CARD] = "card",
	[BLOCK_COLUMNS] = "columns", [BLOCK_CONTENTS] = "contents", [BLOCK_PAGEBREAK] = "break",
};

/* What a template calls BLOCK, or NULL. */
static const char *own_id(const Block *block)
{
	if (block->kind == BLOCK_TABLE && block->table->id != NULL)
		return block->table->id;
	if (block->kind == BLOCK_CHART && block->chart->id != NULL)
		return block->chart->id;
	return block->id;
}

static bool is_taken(const Html *html, const char *id)
{
	GHashTableIter each;
	gpointer taken;
	g_hash_table_iter_init(&each, html->ids);
	while (g_hash_table_iter_next(&each, NULL, &taken)) {
		if (strcmp(taken, id) == 0)
			return true;
	}
	return false;
}

/* "at-stations": a prefix keeps templates' ids apart from those of notes and their links. */
static void add_id(const Block *block, gpointer data)
{
	Html *html = data;
	const char *own = own_id(block);
	g_autofree char *id =
	    own != NULL && *own != '\0'
		? g_strdup_printf("at-%s", own)
		: g_strdup_printf("at-%s-%u", id_words[block->kind], html->order->len + 1);
	g_strcanon(id, "-_.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", '-');
	if (is_taken(html, id)) {
		char *other = g_strdup_printf("%s-%u", id, html->order->len + 1);
		g_free(id);
		id = other;
	}
	g_hash_table_insert(html->ids, (gpointer)(guintptr)block, g_steal_pointer(&id));
	g_ptr_array_add(html->order, (gpointer)(guintptr)block);
}

static void add_notes(const Block *block, gpointer data)
{
	Html *html = data;
	for (guint n = 0; block->kind == BLOCK_NOTES && n < block->notes.notes->len; n++) {
		const Note *note = block->notes.notes->pdata[n];
		if (note->number > 0)
			g_hash_table_insert(html->notes, GINT_TO_POINTER(note->number), NULL);
	}
}

static bool has_title(const Html *html)
{
	for (guint n = 0; n < html->order->len; n++) {
		const Block *block = html->order->pdata[n];
		if (block->kind == BLOCK_COVER ||
		    (block->kind == BLOCK_HEADING && block->heading.level == 1))
			return true;
	}
	return false;
}

/* ── the page ── */

static void append_body(Html *html)
{
	const Model *model = html->model;
	const char *draft = model_draft(model);
	html_markup(html, "<body>\n");
	if (draft != NULL) {
		html_markup(html, "<header class=\"draft\"><strong>");
		html_escaped(html, draft);
		html_markup(html, "</strong></header>\n");
	}
	html_markup(html, "<main id=\"main\">\n");
	if (!has_title(html))
		html_heading(html, 1, NULL, model->title);
	html_blocks(html, model->blocks);
	html_markup(html, "</main>\n<footer class=\"foot\"><p><span>");
	html_escaped(html, model->footer);
	html_markup(html, "</span> <span lang=\"en\" dir=\"ltr\">");
	html_escaped(html, model->template_name);
	html_markup(html, " · ");
	html_escaped(html, model->language);
	html_markup(html, "</span></p></footer>\n</body>\n</html>\n");
}

static void append_meta(const Html *html, const char *name, const char *content)
{
	html_markup(html, "<meta name=\"%s\" content=\"", name);
	html_escaped(html, content);
	html_markup(html, "\">\n");
}

static void append_head(const Html *html, bool landscape)
{
	const Model *model = html->model;
	html_markup(html, "<!DOCTYPE html>\n<html lang=\"");
	html_escaped(html, model->language);
	html_markup(html, "\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
		    model->right_to_left ? "rtl" : "ltr");
	/* whatever a value may hold, this page fetches and runs nothing */
	html_markup(html, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
			  "'none'; style-src 'unsafe-inline'; img-src data:\">\n");
	append_meta(html, "viewport", "width=device-width, initial-scale=1");
	append_meta(html, "generator", "Shumar " SHUMAR_VERSION);
	append_meta(html, "color-scheme", "light dark");
	if (model->as_at != NULL) {
		g_autofree char *date = g_date_time_format(model->as_at, "%Y-%m-%dT%H:%M:%S%:z");
		append_meta(html, "dcterms.modified", date);
	}
	if (g_strcmp0(model->audience, "public") != 0 || model->draft)
		append_meta(html, "robots", "noindex, nofollow");
	html_markup(html, "<link rel=\"icon\" href=\"data:,\">\n<title>");
	g_autofree char *title = model_document_title(model);
	html_escaped(html, title);
	html_markup(html, "</title>\n<style>\n");
	html_style(html->out, html->colours, landscape, html->model->look);
	html_style_draft(html->out, model);
	html_markup(html, "</style>\n</head>\n");
}

/* The whole page. Transfer full. */
static GString *make_page(const Model *model, PangoContext *fonts)
{
	g_autoptr(GHashTable) ids = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	g_autoptr(GPtrArray) order = g_ptr_array_new();
	g_autoptr(GHashTable) notes = g_hash_table_new(NULL, NULL);
	g_autoptr(GHashTable) colours = g_hash_table_new(NULL, NULL);
	g_autoptr(GString) body = g_string_new(NULL);
	g_autoptr(GRegex) bind = bind_new(model);
	Html html = { .model = model,
		      .out = body,
		      .bind = bind,
		      .fonts = fonts,
		      .ids = ids,
		      .order = order,
		      .notes = notes,
		      .colours = colours,
		      .span = PAGE_COLUMNS };
	model_each(model, add_id, &html);
	model_each(model, add_notes, &html);
	append_body(&html);
	html.out = g_string_new(NULL);
	append_head(&html, g_strcmp0(model->orientation, "landscape") == 0);
	g_string_append_len(html.out, body->str, (gssize)body->len);
	return html.out;
}

bool device_html_write(const Model *model, const char *path, GError **error)
{
	g_autoptr(PangoContext) fonts = look_fonts(model, error);
	if (fonts == NULL)
		return false;
	g_autoptr(GString) page = make_page(model, fonts);
	return file_write(model, page, path, error);
}
