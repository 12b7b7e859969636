/*
 * matrix: {id, dataset, caption, rows: {field, header}, columns: {field, format}, value: {field,
 * format, measure}, totals, absent, empty}: a table of what long rows say of each pair of two of
 * their columns, both in the order in which the query brings them. A pair that no row speaks of is
 * not available, unless the template says that it is zero.
 */
#include <string.h>

#include "reports/block/block.h"
#include "reports/block/table/table.h"
#include "reports/template/template_measure.h"

enum { COLUMNS_LIMIT = 100 }; /* more are a dataset taken the wrong way round */

typedef struct {
	char *id;
	const TemplateDataset *dataset;
	TemplateText *caption, *empty, *header;
	ContentAbout about;
	TemplateField row, column, value;
	const Measure *measure; /* or NULL */
	bool row_totals, column_totals;
	bool zero; /* an absent pair is a zero */
	TablePlace place;
	TableLook look;
} MatrixContent;

static const char *const totals[] = { "none", "rows", "columns", "both", NULL };
static const char *const absents[] = { "missing", "zero", NULL };

static const TemplateKey rows_keys[] = {
	{ .name = "field", .kind = KEY_WORD, .needed = true },
	{ .name = "header", .kind = KEY_TEXT, .needed = true },
	{ .name = "format", .kind = KEY_WORD },
	{ 0 },
};
static const TemplateKey columns_keys[] = {
	{ .name = "field", .kind = KEY_WORD, .needed = true },
	{ .name = "format", .kind = KEY_WORD },
	{ 0 },
};
static const TemplateKey value_keys[] = {
	{ .name = "field", .kind = KEY_WORD, .needed = true },
	{ .name = "format", .kind = KEY_WORD },
	{ .name = "measure", .kind = KEY_WORD },
	{ 0 },
};
const TemplateKey block_matrix_keys[] = {
	{ .name = "id", .kind = KEY_WORD, .needed = true },
	{ .name = "dataset", .kind = KEY_WORD, .needed = true },
	{ .name = "title", .kind = KEY_TEXT },
	{ .name = "caption", .kind = KEY_TEXT }, /* the same, as of a table */
	ABOUT_KEYS,
	{ .name = "rows", .kind = KEY_MAPPING, .needed = true, .keys = rows_keys },
	{ .name = "columns", .kind = KEY_MAPPING, .needed = true, .keys = columns_keys },
	{ .name = "value", .kind = KEY_MAPPING, .needed = true, .keys = value_keys },
	{ .name = "totals", .kind = KEY_CHOICE, .words = totals },
	{ .name = "absent", .kind = KEY_CHOICE, .words = absents },
	{ .name = "empty", .kind = KEY_TEXT },
	{ .name = "sheet", .kind = KEY_TEXT },
	{ .name = "pages", .kind = KEY_CHOICE, .words = table_pages },
	TABLE_LOOK_KEYS,
	{ 0 },
};

/* ── reading ── */

/* Reads the field and format of the mapping at KEY; the mapping, or NULL. */
static const YamlNode *read_part(TemplateReader *reader, const YamlNode *node, const char *key,
				 const TemplateKey *keys, const char *where,
				 const MatrixContent *matrix, TemplateField *field)
{
	const YamlNode *part = yaml_find(node, key);
	g_autofree char *what = g_strdup_printf("%s: %s", where, key);
	if (part == NULL || !reader_keys(reader, part, what, keys))
		return NULL;
	reader_needed(reader, part, what, keys);
	const YamlNode *name = yaml_find(part, "field");
	if (name != NULL && reader_field(reader, name, matrix->dataset, what, field))
		reader_format(reader, yaml_find(part, "format"), what, field);
	return part;
}

