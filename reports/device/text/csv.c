/*
 * The CSV device: a tidy file for each table and chart and one for the figures, and a file
 * that describes them all.
 *
 * RFC 4180, UTF-8 with a byte order mark: without it Excel, which is what most readers open a
 * CSV file with, takes the file for Latin-1 and shows Urdu as rubbish; programs that read
 * UTF-8 skip it.
 */
#include <string.h>

#include "core/csvout.h"
#include "core/error.h"
#include "reports/device/file.h"
#include "reports/device/text/csv.h"
#include "reports/device/text/csv_metadata.h"
#include "reports/device/text/csv_table.h"

/* Parts that are no block. */
static const char figures_part[] = "figures", metadata_part[] = "metadata";

static void add_block(const Block *block, gpointer data)
{
	const char *id = block->kind == BLOCK_TABLE   ? block->table->id
			 : block->kind == BLOCK_CHART ? block->chart->id
						      : NULL;
	if (block->kind == BLOCK_TABLE || block->kind == BLOCK_CHART)
		device_files_add(data, id != NULL ? id : "table", "csv", block);
}

static void find_figures(const Block *block, gpointer data)
{
	bool *found = data;
	*found = *found || (block->kind == BLOCK_FIGURES && block->figures.figures->len > 0);
}

GPtrArray *device_csv_files(const Model *model, GError **error)
{
	g_autoptr(GPtrArray) files = device_files_new();
	bool figures = false;
	model_each(model, find_figures, &figures);
	if (figures)
		device_files_add(files, figures_part, "csv", figures_part);
	model_each(model, add_block, files);
	if (files->len > 0) {
		device_files_add(files, metadata_part, "json", metadata_part);
		return g_steal_pointer(&files);
	}
	error_set(error, SHUMAR_ERROR_USAGE, "Give another --format, or the template a table.",
		  "no figure, table or chart for a CSV file in this edition of '%s'",
		  model->template_name);
	return NULL;
}

static CsvTable *make_table(const Model *model, const DeviceFile *file)
{
	if (file->part == figures_part)
		return csv_table_of_figures(model);
	const Block *block = file->part;
	return block->kind == BLOCK_TABLE ? csv_table_of_table(model, block->table)
					  : csv_table_of_chart(model, block->chart);
}

/* ── the files ── */

static void append_table(GString *out, const CsvTable *table)
{
	Csvout csv = csvout_begin(out, true);
	for (guint n = 0; n < table->columns->len; n++)
		csvout_made(&csv, ((CsvColumn *)table->columns->pdata[n])->name);
	csvout_end(&csv);
	for (guint row = 0; row < table->rows->len; row++) {
		const GPtrArray *fields = table->rows->pdata[row];
		for (guint n = 0; n < fields->len; n++)
			csvout_made(&csv, fields->pdata[n]);
		csvout_end(&csv);
	}
}

static void free_table(gpointer data)
{
	csv_table_free(data);
}

static bool append_metadata(GString *out, const Model *model, const char *base, GError **error)
{
	g_autoptr(GPtrArray) files = device_csv_files(model, error);
	g_autoptr(GPtrArray) urls = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func(free_table);
	for (guint n = 0; files != NULL && n < files->len; n++) {
		const DeviceFile *file = files->pdata[n];
		if (file->part == metadata_part)
			continue;
		g_autofree char *name = g_strconcat(base, file->ending, NULL);
		g_ptr_array_add(urls, g_uri_escape_string(name, NULL, TRUE));
		g_ptr_array_add(tables, make_table(model, file));
	}
	if (files != NULL)
		csv_metadata_append(out, model, urls, tables);
	return files != NULL;
}

bool device_csv_write_file(const Model *model, const DeviceFile *file, const char *base,
			   const char *path, GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);
	if (file->part == metadata_part) {
		if (!append_metadata(out, model, base, error))
			return false;
	} else {
		g_autoptr(CsvTable) table = make_table(model, file);
		append_table(out, table);
	}
	return file_write(model, out, path, error);
}
