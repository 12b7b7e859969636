#include "etl/drop/drop_copy.h"

#include "core/error.h"
#include "core/json.h"
#include "core/progress.h"
#include "etl/csv/csv.h"
#include "etl/drop/drop_ledger.h"
#include "etl/guard/copyrow.h"
#include "etl/guard/forbidden.h"
#include "etl/source/drop_field.h"

#include <string.h>

#define SEND_BYTES   ((guint)64 * 1024)
#define REPORT_EVERY 1000 /* records between two words to the progress line */
#define TENTH        10
#define HALF_LEAST   200 /* lines, below which half of a file may be rejected */

struct DropCopy {
	DropRaw *raw;
	const ConfigSource *source;
	const FileDeclaration *declared;
	const Pseudonym *pseudonym;
	const char *domain; /* of keys */
	DropReading reading;
	DropLedger *ledger;
	GByteArray *rows; /* not yet sent */
	CsvColumn *columns;
	GPtrArray *column_names; /* arrays that the columns point to */
	DropValue *values;       /* of the record at hand */

	/* of the file at hand */
	DropFile *file;
	gint32 file_no;
	Progress *progress;
	gint64 entries;    /* of its rejects */
	gint64 first_line; /* of the first line that is rejected */
	char *first_reason;
};

/* ── making ── */
/* A column's names, NULL-terminated; its texts are borrowed. */
static const char **names_of(const FileField *field)
{
	guint count = field->synonyms != NULL ? g_strv_length(field->synonyms) : 0;
	const char **names = g_new0(const char *, count + 2);
	names[0] = field->name;
	for (guint n = 0; n < count; n++)
		names[n + 1] = field->synonyms[n];
	return names;
}

DropCopy *drop_copy_new(DropRaw *raw, const ConfigSource *source, const Declaration *declaration,
			const Pseudonym *pseudonym)
{
	DropCopy *copy = g_new0(DropCopy, 1);
	const GPtrArray *fields = raw->file->fields;
	copy->raw = raw;
	copy->source = source;
	copy->declared = raw->file;
	copy->pseudonym = pseudonym;
	copy->domain = pseudonym_domain(pseudonym, source->name);
	copy->reading = (DropReading){ g_time_zone_new_identifier(declaration->timezone),
				       g_string_new(NULL), g_string_chunk_new(1024) };
	g_assert(copy->reading.zone != NULL); /* the declaration was checked */
	copy->ledger = drop_ledger_new();
	copy->rows = g_byte_array_new();
	copy->columns = g_new0(CsvColumn, fields->len);
	copy->column_names = g_ptr_array_new_with_free_func(g_free);
	copy->values = g_new0(DropValue, fields->len);
	for (guint n = 0; n < fields->len; n++) {
		const FileField *field = g_ptr_array_index(fields, n);
		const char **names = names_of(field);
		g_ptr_array_add(copy->column_names, names);
		copy->columns[n] = (CsvColumn){ .names = names, .optional = field->optional };
	}
	return copy;
}

void drop_copy_free(DropCopy *copy)
{
	if (copy == NULL)
		return;
	g_time_zone_unref(copy->reading.zone);
	g_string_free(copy->reading.reason, TRUE);
	g_string_chunk_free(copy->reading.texts);
	drop_ledger_free(copy->ledger);
	g_free(copy->first_reason);
	g_byte_array_unref(copy->rows);
	g_free(copy->columns);
	g_ptr_array_unref(copy->column_names);
	g_free(copy->values);
	g_free(copy);
}

/* ── what is rejected ── */
/* A name may stand in the place of a number. */
static bool is_number_or_day(const char *text, size_t length)
{
	for (size_t n = 0; n < length; n++) {
		if (text[n] == '\0' || strchr("0123456789-/:.,+ TZ", text[n]) == NULL)
			return false;
	}
	return true;
}

/* The declared numbers and days of a record, as they stand in the file. */
static char *content_of(const FileDeclaration *file, const CsvRecord *record)
{
	GString *json = g_string_new("{");
	for (guint n = 0; n < file->fields->len; n++) {
		const FileField *field = g_ptr_array_index(file->fields, n);
		const CsvField *given = &record->fields[n];
		/* a text can be anything, and the file has it: the ledger keeps none */
		if (field->type == FIELD_KEY || field->type == FIELD_TEXT ||
		    !is_number_or_day(given->data, given->length) ||
		    forbidden_value(given->data, given->length, NULL))
			continue;
		json_put_name(json, field->name);
		json_put_text_of(json, given->data, given->length);
	}
	g_string_append_c(json, '}');
	return g_string_free(json, FALSE);
}

static void add_reject(DropCopy *copy, const DropReject *reject)
{
	drop_ledger_add(copy->ledger, reject);
	copy->entries++;
	if (copy->first_reason != NULL || reject->noted)
		return;
	copy->first_line = reject->line;
	copy->first_reason = g_strdup(reject->reason);
}

