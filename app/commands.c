/* The commands of core: the demonstration, the warehouse's server, the doctor. */
#include "app/db_commands.h"
#include "app/demo.h"
#include "app/distribute_commands.h"
#include "app/doctor.h"
#include "core/config/command.h"

const Command app_commands[] = {
	{ "", "demo",
	  "[--cases N] [--seed N] [--until DATE] [--nights N] [--papers LIST] [-o DIR] [--force]",
	  "Make up Punjab-shaped records, run the ETL on them and render finished reports",
	  "Everything at once, in the embedded warehouse: a police station record system\n"
	  "(database psrms_demo) is made up from a seed, loaded by the ETL, and all\n"
	  "papers are rendered, in English and Urdu, with a page over them (index.html).\n"
	  "A second call does only what is missing. Nothing in it is a real person's record.\n"
	  "\n"
	  "With --nights the records begin as they stood N evenings before the last day.\n"
	  "Then each night brings what was entered that day, late entries among it, with\n"
	  "a few corrections, deletions, bad records and the correction of them, and an ETL run\n"
	  "takes it in. Table demo.night of psrms_demo says what came. After a break the\n"
	  "same command goes on with the next night.\n"
	  "\n"
	  "  shumar demo --nights 30\n"
	  "  shumar demo --cases 2000 --nights 3 --force",
	  demo_options, demo_run },
	{ "db", "start", "", "Start the embedded PostgreSQL (other commands do so on demand)", "",
	  NULL, db_start_run },
	{ "db", "stop", "", "Stop the embedded PostgreSQL", "", NULL, db_stop_run },
	{ "db", "status", "",
	  "Show where the warehouse is, whether it runs, and its schema's version", "", NULL,
	  db_status_run },
	{ "db", "migrate", "",
	  "Bring the warehouse's schema and reference tables to this program's", "", NULL,
	  db_migrate_run },
	{ "db", "distribute", "[--dry-run]",
	  "Spread the warehouse over the nodes of a Citus cluster",
	  "On a server with the Citus extension: facts, history and stage are distributed\n"
	  "by case (or their own key), reference tables are put on every node, and ledgers,\n"
	  "cubes and reports stay on the coordinator. A second call moves only what is not\n"
	  "there yet. docs/scale.md says when this is worth it; one machine goes far.\n"
	  "\n"
	  "  shumar db distribute --dry-run",
	  distribute_options, db_distribute_run },
	{ "db", "psql", "[-- PSQL-WORD…]", "Open psql on the warehouse",
	  "Words after -- go to psql: shumar db psql -- -d psrms_demo -c 'select 1'", NULL,
	  db_psql_run },
	{ "", "doctor", "", "Say what is missing or wrong on this machine, with the remedy", "",
	  NULL, doctor_run },
	{ 0 },
};
