/*
 * The text device: press-ready plain text, and the oracle of the golden tests.
 * Read this one first: a device walks the model's blocks and draws each.
 */
#include <string.h>

#include "reports/device/file.h"
#include "reports/device/text/text.h"
#include "reports/model/value.h"

enum { LINE_WIDTH = 78 };

/* ── words and widths ── */

/* Columns that TEXT takes on a terminal: marks that join take none, CJK takes two. */
static size_t text_width(const char *text)
{
	size_t width = 0;
	for (; *text != '\0'; text += g_utf8_skip[(guchar)*text]) {
		gunichar character = g_utf8_get_char(text);
		if (!g_unichar_iszerowidth(character))
			width += g_unichar_iswide(character) ? 2 : 1;
	}
	return width;
}

static void draw_repeated(GString *out, const char *text, size_t times)
{
	for (size_t n = 0; n < times; n++)
		g_string_append(out, text);
}

/* Wraps one paragraph at LINE_WIDTH; its lines after the first begin at column INDENT. */
static void draw_paragraph(GString *out, const char *text, size_t indent)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \n", -1);
	size_t column = 0;
	bool begun = false;
	for (char **word = words; *word != NULL; word++) {
		size_t width = text_width(*word);
		if (width == 0)
			continue;
		if (begun && column + 1 + width > LINE_WIDTH) {
			g_string_append_c(out, '\n');
			draw_repeated(out, " ", indent);
			column = indent;
		} else if (begun) {
			g_string_append_c(out, ' ');
			column++;
		}
		g_string_append(out, *word);
		column += width;
		begun = true;
	}
	g_string_append_c(out, '\n');
}

/* ── blocks ── */

/* The value with its mark: "5 [p]". Transfer full. */
static char *value_text(const Value *value)
{
	return value->mark != NULL ? g_strdup_printf("%s %s", value->text, value->mark)
				   : g_strdup(value->text);
}

static size_t value_width(const Value *value)
{
	g_autofree char *text = value_text(value);
	return text_width(text);
}

/* What a draft is, on a line of its own. */
static void draw_draft(GString *out, const Model *model)
{
	const char *draft = model_draft(model);
	if (draft != NULL)
		g_string_append_printf(out, "*** %s ***\n", draft);
}

static void draw_heading(GString *out, const Model *model, const Block *block)
{
	if (block->heading.level == 2) /* a part that is copied alone says it, too */
		draw_draft(out, model);
	const char *rule = block->heading.level == 1 ? "═" : "─";
	g_string_append_printf(out, "%s\n", block->heading.text);
	draw_repeated(out, rule, MIN(text_width(block->heading.text), LINE_WIDTH));
	g_string_append_c(out, '\n');
}

static void draw_text(GString *out, const Model *model G_GNUC_UNUSED, const Block *block)
{
	g_auto(GStrv) paragraphs = g_strsplit(block->text.text, "\n\n", -1);
	for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++) {
		if (paragraph != paragraphs)
			g_string_append_c(out, '\n');
		draw_paragraph(out, *paragraph, 0);
	}
}

static void draw_figure(GString *out, const Model *model, const Figure *figure, size_t widest)
{
	g_autoptr(GString) line = g_string_new(figure->label);
	g_string_append_printf(line, ": %s", figure->unit);
	if (figure->basis != NULL && figure->basis[0] != '\0')
		g_string_append_printf(line, "%s%s", model_word(model, "alt_and"), figure->basis);
	if (figure->versus != NULL)
		g_string_append_printf(line, "%s %s", model_word(model, "semicolon"),
				       figure->versus);
	if (figure->note > 0) {
		g_autofree char *mark = model_note_ref(model, figure->note, "\u00a0");
		g_string_append_printf(line, " %s", mark);
	}
	/* the number stands right-aligned in a column of its own, as one unbreakable word */
	g_autoptr(GString) number = g_string_new(NULL);
	g_autofree char *value = value_text(&figure->value);
	draw_repeated(number, "\u00a0", 2 + widest - text_width(value));
	g_string_append_printf(number, "%s\u00a0 %s", value, line->str);
	g_autoptr(GString) wrapped = g_string_new(NULL);
	draw_paragraph(wrapped, number->str, widest + 4);
	g_string_replace(wrapped, "\u00a0", " ", 0);
	g_string_append(out, wrapped->str);
}