/* What the reader doubts, and a record that it could not take apart. */
static void tell_record(DropCopy *copy, const CsvRecord *record, bool noted)
{
	const DropReject reject = { .row = !noted,
				    .noted = noted,
				    .code = record->code,
				    .line = record->line,
				    .field = record->column,
				    .reason = record->reason,
				    .remedy = record->remedy };
	add_reject(copy, &reject);
	copy->file->rejected += !noted;
}

static void reject_field(DropCopy *copy, const CsvRecord *record, const FileField *field,
			 const DropValue *value)
{
	bool row = field->required && !value->noted;
	g_autofree char *content = row ? content_of(copy->declared, record) : NULL;
	const DropReject reject = { .row = row,
				    .noted = value->noted,
				    .code = value->code,
				    .line = record->line,
				    .field = field->name,
				    .reason = copy->reading.reason->str,
				    .remedy = value->remedy,
				    .content = content };
	add_reject(copy, &reject);
}

/* ── what is taken ── */
#define KEY_DIGITS ((size_t)2 * PSEUDONYM_BYTES)
G_STATIC_ASSERT(COPYROW_DECIMAL_BYTES(DROP_DECIMAL_WHOLE, DROP_DECIMAL_PLACES) <= KEY_DIGITS);

static guint8 *put_key(const DropCopy *copy, guint8 *at, const DropValue *value)
{
	static const char digits[] = "0123456789abcdef";
	guint8 hash[PSEUDONYM_BYTES];
	pseudonym_hash(copy->pseudonym, copy->domain, value->text, value->length, hash);
	at = copyrow_put_length(at, KEY_DIGITS);
	for (size_t n = 0; n < PSEUDONYM_BYTES; n++) {
		*at++ = (guint8)digits[hash[n] >> 4];
		*at++ = (guint8)digits[hash[n] & 0x0F];
	}
	return at;
}

static guint8 *put_value(const DropCopy *copy, guint8 *at, FieldType type, const DropValue *value)
{
	if (value->null)
		return copyrow_put_length(at, -1);
	switch (type) {
	case FIELD_KEY:
		return put_key(copy, at, value);
	case FIELD_TEXT:
		return copyrow_put_text(at, value->text, value->length);
	case FIELD_INTEGER:
		return copyrow_put_int32(at, value->integer);
	case FIELD_BOOLEAN:
		return copyrow_put_text(at, value->boolean ? "\1" : "\0", 1);
	case FIELD_DATE:
		return copyrow_put_int32(at, value->day);
	case FIELD_DECIMAL:
		return copyrow_put_decimal(at, value->text);
	case FIELD_TIMESTAMP:
	case FIELD_INSTANT:
		break;
	}
	return copyrow_put_int64(at, value->time_us);
}

/* Most bytes that the record at hand takes. */
static size_t record_bytes(const DropCopy *copy)
{
	size_t bytes = copyrow_most(copy->declared->fields->len + 2);
	for (guint n = 0; n < copy->declared->fields->len; n++)
		bytes += MAX(copy->values[n].length, KEY_DIGITS);
	return bytes;
}

static void put_record(DropCopy *copy, gint64 line)
{
	guint8 *at = copyrow_open(copy->rows, record_bytes(copy));
	at = copyrow_put_count(at, (gint16)(copy->declared->fields->len + 2));
	at = copyrow_put_int64(at, line);
	at = copyrow_put_int32(at, copy->file_no);
	for (guint n = 0; n < copy->declared->fields->len; n++) {
		const FileField *field = g_ptr_array_index(copy->declared->fields, n);
		at = put_value(copy, at, field->type, &copy->values[n]);
	}
	copyrow_close(copy->rows, at);
}

/* Reads every field; the record goes on unless a required one was rejected. */
static void take_record(DropCopy *copy, const CsvRecord *record)
{
	bool good = true;
	g_string_chunk_clear(copy->reading.texts);
	for (guint n = 0; n < copy->declared->fields->len; n++) {
		const FileField *field = g_ptr_array_index(copy->declared->fields, n);
		const CsvField *given = &record->fields[n];
		copy->values[n] =
		    drop_field_read(field, &copy->reading, given->data, given->length);
		if (copy->values[n].code == NULL)
			continue;
		reject_field(copy, record, field, &copy->values[n]);
		good = good && (!field->required || copy->values[n].noted);
	}
	if (good)
		put_record(copy, record->line);
	else
		copy->file->rejected++;
}

/* ── one file ── */
static bool copy_begin(DropCopy *copy, GError **error)
{
	copyrow_header(copy->rows);
	return database_copy_in(copy->raw->warehouse, copy->raw->copy_in, error);
}

static bool copy_end(DropCopy *copy, GError **error)
{
	copyrow_trailer(copy->rows);
	return copyrow_send(copy->raw->warehouse, copy->rows, error) &&
	       database_copy_end(copy->raw->warehouse, NULL, NULL, error);
}

