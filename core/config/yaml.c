#include "core/config/yaml.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "core/config/yaml_private.h"
#include "core/error.h"

/* Far above any real file; they keep a wrong path or a hostile file from eating memory. */
#define SIZE_LIMIT  ((size_t)16 * 1024 * 1024)
#define DEPTH_LIMIT 100

struct YamlNode {
	YamlKind kind;
	int line;
	int column;
	bool plain;        /* a scalar without quotes */
	char *text;        /* of a scalar */
	GPtrArray *keys;   /* of a mapping; one ahead of values while its value is awaited */
	GPtrArray *values; /* items of a sequence or values of a mapping */
	GHashTable *index; /* of a mapping: text of key to key node, until built; then to value */
};

typedef struct {
	yaml_parser_t parser;
	YamlDocument *document;
	GPtrArray *open; /* mappings and sequences not yet ended, innermost last */
	bool ended;      /* the one document is over */
} Builder;

static void node_free(gpointer data)
{
	YamlNode *node = data;
	g_free(node->text);
	g_clear_pointer(&node->keys, g_ptr_array_unref);
	g_clear_pointer(&node->values, g_ptr_array_unref);
	g_clear_pointer(&node->index, g_hash_table_unref);
	g_free(node);
}

/* ── building the tree ── */

static YamlNode *node_new(Builder *builder, YamlKind kind, const yaml_mark_t *mark)
{
	YamlNode *node = g_new0(YamlNode, 1);
	node->kind = kind;
	node->line = (int)mark->line + 1;
	node->column = (int)mark->column + 1;
	if (kind != YAML_KIND_SCALAR)
		node->values = g_ptr_array_new();
	if (kind == YAML_KIND_MAPPING) {
		node->keys = g_ptr_array_new();
		node->index = g_hash_table_new(g_str_hash, g_str_equal);
	}
	g_ptr_array_add(builder->document->nodes, node);
	return node;
}

static bool place_key(const Builder *builder, YamlNode *mapping, YamlNode *key, GError **error)
{
	if (key->kind != YAML_KIND_SCALAR)
		return yaml_fault(builder->document, key->line, key->column,
				  "Write 'key: value', with a word before the colon.", error,
				  "a key must be a text, not %s", yaml_kind_name(key->kind));
	if (yaml_is_null(key) || key->text[0] == '\0')
		return yaml_fault(builder->document, key->line, key->column,
				  "Write the key before the colon.", error, "a key is empty");
	const YamlNode *first = g_hash_table_lookup(mapping->index, key->text);
	if (first != NULL)
		return yaml_fault(
		    builder->document, key->line, key->column, "Remove or rename one of the two.",
		    error, "key '%s' is there twice, first at line %d", key->text, first->line);
	g_ptr_array_add(mapping->keys, key);
	g_hash_table_insert(mapping->index, key->text, key);
	return true;
}

/* Puts NODE where the text has it: into the innermost open node, or as the root. */
static bool place(const Builder *builder, YamlNode *node, GError **error)
{
	if (builder->open->len == 0) {
		builder->document->root = node;
		return true;
	}
	YamlNode *parent = g_ptr_array_index(builder->open, builder->open->len - 1);
	if (parent->kind == YAML_KIND_MAPPING && parent->keys->len == parent->values->len)
		return place_key(builder, parent, node, error);
	g_ptr_array_add(parent->values, node);
	return true;
}

/* Refuses an anchor or tag on the node whose event begins at MARK. */
static bool check_plainness(const Builder *builder, const yaml_mark_t *mark,
			    const yaml_char_t *anchor, const yaml_char_t *tag, GError **error)
{
	int line = (int)mark->line + 1, column = (int)mark->column + 1;
	if (anchor != NULL)
		return yaml_fault(
		    builder->document, line, column,
		    "Write the value out in each place, or put quotes around a text that begins "
		    "with '&'.",
		    error, "anchors are not allowed: '&%s'", (const char *)anchor);
	if (tag != NULL)
		return yaml_fault(
		    builder->document, line, column,
		    "Leave the tag out, or put quotes around a text that begins with '!'.", error,
		    "tags are not allowed: '%s'", (const char *)tag);
	return true;
}

static bool take_scalar(Builder *builder, const yaml_event_t *event, GError **error)
{
	if (!check_plainness(builder, &event->start_mark, event->data.scalar.anchor,
			     event->data.scalar.tag, error))
		return false;
	YamlNode *node = node_new(builder, YAML_KIND_SCALAR, &event->start_mark);
	node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	node->text = g_strndup((const char *)event->data.scalar.value, event->data.scalar.length);
	if (strlen(node->text) != event->data.scalar.length)
		return yaml_fault(builder->document, node->line, node->column, NULL, error,
				  "a text contains the character NUL (\\0)");
	return place(builder, node, error);
}

