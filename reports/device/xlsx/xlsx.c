/*
 * The workbook device: a cover with the texts, a list of the sheets, notes and
 * shorthand, the figures as a table, and each table and chart on a sheet of its own.
 */
#include <unistd.h>

#include "reports/chart/chart.h"
#include "reports/device/xlsx/xlsx.h"
#include "reports/device/xlsx/xlsx_chart.h"
#include "reports/device/xlsx/xlsx_chart_data.h"
#include "reports/device/xlsx/xlsx_file.h"
#include "reports/device/xlsx/xlsx_flat.h"
#include "reports/device/xlsx/xlsx_front.h"
#include "reports/device/xlsx/xlsx_text.h"

/* ── tables ── */

static void write_flat(XlsxFront *front, lxw_worksheet *sheet, const Table *table,
		       const XlsxFlat *flat)
{
	const Model *model = front->book->model;
	bool is_plain = front->book->is_plain;
	const char *extra = is_plain ? model_word(model, "plain_sheet") : NULL;
	if (extra == NULL && flat->has_marks)
		extra = model_word(model, front->book->is_public ? "marks_beside" : "gap_status");
	lxw_row_t first = xlsx_write_lines(front, sheet, &table->about, "one_table", extra,
					   shorthand_of_table(table));
	xlsx_write_table(front->book, sheet, first,
			 &(XlsxTable){ .id = table->id,
				       .headers = flat->headers,
				       .rows = flat->rows,
				       .total = flat->total,
				       .heads = flat->heads,
				       .bars = flat->is_one_unit });
}

/* What TABLE is called: a template need not give it a caption. */
static const char *caption_of(const Table *table)
{
	return table->caption != NULL ? table->caption : table->id;
}

/* What a sheet is called: as the template says; else by its id, which is English, or in Urdu by the
 * first words of its TITLE. Transfer full. */
static char *sheet_name(const XlsxFront *front, const char *said, const char *id, const char *title)
{
	enum { LETTERS = 28 }; /* of 31, so that a number may follow */
	bool english = front->book->model->right_to_left && g_str_is_ascii(id);
	if (said != NULL || !english || title == NULL || *title == '\0')
		return g_strdup(said != NULL ? said : id);
	g_autofree char *clean = xlsx_text_clean(title);
	g_auto(GStrv) words = g_strsplit(clean, " ", -1);
	g_autoptr(GString) name = g_string_new(words[0]);
	for (char **word = words + 1; words[0] != NULL && *word != NULL; word++) {
		if (g_utf8_strlen(name->str, -1) + 1 + g_utf8_strlen(*word, -1) > LETTERS)
			break;
		g_string_append_printf(name, " %s", *word);
	}
	return g_string_free(g_steal_pointer(&name), FALSE);
}

static char *sheet_of(const XlsxFront *front, const Table *table)
{
	return sheet_name(front, table->sheet, table->id, table->caption);
}

/* Subtotals on a sheet of their own: the table's sheet holds each case once. */
static void write_subtotals(XlsxFront *front, const Table *table, const XlsxFlat *flat)
{
	const char *word = model_word(front->book->model, "subtotals");
	g_autofree char *id = g_strdup_printf("%s_totals", table->id);
	g_autofree char *name = sheet_of(front, table);
	g_autofree char *wish = g_strdup_printf("%s %s", name, word);
	g_autofree char *title = g_strdup_printf("%s: %s", caption_of(table), word);
	lxw_worksheet *sheet = xlsx_titled_sheet(front, wish, title, NULL);
	lxw_row_t first = xlsx_write_lines(front, sheet, &table->about, "one_table", NULL,
					   shorthand_of_table(table));
	xlsx_write_table(front->book, sheet, first,
			 &(XlsxTable){ .id = id,
				       .headers = flat->headers,
				       .rows = flat->subtotals,
				       .heads = flat->heads });
}

static void write_table(XlsxFront *front, const Block *block)
{
	const Table *table = block->table;
	g_autofree char *wish = sheet_of(front, table);
	lxw_worksheet *sheet = xlsx_titled_sheet(front, wish, caption_of(table), NULL);
	g_autoptr(XlsxFlat) flat = xlsx_flat_new(front->book, table);
	if (flat->rows->len == 0)
		xlsx_write_lines(front, sheet, &table->about, "no_table", table->empty, 0);
	else
		write_flat(front, sheet, table, flat);
	if (flat->subtotals->len > 0)
		write_subtotals(front, table, flat);
}

/* ── charts ── */

static void write_chart(XlsxFront *front, const Block *block)
{
	const Chart *chart = block->chart;
	const char *name;
	g_autofree char *wish = sheet_name(front, chart->sheet, chart->id, chart->title);
	lxw_worksheet *sheet = xlsx_titled_sheet(front, wish, chart->title, &name);
	worksheet_set_landscape(sheet);
	if (!chart_has_values(chart)) { /* as on the page */
		xlsx_write_lines(front, sheet, &chart->about, "no_table", chart->empty, 0);
		return;
	}
	lxw_row_t first = xlsx_write_lines(front, sheet, &chart->about, "one_chart", chart->alt,
					   shorthand_of_chart(chart));
	/* the chart's writer puts the same there, after the table; rows of a plain book are
	 * written in their order */
	if (xlsx_chart_has_gap(front->book, chart))
		xlsx_write_text(front->book, sheet, first++, 0,
				model_word(front->book->model, "gap"), XLSX_PLAIN);
	xlsx_write_chart(front->book, sheet, name, first, chart);
}

/* ── the workbook ── */

static void write_block(const Block *block, gpointer data)
{
	if (block->kind == BLOCK_TABLE)
		write_table(data, block);
	else if (block->kind == BLOCK_CHART)
		write_chart(data, block);
}

static void write_blocks(XlsxBook *book)
{
	const Model *model = book->model;
	XlsxFront front;
	xlsx_front_init(&front, book);
	lxw_worksheet *cover = xlsx_add_sheet(book, model_word(model, "cover"), NULL);
	lxw_worksheet *contents = xlsx_add_sheet(book, model_word(model, "contents"), NULL);
	xlsx_write_notes(&front);
	xlsx_write_marks(&front, xlsx_marks_used(model));
	xlsx_write_figures(&front);
	model_each(model, write_block, &front);
	xlsx_write_cover(&front, cover);
	xlsx_write_contents(&front, contents);
	xlsx_front_clear(&front);
}

static void count_cells(const Block *block, gpointer data)
{
	guint64 *cells = data;
	if (block->kind == BLOCK_TABLE)
		*cells += (guint64)block->table->rows->len * block->table->columns->len;
}

/* The library's choice between native tables and flat memory is the whole workbook's. */
static bool is_large(const Model *model)
{
	enum { PLAIN_CELLS = 500000 };
	guint64 cells = 0;
	model_each(model, count_cells, &cells);
	return cells > PLAIN_CELLS;
}

static bool write_book(const Model *model, const char *memory, const char *folder, bool is_plain,
		       const char *path, GError **error)
{
	XlsxBook book;
	xlsx_book_init(&book, model, memory, folder, is_plain);
	write_blocks(&book);
	return xlsx_book_close(&book, path, error);
}

bool device_xlsx_write(const Model *model, const char *path, GError **error)
{
	g_autofree char *memory = NULL;
	bool large = is_large(model);
	const char *folder = xlsx_file_folder(path, error);
	int file = folder != NULL ? xlsx_file_open(path, folder, large, &memory, error) : -1;
	if (file < 0)
		return false;
	bool written = write_book(model, memory, folder, large, path, error) &&
		       xlsx_file_save(file, model, path, error);
	close(file);
	return written;
}
