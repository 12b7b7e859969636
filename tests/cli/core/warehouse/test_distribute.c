/* The command `db distribute` on servers without the extension. */
#include "tests/support/program.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <string.h>

static void says(const char *text, const char *part)
{
	cr_assert(strstr(text, part) != NULL, "expected '%s' in: %s", part, text);
}

/* A home whose warehouse is the new database *ret_name of the suite's server. */
static char *warehouse_home(char **ret_name)
{
	*ret_name = server_create(true);
	g_autofree char *conninfo = server_conninfo(*ret_name);
	g_autofree char *config = g_strdup_printf("warehouse: \"%s\"\n", conninfo);
	return program_home(config);
}

Test(distribute, shows_its_plan_without_the_extension)
{
	g_autofree char *name = NULL;
	char *home = warehouse_home(&name);
	g_autoptr(ProgramRun) run = program_run(home, "db", "distribute", "--dry-run", NULL);
	cr_assert_eq(run->code, 0, "%s", run->err);
	says(
	    run->out,
	    "ref.district                   reference    -              -                to move\n");
	says(
	    run->out,
	    "fact.\"case\"                    distributed  case_key       -                to move\n");
	says(
	    run->out,
	    "stage.full_accused             distributed  case_key       fact.\"case\"      to move\n");
	says(
	    run->out,
	    "stage.deleted_training         distributed  training_key   fact.training    to move\n");
	says(run->out,
	     "etl.*                          local        -              -                stays\n");
	program_home_free(home);
}

Test(distribute, says_what_to_do_where_the_extension_is_missing)
{
	g_autofree char *name = NULL;
	char *home = warehouse_home(&name);
	g_autoptr(ProgramRun) run = program_run(home, "db", "distribute", NULL);
	cr_assert_eq(run->code, 3, "%s", run->err);
	says(run->err, "cannot distribute database");
	says(run->err, "has no extension Citus");
	says(run->err, "hint: Install Citus 13 for this PostgreSQL on every node");
	cr_assert_str_empty(run->out);
	program_home_free(home);
}

Test(distribute, lists_what_of_the_schema_is_in_the_way)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *name = NULL;
	char *home = warehouse_home(&name);
	g_autoptr(Database) db = server_open(name);
	cr_assert(database_script(db, "create unique index fir_once on fact.\"case\" (fir_number)",
				  &error));
	g_autoptr(ProgramRun) run = program_run(home, "db", "distribute", "--dry-run", NULL);
	cr_assert_eq(run->code, 3, "%s", run->err);
	says(run->out,
	     "fault     fact.\"case\": its unique index fir_once does not contain case_key\n");
	says(
	    run->err,
	    "cannot distribute the tables: faults of the schema (1), the first of 'fact.\"case\"'");
	program_home_free(home);
}
