#include "reports/device/font/font.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "reports/device/font/bind.h"
#include "reports/device/font/font_lines.h"

#define FOLDERS_DEEP 6 /* below a font folder; guards against loops of links */

static const char *const files[] = {
	"NotoSans-Regular.ttf",      "NotoSans-Bold.ttf",           "NotoNastaliqUrdu-Regular.ttf",
	"NotoNastaliqUrdu-Bold.ttf", "NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf",
};

static const struct {
	double size_pt;
	PangoWeight weight;
	Colour colour;
} styles[] = {
	[FONT_COVER] = { 30, PANGO_WEIGHT_BOLD, COLOUR_NAVY },
	[FONT_COVER_LINE] = { 14, PANGO_WEIGHT_NORMAL, COLOUR_SLATE },
	[FONT_TITLE] = { 20, PANGO_WEIGHT_BOLD, COLOUR_NAVY },
	[FONT_HEADING] = { 13, PANGO_WEIGHT_BOLD, COLOUR_NAVY },
	[FONT_SUBHEADING] = { 11, PANGO_WEIGHT_BOLD, COLOUR_SLATE },
	[FONT_BODY] = { 10, PANGO_WEIGHT_NORMAL, COLOUR_INK },
	[FONT_FIGURE] = { 24, PANGO_WEIGHT_BOLD, COLOUR_NAVY },
	[FONT_FIGURE_LABEL] = { 9, PANGO_WEIGHT_BOLD, COLOUR_INK },
	[FONT_FIGURE_UNIT] = { 8.5, PANGO_WEIGHT_NORMAL, COLOUR_SLATE },
	[FONT_FIGURE_BASIS] = { 7.5, PANGO_WEIGHT_NORMAL, COLOUR_GREY },
	[FONT_CAPTION] = { 10, PANGO_WEIGHT_BOLD, COLOUR_INK },
	[FONT_SUBTITLE] = { 8.5, PANGO_WEIGHT_NORMAL, COLOUR_GREY },
	[FONT_HEAD] = { 8.5, PANGO_WEIGHT_BOLD, COLOUR_SLATE },
	[FONT_CELL] = { 9, PANGO_WEIGHT_NORMAL, COLOUR_INK },
	[FONT_TOTAL] = { 9, PANGO_WEIGHT_BOLD, COLOUR_INK },
	[FONT_EMPTY] = { 9.5, PANGO_WEIGHT_NORMAL, COLOUR_GREY },
	[FONT_AXIS] = { 8, PANGO_WEIGHT_NORMAL, COLOUR_GREY },
	[FONT_SERIES] = { 8.5, PANGO_WEIGHT_NORMAL, COLOUR_INK },
	[FONT_VALUE] = { 8.5, PANGO_WEIGHT_BOLD, COLOUR_INK },
	[FONT_NOTE] = { 8, PANGO_WEIGHT_NORMAL, COLOUR_SLATE },
	[FONT_SOURCE] = { 7, PANGO_WEIGHT_NORMAL, COLOUR_GREY },
	[FONT_SMALL_NOTE] = { 7, PANGO_WEIGHT_NORMAL, COLOUR_SLATE },
	[FONT_FURNITURE] = { 7.5, PANGO_WEIGHT_NORMAL, COLOUR_GREY },
};

/* ── the font set ── */

/* The path of the font file NAME below FOLDER; NULL when it is not there. */
static char *find_file(const char *folder, const char *name, int depth)
{
	g_autofree char *here = g_build_filename(folder, name, NULL);
	if (g_file_test(here, G_FILE_TEST_IS_REGULAR))
		return g_steal_pointer(&here);
	g_autoptr(GDir) entries = depth > 0 ? g_dir_open(folder, 0, NULL) : NULL;
	const char *entry;
	while (entries != NULL && (entry = g_dir_read_name(entries)) != NULL) {
		/* font files have a dot, folders of fonts have none: spares 2,000 stats */
		if (g_str_has_suffix(entry, ".ttf") || g_str_has_suffix(entry, ".otf"))
			continue;
		g_autofree char *below = g_build_filename(folder, entry, NULL);
		if (!g_file_test(below, G_FILE_TEST_IS_DIR))
			continue;
		char *found = find_file(below, name, depth - 1);
		if (found != NULL)
			return found;
	}
	return NULL;
}

/* The folder of the system's font folders that has our fonts. */
static char *find_folder(void)
{
	FcConfig *system = FcInitLoadConfig(); /* reads where fonts are, opens none */
	FcStrList *folders = system != NULL ? FcConfigGetFontDirs(system) : NULL;
	char *path = NULL;
	FcChar8 *folder;
	while (folders != NULL && path == NULL && (folder = FcStrListNext(folders)) != NULL)
		path = find_file((const char *)folder, files[0], FOLDERS_DEEP);
	if (folders != NULL)
		FcStrListDone(folders);
	if (system != NULL)
		FcConfigDestroy(system);
	g_autofree char *file = path;
	return file != NULL ? g_path_get_dirname(file) : NULL;
}

