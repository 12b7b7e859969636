#include "core/fault.h"

#include <glib.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

void fault_point(const char *name)
{
	const char *wanted = g_getenv("SHUMAR_FAULT");
	size_t length = strlen(name);
	if (wanted == NULL || strncmp(wanted, name, length) != 0 || wanted[length] != '=')
		return;
	kill(getpid(), strcmp(wanted + length + 1, "stop") == 0 ? SIGSTOP : SIGKILL);
}
