/*
 * The PDF device: A4 pages drawn with cairo and pango.
 *
 * Blocks are measured into pieces (draw*.c), pieces get places (page.c), then
 * each page is drawn: furniture, pieces, outline. Dates come from the model, so
 * the same model gives the same bytes.
 */
#include <cairo-pdf.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "reports/device.h"
#include "reports/device/draw.h"

#define OUTLINE_LEVELS 3

G_DEFINE_AUTOPTR_CLEANUP_FUNC(cairo_t, cairo_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cairo_surface_t, cairo_surface_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PangoContext, g_object_unref)

/* The file behind the surface, and why writing it failed. */
typedef struct {
	FILE *file;
	int errnum;
} Sink;

typedef struct {
	const Model *model;
	PagePaper paper;
	Canvas canvas;
	cairo_surface_t *surface;
	size_t pages;
	int outline[OUTLINE_LEVELS + 1]; /* the last entry of each level; 0 is the root */
} Document;

/* ── the document's own data ── */

static void set_metadata(const Document *document)
{
	static const char program[] = "Shumar " SHUMAR_VERSION;
	cairo_surface_t *surface = document->surface;
	g_autofree char *date = document->model->as_at != NULL
				    ? g_date_time_format_iso8601(document->model->as_at)
				    : NULL;
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, document->model->title);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, "Shumar");
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, program);
	/* without a date of ours cairo would take the clock's */
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

static void add_outline(Document *document, const Block *heading, const PagePlace *place)
{
	int level = CLAMP(heading->heading.level, 1, OUTLINE_LEVELS), parent = 0;
	for (int above = level - 1; above > 0 && parent == 0; above--)
		parent = document->outline[above];
	/* whole numbers: cairo reads fractions with the decimal point of the locale */
	g_autofree char *target = g_strdup_printf(
	    "page=%d pos=[%d %d]", (int)place->page + 1, (int)document->paper.left_pt,
	    (int)floor(document->paper.top_pt + place->top_pt));
	document->outline[level] = cairo_pdf_surface_add_outline(
	    document->surface, parent, heading->heading.text, target, CAIRO_PDF_OUTLINE_FLAG_OPEN);
	for (int below = level + 1; below <= OUTLINE_LEVELS; below++)
		document->outline[below] = 0;
}

/* ── furniture ── */

/* FORMAT with its first "%d" replaced by PAGE and its second by PAGES; the
 * text comes from a locale file, so it never is a format of printf. */
static char *page_of_text(const char *format, size_t page, size_t pages)
{
	const size_t numbers[] = { page, pages };
	GString *text = g_string_new(NULL);
	size_t used = 0;
	for (const char *at = format; *at != '\0'; at++) {
		if (used < G_N_ELEMENTS(numbers) && strncmp(at, "%d", 2) == 0) {
			g_string_append_printf(text, "%" G_GSIZE_FORMAT, numbers[used++]);
			at++;
		} else {
			g_string_append_c(text, *at);
		}
	}
	return g_string_free(text, FALSE);
}

static void draw_line(const Document *document, const char *text, Align align, double width_pt,
		      double y_pt)
{
	const Canvas *canvas = &document->canvas;
	if (text == NULL || *text == '\0')
		return;
	g_autoptr(PangoLayout) layout = font_layout_new(canvas->fonts, FONT_FURNITURE, 1, text,
							width_pt, canvas_align(canvas, align), 0);
	pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	double start = align == ALIGN_START ? 0 : canvas->width_pt - width_pt;
	canvas_layout(canvas, layout, font_colour(FONT_FURNITURE),
		      canvas_left(canvas, start, width_pt), y_pt);
}

static void draw_furniture(const Document *document, size_t page)
{
	const Model *model = document->model;
	double width = document->canvas.width_pt, foot = document->canvas.height_pt + 14;
	g_autofree char *page_of = page_of_text(model->page_of != NULL ? model->page_of : "%d / %d",
						page + 1, document->pages);
	canvas_rule(&document->canvas, COLOUR_RULE, 0.5, 0, width, foot);
	draw_line(document, model->footer, ALIGN_START, page_span(width, 10), foot + 4);
	draw_line(document, page_of, ALIGN_END, page_span(width, 2), foot + 4);
	if (page > 0)
		draw_line(document, model->title, ALIGN_START, width, -21);
}

