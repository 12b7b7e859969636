#include "etl/sketch/sketch_file.h"

#include <string.h>

#include "etl/csv/csv.h"
#include "etl/drop/drop_raw.h"
#include "etl/guard/forbidden.h"
#include "etl/source/drop_field.h"

/* What a column may be, the narrowest first; text is what is left. */
static const FileField candidates[] = {
	{ .type = FIELD_BOOLEAN },
	{ .type = FIELD_INTEGER },
	{ .type = FIELD_DECIMAL, .decimals = -1 },
	{ .type = FIELD_DATE },
	{ .type = FIELD_DATE, .dmy_style = true },
	{ .type = FIELD_DATE, .us_style = true },
	{ .type = FIELD_DATE, .month_style = true },
	{ .type = FIELD_TIMESTAMP },
	{ .type = FIELD_TIMESTAMP, .dmy_style = true },
	{ .type = FIELD_TIMESTAMP, .us_style = true },
	{ .type = FIELD_TEXT },
};
enum { CANDIDATES = G_N_ELEMENTS(candidates), DMY = 4, US = 5, DMY_TIME = 8, US_TIME = 9 };

/* What was seen of one column. */
typedef struct {
	bool fits[CANDIDATES];
	bool filled, any, years;
	GHashTable *seen; /* values; NULL once one stood twice */
	const char *personal;
} Seen;

static void see_value(Seen *seen, const DropReading *reading, const CsvField *value)
{
	const FileField text = { .type = FIELD_TEXT };
	if (seen->personal == NULL)
		(void)forbidden_value(value->data, value->length, &seen->personal);
	DropValue read = drop_field_read(&text, reading, value->data, value->length);
	if (read.null) {
		seen->filled = false;
		return;
	}
	seen->any = true;
	g_autofree char *given = g_strndup(value->data, value->length);
	seen->years = seen->years && sketch_is_year(given);
	for (int n = 0; n < CANDIDATES; n++) {
		if (!seen->fits[n])
			continue;
		/* a date may come with a time, which it then loses */
		bool cut = candidates[n].type == FIELD_DATE &&
			   memchr(value->data, ':', value->length) != NULL;
		DropValue tried =
		    drop_field_read(&candidates[n], reading, value->data, value->length);
		seen->fits[n] = !cut && (tried.code == NULL || tried.noted);
	}
	if (seen->seen != NULL && !g_hash_table_add(seen->seen, g_steal_pointer(&given)))
		g_clear_pointer(&seen->seen, g_hash_table_unref);
}

/* ── the whole ── */
static SketchColumn *conclude(const char *header, Seen *seen)
{
	SketchColumn *column = g_new0(SketchColumn, 1);
	int best = CANDIDATES - 1;
	for (int n = CANDIDATES - 1; seen->any && n >= 0; n--)
		best = seen->fits[n] ? n : best;
	column->name = g_utf8_strdown(header, -1);
	g_strdelimit(g_strstrip(column->name), " ", '_');
	column->field = candidates[best];
	column->type = g_strdup(drop_raw_type(column->field.type));
	column->both_styles =
	    (best == DMY && seen->fits[US]) || (best == DMY_TIME && seen->fits[US_TIME]);
	column->filled = seen->filled && seen->any;
	column->years = seen->years && seen->any;
	/* days and decimals tell no records */
	column->unique = column->filled && seen->seen != NULL &&
			 (best == CANDIDATES - 1 || column->field.type == FIELD_INTEGER);
	column->personal = seen->personal;
	FieldType type = column->field.type;
	ForbiddenType holds = type == FIELD_INTEGER || type == FIELD_DECIMAL ? FORBIDDEN_NUMBER
			      : type == FIELD_TEXT                           ? FORBIDDEN_TEXT
									     : FORBIDDEN_MOMENT;
	if (column->personal == NULL)
		(void)forbidden_column(column->name, holds, &column->personal);
	return column;
}

static bool see_all(CsvReader *reader, const DropReading *reading, Seen *seen, guint count,
		    gint64 *ret_records, GError **error)
{
	CsvRecord record;
	CsvStep step = CSV_NOTED;
	while (*ret_records < SKETCH_RECORDS &&
	       (step = csv_read(reader, &record, error)) < CSV_END) {
		if (step != CSV_RECORD)
			continue;
		for (guint n = 0; n < count; n++)
			see_value(&seen[n], reading, &record.fields[n]);
		(*ret_records)++;
	}
	return step != CSV_FAILED;
}

Sketch *sketch_file(const char *path, const char *zone, GError **error)
{
	g_autoptr(CsvReader) reader = csv_open(path, path, NULL, error);
	if (reader == NULL)
		return NULL;
	const char *const *header = csv_header(reader);
	guint count = g_strv_length((char **)(guintptr)header);
	g_autofree Seen *seen = g_new0(Seen, count + 1);
	for (guint n = 0; n < count; n++) {
		memset(seen[n].fits, 1, sizeof seen[n].fits);
		seen[n].filled = seen[n].years = true;
		seen[n].seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	}
	g_autoptr(GTimeZone) times = g_time_zone_new_identifier(zone);
	g_autoptr(GString) reason = g_string_new(NULL);
	DropReading reading = { times, reason, g_string_chunk_new(4096) };
	g_autoptr(Sketch) sketch = sketch_new();
	bool done = see_all(reader, &reading, seen, count, &sketch->records, error);
	for (guint n = 0; n < count; n++) {
		if (header[n][0] != '\0')
			g_ptr_array_add(sketch->columns, conclude(header[n], &seen[n]));
		g_clear_pointer(&seen[n].seen, g_hash_table_unref);
	}
	g_string_chunk_free(reading.texts);
	return done ? g_steal_pointer(&sketch) : NULL;
}
