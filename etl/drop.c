#include "etl/drop.h"

#include "core/error.h"
#include "core/log.h"
#include "core/progress.h"
#include "core/sqltext.h"
#include "etl/copyrow.h"
#include "etl/csv.h"
#include "etl/drop_field.h"
#include "etl/drop_folder.h"
#include "etl/drop_ledger.h"
#include "etl/forbidden.h"

#include <string.h>

#define SEND_BYTES   ((guint)64 * 1024)
#define NAME_LIMIT   63   /* NAMEDATALEN - 1 */
#define REPORT_EVERY 1000 /* records between two words to the progress line */

/* By FieldType: the columns of raw tables. */
static const char *const column_types[] = { "text",    "text", "integer",
					    "boolean", "date", "timestamp without time zone" };

/* One source on its way into its raw tables. */
typedef struct {
	Database *warehouse;
	const ConfigSource *source;
	const Pseudonym *pseudonym;
	GTimeZone *zone;
	DropLedger *ledger;
	GByteArray *rows; /* not yet sent */
	GString *reason;

	/* of the declared file at hand */
	const FileDeclaration *file;
	char *copy_in;
	DropValue *values; /* of the record at hand */
	Progress *progress;

	/* of the file at hand */
	char *origin; /* "name:" */
	gint64 lines;
	gint64 rejected;
} Drop;

/* ── digest ── */
/* Adds the declared file's matches: name, size and content of each. */
static bool digest_file(const ConfigSource *source, const FileDeclaration *file, GChecksum *sum,
			GError **error)
{
	g_autoptr(GPtrArray) names = drop_folder_files(source, file, error);
	if (names == NULL)
		return false;
	for (guint n = 0; n < names->len; n++) {
		const char *name = g_ptr_array_index(names, n);
		g_autoptr(GChecksum) content = g_checksum_new(G_CHECKSUM_SHA256);
		gint64 bytes = 0;
		if (!drop_folder_sum(source, name, content, &bytes, error))
			return false;
		g_autofree char *line = g_strdup_printf("%s\n%s\n%s\n", file->name, name,
							g_checksum_get_string(content));
		g_checksum_update(sum, (const guchar *)line, -1);
	}
	return true;
}

char *drop_digest(const ConfigSource *source, const Declaration *declaration, GError **error)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	for (guint n = 0; n < declaration->files->len; n++) {
		if (!digest_file(source, g_ptr_array_index(declaration->files, n), sum, error))
			return NULL;
	}
	return g_strdup(g_checksum_get_string(sum));
}

/* ── what is refused ── */
/* Appends TEXT as a JSON string. */
static void append_json_text(GString *json, const char *text, size_t length)
{
	g_string_append_c(json, '"');
	for (size_t n = 0; n < length; n++) {
		if (text[n] == '"' || text[n] == '\\')
			g_string_append_printf(json, "\\%c", text[n]);
		else if ((guchar)text[n] < 0x20)
			g_string_append_printf(json, "\\u%04x", (guchar)text[n]);
		else
			g_string_append_c(json, text[n]);
	}
	g_string_append_c(json, '"');
}

/* The declared fields of a record but its keys, as they stand in the file. */
static char *content_of(const FileDeclaration *file, const CsvRecord *record)
{
	GString *json = g_string_new("{");
	for (guint n = 0; n < file->fields->len; n++) {
		const FileField *field = g_ptr_array_index(file->fields, n);
		const CsvField *given = &record->fields[n];
		if (field->type == FIELD_KEY || forbidden_value(given->data, given->length, NULL))
			continue;
		if (json->len > 1)
			g_string_append_c(json, ',');
		append_json_text(json, field->name, strlen(field->name));
		g_string_append_c(json, ':');
		append_json_text(json, given->data, given->length);
	}
	g_string_append_c(json, '}');
	return g_string_free(json, FALSE);
}

