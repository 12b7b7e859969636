/*
 * Audit: a finished workbook against the rules for accessible spreadsheets of the
 * UK Analysis Function ("Making spreadsheets accessible: a brief checklist").
 *
 * It reads the file itself, whoever wrote it: what the engine's own devices meant
 * to write does not count.
 *
 *     g_autoptr(AuditReport) report = audit_file("public.xlsx", &error);
 *     g_autofree char *text = audit_report_text(report);
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "reports/audit/audit_verdict.h"

/* One rule and what came of it. */
typedef struct {
	const char *id;    /* "AF-05", numbered as in the checklist */
	const char *text;  /* what it asks for */
	bool is_essential; /* without it the workbook is not lawful to publish in the UK */
	AuditVerdict verdict;
	GPtrArray *places; /* of char*: "stages!B5: what is there"; of a failure at least one */
} AuditFinding;

typedef struct {
	GPtrArray *findings; /* of AuditFinding, one a rule, in order */
} AuditReport;

/* Audits the workbook at PATH. Errors: SHUMAR_ERROR_FAILED for what is no workbook, or larger when
 * unpacked than any workbook is. Transfer full. */
AuditReport *audit_file(const char *path, GError **error);
void audit_report_free(AuditReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AuditReport, audit_report_free)

/* How many essential rules fail. */
guint audit_report_essential(const AuditReport *report);

/* One line a rule, its places indented under it, and a line of counts. Transfer full. */
char *audit_report_text(const AuditReport *report);
