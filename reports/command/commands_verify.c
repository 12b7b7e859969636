/* report verify: editions rendered again and compared. */
#include <stdio.h>

#include "core/error.h"
#include "reports/command/commands.h"
#include "reports/edition/verify.h"

bool report_verify(CommandContext *context, GStrv words, GError **error)
{
	guint checked = 0, faults = 0;
	g_autofree char *file = NULL;
	g_autoptr(Library) library = library_begin(context, words, 1, 1, error);
	g_autoptr(EditionManifest) manifest =
	    library != NULL ? verify_locate(words[0], &file, error) : NULL;
	if (manifest == NULL)
		return false;
	GString *report = g_string_new(NULL);
	bool done = verify_editions(command_config(context, error), library, manifest, file, report,
				    &checked, &faults, error);
	if (done)
		g_string_append_printf(report, "%u edition%s verified, %u at fault\n", checked,
				       checked == 1 ? "" : "s", faults);
	if (!commands_print(report, done, error))
		return false;
	if (faults == 0)
		return true;
	error_set(error, SHUMAR_ERROR_UNPUBLISHED,
		  "Render them again, or put back what has changed; 'shumar report diff' says how "
		  "they differ.",
		  "%u of %u editions are not what '%s' says", faults, checked, manifest->path);
	return false;
}
