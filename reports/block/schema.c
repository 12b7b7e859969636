#include "reports/block/schema.h"

#include <string.h>

#include "core/json.h"
#include "reports/block/block.h"

/* The text being written: one line, which any editor reads. */
typedef struct {
	GString *text;
	const Library *library;
} Schema;

static void write_keys(Schema *schema, const TemplateKey *keys);

/* ── JSON ── */

/* ["a","b"] */
static void write_words(Schema *schema, const char *const *words)
{
	g_string_append_c(schema->text, '[');
	for (const char *const *word = words; *word != NULL; word++) {
		if (word != words)
			g_string_append_c(schema->text, ',');
		json_put_text(schema->text, *word);
	}
	g_string_append_c(schema->text, ']');
}

static void put(Schema *schema, const char *text)
{
	g_string_append(schema->text, text);
}

static void write_enum(Schema *schema, const char *const *words)
{
	put(schema, "{\"enum\":");
	write_words(schema, words);
	put(schema, "}");
}

/* ── what stands at a key ── */

static void write_list_of(Schema *schema, const char *items)
{
	g_string_append_printf(schema->text, "{\"type\":\"array\",\"items\":%s}", items);
}

/* A name that another part of the project gives: what is known of them is completed. */
static bool write_known(Schema *schema, const char *name)
{
	if (strcmp(name, "measure") == 0)
		put(schema, "{\"$ref\":\"#/$defs/measure\"}");
	else if (strcmp(name, "theme") == 0)
		write_enum(schema, library_themes(schema->library));
	else if (strcmp(name, "format") == 0)
		put(schema, "{\"$ref\":\"#/$defs/format\"}");
	else
		return false;
	return true;
}

static void write_wrapped(Schema *schema, const char *before, const TemplateKey *keys)
{
	put(schema, before);
	write_keys(schema, keys);
	put(schema, "}");
}

static void write_list(Schema *schema, const TemplateKey *key)
{
	if (key->keys == NULL)
		write_list_of(schema, "{\"type\":\"object\"}");
	else
		write_wrapped(schema, "{\"type\":\"array\",\"items\":", key->keys);
}

static void write_value(Schema *schema, const TemplateKey *key)
{
	switch (key->kind) {
	case KEY_WORD:
	case KEY_CONDITION:
		if (!write_known(schema, key->name))
			put(schema, "{\"type\":[\"string\",\"number\"]}");
		break;
	case KEY_TEXT:
		put(schema, "{\"$ref\":\"#/$defs/text\"}");
		break;
	case KEY_CHOICE:
		write_enum(schema, key->words);
		break;
	case KEY_BLOCKS:
		put(schema, "{\"$ref\":\"#/$defs/blocks\"}");
		break;
	case KEY_MAPPING:
		write_keys(schema, key->keys);
		break;
	case KEY_LIST:
		write_list(schema, key);
		break;
	case KEY_WORDS:
		write_list_of(schema, "{\"type\":[\"string\",\"number\"]}");
		break;
	case KEY_TEXTS:
		write_list_of(schema, "{\"$ref\":\"#/$defs/text\"}");
		break;
	case KEY_NAMED:
		write_wrapped(schema, "{\"type\":\"object\",\"additionalProperties\":", key->keys);
		break;
	case KEY_NAMES:
		put(schema, "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}");
		break;
	}
}

/* A mapping of KEYS and no others. */
static void write_keys(Schema *schema, const TemplateKey *keys)
{
	g_autoptr(GPtrArray) needed = g_ptr_array_new();
	put(schema, "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
	for (const TemplateKey *key = keys; key->name != NULL; key++) {
		if (key != keys)
			put(schema, ",");
		json_put_text(schema->text, key->name);
		put(schema, ":");
		write_value(schema, key);
		if (key->needed)
			g_ptr_array_add(needed, (gpointer)(guintptr)key->name);
	}
	g_ptr_array_add(needed, NULL);
	put(schema, "},\"required\":");
	write_words(schema, (const char *const *)needed->pdata);
	put(schema, "}");
}

/* ── blocks ── */

/* The shapes that the value of a block may have, each of them a schema. */
static const struct {
	unsigned takes;
	const char *schema; /* NULL: of the kind's keys */
} shapes[] = {
	{ BLOCK_TAKES_MAPPING, NULL },
	{ BLOCK_TAKES_LIST, NULL },
	{ BLOCK_TAKES_TEXT, "{\"$ref\":\"#/$defs/text\"}" },
	{ BLOCK_TAKES_AUTO, "{\"const\":\"auto\"}" },
	{ BLOCK_TAKES_ALL, "{\"const\":\"all\"}" },
	{ BLOCK_TAKES_WORDS, "{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/measure\"}}" },
	{ BLOCK_TAKES_PATH,
	  "{\"type\":\"string\",\"pattern\":\"^shared/[a-z][a-z0-9-]*\\\\.yaml$\"}" },
};

static void write_shape(Schema *schema, const BlockType *type, unsigned takes, const char *known)
{
	if (known != NULL)
		put(schema, known);
	else if (takes == BLOCK_TAKES_LIST)
		write_wrapped(schema, "{\"type\":\"array\",\"minItems\":1,\"items\":", type->keys);
	else
		write_keys(schema, type->keys);
}

static void write_block(Schema *schema, const BlockType *type)
{
	bool first = true;
	put(schema, "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[");
	json_put_text(schema->text, type->kind);
	put(schema, "],\"properties\":{");
	json_put_text(schema->text, type->kind);
	put(schema, ":{\"anyOf\":[");
	for (size_t n = 0; n < G_N_ELEMENTS(shapes); n++) {
		if ((type->takes & shapes[n].takes) == 0)
			continue;
		if (!first)
			put(schema, ",");
		write_shape(schema, type, shapes[n].takes, shapes[n].schema);
		first = false;
	}
	put(schema, "]}}}");
}

static void write_blocks(Schema *schema)
{
	put(schema, "\"blocks\":{\"type\":\"array\",\"minItems\":1,\"items\":{\"anyOf\":[");
	for (const BlockType *type = block_types; type->kind != NULL; type++) {
		if (type != block_types)
			put(schema, ",");
		write_block(schema, type);
	}
	put(schema, "]}}");
}

/* A plain text is English; a mapping has the languages, and of some blocks an id. */
static void write_text(Schema *schema)
{
	put(schema, "\"text\":{\"anyOf\":[{\"type\":[\"string\",\"number\"]},"
		    "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
		    "\"id\":{\"type\":\"string\"}");
	for (const char *const *language = library_languages(schema->library); *language != NULL;
	     language++) {
		put(schema, ",");
		json_put_text(schema->text, *language);
		put(schema, ":{\"type\":[\"string\",\"number\"]}");
	}
	put(schema, "}}]}");
}

char *schema_text(const Library *library)
{
	Schema schema = { g_string_new(NULL), library };
	put(&schema, "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\","
		     "\"title\":\"Shumar report template\",\"$defs\":{");
	write_text(&schema);
	put(&schema, ",\"measure\":");
	write_enum(&schema, measures_ids(library_measures(library)));
	put(&schema, ",\"format\":{\"anyOf\":[");
	write_enum(&schema, format_names);
	put(&schema, ",{\"type\":\"string\",\"pattern\":\"^count:\"}]},");
	write_blocks(&schema);
	put(&schema, "},\"allOf\":[");
	write_keys(&schema, template_keys);
	put(&schema, "]}\n");
	return g_string_free(schema.text, FALSE);
}
