#include "core/database/database.h"
#include "core/error.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *said(const GError *error)
{
	return error != NULL ? error->message : "";
}

static void must_exec(Database *db, const char *sql)
{
	g_autoptr(GError) error = NULL;
	cr_assert(database_exec(db, sql, DATABASE_NO_PARAMS, NULL, &error), "%s", said(error));
}

static gint64 number_of(Database *db, const char *sql)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(DatabaseResult) row = database_one(db, sql, DATABASE_NO_PARAMS, &error);
	cr_assert(row != NULL, "%s", said(error));
	return result_int64(row, 0, 0);
}

static Database *open_empty(void)
{
	g_autofree char *name = server_create(false);
	return server_open(name);
}

/* Two sessions of one new database. */
static void open_two(Database **ret_one, Database **ret_other)
{
	g_autofree char *name = server_create(false);
	*ret_one = server_open(name);
	*ret_other = server_open(name);
}

/* Ends the server process of VICTIM from the session KILLER. */
static void kill_backend(Database *killer, Database *victim)
{
	g_autofree char *sql = g_strdup_printf("select pg_catalog.pg_terminate_backend(%d, 5000)",
					       database_backend_pid(victim));
	must_exec(killer, sql);
}

static bool fails(Database *db, const char *sql, GError **error)
{
	return !database_exec(db, sql, DATABASE_NO_PARAMS, NULL, error);
}

/* ── connecting ── */
Test(database, pins_the_session)
{
	static const struct {
		const char *name;
		const char *value;
	} settings[] = {
		{ "search_path", "" },
		{ "client_encoding", "UTF8" },
		{ "TimeZone", "UTC" },
		{ "DateStyle", "ISO, YMD" },
		{ "IntervalStyle", "iso_8601" },
		{ "application_name", "shumar/test" },
		{ "lock_timeout", "1min" },
		{ "statement_timeout", "4h" },
		{ "jit", "off" },
		{ "client_min_messages", "warning" },
	};
	g_autoptr(Database) db = open_empty();
	for (size_t n = 0; n < G_N_ELEMENTS(settings); n++) {
		g_autoptr(DatabaseResult) row =
		    database_one(db, "select pg_catalog.current_setting($1::text)",
				 DATABASE_PARAMS(settings[n].name), NULL);
		cr_assert(row != NULL);
		cr_expect_str_eq(result_text(row, 0, 0), settings[n].value, "%s", settings[n].name);
	}
}

Test(database, pins_over_what_the_database_itself_sets)
{
	g_autofree char *name = server_create(false);
	g_autofree char *alter =
	    g_strdup_printf("alter database %s set timezone = 'Asia/Karachi'", name);
	g_autoptr(Database) before = server_open(name);
	must_exec(before, alter);
	g_autoptr(Database) db = server_open(name);
	g_autoptr(DatabaseResult) row = database_one(
	    db, "select pg_catalog.current_setting('timezone')", DATABASE_NO_PARAMS, NULL);
	cr_assert_str_eq(result_text(row, 0, 0), "UTC");
}

Test(database, lets_statements_of_the_etl_run_as_long_as_they_need)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *conninfo = server_conninfo("postgres");
	g_autoptr(Database) db = database_open(conninfo, "etl run", &error);
	cr_assert(db != NULL, "%s", said(error));
	g_autoptr(DatabaseResult) row = database_one(
	    db, "select pg_catalog.current_setting('statement_timeout')", DATABASE_NO_PARAMS, NULL);
	cr_assert_str_eq(result_text(row, 0, 0), "0");
}

Test(database, refuses_an_unknown_database_at_once)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *conninfo = server_conninfo("no_such_database");
	gint64 begun_us = g_get_monotonic_time();
	cr_assert(database_open(conninfo, "test", &error) == NULL);
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_UNREACHABLE);
	cr_assert_str_eq(error_sqlstate(error), "3D000");
	cr_assert(error_hint(error) != NULL);
	cr_assert(g_get_monotonic_time() - begun_us < 4 * G_USEC_PER_SEC, "it was tried again");
}

Test(database, gives_up_on_a_server_that_is_not_there)
{
	g_autoptr(GError) error = NULL;
	cr_assert(database_open("host=/nonexistent dbname=x password=hidden", "test", &error) ==
		  NULL);
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_UNREACHABLE);
	cr_assert(strstr(error->message, "dbname=x") != NULL, "%s", error->message);
	cr_assert(strstr(error->message, "hidden") == NULL, "%s", error->message);
}