static bool take_opening(Builder *builder, const yaml_event_t *event, GError **error)
{
	bool mapping = event->type == YAML_MAPPING_START_EVENT;
	const yaml_char_t *anchor =
	    mapping ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
	const yaml_char_t *tag =
	    mapping ? event->data.mapping_start.tag : event->data.sequence_start.tag;
	if (!check_plainness(builder, &event->start_mark, anchor, tag, error))
		return false;
	YamlNode *node =
	    node_new(builder, mapping ? YAML_KIND_MAPPING : YAML_KIND_SEQUENCE, &event->start_mark);
	if (builder->open->len == DEPTH_LIMIT)
		return yaml_fault(builder->document, node->line, node->column, NULL, error,
				  "nested deeper than %d levels", DEPTH_LIMIT);
	if (!place(builder, node, error))
		return false;
	g_ptr_array_add(builder->open, node);
	return true;
}

static void take_closing(Builder *builder)
{
	YamlNode *node = g_ptr_array_steal_index(builder->open, builder->open->len - 1);
	for (guint n = 0; node->kind == YAML_KIND_MAPPING && n < node->keys->len; n++) {
		const YamlNode *key = g_ptr_array_index(node->keys, n);
		g_hash_table_insert(node->index, key->text, g_ptr_array_index(node->values, n));
	}
}

static bool take_document_start(const Builder *builder, const yaml_event_t *event, GError **error)
{
	int line = (int)event->start_mark.line + 1, column = (int)event->start_mark.column + 1;
	if (builder->ended)
		return yaml_fault(builder->document, line, column, "Keep one document a file.",
				  error, "a second document begins here");
	if (event->data.document_start.version_directive != NULL ||
	    event->data.document_start.tag_directives.start !=
		event->data.document_start.tag_directives.end)
		return yaml_fault(builder->document, line, column,
				  "Leave the lines that begin with % out.", error,
				  "directives are not allowed");
	return true;
}

static bool take_event(Builder *builder, const yaml_event_t *event, GError **error)
{
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		return take_document_start(builder, event, error);
	case YAML_DOCUMENT_END_EVENT:
		builder->ended = true;
		return true;
	case YAML_ALIAS_EVENT:
		return yaml_fault(
		    builder->document, (int)event->start_mark.line + 1,
		    (int)event->start_mark.column + 1,
		    "Write the value out, or put quotes around a text that begins with '*'.", error,
		    "aliases are not allowed: '*%s'", (const char *)event->data.alias.anchor);
	case YAML_SCALAR_EVENT:
		return take_scalar(builder, event, error);
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		return take_opening(builder, event, error);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		take_closing(builder);
		return true;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
		break;
	}
	return true;
}

static bool syntax_fault(const Builder *builder, GError **error)
{
	const yaml_parser_t *parser = &builder->parser;
	g_assert(parser->error != YAML_MEMORY_ERROR);
	int line = (int)parser->problem_mark.line + 1, start = 0;
	int column = (int)parser->problem_mark.column + 1;
	if (parser->error == YAML_READER_ERROR)
		yaml_position(builder->document, parser->problem_offset, &line, &column);
	else if (parser->context != NULL && parser->context_mark.line != parser->problem_mark.line)
		start = (int)parser->context_mark.line + 1;
	return yaml_syntax_fault(builder->document, parser->problem, line, column, start, error);
}

static bool build(Builder *builder, GError **error)
{
	for (;;) {
		yaml_event_t event;
		if (!yaml_parser_parse(&builder->parser, &event))
			return syntax_fault(builder, error);
		bool last = event.type == YAML_STREAM_END_EVENT;
		bool taken = take_event(builder, &event, error);
		yaml_event_delete(&event);
		if (!taken || last)
			return taken;
	}
}

static bool check_utf8(const YamlDocument *document, size_t length, GError **error)
{
	const char *end = NULL;
	if (g_utf8_validate_len(document->text, length, &end))
		return true;
	int line = 1, column = 1;
	yaml_position(document, (size_t)(end - document->text), &line, &column);
	return yaml_fault(document, line, column, "Save the file as UTF-8 text.", error,
			  "byte 0x%02X is not UTF-8 text", (unsigned char)*end);
}

