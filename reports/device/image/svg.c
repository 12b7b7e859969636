#include "reports/device/image/svg.h"

#include <math.h>
#include <string.h>

#include "reports/device/font/chart_type.h"

static const char latin_families[] =
    "'Noto Sans','Noto Nastaliq Urdu',system-ui,'Segoe UI',Roboto,sans-serif";
static const char urdu_families[] =
    "figures,'Noto Nastaliq Urdu','Jameel Noori Nastaleeq','Urdu Typesetting','Noto Sans',sans-serif";

/* ── text and numbers ── */

/* What XML 1.0 may carry (production Char). */
static bool is_xml(gunichar character)
{
	return character == '\t' || character == '\n' || character == '\r' ||
	       (character >= 0x20 && character != 0xFFFE && character != 0xFFFF);
}

static const char *entity_of(gunichar character)
{
	static const struct {
		gunichar character;
		const char *entity;
	} entities[] = { { '&', "&amp;" },
			 { '<', "&lt;" },
			 { '>', "&gt;" },
			 { '"', "&quot;" },
			 { '\'', "&#39;" } };
	for (size_t n = 0; n < G_N_ELEMENTS(entities); n++) {
		if (entities[n].character == character)
			return entities[n].entity;
	}
	return is_xml(character) ? NULL : "\xEF\xBF\xBD";
}

void svg_append_escaped(GString *out, const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	for (const char *at = valid; *at != '\0'; at += g_utf8_skip[(guchar)*at]) {
		const char *entity = entity_of(g_utf8_get_char(at));
		if (entity != NULL)
			g_string_append(out, entity);
		else
			g_string_append_len(out, at, g_utf8_skip[(guchar)*at]);
	}
}

/* With one decimal: a tenth of a point is finer than any screen. */
static void append_number(GString *out, double value)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];
	double rounded = round(value * 10) / 10;
	g_ascii_formatd(digits, sizeof digits, "%.1f", rounded == 0 ? 0 : rounded);
	if (g_str_has_suffix(digits, ".0"))
		digits[strlen(digits) - 2] = '\0';
	g_string_append(out, digits);
}

static void append_attribute(GString *out, const char *name, double value)
{
	g_string_append_printf(out, " %s=\"", name);
	append_number(out, value);
	g_string_append_c(out, '"');
}

static void append_colour(GString *out, const char *name, Colour colour)
{
	g_string_append_printf(out, " %s=\"#%06X\"", name, colour);
}

/* ── shapes ── */

static void append_path(GString *out, const Mark *mark)
{
	g_string_append(out, "<path d=\"");
	for (guint n = 0; n < mark->points->len; n++) {
		const MarkPoint *point = &g_array_index(mark->points, MarkPoint, n);
		g_string_append_c(out, n == 0 ? 'M' : 'L');
		append_number(out, point->x_pt);
		g_string_append_c(out, ' ');
		append_number(out, point->y_pt);
	}
	g_string_append(out, mark->kind == MARK_AREA ? "Z\"" : "\"");
}

static void append_stroke(GString *out, const Mark *mark)
{
	append_colour(out, "stroke", mark->colour);
	g_string_append(out, " stroke-width=\"");
	char digits[G_ASCII_DTOSTR_BUF_SIZE]; /* hairlines need more than tenths */
	g_string_append(out, g_ascii_formatd(digits, sizeof digits, "%.2f", mark->stroke_pt));
	g_string_append_c(out, '"');
}

/* The inside of a closed shape; hollow, its edge on the colour of the paper. */
static void append_fill(GString *out, const Mark *mark)
{
	append_colour(out, "fill", mark->hollow ? 0xFFFFFFu : mark->colour);
	if (mark->hollow)
		append_stroke(out, mark);
	g_string_append(out, "/>");
}

static void append_line(GString *out, PangoContext *fonts, const Mark *mark)
{
	(void)fonts;
	if (mark->points->len < 2)
		return;
	append_path(out, mark);
	g_string_append(out, " fill=\"none\"");
	append_stroke(out, mark);
	g_string_append(out, mark->dashed ? " stroke-dasharray=\"3 2\"/>" : "/>");
}

static void append_area(GString *out, PangoContext *fonts, const Mark *mark)
{
	(void)fonts;
	append_path(out, mark);
	append_fill(out, mark);
}

/* The corners of a shape lie on a circle, so wide that it looks as heavy as a dot. */
static void append_corners(GString *out, const Mark *mark, int corners, double turn)
{
	g_string_append(out, "<path d=\"");
	for (int corner = 0; corner < corners; corner++) {
		double angle = turn + 2 * G_PI * corner / corners, radius = 0.62 * mark->width_pt;
		g_string_append_c(out, corner == 0 ? 'M' : 'L');
		append_number(out, mark->x_pt + radius * cos(angle));
		g_string_append_c(out, ' ');
		append_number(out, mark->y_pt + radius * sin(angle));
	}
	g_string_append(out, "Z\"");
}