/* A record that the reader could not take apart. */
static void refuse_record(Drop *drop, const CsvRecord *record)
{
	const DropRefusal refusal = { .row = true,
				      .code = record->code,
				      .line = record->line,
				      .field = record->column,
				      .reason = record->reason,
				      .remedy = record->remedy };
	drop_ledger_add(drop->ledger, &refusal);
	drop->rejected++;
}

static void refuse_field(Drop *drop, const CsvRecord *record, const FileField *field,
			 const DropValue *value)
{
	g_autofree char *content = field->required ? content_of(drop->file, record) : NULL;
	const DropRefusal refusal = { .row = field->required,
				      .code = value->code,
				      .line = record->line,
				      .field = field->name,
				      .reason = drop->reason->str,
				      .remedy = value->remedy,
				      .content = content };
	drop_ledger_add(drop->ledger, &refusal);
}

/* ── what is taken ── */
static void put_key(Drop *drop, const DropValue *value)
{
	static const char digits[] = "0123456789abcdef";
	guint8 hash[PSEUDONYM_BYTES];
	char hex[2 * PSEUDONYM_BYTES];
	pseudonym_hash(drop->pseudonym, drop->source->name, value->text, value->length, hash);
	for (size_t n = 0; n < PSEUDONYM_BYTES; n++) {
		hex[2 * n] = digits[hash[n] >> 4];
		hex[2 * n + 1] = digits[hash[n] & 0x0F];
	}
	copyrow_text(drop->rows, hex, sizeof hex);
}

static void put_value(Drop *drop, FieldType type, const DropValue *value)
{
	if (value->null)
		copyrow_null(drop->rows);
	else if (type == FIELD_KEY)
		put_key(drop, value);
	else if (type == FIELD_TEXT)
		copyrow_text(drop->rows, value->text, value->length);
	else if (type == FIELD_INTEGER)
		copyrow_int32(drop->rows, value->integer);
	else if (type == FIELD_BOOLEAN)
		copyrow_bool(drop->rows, value->boolean);
	else if (type == FIELD_DATE)
		copyrow_int32(drop->rows, value->day);
	else
		copyrow_int64(drop->rows, value->time_us);
}

static void put_record(Drop *drop, gint64 line)
{
	char number[24];
	g_snprintf(number, sizeof number, "%" G_GINT64_FORMAT, line);
	g_autofree char *origin = g_strconcat(drop->origin, number, NULL);
	copyrow_begin(drop->rows, (gint16)(drop->file->fields->len + 1));
	copyrow_string(drop->rows, origin);
	for (guint n = 0; n < drop->file->fields->len; n++) {
		const FileField *field = g_ptr_array_index(drop->file->fields, n);
		put_value(drop, field->type, &drop->values[n]);
	}
}

/* Reads every field; the record goes on unless a required one was refused. */
static void take_record(Drop *drop, const CsvRecord *record)
{
	bool good = true;
	for (guint n = 0; n < drop->file->fields->len; n++) {
		const FileField *field = g_ptr_array_index(drop->file->fields, n);
		const CsvField *given = &record->fields[n];
		drop->values[n] =
		    drop_field_read(field, drop->zone, given->data, given->length, drop->reason);
		if (drop->values[n].code == NULL)
			continue;
		refuse_field(drop, record, field, &drop->values[n]);
		good = good && !field->required;
	}
	if (good)
		put_record(drop, record->line);
	else
		drop->rejected++;
}

/* ── one file ── */
static bool copy_begin(Drop *drop, GError **error)
{
	copyrow_header(drop->rows);
	return database_copy_in(drop->warehouse, drop->copy_in, error);
}

static bool copy_end(Drop *drop, GError **error)
{
	copyrow_trailer(drop->rows);
	return copyrow_send(drop->warehouse, drop->rows, error) &&
	       database_copy_end(drop->warehouse, NULL, NULL, error);
}

