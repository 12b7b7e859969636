/*
 * Fuzzing the reader of templates: no bytes, however malformed, may crash, hang or leak; they are
 * a template or an error that has a place. What is a template is made into editions of empty rows
 * and of rows of zeros too, in all its languages.
 */
#include <stdint.h>

#include "core/database/sqltext.h"
#include "reports/block/block.h"
#include "reports/build/edition.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Library *library;
static Districts *districts;

static void open_once(void)
{
	if (library != NULL)
		return;
	const char *root = g_getenv("SHUMAR_ROOT");
	g_autofree char *folder = g_build_filename(root != NULL ? root : ".", "templates", NULL);
	const char *const folders[] = { folder, NULL };
	library = library_open(folders, NULL);
	g_assert(library != NULL);
	districts = districts_new();
	districts_add(districts, "PKP", "Pakpattan", "پاکپتن", "Sahiwal");
}

static void free_dataset(gpointer data)
{
	dataset_free(data);
}

static const char *value_of(const char *type)
{
	DatumType known;
	if (!datum_type_of_sql(type, &known))
		return NULL;
	return known == DATUM_DATE     ? "2024-07-29"
	       : known == DATUM_SERIES ? "{3,NULL,5}"
	       : known == DATUM_BOOL   ? "t"
				       : "0";
}

/* As many rows as each dataset must have, and at most two. */
static GHashTable *make_rows(const Template *template)
{
	GHashTable *datasets = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_dataset);
	for (guint n = 0; n < template->datasets->len; n++) {
		const TemplateDataset *wanted = template->datasets->pdata[n];
		Dataset *dataset = dataset_new(wanted->name, wanted->query_columns);
		g_autofree const char **values =
		    g_new0(const char *, wanted->query_columns->len + 1);
		for (guint c = 0; c < wanted->query_columns->len; c++)
			values[c] = value_of(((SqlColumn *)wanted->query_columns->pdata[c])->type);
		for (gint64 row = 0; row < CLAMP(wanted->least, 0, 2); row++)
			dataset_add(dataset, values, NULL);
		g_hash_table_insert(datasets, wanted->name, dataset);
	}
	return datasets;
}

static void make_editions(const Template *template)
{
	static const char *const words[] = { NULL };
	g_autoptr(Binding) binding =
	    binding_new(template, words, districts, 1, (CivilTime){ 1722884399, 5 * 3600 }, NULL);
	if (binding == NULL)
		return;
	g_autoptr(GHashTable) datasets = make_rows(template);
	for (guint n = 0; n < template->languages->len; n++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Model) model = edition_model(template, library, binding, datasets,
						       template->languages->pdata[n], &error);
		g_assert((model == NULL) == (error != NULL));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	open_once();
	g_autoptr(GError) error = NULL;
	g_autoptr(Template) template =
	    template_parse((const char *)data, size, "fuzz.yaml", library, block_types, &error);
	g_assert((template == NULL) == (error != NULL));
	if (template != NULL)
		make_editions(template);
	return 0;
}
