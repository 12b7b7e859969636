#include "tests/support/records.h"

#include "core/log.h"
#include "core/progress.h"
#include "etl/run/run.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <string.h>

/* Names, CNICs and phones stand in it as they would in a real one; all are made up. */
static const char schema[] =
    "create schema rec;"
    "create table rec.firs (fir_id integer primary key, district text, station text, year integer, number text,"
    " registered_at timestamptz, occurred_on date, sections text[], honour boolean, domestic boolean,"
    " status text, victims integer, complainant_name text, cnic text, phone text, note text);"
    "create table rec.accused (accused_id integer primary key, fir_id integer, full_name text, cnic text,"
    " status text, arrested_on date, challaned_on date);"
    "create table rec.outcomes (outcome_id integer primary key, fir_id integer, accused_id integer, decided_on date,"
    " outcome text);"
    "insert into rec.firs values"
    " (1, 'LHR', 'Civil Lines', 2024, '11', '2024-01-10 20:30Z', '2024-01-09', '{376(i)}', false, false, 'UNDERTRIAL', 1,"
    "  'Zohra Invented', '35202-1234567-1', '0300-1234567', 'seen'),"
    " (2, 'LHR', 'Civil Lines', 2024, '12', '2024-01-11 08:00Z', null, '{337-A(i)/34}', false, true, 'FIR', 2, null, null, null, null),"
    " (3, 'KSR', 'City', 2024, '7', '2024-02-01 08:00Z', null, '{302}', true, false, 'CHALLAN_COMPLETE', 1, null, null, null, null),"
    " (4, 'PAK', 'Saddar', 2024, '1', '2024-02-02 08:00Z', null, '{506}', false, false, 'FIR', null, null, null, null, null);"
    "insert into rec.accused values"
    " (1, 1, 'Bashir Invented', '35202-7654321-3', 'CONVICTED', '2024-01-12', '2024-02-20'),"
    " (2, 1, null, null, 'ACQUITTED', '2024-01-12', '2024-02-20'), (3, 2, null, null, 'NOMINATED', null, null),"
    " (4, 3, null, null, 'ARRESTED', '2024-02-03', null), (5, 4, null, null, 'NOMINATED', null, null);"
    "insert into rec.outcomes values (1, 1, 1, '2024-05-01', 'ACQUITTED'), (2, 1, 1, '2024-05-02', 'CONVICTED'),"
    " (3, 1, 2, '2024-05-02', 'ACQUITTED');";

/* The role that reads it: every column of every table but those of persons, and the kit's. */
static const char reader[] =
    "do $$ begin if not exists (select from pg_roles where rolname = 'shumar_rec_reader') then"
    " create role shumar_rec_reader login; end if; exception when duplicate_object or unique_violation then null; end $$;"
    "do $$ declare place record; begin"
    " for place in select n.nspname as schema, c.relname as name, string_agg(quote_ident(a.attname), ', ') as columns"
    "  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid"
    "  where c.relkind in ('r', 'v', 'm') and n.nspname !~ '^pg_|^information_schema$|^shumar_kit$' and a.attnum > 0"
    "  and not a.attisdropped and a.attname !~ 'name$|cnic|phone|address' group by 1, 2 loop"
    "  execute format('grant usage on schema %I to shumar_rec_reader', place.schema);"
    "  execute format('grant select (%s) on %I.%I to shumar_rec_reader', place.columns, place.schema, place.name);"
    " end loop;"
    " if to_regnamespace('shumar_kit') is not null then grant shumar_reader to shumar_rec_reader; end if;"
    "exception when others then if sqlerrm !~ 'concurrently' then raise; end if; end $$;";