static void read_value(TemplateReader *reader, const YamlNode *node, const char *where,
		       MatrixContent *matrix)
{
	const YamlNode *part =
	    read_part(reader, node, "value", value_keys, where, matrix, &matrix->value);
	const YamlNode *measure = yaml_find(part, "measure");
	matrix->measure =
	    reader_measured(reader, measure, where, matrix->dataset, matrix->value.name);
	reader_counted_format(reader, part, where, matrix->dataset, matrix->measure,
			      &matrix->value);
	if (matrix->value.name != NULL && matrix->value.type != DATUM_NUMBER)
		problems_add(reader->problems, reader->document, yaml_find(part, "field"), NULL,
			     "%s: value: '%s' is a %s, not a number", where, matrix->value.name,
			     datum_type_name(matrix->value.type));
}

static void read_totals(TemplateReader *reader, const YamlNode *node, const char *where,
			MatrixContent *matrix)
{
	const YamlNode *said = yaml_find(node, "totals");
	g_autofree char *what = g_strdup_printf("%s: totals", where);
	const char *word = said != NULL ? reader_choice(reader, said, what, totals) : NULL;
	matrix->row_totals = g_strcmp0(word, "rows") == 0 || g_strcmp0(word, "both") == 0;
	matrix->column_totals = g_strcmp0(word, "columns") == 0 || g_strcmp0(word, "both") == 0;
	if ((matrix->row_totals || matrix->column_totals) && matrix->value.name != NULL &&
	    !table_adds_up(matrix->value.type, matrix->value.format))
		problems_add(reader->problems, reader->document, said,
			     "only counts add up; leave the totals out",
			     "%s: '%s' is no count, which cannot be summed", where,
			     matrix->value.name);
}

/* A matrix is a table with a caption, and reads like a chart with a title. */
static void read_title(TemplateReader *reader, const YamlNode *node, const char *where,
		       MatrixContent *matrix)
{
	const YamlNode *title = yaml_find(node, "title"), *caption = yaml_find(node, "caption");
	if (title != NULL && caption != NULL)
		problems_add(reader->problems, reader->document, title, NULL,
			     "%s has both title and caption, which are the same", where);
	matrix->caption = reader_text_at(reader, node, title != NULL ? "title" : "caption", where);
}

gpointer block_matrix_read(TemplateReader *reader, const YamlNode *node)
{
	MatrixContent *matrix = g_new0(MatrixContent, 1);
	matrix->id = reader_id(reader, node, "matrix");
	g_autofree char *where =
	    g_strdup_printf("matrix '%s'", matrix->id != NULL ? matrix->id : "?");
	for (const TemplateKey *key = block_matrix_keys; key->name != NULL; key++) {
		if (key->kind == KEY_MAPPING && yaml_find(node, key->name) == NULL)
			problems_add(reader->problems, reader->document, node, NULL,
				     "%s has no '%s'", where, key->name);
	}
	matrix->dataset = reader_dataset(reader, node, where);
	read_title(reader, node, where, matrix);
	about_read(reader, node, where, &matrix->about);
	matrix->empty = reader_text_at(reader, node, "empty", where);
	table_place_read(reader, node, where, &matrix->place);
	const YamlNode *rows =
	    read_part(reader, node, "rows", rows_keys, where, matrix, &matrix->row);
	matrix->header = reader_text_at(reader, rows, "header", where);
	read_part(reader, node, "columns", columns_keys, where, matrix, &matrix->column);
	read_value(reader, node, where, matrix);
	read_totals(reader, node, where, matrix);
	table_look_read(reader, node, where, &matrix->look);
	const YamlNode *absent = yaml_find(node, "absent");
	g_autofree char *what = g_strdup_printf("%s: absent", where);
	matrix->zero = absent != NULL && reader_choice(reader, absent, what, absents) == absents[1];
	return matrix;
}

/* ── building ── */

/* The pairs of one edition: the printed names of rows and columns in order, and a datum each. */
typedef struct {
	const MatrixContent *content;
	const Dataset *dataset;
	GPtrArray *rows, *columns;      /* of char* */
	GHashTable *row_at, *column_at; /* printed name → place from 1 */
	GArray *cells;                  /* of Datum, rows × columns */
	GArray *filled;                 /* of gboolean */
} Crosstab;