static void draw_figures(GString *out, const Model *model, const Block *block)
{
	const GPtrArray *figures = block->figures.figures;
	size_t widest = 0;
	for (guint n = 0; n < figures->len; n++)
		widest = MAX(widest, value_width(&((Figure *)figures->pdata[n])->value));
	for (guint n = 0; n < figures->len; n++)
		draw_figure(out, model, figures->pdata[n], widest);
}

static char *column_header(const Model *model, const Table *table, guint number)
{
	const TableColumn *column = table->columns->pdata[number];
	g_autofree char *head = table_head(table, number);
	if (column->note <= 0)
		return g_steal_pointer(&head);
	g_autofree char *mark = model_note_ref(model, column->note, "\u00a0");
	return g_strconcat(head, " ", mark, NULL);
}

/* Width of the cells of COLUMN, or of its header where that is wider. */
static size_t column_width(const Table *table, guint column, size_t header)
{
	size_t width = header;
	for (guint row = 0; row < table->rows->len; row++)
		if (table_shows(table, row))
			width =
			    MAX(width, value_width(&((Value *)table->rows->pdata[row])[column]));
	return table->total != NULL ? MAX(width, text_width(table->total[column].text)) : width;
}

static size_t longest_word(const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	size_t longest = 0;
	for (char **word = words; *word != NULL; word++)
		longest = MAX(longest, text_width(*word));
	return longest;
}

/* Widths that let every header stand in one line, or else break at its words. */
static size_t *column_widths(const Table *table, const GPtrArray *headers)
{
	guint count = table->columns->len;
	size_t *widths = g_new0(size_t, count);
	size_t sum = 2 * (size_t)(count - 1);
	for (guint column = 0; column < count; column++)
		sum += widths[column] =
		    column_width(table, column, text_width(headers->pdata[column]));
	for (guint column = 0; column < count && sum > LINE_WIDTH; column++)
		widths[column] = column_width(table, column, longest_word(headers->pdata[column]));
	return widths;
}

/* TEXT in lines of up to WIDTH. */
static char **wrap_header(const char *text, size_t width)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	g_autoptr(GString) lines = g_string_new(words[0]);
	size_t column = words[0] != NULL ? text_width(words[0]) : 0;
	for (char **word = words + 1; words[0] != NULL && *word != NULL; word++) {
		bool fits = column + 1 + text_width(*word) <= width;
		column = (fits ? column + 1 : 0) + text_width(*word);
		g_string_append_printf(lines, "%c%s", fits ? ' ' : '\n', *word);
	}
	g_string_replace(lines, "\u00a0", " ", 0);
	return g_strsplit(lines->str, "\n", -1);
}

/* Column NUMBER of TABLE, in its width. */
static void draw_cell(GString *out, const Table *table, guint number, const char *text,
		      const size_t *widths)
{
	const TableColumn *column = table->columns->pdata[number];
	bool last = number + 1 == table->columns->len;
	size_t padding = widths[number] - text_width(text);
	if (column->align == ALIGN_END)
		draw_repeated(out, " ", padding);
	g_string_append(out, text);
	if (column->align == ALIGN_START && !last)
		draw_repeated(out, " ", padding);
	g_string_append(out, last ? "\n" : "  ");
}

static void draw_row(GString *out, const Table *table, const Value *row, const size_t *widths)
{
	for (guint column = 0; column < table->columns->len; column++) {
		g_autofree char *text = value_text(&row[column]);
		draw_cell(out, table, column, text, widths);
	}
}

static void draw_rule(GString *out, const size_t *widths, guint count)
{
	for (guint column = 0; column < count; column++) {
		draw_repeated(out, "─", widths[column]);
		g_string_append(out, column + 1 == count ? "\n" : "  ");
	}
}

