#include "reports/audit/audit_package.h"

#include <string.h>
#include <zip.h>

#include "core/error.h"

struct AuditPackage {
	char *path;
	zip_t *zip;
	gsize unpacked; /* bytes so far */
};

#define UNPACKED_MAX ((gsize)1 << 30)

/* ── elements ── */

static const char *local_name(const char *name)
{
	const char *colon = strchr(name, ':');
	return colon != NULL ? colon + 1 : name;
}

const char *audit_attribute(const AuditAttributes *attributes, const char *name)
{
	for (size_t n = 0; attributes->names[n] != NULL; n++) {
		if (strcmp(local_name(attributes->names[n]), name) == 0)
			return attributes->values[n];
	}
	return NULL;
}

typedef struct {
	const AuditReader *reader;
	gpointer data;
} Reading;

static void on_start(GMarkupParseContext *context G_GNUC_UNUSED, const char *name,
		     const char **names, const char **values, gpointer data,
		     GError **error G_GNUC_UNUSED)
{
	const Reading *reading = data;
	AuditAttributes attributes = { names, values };
	if (reading->reader->start != NULL)
		reading->reader->start(reading->data, local_name(name), &attributes);
}

static void on_end(GMarkupParseContext *context G_GNUC_UNUSED, const char *name, gpointer data,
		   GError **error G_GNUC_UNUSED)
{
	const Reading *reading = data;
	if (reading->reader->end != NULL)
		reading->reader->end(reading->data, local_name(name));
}

static void on_text(GMarkupParseContext *context G_GNUC_UNUSED, const char *text, gsize length,
		    gpointer data, GError **error G_GNUC_UNUSED)
{
	const Reading *reading = data;
	if (reading->reader->text != NULL)
		reading->reader->text(reading->data, text, length);
}

static const GMarkupParser parser = { .start_element = on_start,
				      .end_element = on_end,
				      .text = on_text };

/* ── the file ── */

AuditPackage *audit_package_open(const char *path, GError **error)
{
	int code = 0;
	zip_t *zip = zip_open(path, ZIP_RDONLY, &code);
	if (zip == NULL) {
		zip_error_t why;
		zip_error_init_with_code(&why, code);
		error_set(error, SHUMAR_ERROR_FAILED, "Name a workbook (.xlsx) that is there.",
			  "cannot read '%s' as a workbook: %s", path, zip_error_strerror(&why));
		zip_error_fini(&why);
		return NULL;
	}
	AuditPackage *package = g_new0(AuditPackage, 1);
	*package = (AuditPackage){ .path = g_strdup(path), .zip = zip };
	return package;
}

void audit_package_free(AuditPackage *package)
{
	if (package == NULL)
		return;
	zip_discard(package->zip);
	g_free(package->path);
	g_free(package);
}

bool audit_package_has(const AuditPackage *package, const char *part)
{
	return zip_name_locate(package->zip, part, 0) >= 0;
}

GPtrArray *audit_package_parts(const AuditPackage *package)
{
	GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);
	zip_int64_t count = zip_get_num_entries(package->zip, 0);
	for (zip_int64_t n = 0; n < count; n++) {
		const char *name = zip_get_name(package->zip, (zip_uint64_t)n, 0);
		if (name != NULL && !g_str_has_suffix(name, "/")) /* a folder */
			g_ptr_array_add(parts, g_strdup(name));
	}
	return parts;
}

static bool fail(const AuditPackage *package, const char *part, const char *why, GError **error)
{
	error_set(error, SHUMAR_ERROR_FAILED, "Save it anew with a spreadsheet program.",
		  "cannot read '%s' as a workbook: part '%s': %s", package->path, part, why);
	return false;
}

