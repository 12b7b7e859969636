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

/* What was never released: forty migrations, then nine, then five that were still edited. */
static const struct {
	const char *applied; /* values of etl.migration */
	const char *says;
} unreleased[] = {
	{ "(1, 'house', 'x'), (2, 'reference_sync', 'y'), (41, 'release_next', 'z')",
	  "0001 is 'house', of a schema that was never released" },
	{ "(1, 'roles', :roles), (2, 'ledgers', 'y'), (9, 'words', 'z')",
	  "0002 is 'ledgers', of a schema that was never released" },
	{ "(1, 'roles', :roles), (2, 'runs', 'y'), (5, 'release', 'z')",
	  "0002 'runs' was edited after it was applied" },
};

static void expect_refused_with_the_way(Database *db, const char *says)
{
	g_autoptr(GError) up = NULL;
	g_autoptr(GError) check = NULL;
	int missing = 0;
	cr_assert(!migrate_up(db, NULL, &up));
	cr_assert(!migrate_check(db, &missing, &check) && check != NULL);
	const GError *const errors[] = { up, check };
	for (size_t n = 0; n < G_N_ELEMENTS(errors); n++) {
		cr_expect_eq(error_exit_code(errors[n]), SHUMAR_ERROR_CONFIG);
		cr_expect(strstr(errors[n]->message, says) != NULL, "%s", errors[n]->message);
		cr_expect(strstr(error_hint(errors[n]), "Load it anew: name another database") !=
			      NULL,
			  "%s", error_hint(errors[n]));
	}
}

/* The first migration as this program has it, so that what is said is of the second one. */
static char *roles_sha256(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = server_database();
	g_autoptr(DatabaseResult) row =
	    database_one(db,
			 "select pg_catalog.quote_literal(m.sha256) from etl.migration m "
			 "where m.number = 1",
			 DATABASE_NO_PARAMS, &error);
	cr_assert(row != NULL, "%s", error != NULL ? error->message : "");
	return g_strdup(result_text(row, 0, 0));
}

Test(migrate, refuses_schemas_that_were_never_released_and_says_how_to_load_them_anew)
{
	g_autofree char *roles = roles_sha256();
	for (size_t n = 0; n < G_N_ELEMENTS(unreleased); n++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Database) db = open_empty();
		g_auto(GStrv) parts = g_strsplit(unreleased[n].applied, ":roles", 2);
		g_autofree char *applied = g_strjoinv(roles, parts);
		g_autofree char *script = g_strdup_printf(
		    "create schema etl; create table etl.migration (number integer primary key, "
		    "name text, sha256 text, applied_at timestamptz default now()); "
		    "insert into etl.migration values %s",
		    applied);
		cr_assert(database_script(db, script, &error), "%s",
			  error != NULL ? error->message : "");
		expect_refused_with_the_way(db, unreleased[n].says);
		cr_expect_eq(number_of(db, "select count(*) from pg_catalog.pg_tables where "
					   "schemaname in ('fact', 'ref', 'stage')"),
			     0);
	}
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
