/*
 * Fuzzing the reader of YAML, of source declarations and of configurations' shape: no bytes,
 * however malformed, may crash, hang or leak; they are a document or an error.
 */
#include <stdint.h>

#include "core/config/yaml.h"
#include "core/error.h"
#include "etl/source/declaration.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(const YamlNode *node)
{
	if (yaml_kind(node) == YAML_KIND_SCALAR)
		g_assert(yaml_text(node) != NULL && g_utf8_validate(yaml_text(node), -1, NULL));
	for (size_t n = 0; yaml_kind(node) == YAML_KIND_SEQUENCE && n < yaml_count(node); n++)
		walk(yaml_item(node, n));
	for (size_t n = 0; yaml_kind(node) == YAML_KIND_MAPPING && n < yaml_count(node); n++) {
		walk(yaml_key(node, n));
		walk(yaml_value(node, n));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(YamlDocument) document =
	    yaml_parse((const char *)data, size, "fuzz.yaml", &error);
	g_assert((document == NULL) == (error != NULL));
	if (document == NULL)
		return 0;
	if (yaml_root(document) != NULL)
		walk(yaml_root(document));
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autoptr(GError) fault = NULL;
	g_autoptr(Declaration) declaration = declaration_parse("fuzz", text, &fault);
	g_assert((declaration == NULL) == (fault != NULL));
	return 0;
}