/* Sends what has gathered; many rejects are written in a pause of the COPY. */
static bool pass_on(DropCopy *copy, GError **error)
{
	if (drop_ledger_full(copy->ledger))
		return copy_end(copy, error) &&
		       drop_ledger_write(copy->ledger, copy->raw->warehouse, error) &&
		       copy_begin(copy, error);
	return copy->rows->len < SEND_BYTES ||
	       copyrow_send(copy->raw->warehouse, copy->rows, error);
}

/* Whether so much of the file is rejected that it is another file than was asked for: more lines
 * than are declared, and a tenth of those read; ten times as many lines or values, whatever was
 * read; at its end half of the lines. */
static bool is_refused_whole(const DropCopy *copy, bool ended)
{
	const DropFile *file = copy->file;
	gint64 most = copy->declared->rejects;
	return (file->rejected > most && file->rejected * TENTH > file->records) ||
	       copy->entries > most * TENTH ||
	       (ended && file->rejected >= HALF_LEAST && file->rejected * 2 > file->records);
}

static void refuse_whole(DropCopy *copy)
{
	g_autoptr(GError) fault = NULL;
	error_set(&fault, SHUMAR_ERROR_FAILED,
		  "Look at what the entry says of the line, and send the file again. Where so many "
		  "are right to be rejected, raise 'rejects:' of the file in its source.yaml.",
		  "cannot take '%s': of the first %" G_GINT64_FORMAT " records %" G_GINT64_FORMAT
		  " are rejected, the first of all for: %s",
		  copy->file->name, copy->file->records, copy->file->rejected, copy->first_reason);
	drop_file_refuse(copy->file, "too-many-rejected", copy->first_line, fault);
	copy->file->rejected = 0;
	drop_ledger_clear(copy->ledger);
}

/* What makes the rest of the file unreadable is the file's fault and no error. */
static bool copy_records(DropCopy *copy, CsvReader *reader, GError **error)
{
	for (;;) {
		CsvRecord record;
		g_autoptr(GError) fault = NULL;
		CsvStep step = csv_read(reader, &record, &fault);
		if (step == CSV_FAILED)
			drop_file_refuse(copy->file, "file-unreadable", csv_fault_line(reader),
					 fault);
		if (step == CSV_END || step == CSV_FAILED)
			break;
		if (step == CSV_RECORD)
			take_record(copy, &record);
		else
			tell_record(copy, &record, step == CSV_NOTED);
		if (step == CSV_NOTED)
			continue;
		if (++copy->file->records % REPORT_EVERY == 0)
			progress_add(copy->progress, REPORT_EVERY);
		if (is_refused_whole(copy, false))
			break;
		if (!pass_on(copy, error))
			return false;
	}
	progress_add(copy->progress, copy->file->records % REPORT_EVERY);
	if (copy->file->code == NULL && is_refused_whole(copy, true))
		refuse_whole(copy);
	return true;
}

/* Copies the records of an open file, and then its rejects. */
static bool copy_all(DropCopy *copy, CsvReader *reader, GError **error)
{
	g_byte_array_set_size(copy->rows, 0);
	return copy_begin(copy, error) && copy_records(copy, reader, error) &&
	       copy_end(copy, error) &&
	       drop_ledger_write(copy->ledger, copy->raw->warehouse, error);
}

static CsvReader *open_reader(const DropCopy *copy, const DropFile *file, GError **error)
{
	enum { MOST_PACKED = 200 }; /* lists of records unpack to 5 to 30 times their bytes */
	const ConfigSource *source = copy->source;
	const CsvFormat format = { .delimiter = copy->declared->delimiter,
				   .encoding = copy->declared->encoding,
				   .columns = copy->columns,
				   .columns_count = copy->declared->fields->len,
				   .most_bytes = source->file_megabytes * 1024 * 1024,
				   .most_packed = MOST_PACKED,
				   .most_us = source->file_minutes * 60 * G_USEC_PER_SEC };
	int fd = drop_folder_open(source, file->path, file->name, error);
	return fd >= 0 ? csv_open_fd(fd, file->name, &format, error) : NULL;
}

static CsvReader *open_file(DropCopy *copy, DropFile *file)
{
	g_autoptr(GError) fault = NULL;
	CsvReader *reader = open_reader(copy, file, &fault);
	if (reader == NULL)
		drop_file_refuse(
		    file, fault->code == SHUMAR_ERROR_CONFIG ? DROP_CODE_HEADER : "file-unreadable",
		    fault->code == SHUMAR_ERROR_CONFIG ? 1 : 0, fault);
	return reader;
}

bool drop_copy_file(DropCopy *copy, DropFile *file, gint32 file_no, GError **error)
{
	file->records = 0;
	file->rejected = 0;
	g_autoptr(CsvReader) reader = open_file(copy, file);
	if (reader == NULL)
		return true;
	g_autofree char *title = g_strdup_printf("read %s", file->name);
	g_autoptr(Progress) progress = progress_begin(title, "records", 0);
	copy->progress = progress;
	copy->file = file;
	copy->file_no = file_no;
	copy->entries = copy->first_line = 0;
	g_clear_pointer(&copy->first_reason, g_free);
	drop_ledger_file(copy->ledger, file_no);
	return copy_all(copy, reader, error);
}
