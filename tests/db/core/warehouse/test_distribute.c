/* The plan of distribution: what it says of this schema, and what it finds in a worse one. The
 * extension itself is not in Debian; the suite runs on it when $SHUMAR_CITUS says where. */
#include "core/database/sqltext.h"
#include "tests/support/rows.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <string.h>

Test(distribute, finds_nothing_in_the_schema_that_the_extension_would_refuse)
{
	g_autoptr(Database) db = server_database();
	rows_check(db, "select relation, fault from engine.distribution_fault", "");
}

Test(distribute, keeps_all_of_a_case_together)
{
	g_autoptr(Database) db = server_database();
	rows_check(
	    db,
	    "select d.relation, d.home, d.key_column, d.anchor from engine.distribution d where d.relation like "
	    "any (array['fact.accused%', 'fact.\"case\"', 'stage.%outcome', 'stage.source', 'etl.run', "
	    "'ref.district', 'fact.training_history']) order by d.relation collate \"C\"",
	    "etl.run|local|-|-\n"
	    "fact.\"case\"|distributed|case_key|-\n"
	    "fact.accused|distributed|case_key|fact.\"case\"\n"
	    "fact.accused_history|distributed|case_key|fact.\"case\"\n"
	    "fact.training_history|distributed|training_key|fact.training\n"
	    "ref.district|reference|-|-\n"
	    "stage.deleted_outcome|distributed|case_key|fact.\"case\"\n"
	    "stage.delta_outcome|distributed|case_key|fact.\"case\"\n"
	    "stage.full_outcome|distributed|case_key|fact.\"case\"\n"
	    "stage.outcome|distributed|case_key|fact.\"case\"\n"
	    "stage.source|reference|-|-\n");
}

Test(distribute, plans_every_table_of_a_feed)
{
	g_autoptr(Database) db = server_database();
	/* fact, history, and four in the stage; no source gives the lifecycles in full */
	rows_check(
	    db,
	    "select count(*), count(*) = 6 * pg_catalog.cardinality(engine.feeds()) + 5 from engine.distribution d "
	    "where d.home = 'distributed'",
	    "53|t\n");
}

typedef struct {
	const char *planted;
	const char *found;
} Fault;

static const Fault faults[] = {
	{ "create unique index fir_once on fact.\"case\" (district, station, fir_year, fir_number)",
	  "fact.\"case\"|its unique index fir_once does not contain case_key\n" },
	{ "alter table fact.accused drop constraint accused_pkey, add primary key (accused_key)",
	  "fact.accused|its unique index accused_pkey does not contain case_key\n" },
	{ "alter table stage.deleted_accused drop column case_key",
	  "stage.deleted_accused|it has no column case_key of the type that fact.\"case\" has\n" },
	{ "alter table stage.deleted_outcome alter column case_key type text",
	  "stage.deleted_outcome|it has no column case_key of the type that fact.\"case\" has\n" },
	{ "alter table fact.complaint add constraint of_case foreign key (case_key) references fact.\"case\"",
	  "fact.complaint|its foreign key of_case leads to fact.\"case\", which is kept elsewhere\n" },
	{ "alter table fact.\"case\" add constraint of_run foreign key (run_from) references etl.run",
	  "fact.\"case\"|its foreign key of_run leads to etl.run, which is kept elsewhere\n" },
	{ "create table stage.part () inherits (fact.training); alter table stage.part rename to whole; "
	  "drop table stage.full_training; alter table stage.whole rename to full_training",
	  "stage.full_training|it inherits from fact.training\n" },
	{ "create function etl.note() returns trigger language plpgsql as 'begin return new; end'; "
	  "create trigger noted before insert on fact.referral for each row execute function etl.note()",
	  "fact.referral|it has the trigger noted\n" },
};

Test(distribute, finds_each_thing_that_the_extension_would_refuse)
{
	g_autoptr(Database) db = server_database();
	for (size_t n = 0; n < G_N_ELEMENTS(faults); n++) {
		g_autoptr(GError) error = NULL;
		cr_assert(database_begin(db, DATABASE_READ_WRITE, &error));
		cr_assert(database_script(db, faults[n].planted, &error), "%s", error->message);
		rows_check(db, "select relation, fault from engine.distribution_fault",
			   faults[n].found);
		database_rollback(db);
	}
}

/* Keys with a case's: a complaint may have a case and yet lies with its own key. */
Test(distribute, allows_foreign_keys_that_stay_on_a_node)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = server_database();
	bool made = database_script(
	    db,
	    "alter table fact.accused add foreign key (case_key) references fact.\"case\";"
	    "alter table fact.outcome add foreign key (case_key, accused_key) references fact.accused;"
	    "alter table fact.\"case\" add foreign key (category) references ref.category",
	    &error);
	cr_assert(made, "%s", error != NULL ? error->message : "");
	rows_check(db, "select relation, fault from engine.distribution_fault", "");
}