Test(database, never_repeats_a_password_of_a_malformed_connection_string)
{
	g_autoptr(GError) error = NULL;
	cr_assert(database_open("host=x password=very secret", "test", &error) == NULL);
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_CONFIG);
	cr_assert(strstr(error->message, "secret") == NULL, "%s", error->message);
}

/* ── errors ── */
Test(database, never_repeats_a_value_in_an_error)
{
	static const char *const statements[] = {
		"select $1::text::bigint",
		"select $1::text::date",
		"select $1::text::jsonb",
		"select $1::text::uuid",
		"insert into public.word values ($1::text), ($1::text)",
		"insert into public.short values ($1::text)",
		"insert into public.checked values ($1::text)",
	};
	g_autoptr(Database) db = open_empty();
	must_exec(db, "create table public.word (word text primary key)");
	must_exec(db, "create table public.short (word varchar(3))");
	must_exec(db, "create table public.checked (word text check (word = ''))");
	for (size_t n = 0; n < G_N_ELEMENTS(statements); n++) {
		g_autoptr(GError) error = NULL;
		cr_expect(
		    !database_exec(db, statements[n], DATABASE_PARAMS("Zubeida\"x"), NULL, &error));
		cr_expect(strstr(error->message, "Zubeida") == NULL, "%s", error->message);
		cr_expect(error_sqlstate(error) != NULL);
	}
}

Test(database, keeps_names_of_objects_in_an_error)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = open_empty();
	cr_assert(fails(db, "select 1 from public.absent", &error));
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_FAILED);
	cr_assert_str_eq(error_sqlstate(error), "42P01");
	cr_assert(strstr(error->message, "\"public.absent\"") != NULL, "%s", error->message);
}

Test(database, says_when_one_row_was_not_one)
{
	g_autoptr(Database) db = open_empty();
	g_autoptr(GError) none = NULL;
	g_autoptr(GError) two = NULL;
	cr_assert(database_one(db, "select 1 where false", DATABASE_NO_PARAMS, &none) == NULL);
	cr_assert(strstr(none->message, "0 rows instead of one") != NULL, "%s", none->message);
	cr_assert(database_one(db, "values (1), (2)", DATABASE_NO_PARAMS, &two) == NULL);
	cr_assert(strstr(two->message, "2 rows instead of one") != NULL, "%s", two->message);
}

Test(database, tells_a_lost_connection_from_a_failed_statement)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = NULL;
	g_autoptr(Database) other = NULL;
	open_two(&db, &other);
	kill_backend(other, db);
	cr_assert(fails(db, "select 1", &error));
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_UNREACHABLE);
	cr_assert(strstr(error->message, "lost the connection") != NULL, "%s", error->message);
}

/* ── results ── */
Test(database, reads_values_of_each_type)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = open_empty();
	g_autoptr(DatabaseResult) row = database_one(
	    db,
	    "select 9223372036854775807 as most, -1.5::float8 as half, true as yes, "
	    "date '2024-02-29' as leap, null::date as never, date 'infinity' as always, "
	    "$1::text as absent, $2::text as word",
	    DATABASE_PARAMS(NULL, "شمار"), &error);
	GDate date;
	cr_assert(row != NULL, "%s", said(error));
	cr_expect(result_int64(row, 0, result_column(row, "most")) == G_MAXINT64);
	cr_expect(result_double(row, 0, result_column(row, "half")) == -1.5);
	cr_expect(result_bool(row, 0, result_column(row, "yes")));
	cr_expect(result_date(row, 0, result_column(row, "leap"), &date));
	cr_expect(g_date_get_year(&date) == 2024 && g_date_get_month(&date) == 2 &&
		  g_date_get_day(&date) == 29);
	cr_expect(!result_date(row, 0, result_column(row, "never"), &date));
	cr_expect(!result_date(row, 0, result_column(row, "always"), &date));
	cr_expect(!g_date_valid(&date));
	cr_expect(result_text(row, 0, result_column(row, "absent")) == NULL);
	cr_expect_str_eq(result_text(row, 0, result_column(row, "word")), "شمار");
}