/* Debian's bold Nastaliq (20201225) says of itself that its weight is regular. */
static const char mended_weight[] =
    "<fontconfig><match target=\"scan\">"
    "<test name=\"family\"><string>Noto Nastaliq Urdu</string></test>"
    "<test name=\"style\"><string>Bold</string></test>"
    "<edit name=\"weight\" mode=\"assign\"><const>bold</const></edit>"
    "</match></fontconfig>";

static bool add_fonts(FcConfig *set, GError **error)
{
	FcConfigParseAndLoadFromMemory(set, (const FcChar8 *)mended_weight, FcTrue);
	g_autofree char *folder = find_folder();
	for (size_t n = 0; n < G_N_ELEMENTS(files); n++) {
		g_autofree char *path =
		    folder != NULL ? g_build_filename(folder, files[n], NULL) : NULL;
		if (path != NULL && FcConfigAppFontAddFile(set, (const FcChar8 *)path))
			continue;
		error_set(error, SHUMAR_ERROR_OUTPUT,
			  "Install the fonts: apt-get install fonts-noto-core.",
			  "cannot draw a PDF: no font file '%s' in the system's font folders",
			  files[n]);
		return false;
	}
	return true;
}

/* The font map of this process: fonts are opened once for all editions of a batch. */
static PangoFontMap *shared_map;

#ifndef __has_feature
#define __has_feature(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define CHECKS_LEAKS 1
#else
#define CHECKS_LEAKS 0
#endif

static guint threads_alive(void)
{
	g_autoptr(GDir) tasks = g_dir_open("/proc/self/task", 0, NULL);
	guint alive = 0;
	while (tasks != NULL && g_dir_read_name(tasks) != NULL)
		alive++;
	return alive;
}

/* Leak checkers cannot follow fontconfig's pointers, which are offsets; so for them all is given
 * back. Pango looks fonts up in threads that it does not wait for, and which hold on to what
 * FcFini wants back: at most a second for them to end. */
static void release_fonts(void)
{
	for (int tries = 0; tries < 100 && threads_alive() > 1; tries++)
		g_usleep(10000);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(shared_map), NULL); /* drops its reference */
	g_clear_object(&shared_map);
	cairo_debug_reset_static_data();
	FcFini();
}

static PangoFontMap *font_map(GError **error)
{
	if (shared_map != NULL)
		return shared_map;
	FcConfig *set = FcConfigCreate();
	if (add_fonts(set, error)) {
		shared_map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
		pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(shared_map), set);
		pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(shared_map), 72);
		if (CHECKS_LEAKS) /* others leave it to the system, which is quicker */
			atexit(release_fonts);
	}
	FcConfigDestroy(set); /* the map has its own reference */
	return shared_map;
}

PangoContext *font_context_new(bool right_to_left, const char *language, GError **error)
{
	PangoFontMap *map = font_map(error);
	if (map == NULL)
		return NULL;
	PangoContext *context = pango_font_map_create_context(map);
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
	pango_cairo_context_set_resolution(context, 72);
	pango_context_set_round_glyph_positions(context, FALSE);
	pango_context_set_base_dir(context,
				   right_to_left ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
	pango_context_set_language(context, pango_language_from_string(language));
	return context;
}

static GQuark scale_quark(void)
{
	return g_quark_from_static_string("shumar-font-scale");
}

void font_context_scale(PangoContext *context, double scale)
{
	double *kept = g_new(double, 1);
	*kept = scale;
	g_object_set_qdata_full(G_OBJECT(context), scale_quark(), kept, g_free);
}

static double context_scale(PangoContext *context)
{
	const double *scale = g_object_get_qdata(G_OBJECT(context), scale_quark());
	return scale != NULL ? *scale : 1;
}

static GQuark bind_quark(void)
{
	return g_quark_from_static_string("shumar-font-bind");
}

static void free_bind(gpointer data)
{
	g_regex_unref(data);
}

void font_context_bind(PangoContext *context, GRegex *bind)
{
	g_object_set_qdata_full(G_OBJECT(context), bind_quark(), bind, free_bind);
}

const GRegex *font_bind(PangoContext *context)
{
	return g_object_get_qdata(G_OBJECT(context), bind_quark());
}

PangoFont *font_hidden(PangoContext *context)
{
	g_autoptr(PangoFontDescription) font = pango_font_description_new();
	pango_font_description_set_family_static(font, "Noto Naskh Arabic");
	pango_font_description_set_weight(font, PANGO_WEIGHT_NORMAL);
	pango_font_description_set_size(font, 10 * PANGO_SCALE);
	return pango_context_load_font(context, font);
}

/* ── layouts ── */

/* Pango turns an alignment round for a paragraph that runs against the
 * context; undone here, so that callers say what they see. */
static void set_seen_alignment(PangoLayout *layout, PangoAlignment align)
{
	PangoDirection base = pango_context_get_base_dir(pango_layout_get_context(layout));
	PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);
	bool turned = pango_layout_line_get_resolved_direction(line) != base;
	if (turned && align != PANGO_ALIGN_CENTER)
		align = align == PANGO_ALIGN_LEFT ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
	pango_layout_set_alignment(layout, align);
}

