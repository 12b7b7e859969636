#include "tests/bench/report/page.h"
#include "tests/bench/report/python.h"
#include "tests/bench/report/raw_page.h"
#include "tests/bench/report/taken.h"

/* As many are drawn one after the other, as in a batch; what one took is theirs by this number. */
enum { PAGES = 20, PAGES_PYTHON = 3 };

static Taken each(Taken taken, int number)
{
	return (Taken){ taken.processor / number, taken.clock / number };
}

Taken work_page_first(const char *path)
{
	g_autoptr(Page) page = page_new();
	Taken began = taken_now();
	return page != NULL && page_write(page, path) ? taken_since(began) : taken_failed;
}

Taken work_page(const char *path)
{
	g_autoptr(Page) page = page_new();
	bool good = page != NULL && page_write(page, path);
	Taken began = taken_now();
	for (int n = 0; good && n < PAGES; n++)
		good = page_write(page, path);
	return good ? each(taken_since(began), PAGES) : taken_failed;
}

/* What our drawing puts on the pages; NULL when it fails. */
static RawPage *note_page(const char *path)
{
	g_autoptr(Page) page = page_new();
	g_autoptr(RawPage) raw = raw_page_begin();
	bool good = page != NULL && page_write(page, path);
	raw_page_end();
	return good ? g_steal_pointer(&raw) : NULL;
}

Taken work_page_raw(const char *path)
{
	g_autoptr(RawPage) raw = note_page(path);
	bool good = raw != NULL && raw_page_write(raw, path);
	Taken began = taken_now();
	for (int n = 0; good && n < PAGES; n++)
		good = raw_page_write(raw, path);
	return good ? each(taken_since(began), PAGES) : taken_failed;
}

Taken work_page_python(const char *path)
{
	g_autofree char *command =
	    g_strdup_printf("write %d " PAGE_ROWS " '%s'", PAGES_PYTHON, path);
	g_autofree char *said = python_ask("page_pdf.py", command);
	return python_taken(said);
}

bool work_same_pages(const char *ours, const char *theirs)
{
	g_autofree char *command = g_strdup_printf("same " PAGE_ROWS " '%s' '%s'", ours, theirs);
	g_autofree char *said = python_ask("page_pdf.py", command);
	return said != NULL;
}