static SqlText files[] = {
	{ "sources/rec/accused.sql",
	  "select a.fir_id::text as case_key, a.accused_id::text as accused_key, a.status, a.arrested_on,\n"
	  " a.challaned_on from rec.accused a order by a.accused_id" },
	{ "sources/rec/as_at.sql", "select '2024-06-30 12:00:00Z'::timestamptz as as_at" },
	{ "sources/rec/case.sql",
	  "-- the FIRs\n"
	  "select f.fir_id::text as case_key, f.district, f.station, f.year as fir_year, f.number as fir_number,\n"
	  " f.registered_at, f.occurred_on, f.sections, f.honour, f.domestic, f.status, f.victims\n"
	  "from rec.firs f order by f.fir_id" },
	{ "sources/rec/control.sql", "select ''::text as feed, 0::bigint as rows where false" },
	{ "sources/rec/outcome.sql",
	  "select o.fir_id::text as case_key, o.accused_id::text as accused_key, o.outcome_id::text as outcome_key,\n"
	  " o.decided_on, o.outcome from rec.outcomes o order by o.outcome_id" },
	{ "sources/rec/source.yaml",
	  "kind: postgresql\njurisdiction: punjab\ntimezone: Asia/Karachi\n" },
	{ "sources/rec/stations.sql", "select null::text as station where false" },
};

void records_map(const char *feed, const char *sql)
{
	bool whole = strchr(feed, '.') != NULL;
	g_autofree char *path = g_strdup_printf("sources/rec/%s%s", feed, whole ? "" : ".sql");
	for (size_t n = 0; n < G_N_ELEMENTS(files); n++) {
		if (strcmp(files[n].path, path) == 0)
			files[n].text = sql;
	}
}

void records_map_as(const char *feed, const char *instead)
{
	g_autofree char *path = g_strdup_printf("sources/rec/%s.sql", feed);
	for (size_t n = 0; n < G_N_ELEMENTS(files); n++) {
		if (strcmp(files[n].path, path) == 0)
			files[n].path = instead;
	}
}

Mapping *records_find(const char *name, GError **error)
{
	return mapping_new(name, files, G_N_ELEMENTS(files), error);
}