#define URDU_SCALE    1.1 /* of the Latin size, at which Nastaliq looks as large */
#define URDU_LEAST_PT 10.0

static bool has_urdu(const char *text)
{
	for (; *text != '\0'; text += g_utf8_skip[(guchar)*text]) {
		if (g_unichar_get_script(g_utf8_get_char(text)) == G_UNICODE_SCRIPT_ARABIC)
			return true;
	}
	return false;
}

/* What a layout is set in, kept with it: the face depends on its text too. */
typedef struct {
	FontStyle style;
	double scale;
} Setting;

static bool is_figure(char letter)
{
	return g_ascii_isdigit(letter) || strchr(".,%", letter) != NULL;
}

/* Bytes of the sign that TEXT begins with. */
static size_t sign_length(const char *text)
{
	return *text == '+' ? 1 : g_str_has_prefix(text, "\u2013") ? strlen("\u2013") : 0;
}

/* Nastaliq has digits of its own; figures look the same in every language and device. */
static void set_figures(PangoLayout *layout, const char *text)
{
	g_autoptr(PangoAttrList) list = pango_attr_list_new();
	for (const char *at = text; *at != '\0';) {
		size_t sign = sign_length(at);
		if (!g_ascii_isdigit(at[sign])) {
			at++;
			continue;
		}
		const char *end = at + sign;
		while (*end != '\0' && is_figure(*end))
			end++;
		while (strchr(".,", end[-1]) != NULL) /* of the sentence */
			end--;
		PangoAttribute *marks[] = { pango_attr_family_new("Noto Sans"),
					    pango_attr_scale_new(1 / URDU_SCALE) };
		for (size_t n = 0; n < G_N_ELEMENTS(marks); n++) {
			marks[n]->start_index = (guint)(at - text);
			marks[n]->end_index = (guint)(end - text);
			pango_attr_list_insert(list, marks[n]);
		}
		at = end;
	}
	pango_layout_set_attributes(layout, list);
}

/* No line ends within a date, or between a number and its unit. */
static void set_bound(PangoLayout *layout, const char *text)
{
	g_autoptr(GArray) ranges = bind_ranges(font_bind(pango_layout_get_context(layout)), text);
	if (ranges == NULL)
		return;
	g_autoptr(PangoAttrList) list = font_attributes(layout);
	for (guint n = 0; n < ranges->len; n++) {
		const BindRange *range = &g_array_index(ranges, BindRange, n);
		PangoAttribute *whole = pango_attr_allow_breaks_new(FALSE);
		whole->start_index = range->start;
		whole->end_index = range->end;
		pango_attr_list_insert(list, whole);
	}
	pango_layout_set_attributes(layout, list);
}

static void set_font(PangoLayout *layout, const char *text)
{
	const Setting *setting = g_object_get_data(G_OBJECT(layout), "setting");
	bool urdu =
	    pango_context_get_base_dir(pango_layout_get_context(layout)) == PANGO_DIRECTION_RTL &&
	    has_urdu(text);
	double size =
	    styles[setting->style].size_pt * context_scale(pango_layout_get_context(layout));
	if (urdu)
		size = MAX(size * URDU_SCALE, URDU_LEAST_PT);
	g_autoptr(PangoFontDescription) font = pango_font_description_new();
	pango_font_description_set_family_static(font, urdu ? "Noto Nastaliq Urdu,Noto Sans"
							    : "Noto Sans,Noto Nastaliq Urdu");
	/* a description without weight or style may match the bold file */
	pango_font_description_set_weight(font, styles[setting->style].weight);
	pango_font_description_set_style(font, PANGO_STYLE_NORMAL);
	pango_font_description_set_stretch(font, PANGO_STRETCH_NORMAL);
	pango_font_description_set_size(font, (int)(size * setting->scale * PANGO_SCALE));
	pango_layout_set_font_description(layout, font);
	font_lines_mark(layout, urdu);
	/* a text that begins with "[p]" is Urdu all the same */
	pango_layout_set_auto_dir(layout, !urdu);
	if (urdu)
		set_figures(layout, text);
	else
		pango_layout_set_attributes(layout, NULL);
	set_bound(layout, text);
}