static void free_lines(gpointer data)
{
	g_strfreev(data);
}

/* The headers, each broken into the lines of its column; the last lines stand together. */
static void draw_header(GString *out, const Table *table, const GPtrArray *headers,
			const size_t *widths)
{
	g_autoptr(GPtrArray) wrapped = g_ptr_array_new_with_free_func(free_lines);
	guint height = 0;
	for (guint column = 0; column < headers->len; column++) {
		char **lines = wrap_header(headers->pdata[column], widths[column]);
		g_ptr_array_add(wrapped, lines);
		height = MAX(height, g_strv_length(lines));
	}
	for (guint line = 0; line < height; line++) {
		for (guint column = 0; column < headers->len; column++) {
			char **lines = wrapped->pdata[column];
			guint empty = height - g_strv_length(lines);
			draw_cell(out, table, column, line < empty ? "" : lines[line - empty],
				  widths);
		}
	}
}

static void draw_rows(GString *out, const Table *table, const GPtrArray *headers,
		      const size_t *widths)
{
	draw_header(out, table, headers, widths);
	draw_rule(out, widths, table->columns->len);
	for (guint row = 0; row < table->rows->len; row++)
		if (table_shows(table, row))
			draw_row(out, table, table->rows->pdata[row], widths);
	if (table->total != NULL) {
		draw_rule(out, widths, table->columns->len);
		draw_row(out, table, table->total, widths);
	}
}

/* What stands beside a title; nothing for NULL. */
static void draw_line(GString *out, const char *text)
{
	if (text != NULL)
		draw_paragraph(out, text, 0);
}

static void draw_table(GString *out, const Model *model, const Block *block)
{
	const Table *table = block->table;
	if (table->caption != NULL && table->caption[0] != '\0')
		draw_paragraph(out, table->caption, 0);
	draw_line(out, table->about.subtitle);
	const char *instead = table_instead(table);
	if (instead != NULL) {
		draw_paragraph(out, instead, 0);
		draw_line(out, table->about.source);
		return;
	}
	g_autoptr(GPtrArray) headers = g_ptr_array_new_with_free_func(g_free);
	for (guint column = 0; column < table->columns->len; column++)
		g_ptr_array_add(headers, column_header(model, table, column));
	g_autofree size_t *widths = column_widths(table, headers);
	draw_rows(out, table, headers, widths);
	if (table->collapsed != NULL)
		draw_paragraph(out, table->collapsed, 0);
	draw_line(out, table->about.source);
}

static void draw_series(GString *out, const Model *model, const Chart *chart,
			const ChartSeries *series, const char *unit)
{
	g_autoptr(GString) line = g_string_new(NULL);
	g_string_append_printf(line, "%s (%s):", series->name, unit);
	for (size_t at = 0; at < chart->count; at++) {
		g_autofree char *point = chart_point_text(chart, series, at, false);
		g_string_append_printf(
		    line, " %s %s%s", chart->categories[at], point,
		    model_word(model, at + 1 < chart->count ? "semicolon" : "full_stop"));
	}
	draw_paragraph(out, line->str, 2);
}

static void draw_all_series(GString *out, const Model *model, const Chart *chart, const char *unit)
{
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (chart_series_is_listed(series))
			draw_series(out, model, chart, series, unit);
	}
}

/* A chart in words: its values by category, which is what a reader of plain text can use. */
static void draw_chart(GString *out, const Model *model, const Block *block)
{
	const Chart *chart = block->chart;
	draw_paragraph(out, chart->title, 0);
	draw_line(out, chart->about.subtitle);
	if (chart->count == 0 && chart->panels->len == 0) {
		draw_paragraph(out, chart->empty, 0);
		draw_line(out, chart->about.source);
		return;
	}
	if (chart->alt != NULL)
		draw_paragraph(out, chart->alt, 0);
	draw_all_series(out, model, chart, chart->y_title);
	for (guint n = 0; n < chart->panels->len; n++) {
		const Chart *panel = chart->panels->pdata[n];
		draw_paragraph(out, panel->title, 0);
		draw_all_series(out, model, panel, chart->y_title);
	}
	draw_line(out, chart->about.source);
}