/* ── making ── */
/* One key for all tests, so that digests of two warehouses can be compared. */
static void put_key(const Config *config)
{
	g_autofree char *folder = g_build_filename(config->data, "keys", NULL);
	g_autofree char *path = g_build_filename(folder, "pseudonym.key", NULL);
	g_autofree char *digits = g_strnfill(64, '7');
	g_autofree char *text = g_strconcat(digits, "\n", NULL);
	cr_assert_eq(g_mkdir_with_parents(folder, 0700), 0);
	cr_assert(g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static Config *make_config(const char *source, const char *warehouse)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = server_scratch();
	g_autofree char *path = g_build_filename(folder, "shumar.yaml", NULL);
	g_autofree char *from = server_conninfo(source);
	g_autofree char *to = server_conninfo(warehouse);
	g_autofree char *text = g_strdup_printf(
	    "data: data\nwarehouse: \"%s\"\ntemplates: templates\noutput: out\n"
	    "sources:\n  rec: {mapping: rec, connection: \"%s user=shumar_rec_reader\"}\n",
	    to, from);
	cr_assert(g_file_set_contents(path, text, -1, NULL));
	Config *config = config_read(path, &error);
	cr_assert(config != NULL, "%s", error != NULL ? error->message : "");
	put_key(config);
	return config;
}

static void exec(Database *db, const char *sql)
{
	g_autoptr(GError) error = NULL;
	cr_assert(database_script(db, sql, &error), "%s", error != NULL ? error->message : "");
}

Records *records_new(void)
{
	g_autofree char *source = server_create(false);
	g_autofree char *warehouse = server_create(true);
	Records *records = g_new0(Records, 1);
	progress_set_quiet(true);
	log_setup(LOG_FORMAT_TEXT, LOG_LEVEL_ERROR);
	records->source = server_open(source);
	records->warehouse = server_open(warehouse);
	records->config = make_config(source, warehouse);
	records->summary = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	cr_assert(database_script(records->source, schema, &error), "%s",
		  error != NULL ? error->message : "");
	exec(records->source, reader);
	return records;
}

void records_free(Records *records)
{
	if (records == NULL)
		return;
	database_close(records->source);
	database_close(records->warehouse);
	config_free(records->config);
	g_string_free(records->summary, TRUE);
	g_free(records);
}

/* ── running ── */
static bool run(Records *records, bool dry, GError **error)
{
	const RunOptions options = { .dry_run = dry, .find = records_find };
	g_string_truncate(records->summary, 0);
	return run_nightly(records->config, &options, records->summary, error);
}

bool records_run(Records *records, GError **error)
{
	return run(records, false, error);
}

bool records_run_dry(Records *records, GError **error)
{
	return run(records, true, error);
}

void records_run_well(Records *records)
{
	g_autoptr(GError) error = NULL;
	cr_assert(records_run(records, &error), "%s", error != NULL ? error->message : "");
}

Database *records_second(Records *records, const char *name, bool own)
{
	const ConfigSource *first = g_ptr_array_index(records->config->sources, 0);
	g_autofree char *database = own ? server_create(false) : NULL;
	Database *db = own ? server_open(database) : NULL;
	ConfigSource *second = g_new0(ConfigSource, 1);
	second->name = g_strdup(name);
	second->mapping = g_strdup(first->mapping);
	g_autofree char *from = own ? server_conninfo(database) : NULL;
	second->connection =
	    own ? g_strconcat(from, " user=shumar_rec_reader", NULL) : g_strdup(first->connection);
	g_ptr_array_add(records->config->sources, second);
	if (own) {
		exec(db, schema);
		exec(db, reader);
	}
	return db;
}

/* ── looking ── */
void records_exec(Records *records, const char *sql)
{
	exec(records->source, sql);
	exec(records->source, reader);
}

void records_exec_warehouse(Records *records, const char *sql)
{
	exec(records->warehouse, sql);
}

char *records_text(Records *records, const char *sql)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(DatabaseResult) row =
	    database_one(records->warehouse, sql, DATABASE_NO_PARAMS, &error);
	cr_assert(row != NULL, "%s", error != NULL ? error->message : "");
	return g_strdup(result_text(row, 0, 0));
}

gint64 records_number(Records *records, const char *sql)
{
	g_autofree char *text = records_text(records, sql);
	cr_assert_not_null(text);
	return g_ascii_strtoll(text, NULL, 10);
}

const char *records_digest_sql(bool facts_only)
{
	/* run_from and run_to differ between two ways to the same state; so do proofs and times */
	return facts_only
		   ? "select md5(string_agg(t.name || h.x::text, ';' order by t.name collate \"C\")) from (select format('%I.%I',"
		     " n.nspname, c.relname) as name, n.nspname, c.relname from pg_class c join pg_namespace n on n.oid ="
		     " c.relnamespace where c.relkind = 'r' and (n.nspname = 'cube' or (n.nspname = 'fact' and c.relname !~"
		     " '_history$'))) t cross join lateral query_to_xml(format('select md5(coalesce(string_agg((to_jsonb(r) -"
		     " ''run_from'')::text, '';'' order by (to_jsonb(r) - ''run_from'')::text), '''')) from %s r', t.name), true,"
		     " false, '') h (x)"
		   : "select md5(string_agg(t.name || h.x::text, ';' order by t.name collate \"C\")) from (select format('%I.%I',"
		     " n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind"
		     " = 'r' and n.nspname in ('cube', 'fact', 'etl', 'ref', 'stage')) t cross join lateral"
		     " query_to_xml(format('select md5(coalesce(string_agg(r::text, '';'' order by r::text), '''')) from %s r',"
		     " t.name), true, false, '') h (x)";
}

char *records_digest(Records *records, bool facts_only)
{
	return records_text(records, records_digest_sql(facts_only));
}