static void keep_setting(PangoLayout *layout, FontStyle style, double scale)
{
	Setting *setting = g_new(Setting, 1);
	*setting = (Setting){ style, scale };
	g_object_set_data_full(G_OBJECT(layout), "setting", setting, g_free);
}

/* Of the characters from FIRST to END: a number with a sign or a percent, and no letter. */
static bool is_signed_number(const char *first, const char *end)
{
	bool letters = false;
	for (const char *at = first; at < end; at += g_utf8_skip[(guchar)*at])
		letters |= g_unichar_isalpha(g_utf8_get_char(at));
	return !letters && first < end && !(g_ascii_isdigit(*first) && g_ascii_isdigit(end[-1]));
}

/* FriBidi reads an Arabic month of one isolate on into the next, and puts the sign of a number
 * there on its wrong side ("2+"). The old marks of direction, which are as long, hold it. */
static void hold_signs(char *drawn)
{
	static const char isolate[] = "\u2068", end_of_it[] = "\u2069", mark[] = "\u200e";
	for (char *at = drawn; (at = strstr(at, isolate)) != NULL; at += strlen(isolate)) {
		char *first = at + strlen(isolate), *end = strstr(first, end_of_it);
		if (end == NULL || !is_signed_number(first, end))
			continue;
		memcpy(at, mark, strlen(mark));
		memcpy(end, mark, strlen(mark));
	}
}

/* TEXT with the dash that Noto Sans has for a minus, which it has not: another font's would be thin
 * and its line higher than the others. Both are three bytes long. Transfer full. */
static char *as_drawn(const char *text)
{
	char *drawn = g_strdup(text);
	for (char *minus = drawn; (minus = strstr(minus, "\u2212")) != NULL;) {
		minus[1] = "\u2013"[1];
		minus[2] = "\u2013"[2];
	}
	hold_signs(drawn);
	return drawn;
}

void font_layout_set(PangoLayout *layout, const char *text, double width_pt, PangoAlignment align)
{
	g_autofree char *drawn = as_drawn(text);
	set_font(layout, drawn);
	pango_layout_set_width(layout, width_pt > 0 ? (int)(width_pt * PANGO_SCALE) : -1);
	pango_layout_set_text(layout, drawn, -1);
	if (width_pt > 0)
		set_seen_alignment(layout, align);
	font_lines_set(layout);
}

PangoAttrList *font_attributes(PangoLayout *layout)
{
	PangoAttrList *list = pango_layout_get_attributes(layout);
	return list != NULL ? pango_attr_list_copy(list) : pango_attr_list_new();
}

/* The bytes from START on become small and raised. */
static void raise_note(PangoLayout *layout, guint start)
{
	g_autoptr(PangoAttrList) list = font_attributes(layout);
	PangoAttribute *marks[] = {
		pango_attr_scale_new(0.7),
		pango_attr_rise_new(
		    pango_font_description_get_size(pango_layout_get_font_description(layout)) / 3),
		pango_attr_weight_new(PANGO_WEIGHT_NORMAL),
	};
	for (size_t n = 0; n < G_N_ELEMENTS(marks); n++) {
		marks[n]->start_index = start;
		pango_attr_list_change(list, marks[n]);
	}
	pango_layout_set_attributes(layout, list);
}

PangoLayout *font_layout_new(PangoContext *context, FontStyle style, double scale, const char *text,
			     double width_pt, PangoAlignment align, int note)
{
	PangoLayout *layout = pango_layout_new(context);
	keep_setting(layout, style, scale);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	if (note <= 0) {
		font_layout_set(layout, text, width_pt, align);
		return layout;
	}
	/* a narrow space that does not break keeps the mark by its word */
	g_autofree char *marked = g_strdup_printf("%s\u202f%d", text, note);
	font_layout_set(layout, marked, width_pt, align);
	raise_note(layout, (guint)strlen(text));
	font_lines_set(layout);
	return layout;
}

double font_width_pt(PangoLayout *layout)
{
	PangoRectangle logical;
	pango_layout_get_extents(layout, NULL, &logical);
	return (double)logical.width / PANGO_SCALE;
}

double font_height_pt(PangoLayout *layout)
{
	PangoRectangle logical;
	pango_layout_get_extents(layout, NULL, &logical);
	return (double)logical.height / PANGO_SCALE;
}

Colour font_colour(FontStyle style)
{
	return styles[style].colour;
}
