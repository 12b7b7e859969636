/*
 * record: {id, caption, sheet, pages}: what the edition was made of, one row each: the run, the
 * program, the files of the template and the queries with their SHA-256. Rows that are samples have
 * no run, and their record is the program's and the template's name.
 */
#include "reports/block/block.h"
#include "reports/block/table/table.h"
#include "reports/build/edition_manifest.h"

typedef struct {
	char *id;
	TemplateText *caption;
	TablePlace place;
} RecordContent;

const TemplateKey block_record_keys[] = {
	{ .name = "id", .kind = KEY_WORD, .needed = true },
	{ .name = "caption", .kind = KEY_TEXT },
	{ .name = "sheet", .kind = KEY_TEXT },
	{ .name = "pages", .kind = KEY_CHOICE, .words = table_pages },
	{ 0 },
};

gpointer block_record_read(TemplateReader *reader, const YamlNode *node)
{
	RecordContent *record = g_new0(RecordContent, 1);
	record->id = reader_id(reader, node, "record");
	record->caption = reader_text_at(reader, node, "caption", "record");
	table_place_read(reader, node, "record", &record->place);
	return record;
}

/* What the rows are added to. */
typedef struct {
	const Edition *edition;
	Table *table;
	const char *kind; /* the locale's word of the rows at hand */
} Record;

enum { RECORD_COLUMNS = 3 };

static void add_row(const Record *record, const char *kind, const char *name, const char *sha256)
{
	const char *const texts[RECORD_COLUMNS] = { locale_word(record->edition->locale, kind),
						    name, sha256 };
	Value *values = g_new0(Value, RECORD_COLUMNS);
	for (guint n = 0; n < RECORD_COLUMNS; n++)
		values[n] = (Value){ .kind = VALUE_TEXT, .text = g_strdup(texts[n]) };
	g_ptr_array_add(record->table->rows, values);
}

static gboolean add_file(gpointer name, gpointer sha256, gpointer data)
{
	const Record *record = data;
	add_row(record, record->kind, name, sha256);
	return FALSE;
}

static void add_run(const Record *record)
{
	const Edition *edition = record->edition;
	g_autofree char *run = g_strdup_printf("%" G_GINT64_FORMAT, edition->binding->run_no);
	g_autoptr(GTimeZone) zone = g_time_zone_new_offset((gint32)edition->binding->zone_s);
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(edition->binding->as_at_s);
	g_autoptr(GDateTime) as_at = g_date_time_to_timezone(utc, zone);
	g_autofree char *known = g_date_time_format_iso8601(as_at);
	add_row(record, "run", run, "[z]");
	add_row(record, "record_known", known, "[z]");
}

static void add_files(Record *record, const ManifestRendering *rendering)
{
	record->kind = "record_template";
	g_tree_foreach(rendering->tables[MANIFEST_PARTS], add_file, record);
	record->kind = "record_query";
	g_tree_foreach(rendering->tables[MANIFEST_QUERIES], add_file, record);
}

void block_record_build(Edition *edition, const TemplateBlock *block)
{
	static const char *const fields[RECORD_COLUMNS] = { "what", "name", "sha256" };
	static const char *const heads[RECORD_COLUMNS] = { "record_what", "record_name",
							   "record_sha256" };
	const RecordContent *content = block->content;
	Table *table = model_add(edition->model, BLOCK_TABLE, block->line)->table;
	Record record = { .edition = edition, .table = table };
	const Binding *binding = edition->binding;
	table->id = g_strdup(content->id);
	table->caption = edition_text_or(edition, content->caption, NULL);
	table->heads = 2;
	for (guint n = 0; n < RECORD_COLUMNS; n++)
		g_ptr_array_add(table->columns,
				table_column_new(fields[n], locale_word(edition->locale, heads[n]),
						 ALIGN_START, VALUE_TEXT));
	g_autoptr(ManifestRendering) rendering = edition_manifest_rendering(
	    edition->library, edition->template, binding->run_no, binding->as_at_s);
	if (binding->run_no > 0) {
		add_run(&record);
		add_row(&record, "record_program", rendering->program, "[z]");
		add_files(&record, rendering);
	} else {
		add_row(&record, "record_template", edition->template->name, "[z]");
	}
	table_place_build(edition, &content->place, table);
}

void block_record_free(gpointer content)
{
	RecordContent *record = content;
	if (record == NULL)
		return;
	template_text_free(record->caption);
	template_text_free(record->place.sheet);
	g_free(record->id);
	g_free(record);
}