static YamlDocument *parse(const char *text, size_t length, const char *name,
			   const char *const *keys, GError **error)
{
	static const char mark[] = "\xEF\xBB\xBF"; /* of byte order, as some editors write it */
	if (length >= strlen(mark) && memcmp(text, mark, strlen(mark)) == 0) {
		text += strlen(mark);
		length -= strlen(mark);
	}
	g_autoptr(YamlDocument) document = g_new0(YamlDocument, 1);
	document->name = g_strdup(name);
	document->nodes = g_ptr_array_new_with_free_func(node_free);
	document->text = g_malloc(length + 1);
	if (length > 0)
		memcpy(document->text, text, length);
	document->text[length] = '\0';
	document->shown = yaml_may_be_shown(document->text, keys);
	if (!check_utf8(document, length, error))
		return NULL;

	g_autoptr(GPtrArray) open = g_ptr_array_new();
	Builder builder = { .document = document, .open = open };
	if (!yaml_parser_initialize(&builder.parser))
		g_error("out of memory");
	yaml_parser_set_encoding(&builder.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&builder.parser, (const unsigned char *)document->text,
				     length);
	bool built = build(&builder, error);
	yaml_parser_delete(&builder.parser);
	return built ? g_steal_pointer(&document) : NULL;
}

YamlDocument *yaml_parse(const char *text, size_t length, const char *name, GError **error)
{
	return parse(text, length, name, NULL, error);
}

/* Appends what FILE holds to TEXT, up to a byte past the limit; errno on failure. */
static int read_all(FILE *file, GString *text)
{
	char buffer[16384];
	size_t count;
	while (text->len <= SIZE_LIMIT && (count = fread(buffer, 1, sizeof buffer, file)) > 0)
		g_string_append_len(text, buffer, (gssize)count);
	return ferror(file) ? errno : 0;
}

YamlDocument *yaml_read_of(const char *path, const char *const *keys, GError **error)
{
	FILE *file = fopen(path, "re");
	g_autoptr(GString) text = g_string_new(NULL);
	int errnum = file != NULL ? read_all(file, text) : errno;
	if (file != NULL)
		fclose(file);
	if (errnum != 0) {
		error_set_errno(error, SHUMAR_ERROR_CONFIG, errnum,
				"Check the path and who may read the file.", "cannot read '%s'",
				path);
		return NULL;
	}
	if (text->len > SIZE_LIMIT) {
		error_set(error, SHUMAR_ERROR_CONFIG, "Check that the path is the one you meant.",
			  "cannot read '%s': it is larger than %zu MiB", path, SIZE_LIMIT >> 20);
		return NULL;
	}
	return parse(text->str, text->len, path, keys, error);
}

YamlDocument *yaml_read(const char *path, GError **error)
{
	return yaml_read_of(path, NULL, error);
}

void yaml_close(YamlDocument *document)
{
	if (document == NULL)
		return;
	g_free(document->name);
	g_free(document->text);
	g_ptr_array_unref(document->nodes);
	g_free(document);
}

/* ── looking at the tree ── */

const YamlNode *yaml_root(const YamlDocument *document)
{
	return document->root;
}

bool yaml_is_shown(const YamlDocument *document)
{
	return document->shown;
}

const char *yaml_name(const YamlDocument *document)
{
	return document->name;
}

YamlKind yaml_kind(const YamlNode *node)
{
	return node->kind;
}

const char *yaml_kind_name(YamlKind kind)
{
	static const char *const names[] = {
		[YAML_KIND_SCALAR] = "a text",
		[YAML_KIND_SEQUENCE] = "a list",
		[YAML_KIND_MAPPING] = "a mapping",
	};
	return names[kind];
}

int yaml_line(const YamlNode *node)
{
	return node->line;
}

int yaml_column(const YamlNode *node)
{
	return node->column;
}

const char *yaml_text(const YamlNode *node)
{
	return node != NULL ? node->text : NULL;
}

bool yaml_is_null(const YamlNode *node)
{
	return node->kind == YAML_KIND_SCALAR && node->plain &&
	       (node->text[0] == '\0' || strcmp(node->text, "~") == 0 ||
		strcmp(node->text, "null") == 0);
}

size_t yaml_count(const YamlNode *node)
{
	return node != NULL && node->values != NULL ? node->values->len : 0;
}

const YamlNode *yaml_item(const YamlNode *sequence, size_t index)
{
	g_assert(sequence->kind == YAML_KIND_SEQUENCE && index < sequence->values->len);
	return g_ptr_array_index(sequence->values, index);
}

const YamlNode *yaml_key(const YamlNode *mapping, size_t index)
{
	g_assert(mapping->kind == YAML_KIND_MAPPING && index < mapping->keys->len);
	return g_ptr_array_index(mapping->keys, index);
}

const YamlNode *yaml_value(const YamlNode *mapping, size_t index)
{
	g_assert(mapping->kind == YAML_KIND_MAPPING && index < mapping->values->len);
	return g_ptr_array_index(mapping->values, index);
}

const YamlNode *yaml_find(const YamlNode *mapping, const char *key)
{
	if (mapping == NULL || mapping->kind != YAML_KIND_MAPPING)
		return NULL;
	return g_hash_table_lookup(mapping->index, key);
}
