/* Audit verdict: what comes of a rule. */
#pragma once

typedef enum {
	AUDIT_PASS,
	AUDIT_FAIL,
	AUDIT_NOT_APPLICABLE, /* nothing in the workbook that the rule speaks of */
	AUDIT_BY_HAND,        /* no program can tell */
} AuditVerdict;