static void append_dot(GString *out, PangoContext *fonts, const Mark *mark)
{
	static const struct {
		int corners;
		double turn;
	} shapes[] = {
		[DOT_SQUARE] = { 4, G_PI / 4 },
		[DOT_DIAMOND] = { 4, 0 },
		[DOT_UP] = { 3, -G_PI / 2 },
		[DOT_DOWN] = { 3, G_PI / 2 },
	};
	(void)fonts;
	if (mark->shape == DOT_CIRCLE) {
		g_string_append(out, "<circle");
		append_attribute(out, "cx", mark->x_pt);
		append_attribute(out, "cy", mark->y_pt);
		append_attribute(out, "r", mark->width_pt / 2);
	} else {
		append_corners(out, mark, shapes[mark->shape].corners, shapes[mark->shape].turn);
	}
	append_fill(out, mark);
}

static void append_bar(GString *out, PangoContext *fonts, const Mark *mark)
{
	(void)fonts;
	double inset = mark->hollow ? mark->stroke_pt / 2 : 0;
	g_string_append(out, "<rect");
	append_attribute(out, "x", mark->x_pt + inset);
	append_attribute(out, "y", mark->y_pt + inset);
	append_attribute(out, "width", fmax(0, mark->width_pt - 2 * inset));
	append_attribute(out, "height", fmax(0, mark->height_pt - 2 * inset));
	append_fill(out, mark);
}

/* ── texts ── */

/* What is seen of LINE of TEXT: all of it, or what stands before its ellipsis and that. */
static char *line_text(const char *text, PangoLayoutLine *line)
{
	int end = line->start_index + line->length;
	bool cut = false;
	for (GSList *run = line->runs; run != NULL; run = run->next) {
		const PangoItem *item = ((PangoGlyphItem *)run->data)->item;
		if ((item->analysis.flags & PANGO_ANALYSIS_FLAG_IS_ELLIPSIS) != 0) {
			end = item->offset;
			cut = true;
		}
	}
	g_autofree char *seen =
	    g_strndup(text + line->start_index, (gsize)(end - line->start_index));
	g_strstrip(seen);
	return cut ? g_strconcat(seen, "…", NULL) : g_steal_pointer(&seen);
}

/* Where a text is held: "start" and "end" turn round with its direction, its box does not. */
static const char *anchor_of(MarkAlign align, bool right_to_left)
{
	if (align == MARK_CENTRE)
		return "middle";
	return (align == MARK_RIGHT) != right_to_left ? "end" : NULL;
}

static double anchor_x(const Mark *mark)
{
	static const double shares[] = { [MARK_LEFT] = 0, [MARK_CENTRE] = 0.5, [MARK_RIGHT] = 1 };
	return mark->x_pt + shares[mark->align] * mark->width_pt;
}

static void append_type(GString *out, PangoLayout *layout, const Mark *mark, bool right_to_left)
{
	const PangoFontDescription *font = pango_layout_get_font_description(layout);
	const char *anchor = anchor_of(mark->align, right_to_left);
	append_attribute(out, "font-size",
			 (double)pango_font_description_get_size(font) / PANGO_SCALE);
	if (pango_font_description_get_weight(font) > PANGO_WEIGHT_MEDIUM)
		g_string_append(out, " font-weight=\"700\"");
	if (anchor != NULL)
		g_string_append_printf(out, " text-anchor=\"%s\"", anchor);
	append_colour(out, "fill", mark->colour);
}

static bool is_nastaliq(PangoLayout *layout)
{
	const PangoFontDescription *font = pango_layout_get_font_description(layout);
	return g_str_has_prefix(pango_font_description_get_family(font), "Noto Nastaliq");
}

/* Figures look the same in every language: texts without a letter of Urdu keep to the Latin
 * letters' font on its pages too. */
static void append_family(GString *out, PangoContext *fonts, PangoLayout *layout)
{
	if (pango_context_get_base_dir(fonts) == PANGO_DIRECTION_RTL && !is_nastaliq(layout))
		g_string_append(out, " font-family=\"'Noto Sans',sans-serif\"");
}

static bool is_base(PangoContext *fonts, bool right_to_left)
{
	return (pango_context_get_base_dir(fonts) == PANGO_DIRECTION_RTL) == right_to_left;
}