static bool feed(AuditPackage *package, zip_file_t *file, const char *part,
		 GMarkupParseContext *context, GError **error)
{
	static const char mark[] = "\xef\xbb\xbf"; /* that the text is UTF-8 */
	char buffer[65536];
	zip_int64_t count;
	for (bool first = true; (count = zip_fread(file, buffer, sizeof buffer)) > 0;
	     first = false) {
		gsize skip = first && count >= 3 && memcmp(buffer, mark, 3) == 0 ? 3 : 0;
		g_autoptr(GError) fault = NULL;
		package->unpacked += (gsize)count;
		if (package->unpacked > UNPACKED_MAX)
			return fail(package, part, "it unpacks to more than 1 GiB", error);
		if (!g_markup_parse_context_parse(context, buffer + skip,
						  (gssize)count - (gssize)skip, &fault))
			return fail(package, part, fault->message, error);
	}
	g_autoptr(GError) fault = NULL;
	if (count < 0)
		return fail(package, part, "it cannot be unpacked", error);
	return g_markup_parse_context_end_parse(context, &fault) ||
	       fail(package, part, fault->message, error);
}

bool audit_package_read(AuditPackage *package, const char *part, const AuditReader *reader,
			gpointer data, GError **error)
{
	if (!audit_package_has(package, part))
		return true;
	zip_file_t *file = zip_fopen(package->zip, part, 0);
	if (file == NULL)
		return fail(package, part, zip_strerror(package->zip), error);
	Reading reading = { reader, data };
	g_autoptr(GMarkupParseContext) context =
	    g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &reading, NULL);
	bool good = feed(package, file, part, context, error);
	zip_fclose(file);
	return good;
}

/* ── relations ── */

static void relation_free(gpointer data)
{
	AuditRelation *relation = data;
	g_free(relation->id);
	g_free(relation->type);
	g_free(relation->target);
	g_free(relation);
}

typedef struct {
	char *folder;
	GPtrArray *relations;
} Relations;

static void relation_start(gpointer data, const char *name, const AuditAttributes *attributes)
{
	const Relations *relations = data;
	const char *type = audit_attribute(attributes, "Type");
	const char *target = audit_attribute(attributes, "Target");
	if (strcmp(name, "Relationship") != 0 || type == NULL || target == NULL)
		return;
	AuditRelation *relation = g_new0(AuditRelation, 1);
	const char *slash = strrchr(type, '/');
	relation->id = g_strdup(audit_attribute(attributes, "Id"));
	relation->type = g_strdup(slash != NULL ? slash + 1 : type);
	relation->is_external =
	    g_strcmp0(audit_attribute(attributes, "TargetMode"), "External") == 0;
	if (relation->is_external) {
		relation->target = g_strdup(target);
	} else {
		/* names of parts have no slash in front, and "../" climbs */
		g_autofree char *root = g_strconcat("/", relations->folder, NULL);
		g_autofree char *full = g_canonicalize_filename(target, root);
		relation->target = g_strdup(full + 1);
	}
	g_ptr_array_add(relations->relations, relation);
}

GPtrArray *audit_package_relations(AuditPackage *package, const char *part, GError **error)
{
	static const AuditReader reader = { .start = relation_start };
	const char *slash = strrchr(part, '/');
	g_autofree char *folder =
	    slash != NULL ? g_strndup(part, (gsize)(slash - part)) : g_strdup("");
	g_autofree char *name =
	    g_strdup_printf("%s%s_rels/%s.rels", folder, folder[0] != '\0' ? "/" : "",
			    slash != NULL ? slash + 1 : part);
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(relation_free);
	Relations relations = { folder, found };
	if (!audit_package_read(package, name, &reader, &relations, error))
		return NULL;
	return g_steal_pointer(&found);
}

const AuditRelation *audit_relation(const GPtrArray *relations, const char *id)
{
	for (guint n = 0; id != NULL && n < relations->len; n++) {
		const AuditRelation *relation = relations->pdata[n];
		if (g_strcmp0(relation->id, id) == 0)
			return relation;
	}
	return NULL;
}

const AuditRelation *audit_relation_of(const GPtrArray *relations, const char *type)
{
	for (guint n = 0; n < relations->len; n++) {
		const AuditRelation *relation = relations->pdata[n];
		if (strcmp(relation->type, type) == 0)
			return relation;
	}
	return NULL;
}
