/* Files of sample rows, as editors of other systems leave them. */
#include "reports/block/block.h"
#include "reports/build/sample.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static char *file_of(const char *name)
{
	return g_build_filename(g_getenv("SHUMAR_ROOT"), name, NULL);
}

/* Every value of SAMPLE, row by row. Transfer full. */
static char *content_of(const Template *template, const Sample *sample)
{
	GString *content = g_string_new(NULL);
	for (guint d = 0; d < template->datasets->len; d++) {
		const TemplateDataset *wanted = template->datasets->pdata[d];
		const Dataset *dataset = g_hash_table_lookup(sample->datasets, wanted->name);
		for (size_t row = 0; row < dataset_rows(dataset); row++) {
			for (size_t column = 0; column < dataset_columns(dataset); column++) {
				const Datum *datum = dataset_value(dataset, row, column);
				g_string_append_printf(content, "%d %s %g|", datum->missing,
						       datum->text != NULL ? datum->text : "",
						       datum->number);
			}
			g_string_append_c(content, '\n');
		}
	}
	g_autofree char *words = g_strjoinv(" ", sample->words);
	g_string_append_printf(content, "%s %" G_GINT64_FORMAT, words, sample->as_at.utc_s);
	return g_string_free(content, FALSE);
}

static char *content_read(const Template *template, const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = NULL;
	close(g_file_open_tmp("shumar-XXXXXX.rows", &path, NULL));
	cr_assert(g_file_set_contents(path, text, -1, NULL));
	g_autoptr(Sample) sample = sample_read(template, path, &error);
	g_unlink(path);
	cr_assert(sample != NULL, "%s", error != NULL ? error->message : "");
	return content_of(template, sample);
}

Test(sample, rows_of_every_kind_of_line_end_are_read_alike)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = file_of("templates");
	g_autofree char *path = file_of("templates/vwps-note.yaml");
	g_autofree char *rows = file_of("tests/golden/vwps-note.rows");
	g_autofree char *text = NULL;
	const char *const folders[] = { folder, NULL };
	g_autoptr(Library) library = library_open(folders, &error);
	g_autoptr(Template) template =
	    library ? template_read(path, library, block_types, &error) : NULL;
	cr_assert(template != NULL, "%s", error != NULL ? error->message : "");
	cr_assert(g_file_get_contents(rows, &text, NULL, NULL));
	g_autofree char *expected = content_read(template, text);
	cr_assert_gt(strlen(expected), 200);
	static const char *const ends[] = { "\r\n", "\r" };
	for (size_t n = 0; n < G_N_ELEMENTS(ends); n++) {
		g_autoptr(GString) other = g_string_new(n == 0 ? "\xEF\xBB\xBF" : "");
		g_string_append(other, text);
		g_string_replace(other, "\n", ends[n], 0);
		g_autofree char *got = content_read(template, other->str);
		cr_expect_str_eq(got, expected, "line end %zu", n);
	}
}