static guint place_of(GHashTable *at, GPtrArray *names, const char *name)
{
	guint place = GPOINTER_TO_UINT(g_hash_table_lookup(at, name));
	if (place > 0)
		return place - 1;
	char *kept = g_strdup(name);
	g_ptr_array_add(names, kept);
	g_hash_table_insert(at, kept, GUINT_TO_POINTER(names->len));
	return names->len - 1;
}

static guint place_in_row(const Edition *edition, Crosstab *table, size_t row,
			  const TemplateField *field, GHashTable *at, GPtrArray *names)
{
	Value name = edition_value(edition, table->dataset, row, field);
	guint place = place_of(at, names, name.text);
	value_clear(&name);
	return place;
}

static void crosstab_clear(Crosstab *table)
{
	g_hash_table_unref(table->row_at);
	g_hash_table_unref(table->column_at);
	g_ptr_array_unref(table->rows);
	g_ptr_array_unref(table->columns);
	g_array_unref(table->cells);
	g_array_unref(table->filled);
}

static Crosstab crosstab_new(const MatrixContent *content, const Dataset *dataset)
{
	return (Crosstab){ .content = content,
			   .dataset = dataset,
			   .rows = g_ptr_array_new_with_free_func(g_free),
			   .columns = g_ptr_array_new_with_free_func(g_free),
			   .row_at = g_hash_table_new(g_str_hash, g_str_equal),
			   .column_at = g_hash_table_new(g_str_hash, g_str_equal),
			   .cells = g_array_new(FALSE, TRUE, sizeof(Datum)),
			   .filled = g_array_new(FALSE, TRUE, sizeof(gboolean)) };
}

/* Finds the names of rows and columns; false when there are too many columns. */
static bool collect_names(Edition *edition, Crosstab *table)
{
	const MatrixContent *content = table->content;
	for (size_t row = 0; row < dataset_rows(table->dataset); row++) {
		place_in_row(edition, table, row, &content->row, table->row_at, table->rows);
		place_in_row(edition, table, row, &content->column, table->column_at,
			     table->columns);
		if (table->columns->len > COLUMNS_LIMIT) {
			edition_fail(edition, "Exchange rows and columns, or narrow the dataset.",
				     "matrix '%s' would have more than %d columns: '%s' has as "
				     "many different values",
				     content->id, COLUMNS_LIMIT, content->column.name);
			return false;
		}
	}
	return true;
}

static bool collect_cells(Edition *edition, Crosstab *table)
{
	const MatrixContent *content = table->content;
	size_t value = edition_column(edition, table->dataset, &content->value);
	g_array_set_size(table->cells, table->rows->len * table->columns->len);
	g_array_set_size(table->filled, table->cells->len);
	for (size_t row = 0; row < dataset_rows(table->dataset); row++) {
		guint r =
		    place_in_row(edition, table, row, &content->row, table->row_at, table->rows);
		guint c = place_in_row(edition, table, row, &content->column, table->column_at,
				       table->columns);
		guint at = r * table->columns->len + c;
		if (g_array_index(table->filled, gboolean, at)) {
			edition_fail(edition, "Group the query by both columns.",
				     "matrix '%s': more than one row is of '%s' and '%s'",
				     content->id, (char *)table->rows->pdata[r],
				     (char *)table->columns->pdata[c]);
			return false;
		}
		g_array_index(table->cells, Datum, at) = *dataset_value(table->dataset, row, value);
		g_array_index(table->filled, gboolean, at) = TRUE;
	}
	return true;
}

static Datum cell_at(const Crosstab *table, guint row, guint column)
{
	guint at = row * table->columns->len + column;
	if (g_array_index(table->filled, gboolean, at))
		return g_array_index(table->cells, Datum, at);
	return table->content->zero ? datum_of_number(0) : datum_missing(DATUM_NUMBER);
}

static void add_to(Datum *sum, const Datum *value)
{
	sum->missing |= value->missing;
	sum->hidden |= value->hidden;
	sum->number += value->number;
}

static Value print(const Edition *edition, const Crosstab *table, const Datum *datum)
{
	Value value;
	format_value(edition->locale, table->content->value.format, datum, &value);
	return value;
}

