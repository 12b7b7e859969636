#include "tests/bench/report/python.h"

#include "tests/bench/report/taken.h"

char *python_ask(const char *script, const char *command)
{
	g_autofree char *line = g_strdup_printf("tests/bench/peers/%s %s", script, command);
	char *said = NULL;
	int status = 0;
	if (!g_spawn_command_line_sync(line, &said, NULL, &status, NULL) || status != 0)
		g_clear_pointer(&said, g_free);
	return said;
}

Taken python_taken(const char *said)
{
	char *rest = NULL;
	if (said == NULL)
		return taken_failed;
	double processor = g_ascii_strtod(said, &rest);
	return (Taken){ processor, g_ascii_strtod(rest, NULL) };
}