/* Sends what has gathered; many refusals are written in a pause of the COPY. */
static bool pass_on(Drop *drop, GError **error)
{
	if (drop_ledger_full(drop->ledger))
		return copy_end(drop, error) &&
		       drop_ledger_write(drop->ledger, drop->warehouse, error) &&
		       copy_begin(drop, error);
	return drop->rows->len < SEND_BYTES || copyrow_send(drop->warehouse, drop->rows, error);
}

static bool copy_records(Drop *drop, CsvReader *reader, GError **error)
{
	for (;;) {
		CsvRecord record;
		CsvStep step = csv_read(reader, &record, error);
		if (step == CSV_END)
			break;
		if (step == CSV_FAILED)
			return false;
		if (step == CSV_RECORD)
			take_record(drop, &record);
		else
			refuse_record(drop, &record);
		if (++drop->lines % REPORT_EVERY == 0)
			progress_add(drop->progress, REPORT_EVERY);
		if (!pass_on(drop, error))
			return false;
	}
	progress_add(drop->progress, drop->lines % REPORT_EVERY);
	return true;
}

/* Copies the records of an open file, and then its refusals. */
static bool copy_file(Drop *drop, CsvReader *reader, GError **error)
{
	g_byte_array_set_size(drop->rows, 0);
	return copy_begin(drop, error) && copy_records(drop, reader, error) &&
	       copy_end(drop, error) && drop_ledger_write(drop->ledger, drop->warehouse, error);
}

static void format_count(char text[24], gint64 count)
{
	g_snprintf(text, 24, "%" G_GINT64_FORMAT, count);
}

/* The checksum of a file, taken by a thread of its own beside the COPY. */
typedef struct {
	const ConfigSource *source;
	const char *name;
	GChecksum *sum;
	gint64 bytes;
	GError *error; /* set when it could not be taken */
	GThread *thread;
} FileSum;

static gpointer take_sum(gpointer payload)
{
	FileSum *file = payload;
	drop_folder_sum(file->source, file->name, file->sum, &file->bytes, &file->error);
	return NULL;
}

static bool enter_file(Drop *drop, const FileSum *file, gint64 run_no, GError **error)
{
	char bytes[24];
	char lines[24];
	char rejected[24];
	char run[24];
	format_count(bytes, file->bytes);
	format_count(lines, drop->lines);
	format_count(rejected, drop->rejected);
	format_count(run, run_no);
	log_info("file read", "source", drop->source->name, "file", file->name, "records", lines,
		 "refused", rejected, NULL);
	return database_exec(drop->warehouse, sqltext("etl/raw_file.sql"),
			     DATABASE_PARAMS(drop->source->name, file->name,
					     g_checksum_get_string(file->sum), bytes, lines,
					     rejected, run),
			     NULL, error);
}

/* The declared columns' names, NULL-terminated and borrowed. */
static const char **column_names(const FileDeclaration *file)
{
	const char **names = g_new0(const char *, file->fields->len + 1);
	for (guint n = 0; n < file->fields->len; n++)
		names[n] = ((const FileField *)g_ptr_array_index(file->fields, n))->name;
	return names;
}

static bool load_file(Drop *drop, const char *name, gint64 run_no, GError **error)
{
	g_autofree char *path = drop_folder_path(drop->source, name);
	g_autofree const char **columns = column_names(drop->file);
	g_autoptr(CsvReader) reader = csv_open(path, name, columns, error);
	if (reader == NULL)
		return false;
	g_autofree char *title = g_strdup_printf("read %s", name);
	g_autofree char *origin = g_strconcat(name, ":", NULL);
	g_autoptr(Progress) progress = progress_begin(title, "records", 0);
	drop->progress = progress;
	drop->origin = origin;
	drop->lines = 0;
	drop->rejected = 0;
	drop_ledger_file(drop->ledger, drop->file->name, name);
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	FileSum file = { .source = drop->source, .name = name, .sum = sum };
	file.thread = g_thread_new("sum", take_sum, &file);
	bool copied = copy_file(drop, reader, error);
	g_thread_join(file.thread);
	if (copied && file.error == NULL)
		return enter_file(drop, &file, run_no, error);
	if (copied)
		g_propagate_error(error, g_steal_pointer(&file.error));
	g_clear_error(&file.error);
	return false;
}

