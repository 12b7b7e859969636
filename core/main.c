/* The program: joins the wings' command tables and hands over. */
#include "core/command.h"

int main(int argc, char **argv)
{
	static const Command *const tables[] = { core_commands, etl_commands, report_commands,
						 release_commands, NULL };
	return command_main(argc, argv, tables);
}
