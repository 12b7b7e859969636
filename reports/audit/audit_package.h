/*
 * Audit package: a workbook's file as its parts, each an XML document read element
 * by element. Only this module sees libzip.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct AuditPackage AuditPackage;

/* Attributes of one element, named without their prefix. */
typedef struct {
	const char *const *names, *const *values; /* NULL-terminated */
} AuditAttributes;

/* The value of NAME, or NULL. Borrowed until the element's call returns. */
const char *audit_attribute(const AuditAttributes *attributes, const char *name);

/* What a reader of a part is told; names without prefix; each may be NULL. */
typedef struct {
	void (*start)(gpointer data, const char *name, const AuditAttributes *attributes);
	void (*end)(gpointer data, const char *name);
	void (*text)(gpointer data, const char *text, gsize length);
} AuditReader;

/* Errors: SHUMAR_ERROR_FAILED naming PATH. */
AuditPackage *audit_package_open(const char *path, GError **error);
void audit_package_free(AuditPackage *package);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AuditPackage, audit_package_free)

bool audit_package_has(const AuditPackage *package, const char *part);

/* Reads PART, which may be missing: then nothing is told. Errors: what is no XML; parts of more
 * than 1 GiB together. */
bool audit_package_read(AuditPackage *package, const char *part, const AuditReader *reader,
			gpointer data, GError **error);

/* The names of all parts, in the order of the file; a part that is there twice twice. */
GPtrArray *audit_package_parts(const AuditPackage *package);

/* Where a part leads: ECMA-376 part 2, relationships. */
typedef struct {
	char *id;     /* "rId1" */
	char *type;   /* last word of its type: "table" */
	char *target; /* name of a part, or an address when external */
	bool is_external;
} AuditRelation;

/* The relations of PART ("" for the package), of AuditRelation; empty when it has none. */
GPtrArray *audit_package_relations(AuditPackage *package, const char *part, GError **error);

/* The relation ID of RELATIONS, or the first of TYPE; NULL when there is none. */
const AuditRelation *audit_relation(const GPtrArray *relations, const char *id);
const AuditRelation *audit_relation_of(const GPtrArray *relations, const char *type);
