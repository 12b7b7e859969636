#include "tests/bench/report/page.h"
#include "reports/block/block.h"
#include "reports/device/pdf/pdf.h"

#include <string.h>

#include "reports/device/device.h"

/* 2024-08-05 18:59:59 UTC, as in tests/golden */
#define AS_AT_S 1722884399

struct Page {
	Library *library;
	Template *template;
	Districts *districts;
	Binding *binding;
	GHashTable *datasets;
};

static void free_dataset(gpointer data)
{
	dataset_free(data);
}

/* An empty dataset for each that the template wants. */
static GHashTable *empty_datasets(const Template *template)
{
	GHashTable *datasets = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_dataset);
	for (guint n = 0; n < template->datasets->len; n++) {
		const TemplateDataset *wanted = template->datasets->pdata[n];
		g_hash_table_insert(datasets, wanted->name,
				    dataset_new(wanted->name, wanted->columns));
	}
	return datasets;
}

/* "[dataset]" and then its rows, tabbed. */
static bool read_rows(GHashTable *datasets, const char *text, GError **error)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	Dataset *dataset = NULL;
	for (char **line = lines; *line != NULL; line++) {
		if (**line == '\0' || **line == '#')
			continue;
		if (**line == '[') {
			g_autofree char *name = g_strndup(*line + 1, strlen(*line) - 2);
			dataset = g_hash_table_lookup(datasets, name);
			continue;
		}
		g_auto(GStrv) cells = g_strsplit(*line, "\t", -1);
		if (dataset == NULL || g_strv_length(cells) != dataset_columns(dataset) ||
		    !dataset_add(dataset, (const char *const *)cells, error))
			return false;
	}
	return true;
}

static bool fill(Page *page, GError **error)
{
	static const char *const folders[] = { "templates", NULL };
	static const char *const words[] = { "district=pkp", NULL };
	g_autofree char *text = NULL;
	page->library = library_open(folders, error);
	g_autofree char *path =
	    page->library != NULL ? library_find(page->library, "dpo-weekly", error) : NULL;
	page->template =
	    path != NULL ? template_read(path, page->library, block_types, error) : NULL;
	if (page->template == NULL)
		return false;
	page->districts = districts_new();
	districts_add(page->districts, "PKP", "Pakpattan", "پاکپتن", "Sahiwal");
	page->binding = binding_new(page->template, words, page->districts, 12,
				    (CivilTime){ AS_AT_S, 5 * 3600 }, error);
	page->datasets = empty_datasets(page->template);
	return page->binding != NULL &&
	       g_file_get_contents("tests/bench/report/week.rows", &text, NULL, error) &&
	       read_rows(page->datasets, text, error);
}

Page *page_new(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Page) page = g_new0(Page, 1);
	if (fill(page, &error))
		return g_steal_pointer(&page);
	g_printerr("bench: the page: %s\n",
		   error != NULL ? error->message : "tests/bench/report/week.rows is not its rows");
	return NULL;
}

void page_free(Page *page)
{
	if (page == NULL)
		return;
	g_clear_pointer(&page->datasets, g_hash_table_unref);
	g_clear_pointer(&page->binding, binding_free);
	g_clear_pointer(&page->districts, districts_free);
	g_clear_pointer(&page->template, template_free);
	g_clear_pointer(&page->library, library_free);
	g_free(page);
}

Model *page_model(const Page *page)
{
	g_autoptr(GError) error = NULL;
	Model *model = edition_model(page->template, page->library, page->binding, page->datasets,
				     "en", &error);
	if (model == NULL)
		g_printerr("bench: the page: %s\n", error != NULL ? error->message : "no model");
	return model;
}

bool page_write(const Page *page, const char *path)
{
	g_autoptr(Model) model = page_model(page);
	return model != NULL && device_pdf_write(model, path, NULL);
}
