/* tools/lint-sql.sh: that it finds each kind of statement that a Citus cluster refuses, and only
 * those. */
#include "tests/support/program.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
	const char *sql;
	const char *found; /* part of what is printed; NULL when nothing must be */
} Sample;

static const Sample samples[] = {
	{ "select district, count(*)\nfrom fact.\"case\"\ngroup by grouping sets ((district), ())",
	  "GROUPING SETS" },
	{ "select f.x from fact.\"case\" f group by rollup (f.x)", "GROUPING SETS" },
	{ "merge into fact.\"case\" f using stage.\"case\" s on f.case_key = s.case_key when matched then delete",
	  "MERGE" },
	{ "select f.case_key from fact.\"case\" f where f.district = 'X' for update",
	  "FOR UPDATE" },
	{ "create trigger t after insert on fact.accused for each row execute function etl.f()",
	  "a trigger" },
	{ "copy stage.\"case\" from stdin (format csv) where district is not null", "COPY" },
	{ "with recursive r as (select case_key from fact.\"case\") select * from r", "recursive" },
	{ "prepare transaction 'x'", "PREPARE TRANSACTION" },
	{ "create table fact.extra (case_key uuid) inherits (fact.\"case\")", "INHERITS" },
	{ "alter table fact.\"case\" detach partition fact.case_2020 concurrently", "DETACH" },
	{ "insert into fact.referral as f (referral_key) select referral_key from stage.referral\n"
	  "on conflict (referral_key) do update set closed_on = pg_catalog.now()::date",
	  "not immutable" },
	{ "delete from fact.\"case\" f where random() < 0.5", "volatile" },
	{ "update fact.accused a set case_key = s.case_key from stage.accused s where s.accused_key = a.accused_key",
	  "a change of case_key" },
	{ "create table fact.charge (charge_key uuid primary key, accused_key uuid not null)",
	  NULL },
	{ "create table fact.accused (case_key uuid, accused_key uuid primary key)",
	  "without case_key" },
	{ "create table fact.accused (case_key uuid, accused_key uuid, unique (accused_key))",
	  "without case_key" },
	{ "alter table fact.outcome add primary key (outcome_key)", "without case_key" },
	{ "create unique index fir on fact.\"case\" (district, fir_number)", "without case_key" },
	{ "create table fact.accused (case_key uuid, accused_key uuid, primary key (case_key, accused_key))",
	  NULL },
	{ "create table fact.complaint (complaint_key uuid primary key, case_key uuid references fact.\"case\")",
	  "whose rows are kept elsewhere" },
	{ "create table etl.seen (case_key uuid references fact.\"case\")",
	  "which is distributed" },
	{ "alter table fact.\"case\" add foreign key (run_from) references etl.run",
	  "whose rows are kept elsewhere" },
	{ "create table etl.seen (run_no bigint references etl.run)", NULL },
	{ "select pg_catalog.set_config('shumar.signed', 'all', true)", "engine.set_local" },
	{ "set shumar.signed = 'all'", "SET LOCAL" },
	{ "set local shumar.signed = 'all'", NULL },
	/* what a function puts together is read too */
	{ "create function etl.f() returns void language plpgsql as $$ begin\n"
	  "execute format('select pg_catalog.set_config(''shumar.signed'', %L, true)', 'x');\nend $$",
	  "engine.set_local" },
	{ "create function etl.f() returns void language plpgsql as $$ begin\n"
	  "execute format('insert into fact.%1$I select * from s on conflict (k) do update set d = now()', 'x');\nend $$",
	  "not immutable" },
	/* words in comments are none, and ledgers are local */
	{ "-- merge into fact.x\n/* prepare transaction\n 'x' */ select 1 as cube", NULL },
	{ "insert into etl.source as s (source) values ('x') on conflict (source) do update set stale_since = now()",
	  NULL },
	{ "select c.cube, count(*) from etl.cube c group by c.cube", NULL },
};

static ProgramRun *lint(const char *file)
{
	g_autofree char *tool =
	    g_build_filename(g_getenv("SHUMAR_ROOT"), "tools", "lint-sql.sh", NULL);
	return program_run_other(NULL, tool, file, NULL);
}

Test(lint_sql, finds_what_a_cluster_would_refuse_and_nothing_else)
{
	char *home = program_home(NULL);
	g_autofree char *file = g_build_filename(home, "sample.sql", NULL);
	for (size_t n = 0; n < G_N_ELEMENTS(samples); n++) {
		const Sample *sample = &samples[n];
		program_write(home, "sample.sql", sample->sql);
		g_autoptr(ProgramRun) run = lint(file);
		cr_expect_eq(run->code, sample->found != NULL, "exit %d for: %s\n%s%s", run->code,
			     sample->sql, run->out, run->err);
		cr_expect(sample->found == NULL ? run->out[0] == '\0'
						: strstr(run->out, sample->found) != NULL,
			  "expected '%s' of: %s\nbut got: %s", sample->found, sample->sql,
			  run->out);
	}
	program_home_free(home);
}

Test(lint_sql, names_the_file_and_the_line_on_which_the_statement_begins)
{
	char *home = program_home(NULL);
	g_autofree char *file = g_build_filename(home, "sample.sql", NULL);
	g_autofree char *expected = g_strdup_printf("%s:3: PREPARE TRANSACTION", file);
	program_write(home, "sample.sql",
		      "-- purpose: none\nselect 1;\nprepare transaction 'x';\nselect 2");
	g_autoptr(ProgramRun) run = lint(file);
	cr_assert(g_str_has_prefix(run->out, expected), "%s", run->out);
	program_home_free(home);
}