Test(database, describes_a_statement_without_running_it)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = open_empty();
	must_exec(db, "create table public.item (code text, price numeric(8, 2))");
	g_autoptr(DatabaseDescription) description = database_describe(
	    db, "insert into public.item values ($1, $2) returning code, price * 2 as twice",
	    &error);
	cr_assert(description != NULL, "%s", said(error));
	const DatabaseColumn *code = g_ptr_array_index(description->columns, 0);
	const DatabaseColumn *twice = g_ptr_array_index(description->columns, 1);
	cr_assert_str_eq(g_ptr_array_index(description->parameters, 1), "numeric");
	cr_assert(code->origin_table != 0 && code->origin_column == 1);
	cr_assert(twice->origin_table == 0);
	cr_assert_str_eq(twice->type, "numeric");
	cr_assert(number_of(db, "select count(*) from public.item") == 0);
}

/* ── streaming ── */
static bool count_to_three(const DatabaseResult *row, gpointer payload, GError **error)
{
	int *count = payload;
	cr_expect(result_rows(row) == 1);
	if (++*count == 3)
		error_set(error, SHUMAR_ERROR_FAILED, NULL, "three is enough");
	return *count < 3;
}

Test(database, goes_on_after_a_stream_that_was_stopped)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = open_empty();
	int count = 0;
	cr_assert(!database_each(db, "select pg_catalog.generate_series(1, 100000000)",
				 DATABASE_NO_PARAMS, count_to_three, &count, &error));
	cr_assert_str_eq(error->message, "three is enough");
	cr_assert(count == 3);
	cr_assert(number_of(db, "select 7") == 7);
}

static bool kill_when_first(const DatabaseResult *row, gpointer payload, GError **error)
{
	(void)error;
	Database **sessions = payload; /* killer, victim */
	if (result_int64(row, 0, 0) == 1) {
		/* Without waiting for its end: it is busy sending to us. */
		g_autofree char *sql = g_strdup_printf("select pg_catalog.pg_terminate_backend(%d)",
						       database_backend_pid(sessions[1]));
		must_exec(sessions[0], sql);
	}
	return true;
}

Test(database, says_that_the_connection_was_lost_in_mid_stream)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = NULL;
	g_autoptr(Database) killer = NULL;
	open_two(&db, &killer);
	Database *sessions[] = { killer, db };
	cr_assert(!database_each(db,
				 "select n from pg_catalog.generate_series(1, 50000000) as n "
				 "where n % 1000 < 2",
				 DATABASE_NO_PARAMS, kill_when_first, sessions, &error));
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_UNREACHABLE, "%s", said(error));
}

/* ── COPY ── */
static Database *open_with_table(void)
{
	Database *db = open_empty();
	must_exec(db, "create table public.item (n bigint)");
	return db;
}

Test(database, copies_rows_in_and_counts_them)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = open_with_table();
	gint64 rows = 0;
	cr_assert(database_copy_in(db, "copy public.item from stdin", &error), "%s", said(error));
	cr_assert(database_copy_write(db, "1\n2", 3, &error));
	cr_assert(database_copy_write(db, "3\n", 2, &error));
	cr_assert(database_copy_end(db, NULL, &rows, &error), "%s", said(error));
	cr_assert(rows == 2);
	cr_assert(number_of(db, "select sum(n) from public.item") == 24);
}

Test(database, copies_rows_out_until_the_end)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = open_empty();
	g_autoptr(GString) text = g_string_new(NULL);
	const char *data = NULL;
	size_t length = 0;
	DatabaseCopy answer = DATABASE_COPY_FAILED;
	cr_assert(database_copy_out(db, "copy (values (1), (2)) to stdout", &error));
	while ((answer = database_copy_read(db, &data, &length, &error)) == DATABASE_COPY_DATA)
		g_string_append_len(text, data, (gssize)length);
	cr_assert(answer == DATABASE_COPY_END);
	cr_assert_str_eq(text->str, "1\n2\n");
}

Test(database, discards_a_copy_that_is_told_to_fail)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = open_with_table();
	cr_assert(database_copy_in(db, "copy public.item from stdin", &error));
	cr_assert(database_copy_write(db, "1\n2\n", 4, &error));
	cr_assert(database_copy_end(db, "the source went away", NULL, &error), "%s", said(error));
	cr_assert(number_of(db, "select count(*) from public.item") == 0);
}

Test(database, refuses_a_bad_line_of_a_copy_without_repeating_it)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = open_with_table();
	cr_assert(database_copy_in(db, "copy public.item from stdin", &error));
	cr_assert(database_copy_write(db, "1\nZubeida\n", 10, &error));
	cr_assert(!database_copy_end(db, NULL, NULL, &error));
	cr_assert_str_eq(error_sqlstate(error), "22P02");
	cr_assert(strstr(error->message, "Zubeida") == NULL, "%s", error->message);
	cr_assert(number_of(db, "select count(*) from public.item") == 0);
}

