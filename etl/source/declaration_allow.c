#include "etl/source/declaration_private.h"

static const char *const allow_keys[] = { "role", "columns", NULL };

/* A reason is for somebody to read: one word is none. */
static char *read_reason(const DeclarationReader *reader, const YamlNode *node, const char *what)
{
	const char *text = declaration_text(reader, node, what);
	if (text == NULL)
		return NULL;
	if (strchr(text, ' ') != NULL)
		return g_strdup(text);
	problems_add(reader->problems, reader->document, node,
		     "Say in a sentence why it must be, and until when.", "%s: '%s' is no reason",
		     what, text);
	return NULL;
}

static void read_columns(const DeclarationReader *reader, const YamlNode *columns,
			 Declaration *declaration)
{
	if (yaml_kind(columns) != YAML_KIND_MAPPING) {
		problems_add(reader->problems, reader->document, columns, NULL,
			     "columns must be a mapping of columns to reasons");
		return;
	}
	for (size_t n = 0; n < yaml_count(columns); n++) {
		const char *name = yaml_text(yaml_key(columns, n));
		char *reason = read_reason(reader, yaml_value(columns, n), name);
		if (reason != NULL)
			g_hash_table_insert(declaration->allowed, g_utf8_strdown(name, -1), reason);
	}
}

void declaration_read_allow(const DeclarationReader *reader, const YamlNode *allow,
			    Declaration *declaration)
{
	declaration->allowed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	if (allow == NULL ||
	    !problems_check_keys(reader->problems, reader->document, allow, "allow", allow_keys))
		return;
	const YamlNode *role = yaml_find(allow, "role");
	const YamlNode *columns = yaml_find(allow, "columns");
	if (role != NULL)
		declaration->role_reason = read_reason(reader, role, "role");
	if (columns != NULL)
		read_columns(reader, columns, declaration);
}

bool declaration_allows(const Declaration *declaration, const char *name)
{
	g_autofree char *lower = g_utf8_strdown(name, -1);
	return declaration != NULL && declaration->allowed != NULL &&
	       g_hash_table_contains(declaration->allowed, lower);
}

char *declaration_exceptions(const Declaration *declaration)
{
	GString *text = g_string_new(NULL);
	g_autoptr(GList) names = g_hash_table_get_keys(declaration->allowed);
	names = g_list_sort(names, (GCompareFunc)strcmp);
	if (declaration->role_reason != NULL)
		g_string_append_printf(text, "its role can read personal data: %s",
				       declaration->role_reason);
	for (GList *name = names; name != NULL; name = name->next)
		g_string_append_printf(
		    text, "%scolumn '%s' is let in: %s", text->len > 0 ? "\n" : "",
		    (const char *)name->data,
		    (const char *)g_hash_table_lookup(declaration->allowed, name->data));
	bool none = text->len == 0;
	return g_string_free(text, none);
}