static void append_text(GString *out, PangoContext *fonts, const Mark *mark)
{
	g_autoptr(PangoLayout) layout = chart_type_layout(fonts, mark->role, mark->align,
							  mark->text, mark->width_pt, mark->lines);
	g_autoptr(PangoLayoutIter) lines = pango_layout_get_iter(layout);
	const char *text = pango_layout_get_text(layout);
	do {
		PangoLayoutLine *line = pango_layout_iter_get_line_readonly(lines);
		bool right_to_left =
		    pango_layout_line_get_resolved_direction(line) == PANGO_DIRECTION_RTL;
		g_autofree char *seen = line_text(text, line);
		if (*seen == '\0')
			continue;
		g_string_append(out, "<text");
		append_attribute(out, "x", anchor_x(mark));
		append_attribute(out, "y",
				 mark->y_pt - chart_type_top(layout, mark->role) +
				     (double)pango_layout_iter_get_baseline(lines) / PANGO_SCALE);
		append_type(out, layout, mark, right_to_left);
		append_family(out, fonts, layout);
		if (!is_base(fonts, right_to_left))
			g_string_append(out, right_to_left ? " direction=\"rtl\""
							   : " direction=\"ltr\"");
		g_string_append_c(out, '>');
		svg_append_escaped(out, seen);
		g_string_append(out, "</text>");
	} while (pango_layout_iter_next_line(lines));
}

#define NASTALIQ_WIDER 1.12 /* measured in Chromium: 93.7 points where Pango needs 85 */

void svg_measure(gpointer fonts, MarkRole role, const char *text, double wrap_pt, int lines,
		 double *ret_width_pt, double *ret_height_pt)
{
	g_autoptr(PangoLayout) layout =
	    chart_type_layout(fonts, role, MARK_LEFT, text, wrap_pt, lines);
	*ret_width_pt = font_width_pt(layout) * (is_nastaliq(layout) ? NASTALIQ_WIDER : 1);
	*ret_height_pt = chart_type_height(layout, role);
	if (wrap_pt > 0)
		*ret_width_pt = fmin(*ret_width_pt, wrap_pt);
}

/* ── the picture ── */

static void append_named(GString *out, const char *element, const char *id, const char *text)
{
	g_string_append_printf(out, "<%s id=\"", element);
	svg_append_escaped(out, id);
	g_string_append_printf(out, "-%s\">", element);
	svg_append_escaped(out, text);
	g_string_append_printf(out, "</%s>", element);
}

static void append_names(GString *out, const SvgPicture *picture)
{
	bool described = picture->desc != NULL && *picture->desc != '\0';
	g_string_append(out, " role=\"img\" aria-labelledby=\"");
	svg_append_escaped(out, picture->id);
	g_string_append(out, "-title");
	if (described) {
		g_string_append_c(out, ' ');
		svg_append_escaped(out, picture->id);
		g_string_append(out, "-desc");
	}
	g_string_append(out, "\">");
	append_named(out, "title", picture->id, picture->title);
	if (described)
		append_named(out, "desc", picture->id, picture->desc);
}

static void append_opening(GString *out, const SvgPicture *picture, const Marks *marks)
{
	g_string_append(out, "<svg");
	if (picture->klass != NULL)
		g_string_append_printf(out, " class=\"%s\"", picture->klass);
	if (picture->alone) {
		g_string_append(out, " xmlns=\"http://www.w3.org/2000/svg\" xml:lang=\"");
		svg_append_escaped(out, picture->language);
		g_string_append_c(out, '"');
		append_attribute(out, "width", marks->width_pt * 4 / 3); /* points to pixels */
		append_attribute(out, "height", marks->height_pt * 4 / 3);
	}
	g_string_append(out, " viewBox=\"0 0 ");
	append_number(out, marks->width_pt);
	g_string_append_c(out, ' ');
	append_number(out, marks->height_pt);
	g_string_append_printf(out, "\" font-family=\"%s\" stroke-linejoin=\"round\"",
			       picture->right_to_left ? urdu_families : latin_families);
	if (picture->right_to_left)
		g_string_append(out, " direction=\"rtl\"");
	else if (!picture->alone)
		g_string_append(out, " direction=\"ltr\"");
}

void svg_append(GString *out, const SvgPicture *picture, PangoContext *fonts, const Marks *marks)
{
	static void (*const appends[])(GString *, PangoContext *, const Mark *) = {
		[MARK_LINE] = append_line, [MARK_DOT] = append_dot,   [MARK_BAR] = append_bar,
		[MARK_TEXT] = append_text, [MARK_AREA] = append_area,
	};
	append_opening(out, picture, marks);
	append_names(out, picture);
	if (picture->alone)
		g_string_append(out, "<rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>");
	for (guint n = 0; n < marks->marks->len; n++) {
		const Mark *mark = marks->marks->pdata[n];
		appends[mark->kind](out, fonts, mark);
		if (picture->alone)
			g_string_append_c(out, '\n');
	}
	g_string_append(out, "</svg>\n");
}
