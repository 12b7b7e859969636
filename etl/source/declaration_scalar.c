/* Scalars of a declaration, and lists of them. */
#include "etl/source/declaration_private.h"

#include "core/error.h"

#include <string.h>

/* The text of a scalar that is not empty; NULL with a problem otherwise. */
const char *declaration_text(const DeclarationReader *reader, const YamlNode *node,
			     const char *what)
{
	const char *text = yaml_text(node);
	if (text != NULL && text[0] != '\0' && !yaml_is_null(node))
		return text;
	problems_add(reader->problems, reader->document, node, NULL,
		     "%s must be a text that is not empty", what);
	return NULL;
}

/* The text of KEY of MAPPING, which must be there. */
const char *declaration_needed(const DeclarationReader *reader, const YamlNode *mapping,
			       const char *where, const char *key)
{
	const YamlNode *node = yaml_find(mapping, key);
	if (node != NULL)
		return declaration_text(reader, node, key);
	problems_add(reader->problems, reader->document, mapping, NULL, "%s: '%s' is missing",
		     where, key);
	return NULL;
}

/* The place of NODE's text in NAMES; -1 with a problem when it is none of them. */
int declaration_choice(const DeclarationReader *reader, const YamlNode *node, const char *what,
		       const char *const *names)
{
	const char *text = declaration_text(reader, node, what);
	if (text == NULL)
		return -1;
	for (int place = 0; names[place] != NULL; place++) {
		if (strcmp(names[place], text) == 0)
			return place;
	}
	const char *nearest = nearest_name(text, names);
	g_autofree char *all = g_strjoinv(", ", (GStrv)(guintptr)names);
	g_autofree char *hint = nearest != NULL ? g_strdup_printf("did you mean '%s'?", nearest)
						: g_strdup_printf("one of: %s", all);
	problems_add(reader->problems, reader->document, node, hint, "%s: no such value '%s'", what,
		     text);
	return -1;
}

bool declaration_bool(const DeclarationReader *reader, const YamlNode *node, const char *what)
{
	static const char *const names[] = { "false", "true", NULL };
	return node != NULL && declaration_choice(reader, node, what, names) == 1;
}

GStrv declaration_texts(const DeclarationReader *reader, const YamlNode *node, const char *what)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	if (yaml_kind(node) != YAML_KIND_SEQUENCE || yaml_count(node) == 0) {
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s must be a list, as [one, two]", what);
		return NULL;
	}
	for (size_t n = 0; n < yaml_count(node); n++) {
		const char *text = declaration_text(reader, yaml_item(node, n), what);
		if (text != NULL)
			g_ptr_array_add(texts, g_strdup(text));
	}
	g_ptr_array_add(texts, NULL);
	return (GStrv)g_ptr_array_free(g_steal_pointer(&texts), FALSE);
}