static void draw_notes(GString *out, const Model *model, const Block *block)
{
	if (block->notes.title != NULL)
		g_string_append_printf(out, "%s\n", block->notes.title);
	for (guint n = 0; n < block->notes.notes->len; n++) {
		const Note *note = block->notes.notes->pdata[n];
		g_autoptr(GString) line = g_string_new(NULL);
		if (note->number > 0) {
			g_autofree char *mark = model_note_ref(model, note->number, " ");
			g_string_append_printf(line, "%s ", mark);
		}
		if (note->term != NULL)
			g_string_append_printf(line, "%s: ", note->term);
		g_string_append(line, note->text);
		draw_paragraph(out, line->str, 2);
	}
}

static void draw_cover(GString *out, const Model *model G_GNUC_UNUSED, const Block *block)
{
	g_string_append_printf(out, "%s\n", block->cover.title);
	draw_repeated(out, "═", MIN(text_width(block->cover.title), LINE_WIDTH));
	g_string_append_c(out, '\n');
	if (block->cover.subtitle != NULL)
		draw_paragraph(out, block->cover.subtitle, 0);
	for (guint n = 0; n < block->cover.lines->len; n++)
		draw_paragraph(out, block->cover.lines->pdata[n], 0);
}

static void draw_banner(GString *out, const Model *model G_GNUC_UNUSED, const Block *block)
{
	g_autofree char *marked = g_strdup_printf(
	    "%s%s", block->banner.tone == TONE_CAUTION ? "! " : "", block->banner.text);
	draw_paragraph(out, marked, 2);
}

static void draw_card(GString *out, const Model *model G_GNUC_UNUSED, const Block *block)
{
	if (block->card.title != NULL)
		g_string_append_printf(out, "%s\n", block->card.title);
	for (guint n = 0; n < block->card.lines->len; n++) {
		const CardLine *line = block->card.lines->pdata[n];
		g_autofree char *text = g_strdup_printf(
		    "%s: %s", line->label, line->value[0] != '\0' ? line->value : "…………………………");
		draw_paragraph(out, text, 2);
	}
}

static void draw_blocks(GString *out, const Model *model, const GPtrArray *blocks);

static void draw_columns(GString *out, const Model *model, const Block *block)
{
	for (guint n = 0; n < block->columns.columns->len; n++) {
		if (n > 0)
			g_string_append_c(out, '\n');
		draw_blocks(out, model, ((BlockColumn *)block->columns.columns->pdata[n])->blocks);
	}
}

typedef void (*BlockDraw)(GString *out, const Model *model, const Block *block);
/* No pages here: contents and page breaks leave nothing. */
static const BlockDraw block_draws[BLOCK_KINDS] = {
	[BLOCK_HEADING] = draw_heading, [BLOCK_TEXT] = draw_text,
	[BLOCK_FIGURES] = draw_figures, [BLOCK_TABLE] = draw_table,
	[BLOCK_CHART] = draw_chart,     [BLOCK_NOTES] = draw_notes,
	[BLOCK_COVER] = draw_cover,     [BLOCK_BANNER] = draw_banner,
	[BLOCK_CARD] = draw_card,       [BLOCK_COLUMNS] = draw_columns,
};

static void draw_blocks(GString *out, const Model *model, const GPtrArray *blocks)
{
	bool any = false;
	for (guint n = 0; n < blocks->len; n++) {
		const Block *block = blocks->pdata[n];
		bool none = block->kind == BLOCK_NOTES && block->notes.notes->len == 0;
		if (block_draws[block->kind] == NULL || none)
			continue;
		if (any)
			g_string_append_c(out, '\n');
		block_draws[block->kind](out, model, block);
		any = true;
	}
}

bool device_text_write(const Model *model, const char *path, GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);
	draw_draft(out, model);
	draw_blocks(out, model, model->blocks);
	g_string_append_printf(out, "\n%s\n", model->footer);
	draw_draft(out, model);
	return file_write(model, out, path, error);
}