static Value *build_row(const Edition *edition, const Crosstab *table, guint row, Datum *sums)
{
	guint columns = table->columns->len;
	Value *values = g_new0(Value, columns + 2);
	Datum sum = datum_of_number(0);
	values[0] = (Value){ .kind = VALUE_TEXT, .text = g_strdup(table->rows->pdata[row]) };
	for (guint c = 0; c < columns; c++) {
		Datum cell = cell_at(table, row, c);
		values[c + 1] = print(edition, table, &cell);
		add_to(&sum, &cell);
		add_to(&sums[c], &cell);
	}
	add_to(&sums[columns], &sum);
	if (table->content->row_totals)
		values[columns + 1] = print(edition, table, &sum);
	return values;
}

static void build_columns(Edition *edition, const Crosstab *table, Table *made)
{
	const MatrixContent *content = table->content;
	g_autofree char *header = edition_text(edition, content->header);
	int note = edition_note(edition, content->measure);
	const char *measure = content->measure != NULL ? measure_id(content->measure) : NULL;
	g_ptr_array_add(made->columns,
			table_column_new(content->row.name, header, ALIGN_START, VALUE_TEXT));
	guint count = table->columns->len + (content->row_totals ? 1 : 0);
	for (guint c = 0; c < count; c++) {
		bool total = c == table->columns->len;
		g_autofree char *field = g_strdup_printf("%s_%u", content->value.name, c + 1);
		TableColumn *column = table_column_new(total ? "total" : field,
						       total ? locale_word(edition->locale, "total")
							     : table->columns->pdata[c],
						       ALIGN_END, VALUE_NUMBER);
		column->note = note;
		column->measure = g_strdup(measure);
		g_ptr_array_add(made->columns, column);
	}
}

static void build_table(Edition *edition, const Crosstab *table, Table *made)
{
	guint columns = table->columns->len;
	g_autofree Datum *sums = g_new(Datum, columns + 1);
	for (guint c = 0; c <= columns; c++)
		sums[c] = datum_of_number(0);
	build_columns(edition, table, made);
	for (guint row = 0; row < table->rows->len; row++)
		g_ptr_array_add(made->rows, build_row(edition, table, row, sums));
	if (!table->content->column_totals || table->rows->len == 0)
		return;
	made->total = g_new0(Value, columns + 2);
	made->total[0] =
	    (Value){ .kind = VALUE_TEXT, .text = g_strdup(locale_word(edition->locale, "total")) };
	for (guint c = 0; c < made->columns->len - 1; c++)
		made->total[c + 1] = print(edition, table, &sums[c]);
}

void block_matrix_build(Edition *edition, const TemplateBlock *block)
{
	const MatrixContent *content = block->content;
	Crosstab table = crosstab_new(content, edition_dataset(edition, content->dataset));
	Table *made = model_add(edition->model, BLOCK_TABLE, block->line)->table;
	made->id = g_strdup(content->id);
	made->caption = edition_text_or(edition, content->caption, NULL);
	about_build(edition, &content->about, content->dataset, &made->about);
	made->empty =
	    edition_text_empty(edition, edition_dataset(edition, content->dataset), content->empty);
	if (collect_names(edition, &table) && collect_cells(edition, &table))
		build_table(edition, &table, made);
	table_place_build(edition, &content->place, made);
	table_look_apply(edition, &content->look, made);
	if (content->look.notes_under)
		edition_note_under(edition, content->measure);
	edition_add_under(edition, block->line);
	crosstab_clear(&table);
}

void block_matrix_free(gpointer content)
{
	MatrixContent *matrix = content;
	if (matrix == NULL)
		return;
	template_field_clear(&matrix->row);
	template_field_clear(&matrix->column);
	template_field_clear(&matrix->value);
	template_text_free(matrix->caption);
	about_clear(&matrix->about);
	template_text_free(matrix->empty);
	template_text_free(matrix->header);
	template_text_free(matrix->place.sheet);
	table_look_clear(&matrix->look);
	g_free(matrix->id);
	g_free(matrix);
}