/* ── one declared file ── */
/* TEXTS as the literal of a text[]. */
static char *array_literal(const char *const *texts, size_t count)
{
	GString *literal = g_string_new("{");
	for (size_t n = 0; n < count; n++) {
		g_string_append(literal, n > 0 ? ",\"" : "\"");
		for (const char *at = texts[n]; *at != '\0'; at++) {
			if (*at == '"' || *at == '\\')
				g_string_append_c(literal, '\\');
			g_string_append_c(literal, *at);
		}
		g_string_append_c(literal, '"');
	}
	g_string_append_c(literal, '}');
	return g_string_free(literal, FALSE);
}

/* Makes the raw table; the statement that copies into it, transfer full. */
static char *make_table(Drop *drop, GError **error)
{
	const FileDeclaration *file = drop->file;
	if (strlen(drop->source->name) + 1 + strlen(file->name) > NAME_LIMIT) {
		error_set(
		    error, SHUMAR_ERROR_CONFIG, "Give the source a shorter name.",
		    "cannot make a table for file '%s' of source '%s': the names are too long",
		    file->name, drop->source->name);
		return NULL;
	}
	g_autofree const char **names = column_names(file);
	g_autofree const char **types = g_new0(const char *, file->fields->len);
	for (guint n = 0; n < file->fields->len; n++)
		types[n] =
		    column_types[((const FileField *)g_ptr_array_index(file->fields, n))->type];
	g_autofree char *names_array = array_literal(names, file->fields->len);
	g_autofree char *types_array = array_literal(types, file->fields->len);
	g_autoptr(DatabaseResult) made = database_one(
	    drop->warehouse, sqltext("etl/raw_make.sql"),
	    DATABASE_PARAMS(drop->source->name, file->name, names_array, types_array), error);
	return made != NULL ? g_strdup(result_text(made, 0, 0)) : NULL;
}

static bool load_declared(Drop *drop, const FileDeclaration *file, gint64 run_no, GError **error)
{
	g_autoptr(GPtrArray) names = drop_folder_files(drop->source, file, error);
	if (names == NULL)
		return false;
	drop->file = file;
	g_autofree char *copy_in = make_table(drop, error);
	if (copy_in == NULL)
		return false;
	g_autofree DropValue *values = g_new0(DropValue, file->fields->len);
	drop->copy_in = copy_in;
	drop->values = values;
	for (guint n = 0; n < names->len; n++) {
		if (!load_file(drop, g_ptr_array_index(names, n), run_no, error))
			return false;
	}
	return true;
}

static bool keep_first_run(Drop *drop, gint64 run_no, GError **error)
{
	char run[24];
	format_count(run, run_no);
	g_autoptr(DatabaseResult) kept =
	    database_one(drop->warehouse, sqltext("etl/raw_keep_first_run.sql"),
			 DATABASE_PARAMS(run, drop->source->name), error);
	return kept != NULL;
}

bool drop_load(Database *warehouse, const ConfigSource *source, const Declaration *declaration,
	       const Pseudonym *pseudonym, gint64 run_no, GError **error)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(declaration->timezone);
	g_assert(zone != NULL); /* the declaration was checked */
	g_autoptr(DropLedger) ledger = drop_ledger_new(run_no, source->name);
	g_autoptr(GByteArray) rows = g_byte_array_new();
	g_autoptr(GString) reason = g_string_new(NULL);
	Drop drop = { .warehouse = warehouse,
		      .source = source,
		      .pseudonym = pseudonym,
		      .zone = zone,
		      .ledger = ledger,
		      .rows = rows,
		      .reason = reason };
	for (guint n = 0; n < declaration->files->len; n++) {
		if (!load_declared(&drop, g_ptr_array_index(declaration->files, n), run_no, error))
			return false;
	}
	return keep_first_run(&drop, run_no, error);
}
