/* What the doctor finds, a line each. */
#include "app/doctor_private.h"

#include "core/error.h"
#include "core/text.h"

#include <stdarg.h>
#include <stdio.h>

void doctor_say(Doctor *doctor, Finding finding, const char *subject, const char *remedy,
		const char *format, ...)
{
	static const char *const words[] = { "ok", "WARN", "FAIL" };
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *said = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_autofree char *detail = text_printable(said, -1);
	printf("%-5s %-14s %s\n", words[finding], subject, detail);
	if (finding != FINDING_OK && remedy != NULL)
		printf("      %-14s %s\n", "", remedy);
	doctor->failed += finding == FINDING_FAIL;
}

void doctor_say_error(Doctor *doctor, Finding finding, const char *subject, const GError *error)
{
	doctor_say(doctor, finding, subject, error_hint(error), "%s", error->message);
}
