/* The program: joins the tables of commands and hands over. */
#include "app/commands.h"
#include "core/site/site.h"
#include "etl/command/commands.h"
#include "reports/command/commands.h"
#include "reports/release/commands.h"

int main(int argc, char **argv)
{
	static const Command *const tables[] = { app_commands, etl_commands, report_commands,
						 release_commands, NULL };
	command_on_config = site_begin;
	return command_main(argc, argv, tables);
}
