/* The editors' schema: well-formed, and whole. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/config/yaml.h"
#include "core/error.h"
#include "reports/block/block.h"
#include "reports/block/schema.h"

static char *make_schema(void)
{
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	g_autoptr(GError) error = NULL;
	g_autoptr(Library) library = library_open(folders, &error);
	cr_assert(library != NULL, "%s", error != NULL ? error->message : "");
	return schema_text(library);
}

static void expect_keys(const char *schema, const char *owner, const TemplateKey *keys)
{
	for (const TemplateKey *key = keys; key != NULL && key->name != NULL; key++) {
		g_autofree char *quoted = g_strdup_printf("\"%s\":", key->name);
		cr_expect(strstr(schema, quoted) != NULL, "%s: %s", owner, key->name);
		expect_keys(schema, key->name, key->keys);
	}
}

Test(schema, names_every_kind_of_block_and_every_key_that_the_check_knows)
{
	g_autofree char *schema = make_schema();
	expect_keys(schema, "the template", template_keys);
	for (const BlockType *type = block_types; type->kind != NULL; type++) {
		g_autofree char *kind = g_strdup_printf("\"required\":[\"%s\"]", type->kind);
		cr_expect(strstr(schema, kind) != NULL, "%s", type->kind);
		expect_keys(schema, type->kind, type->keys);
	}
}

/* JSON is YAML too, and the reader of YAML refuses keys that are there twice. */
Test(schema, is_well_formed)
{
	g_autofree char *schema = make_schema();
	g_autoptr(GError) error = NULL;
	g_autoptr(YamlDocument) document =
	    yaml_parse(schema, strlen(schema), "schema.json", &error);
	cr_assert(document != NULL, "%s", error != NULL ? error->message : "");
	const YamlNode *definitions = yaml_find(yaml_root(document), "$defs");
	cr_expect_not_null(yaml_find(definitions, "text"));
	const YamlNode *kinds =
	    yaml_find(yaml_find(yaml_find(definitions, "blocks"), "items"), "anyOf");
	size_t count = 0;
	while (block_types[count].kind != NULL)
		count++;
	cr_expect_eq(yaml_count(kinds), count);
	const YamlNode *top = yaml_item(yaml_find(yaml_root(document), "allOf"), 0);
	cr_expect_not_null(yaml_find(yaml_find(top, "properties"), "datasets"));
}
