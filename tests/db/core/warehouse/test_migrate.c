#include "core/error.h"
#include "core/warehouse/migrate.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <string.h>

static void exec(Database *db, const char *sql)
{
	g_autoptr(GError) error = NULL;
	cr_assert(database_exec(db, sql, DATABASE_NO_PARAMS, NULL, &error), "%s",
		  error != NULL ? error->message : "");
}

static gint64 number_of(Database *db, const char *sql)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(DatabaseResult) row = database_one(db, sql, DATABASE_NO_PARAMS, &error);
	cr_assert(row != NULL, "%s", error != NULL ? error->message : "");
	return result_int64(row, 0, 0);
}

static Database *open_empty(void)
{
	g_autofree char *name = server_create(false);
	return server_open(name);
}

Test(migrate, brings_an_empty_database_to_the_programs_schema)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = open_empty();
	int missing = 0;
	int applied = 0;
	cr_assert(!migrate_check(db, &missing, &error));
	cr_assert(error == NULL);
	cr_assert(missing > 0);
	cr_assert(migrate_up(db, &applied, &error), "%s", error != NULL ? error->message : "");
	cr_assert(applied == missing);
	cr_assert(migrate_check(db, &missing, &error));
}

Test(migrate, applies_nothing_twice)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = server_database();
	int applied = -1;
	cr_assert(migrate_up(db, &applied, &error));
	cr_assert(applied == 0);
}

Test(migrate, refuses_a_migration_edited_after_it_was_applied)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = server_database();
	int missing = 0;
	exec(db, "update etl.migration set sha256 = 'other' where number = 1");
	cr_assert(!migrate_up(db, NULL, &error));
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_CONFIG);
	cr_assert(strstr(error->message, "0001 'roles' was edited") != NULL, "%s", error->message);
	g_clear_error(&error);
	cr_assert(!migrate_check(db, &missing, &error));
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_CONFIG);
}

Test(migrate, refuses_a_schema_newer_than_the_program)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = server_database();
	exec(db, "insert into etl.migration (number, name, sha256) values (9999, 'later', 'x')");
	cr_assert(!migrate_up(db, NULL, &error));
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_CONFIG);
	cr_assert(strstr(error->message, "9999 'later'") != NULL, "%s", error->message);
}

/* Before the first release there were forty migrations, of other names. */
Test(migrate, refuses_a_schema_that_was_never_released_and_says_how_to_load_it_anew)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = open_empty();
	int missing = 0;
	cr_assert(
	    database_script(db,
			    "create schema etl;"
			    "create table etl.migration (number integer primary key, name text, "
			    "sha256 text, applied_at timestamptz default now());"
			    "insert into etl.migration values (1, 'house', 'x'), "
			    "(2, 'reference_sync', 'y'), (41, 'release_next', 'z')",
			    &error));
	cr_assert(!migrate_up(db, NULL, &error));
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_CONFIG);
	cr_assert(strstr(error->message, "was never released") != NULL, "%s", error->message);
	cr_assert(strstr(error_hint(error), "Load it anew") != NULL);
	g_clear_error(&error);
	cr_assert(!migrate_check(db, &missing, &error) && error != NULL);
	cr_assert(number_of(db, "select count(*) from pg_catalog.pg_tables where schemaname in "
				"('fact', 'ref', 'stage')") == 0);
}

Test(migrate, gives_its_lock_back_after_a_refusal)
{
	g_autoptr(Database) db = server_database();
	exec(db, "insert into etl.migration (number, name, sha256) values (9999, 'later', 'x')");
	cr_assert(!migrate_up(db, NULL, NULL));
	cr_assert(number_of(db,
			    "select count(*) from pg_catalog.pg_locks where locktype = 'advisory' "
			    "and pid = pg_catalog.pg_backend_pid()") == 0);
}

Test(migrate, leaves_nothing_of_a_migration_that_fails)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = open_empty();
	/* 0001 makes raw first and then stage, which is in its way. */
	exec(db, "create schema stage");
	cr_assert(!migrate_up(db, NULL, &error));
	cr_assert(strstr(error->message, "migration 0001 'roles'") != NULL, "%s", error->message);
	cr_assert_str_eq(error_sqlstate(error), "42P06");
	cr_assert(number_of(db, "select count(*) from etl.migration") == 0);
	cr_assert(
	    number_of(db, "select count(*) from pg_catalog.pg_tables where schemaname = 'ref'") ==
	    0);
}

Test(migrate, brings_reference_tables_back_to_their_files)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = server_database();
	int outdated = 0;
	gint64 districts = number_of(db, "select count(*) from ref.district");
	cr_assert(districts > 30);
	exec(db, "update ref.district set name_en = 'Elsewhere' where code = 'PKP'");
	exec(db, "delete from ref.district where code = 'LHR'");
	exec(db,
	     "insert into ref.district (code, name_en, name_ur, division, region, jurisdiction) "
	     "values ('XXX', 'Nowhere', '-', '-', '-', 'punjab')");
	exec(db, "update etl.reference set sha256 = 'other' where name = 'district'");
	cr_assert(!migrate_check(db, &outdated, &error));
	cr_assert(outdated == 1);
	cr_assert(migrate_up(db, NULL, &error), "%s", error != NULL ? error->message : "");
	cr_assert(number_of(db, "select count(*) from ref.district") == districts);
	cr_assert(number_of(db, "select count(*) from ref.district where name_en in "
				"('Elsewhere', 'Nowhere')") == 0);
}

Test(migrate, leaves_unchanged_reference_rows_alone)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = server_database();
	gint64 before = number_of(db, "select max(xmin::text::bigint) from ref.district");
	exec(db, "update etl.reference set sha256 = 'other'");
	cr_assert(migrate_up(db, NULL, &error), "%s", error != NULL ? error->message : "");
	cr_assert(number_of(db, "select max(xmin::text::bigint) from ref.district") == before);
}
