/* Datasets that are rows of another: one of them, or those with a word. */
#include <string.h>

#include "core/database/sqltext.h"
#include "reports/template/template_reader.h"

const char *const template_row_words[] = { "first", "last", NULL };

const TemplateKey template_where_keys[] = {
	{ .name = "column", .kind = KEY_WORD, .needed = true },
	{ .name = "is", .kind = KEY_WORDS, .needed = true },
	{ 0 },
};

/* The columns that a row of a dataset has are the dataset's own. */
static void copy_columns(GPtrArray *columns, const GPtrArray *from)
{
	for (guint n = columns->len; n < from->len; n++) {
		const SqlColumn *column = from->pdata[n];
		SqlColumn *copy = g_new0(SqlColumn, 1);
		copy->name = g_strdup(column->name);
		copy->type = g_strdup(column->type);
		g_ptr_array_add(columns, copy);
	}
}

/* {column: share_signal, is: [high, low]}: the rows where a text is one of some words. */
static void read_where(TemplateReader *reader, const YamlNode *node, const char *where,
		       TemplateDataset *dataset)
{
	g_autofree char *what = g_strdup_printf("%s: where", where);
	if (!reader_keys(reader, node, what, template_where_keys))
		return;
	reader_needed(reader, node, what, template_where_keys);
	const YamlNode *column = yaml_find(node, "column"), *is = yaml_find(node, "is");
	g_autoptr(GStrvBuilder) words = g_strv_builder_new();
	TemplateField field = { 0 };
	for (size_t n = 0; is != NULL && n < yaml_count(is); n++) {
		const char *word = reader_word(reader, yaml_item(is, n), what);
		if (word != NULL)
			g_strv_builder_add(words, word);
	}
	if (is != NULL && (yaml_kind(is) != YAML_KIND_SEQUENCE || yaml_count(is) == 0))
		problems_add(reader->problems, reader->document, is,
			     "write for example: is: [high, low]", "%s: is must be a list of words",
			     what);
	dataset->is = g_strv_builder_end(words);
	if (column != NULL && reader_field(reader, column, dataset, what, &field)) {
		dataset->where = g_strdup(field.name);
		if (field.type != DATUM_TEXT)
			problems_add(reader->problems, reader->document, column, NULL,
				     "%s: '%s' is a %s, not a text", what, field.name,
				     datum_type_name(field.type));
	}
	template_field_clear(&field);
}

/* The dataset above that FROM names. */
static TemplateDataset *find_source(TemplateReader *reader, const YamlNode *from, const char *where)
{
	g_autofree char *what = g_strdup_printf("%s: from", where);
	const char *name = reader_word(reader, from, what);
	TemplateDataset *source = name != NULL ? template_dataset(reader->template, name) : NULL;
	if (source == NULL)
		problems_add(reader->problems, reader->document, from,
			     "name a dataset that stands above it", "%s: no dataset '%s' before it",
			     what, name != NULL ? name : "");
	else
		source->used = true;
	return source;
}

/* A dataset of the query of SOURCE, without rows of its own. */
static TemplateDataset *dataset_of(const char *name, const TemplateDataset *source)
{
	TemplateDataset *dataset = g_new0(TemplateDataset, 1);
	dataset->name = g_strdup(name);
	dataset->place = g_strdup(source->place);
	dataset->from = source;
	dataset->query = source->query;
	dataset->sql = source->sql;
	dataset->query_columns = g_ptr_array_ref(source->query_columns);
	dataset->columns = sqltext_columns(source->sql, "returns");
	dataset->arguments = g_ptr_array_ref(source->arguments);
	dataset->derivations = g_ptr_array_ref(source->derivations);
	copy_columns(dataset->columns, source->columns);
	return dataset;
}

static void read_unless(TemplateReader *reader, const YamlNode *node, const char *where,
			TemplateDataset *dataset)
{
	TemplateField field = { 0 };
	if (node != NULL && reader_field(reader, node, dataset, where, &field)) {
		if (field.type == DATUM_BOOL)
			dataset->row_unless = g_strdup(field.name);
		else
			problems_add(reader->problems, reader->document, node, NULL,
				     "%s: unless: '%s' is a %s, not yes or no", where, field.name,
				     datum_type_name(field.type));
	}
	template_field_clear(&field);
}

/* One such row for each value of a column. */
static void read_by(TemplateReader *reader, const YamlNode *node, const char *where,
		    TemplateDataset *dataset)
{
	TemplateField field = { 0 };
	if (node != NULL && reader_field(reader, node, dataset, where, &field)) {
		dataset->row_by = g_strdup(field.name);
		dataset->least = 0;
		dataset->most = -1;
		if (dataset->row == TEMPLATE_ROW_ALL)
			problems_add(reader->problems, reader->document, node, "row: last",
				     "%s: by has a place beside row only", where);
	}
	template_field_clear(&field);
}

/* {from: trend, row: last, unless: provisional}: one row of a dataset above, with by: district one
 * of each district; or, with where, those rows of it. */
void reader_from(TemplateReader *reader, const YamlNode *key, const YamlNode *node,
		 const char *where)
{
	static const char *const others[] = { "query", "with", "rows", "add", NULL };
	const YamlNode *row = yaml_find(node, "row"), *rows = yaml_find(node, "where");
	for (const char *const *other = others; *other != NULL; other++)
		if (yaml_find(node, *other) != NULL)
			problems_add(reader->problems, reader->document, yaml_find(node, *other),
				     "it has the query of the dataset that it is a row of",
				     "%s has 'from' and takes no '%s'", where, *other);
	const TemplateDataset *source = find_source(reader, yaml_find(node, "from"), where);
	if (source == NULL)
		return;
	const char *word =
	    row != NULL ? reader_choice(reader, row, where, template_row_words) : NULL;
	if ((row == NULL) == (rows == NULL))
		problems_add(reader->problems, reader->document, node,
			     "row: last, or where: {column: …, is: [high, low]}",
			     "%s: which row of '%s'", where, source->name);
	TemplateDataset *dataset = dataset_of(yaml_text(key), source);
	g_ptr_array_add(reader->template->datasets, dataset);
	dataset->row = g_strcmp0(word, "first") == 0 ? TEMPLATE_ROW_FIRST : TEMPLATE_ROW_LAST;
	dataset->least = dataset->most = 1;
	if (rows != NULL) {
		dataset->row = TEMPLATE_ROW_ALL;
		dataset->least = 0;
		dataset->most = -1;
		read_where(reader, rows, where, dataset);
	}
	read_unless(reader, yaml_find(node, "unless"), where, dataset);
	read_by(reader, yaml_find(node, "by"), where, dataset);
}
