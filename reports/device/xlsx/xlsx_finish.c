#include "reports/device/xlsx/xlsx_finish.h"

#include <string.h>

#include "reports/device/xlsx/xlsx_sheet.h"

/* Puts INSERT before the first MARK of TEXT; leaves a text without it alone. */
static void insert_before(GString *text, const char *mark, const char *insert)
{
	const char *at = strstr(text->str, mark);
	if (at != NULL)
		g_string_insert(text, at - text->str, insert);
}

static char *finish_properties(const char *text, const char *language)
{
	g_autofree char *clean = g_markup_escape_text(language, -1);
	g_autofree char *element = g_strdup_printf("<dc:language>%s</dc:language>", clean);
	GString *finished = g_string_new(text);
	insert_before(finished, "</cp:coreProperties>", element);
	return g_string_free(finished, FALSE);
}

/* ── headings ── */

/* The number of the bold font of SIZE points in the list of fonts, -1 when there is none. */
static int find_font(const char *text, int size)
{
	g_autofree char *mark = g_strdup_printf("<b/><sz val=\"%d\"/>", size);
	const char *found = strstr(text, mark);
	int number = -1;
	for (const char *at = strstr(text, "<font>"); at != NULL && found != NULL && at < found;
	     at = strstr(at + 1, "<font>"))
		number++;
	return number;
}

/* Makes the cell style of LEVEL (1, 2 …) out of FONT, and the formats of that font its own. */
static void add_style(GString *styles, int level, int font, int style)
{
	enum { HEADING_1 = 16 }; /* ECMA-376 part 1, 18.8.7, builtinId */
	g_autofree char *format =
	    g_strdup_printf("<xf numFmtId=\"0\" fontId=\"%d\" fillId=\"0\" borderId=\"0\"/>", font);
	g_autofree char *named =
	    g_strdup_printf("<cellStyle name=\"Heading %d\" xfId=\"%d\" builtinId=\"%d\"/>", level,
			    style, HEADING_1 + level - 1);
	g_autofree char *from =
	    g_strdup_printf("fontId=\"%d\" fillId=\"0\" borderId=\"0\" xfId=\"0\"", font);
	g_autofree char *to =
	    g_strdup_printf("fontId=\"%d\" fillId=\"0\" borderId=\"0\" xfId=\"%d\"", font, style);
	insert_before(styles, "</cellStyleXfs>", format);
	insert_before(styles, "</cellStyles>", named);
	g_string_replace(styles, from, to, 0);
}

/* Writes COUNT over the 1 that the library counts. */
static void set_count(GString *styles, const char *list, int count)
{
	g_autofree char *from = g_strdup_printf("<%s count=\"1\">", list);
	g_autofree char *to = g_strdup_printf("<%s count=\"%d\">", list, count);
	g_string_replace(styles, from, to, 1);
}

static char *finish_styles(const char *text, const char *language G_GNUC_UNUSED)
{
	static const int sizes[] = { XLSX_TITLE_SIZE, XLSX_HEADING_SIZE };
	GString *styles = g_string_new(text);
	int made = 1; /* "Normal" is there */
	for (size_t n = 0; n < G_N_ELEMENTS(sizes); n++) {
		int font = find_font(text, sizes[n]);
		if (font >= 0)
			add_style(styles, (int)n + 1, font, made++);
	}
	set_count(styles, "cellStyleXfs", made);
	set_count(styles, "cellStyles", made);
	return g_string_free(styles, FALSE);
}

static const struct {
	const char *name;
	char *(*finish)(const char *text, const char *language);
} parts[] = {
	{ "docProps/core.xml", finish_properties },
	{ "xl/styles.xml", finish_styles },
};

char *xlsx_finish_part(const char *name, const char *text, const char *language)
{
	for (size_t n = 0; n < G_N_ELEMENTS(parts); n++) {
		if (strcmp(name, parts[n].name) == 0)
			return parts[n].finish(text, language);
	}
	return NULL;
}
