#include "tests/support/drop_night.h"

#include "etl/run/run.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

static const SqlText files[] = {
	{ "sources/night/as_at.sql", "select '2024-06-30 12:00:00Z'::timestamptz as as_at" },
	{ "sources/night/case.sql",
	  "select f.origin, f.id as case_key, f.district, f.station, f.year as fir_year, f.number as fir_number,\n"
	  " f.registered at time zone 'Asia/Karachi' as registered_at, '{506}'::text[] as sections, false as honour, false as domestic\n"
	  "from raw.firs f" },
	{ "sources/night/outreach.sql",
	  "select w.origin, w.id as outreach_key, w.district, w.held as held_on, 'seminar'::text as kind,\n"
	  " w.women as attended_women, 0 as attended_men from raw.walks w" },
	{ "sources/night/source.yaml",
	  "kind: csv\njurisdiction: punjab\ntimezone: Asia/Karachi\nfiles:\n"
	  "  firs:\n    pattern: firs*.csv\n    columns:\n      id: {type: key, required: true}\n"
	  "      district: text\n      station: text\n      year: integer\n      number: text\n"
	  "      registered: timestamp\n"
	  "  walks:\n    pattern: walks*.csv\n    columns:\n      id: {type: key, required: true}\n"
	  "      district: text\n      held: date\n      women: integer\n" },
};

static Mapping *find(const char *name, GError **error)
{
	return strcmp(name, "night") == 0 ? mapping_new(name, files, G_N_ELEMENTS(files), error)
					  : records_find(name, error);
}

static const ConfigSource *source_of(const Records *records)
{
	return g_ptr_array_index(records->config->sources, 1);
}

void drop_night_put(const Records *records, const char *file, const char *text)
{
	g_autofree char *path = g_build_filename(source_of(records)->folder, file, NULL);
	if (text != NULL)
		cr_assert(g_file_set_contents(path, text, -1, NULL));
	else
		cr_assert_eq(g_unlink(path), 0);
}

Records *drop_night_new(void)
{
	Records *records = records_new();
	ConfigSource *source = g_new0(ConfigSource, 1);
	source->name = g_strdup("night");
	source->mapping = g_strdup("night");
	source->folder = server_scratch();
	g_ptr_array_add(records->config->sources, source);
	drop_night_put(records, "firs.csv", FIRS);
	drop_night_put(records, "walks.csv", WALKS);
	return records;
}

bool drop_night_run(Records *records, GError **error)
{
	const RunOptions options = { .find = find };
	g_string_truncate(records->summary, 0);
	return run_nightly(records->config, &options, records->summary, error);
}

void drop_night_run_well(Records *records)
{
	g_autoptr(GError) error = NULL;
	cr_assert(drop_night_run(records, &error), "%s", error != NULL ? error->message : "");
}
