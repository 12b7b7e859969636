/* report audit: a finished workbook against the rules of accessibility. */
#include <stdio.h>

#include "core/error.h"
#include "reports/audit/audit.h"
#include "reports/command/commands.h"

bool report_audit(CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 1, 1, error))
		return false;
	g_autoptr(AuditReport) report = audit_file(words[0], error);
	if (report == NULL)
		return false;
	g_autofree char *text = audit_report_text(report);
	fputs(text, stdout);
	guint failed = audit_report_essential(report);
	if (failed == 0)
		return true;
	error_set(error, SHUMAR_ERROR_FAILED, "Mend what the list above says, then audit again.",
		  "'%s' breaks %u essential rules of accessible workbooks", words[0], failed);
	return false;
}