/* ── pages ── */

static void begin_page(const Document *document, size_t page)
{
	if (page > 0) {
		cairo_restore(document->canvas.cairo);
		cairo_show_page(document->canvas.cairo);
	}
	cairo_save(document->canvas.cairo);
	cairo_translate(document->canvas.cairo, document->paper.left_pt, document->paper.top_pt);
	draw_furniture(document, page);
}

static void draw_pages(Document *document, const Flow *flow, const GArray *places)
{
	size_t page = 0;
	document->pages =
	    places->len > 0 ? g_array_index(places, PagePlace, places->len - 1).page + 1 : 1;
	begin_page(document, page);
	for (guint n = 0; n < places->len; n++) {
		const PagePlace *place = &g_array_index(places, PagePlace, n);
		const FlowPart *part = &g_array_index(flow->parts, FlowPart, place->piece);
		while (page < place->page)
			begin_page(document, ++page);
		part->draw(&document->canvas, part->data, part->part, place->top_pt);
		if (part->heading != NULL)
			add_outline(document, part->heading, place);
	}
	cairo_restore(document->canvas.cairo);
	cairo_show_page(document->canvas.cairo);
}

static void draw_document(Document *document)
{
	g_autoptr(Flow) flow = flow_new(&document->canvas);
	flow_model(flow, document->model);
	g_autoptr(GArray) places = page_paginate((const PagePiece *)(gpointer)flow->pieces->data,
						 flow->pieces->len, document->canvas.height_pt);
	draw_pages(document, flow, places);
}

/* ── the file ── */

static cairo_status_t sink_write(void *closure, const unsigned char *data, unsigned int length)
{
	Sink *sink = closure;
	if (sink->errnum == 0 && fwrite(data, 1, length, sink->file) != length)
		sink->errnum = errno;
	return sink->errnum == 0 ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

/* Draws the document into SINK; the status after the surface is finished. */
static cairo_status_t write_surface(Document *document, Sink *sink)
{
	g_autoptr(cairo_surface_t) surface = cairo_pdf_surface_create_for_stream(
	    sink_write, sink, document->paper.width_pt, document->paper.height_pt);
	g_autoptr(cairo_t) cairo = cairo_create(surface);
	document->surface = surface;
	document->canvas.cairo = cairo;
	set_metadata(document);
	draw_document(document);
	cairo_status_t drawn = cairo_status(cairo);
	cairo_surface_finish(surface);
	cairo_status_t finished = cairo_surface_status(surface);
	return drawn != CAIRO_STATUS_SUCCESS ? drawn : finished;
}

static bool report_failure(const char *path, int errnum, cairo_status_t status, GError **error)
{
	if (errnum != 0)
		error_set_errno(error, SHUMAR_ERROR_OUTPUT, errnum,
				"Free space on the disk, or name another folder with -o.",
				"cannot write '%s'", path);
	else
		error_set(error, SHUMAR_ERROR_OUTPUT, NULL, "cannot draw '%s': %s", path,
			  cairo_status_to_string(status));
	return false;
}

bool device_pdf_write(const Model *model, const char *path, GError **error)
{
	g_autoptr(PangoContext) fonts =
	    font_context_new(model->right_to_left, model->language, error);
	if (fonts == NULL)
		return false;
	Sink sink = { fopen(path, "wbe"), 0 };
	if (sink.file == NULL)
		return report_failure(path, errno, CAIRO_STATUS_WRITE_ERROR, error);
	Document document = { .model = model, .paper = page_paper(model->orientation) };
	document.canvas = (Canvas){ .fonts = fonts,
				    .width_pt = page_content_width(&document.paper),
				    .height_pt = page_content_height(&document.paper),
				    .right_to_left = model->right_to_left };
	cairo_status_t status = write_surface(&document, &sink);
	if (fclose(sink.file) != 0 && sink.errnum == 0)
		sink.errnum = errno;
	if (sink.errnum != 0 || status != CAIRO_STATUS_SUCCESS)
		return report_failure(path, sink.errnum, status, error);
	return true;
}
