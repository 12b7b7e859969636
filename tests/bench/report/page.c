#include "tests/bench/report/page.h"
#include "reports/block/block.h"
#include "reports/build/sample.h"
#include "reports/device/device.h"
#include "reports/device/pdf/pdf.h"

struct Page {
	Library *library;
	Template *template;
	Sample *sample;
	Districts *districts;
	Binding *binding;
};

static bool fill(Page *page, GError **error)
{
	static const char *const folders[] = { "templates", NULL };
	static const char *const words[] = { "district=PKP", "week=2024-W31", NULL };
	page->library = library_open(folders, error);
	g_autofree char *path =
	    page->library != NULL ? library_find(page->library, "dpo-weekly", error) : NULL;
	page->template =
	    path != NULL ? template_read(path, page->library, block_types, error) : NULL;
	if (page->template != NULL)
		page->sample = sample_read(page->template, PAGE_ROWS, error);
	if (page->sample == NULL)
		return false;
	page->districts = sample_districts();
	g_auto(GStrv) all = sample_words(page->sample, words);
	page->binding = binding_new(page->template, (const char *const *)all, page->districts, 12,
				    page->sample->as_at, error);
	return page->binding != NULL;
}

Page *page_new(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Page) page = g_new0(Page, 1);
	if (fill(page, &error))
		return g_steal_pointer(&page);
	g_printerr("bench: the page: %s\n", error->message);
	return NULL;
}

void page_free(Page *page)
{
	if (page == NULL)
		return;
	g_clear_pointer(&page->binding, binding_free);
	g_clear_pointer(&page->sample, sample_free);
	g_clear_pointer(&page->districts, districts_free);
	g_clear_pointer(&page->template, template_free);
	g_clear_pointer(&page->library, library_free);
	g_free(page);
}

Model *page_model(const Page *page)
{
	g_autoptr(GError) error = NULL;
	Model *model = edition_model(page->template, page->library, page->binding,
				     page->sample->datasets, "en", &error);
	if (model == NULL)
		g_printerr("bench: the page: %s\n", error != NULL ? error->message : "no model");
	return model;
}

bool page_write(const Page *page, const char *path)
{
	g_autoptr(Model) model = page_model(page);
	return model != NULL && device_pdf_write(model, path, NULL);
}