Test(database, says_that_the_connection_was_lost_in_mid_copy)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = NULL;
	g_autoptr(Database) killer = NULL;
	open_two(&db, &killer);
	must_exec(db, "create table public.item (n bigint)");
	cr_assert(database_copy_in(db, "copy public.item from stdin", &error));
	cr_assert(database_copy_write(db, "1\n", 2, &error));
	kill_backend(killer, db);
	bool written = database_copy_write(db, "2\n", 2, &error);
	cr_assert(!written || !database_copy_end(db, NULL, NULL, &error));
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_UNREACHABLE, "%s", said(error));
	cr_assert(number_of(killer, "select count(*) from public.item") == 0);
}

Test(database, rolls_back_out_of_a_copy_that_is_under_way)
{
	static const char *const copies[] = {
		"copy (select pg_catalog.generate_series(1, 100000000)) to stdout",
		"copy public.item from stdin",
	};
	g_autoptr(Database) db = open_with_table();
	for (size_t n = 0; n < G_N_ELEMENTS(copies); n++) {
		g_autoptr(GError) error = NULL;
		cr_assert(database_begin(db, DATABASE_READ_WRITE, &error), "%s", said(error));
		must_exec(db, "insert into public.item values (1)");
		cr_assert(n == 0 ? database_copy_out(db, copies[n], &error)
				 : database_copy_in(db, copies[n], &error));
		database_rollback(db);
		cr_assert(!database_in_transaction(db));
		cr_assert(number_of(db, "select count(*) from public.item") == 0);
	}
}

/* ── transactions and locks ── */
Test(database, reads_one_unchanging_snapshot_and_writes_nothing_in_it)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = NULL;
	g_autoptr(Database) writer = NULL;
	open_two(&db, &writer);
	must_exec(writer, "create table public.item (n bigint)");
	cr_assert(database_begin(db, DATABASE_SNAPSHOT_READ, NULL));
	cr_assert(number_of(db, "select count(*) from public.item") == 0);
	must_exec(writer, "insert into public.item values (1)");
	cr_assert(number_of(db, "select count(*) from public.item") == 0);
	cr_assert(fails(db, "insert into public.item values (2)", &error));
	cr_assert_str_eq(error_sqlstate(error), "25006");
	database_rollback(db);
	cr_assert(number_of(db, "select count(*) from public.item") == 1);
}

Test(database, does_not_call_the_commit_of_a_failed_transaction_done)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = open_with_table();
	cr_assert(database_begin(db, DATABASE_READ_WRITE, NULL));
	must_exec(db, "insert into public.item values (1)");
	cr_assert(fails(db, "select 1 / 0", NULL));
	cr_assert(!database_commit(db, &error));
	cr_assert(error != NULL);
	cr_assert(!database_in_transaction(db));
	cr_assert(number_of(db, "select count(*) from public.item") == 0);
}

Test(database, gives_a_lock_to_one_session_only)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = NULL;
	g_autoptr(Database) other = NULL;
	bool got = false;
	open_two(&db, &other);
	cr_assert(database_try_lock(db, 42, &got, &error) && got);
	cr_assert(database_try_lock(other, 42, &got, &error) && !got);
	cr_assert(!database_unlock(other, 42, &error));
	g_clear_error(&error);
	cr_assert(database_unlock(db, 42, &error), "%s", said(error));
	cr_assert(database_try_lock(other, 42, &got, &error) && got);
}

Test(database, frees_the_lock_of_a_session_that_was_killed)
{
	g_autoptr(Database) db = NULL;
	g_autoptr(Database) other = NULL;
	bool got = false;
	open_two(&db, &other);
	cr_assert(database_try_lock(db, 42, &got, NULL) && got);
	kill_backend(other, db);
	cr_assert(database_try_lock(other, 42, &got, NULL) && got);
}

Test(database, quotes_what_cannot_be_a_parameter)
{
	g_autoptr(Database) db = open_empty();
	g_autofree char *identifier = database_quote_identifier(db, "a\"b");
	g_autofree char *literal = database_quote_literal(db, "it's");
	cr_assert_str_eq(identifier, "\"a\"\"b\"");
	cr_assert_str_eq(literal, "'it''s'");
}
