/*
 * Strict YAML with positions: a tree of mappings, sequences and scalars.
 *
 * Configuration, templates, measures and source declarations are read with
 * this. Anchors, aliases, tags, duplicate keys and several documents are
 * refused with file:line:column. The only file that sees libyaml.
 *
 *     g_autoptr(YamlDocument) doc = yaml_read(path, &error);
 *     const YamlNode *sources = yaml_find(yaml_root(doc), "sources");
 *     for (size_t n = 0; n < yaml_count(sources); n++)
 *             use(yaml_text(yaml_key(sources, n)), yaml_value(sources, n));
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct YamlDocument YamlDocument;
typedef struct YamlNode YamlNode;

typedef enum { YAML_KIND_SCALAR, YAML_KIND_SEQUENCE, YAML_KIND_MAPPING } YamlKind;

/* Parses LENGTH bytes of TEXT; NAME is what messages call the file. Errors:
 * SHUMAR_ERROR_CONFIG with position. An empty text has a NULL root. */
YamlDocument *yaml_parse(const char *text, size_t length, const char *name, GError **error);

/* Reads and parses the file at PATH; a missing file is SHUMAR_ERROR_CONFIG. */
YamlDocument *yaml_read(const char *path, GError **error);

/* The same for a file that has some of KEYS (NULL-terminated) at the beginning of lines: messages
 * show no line of one that has none. */
YamlDocument *yaml_read_of(const char *path, const char *const *keys, GError **error);

/* Frees; NULL is allowed. (Not yaml_free: libyaml has that name, and would call ours.) */
void yaml_close(YamlDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YamlDocument, yaml_close)

/* Everything below is borrowed from the document and lives as long as it. */
const YamlNode *yaml_root(const YamlDocument *document);
const char *yaml_name(const YamlDocument *document);

/* False for a file that does not look like YAML of ours: messages must not show what it holds. */
bool yaml_is_shown(const YamlDocument *document);

/* Line LINE (from 1) of the text, without its end; NULL past the end. Transfer full. */
char *yaml_source_line(const YamlDocument *document, int line);

/* Line LINE without its indentation and a caret under COLUMN, as two lines
 * indented by eight, each after a line end, to append to a message. Empty past
 * the end, for a line that holds a password or a personal number, and for a file that is not
 * shown. A long line is cut.
 * Transfer full. */
char *yaml_excerpt(const YamlDocument *document, int line, int column);

/* True when TEXT carries a password: "password=" of a libpq connection string,
 * or "user:password@" of a connection address. */
bool yaml_holds_password(const char *text);

YamlKind yaml_kind(const YamlNode *node);
const char *yaml_kind_name(YamlKind kind); /* "a text", "a list", "a mapping" */
int yaml_line(const YamlNode *node);       /* from 1 */
int yaml_column(const YamlNode *node);     /* from 1, in characters */

/* The text of a scalar (never NULL); NULL for any other kind and for a NULL node, so that
 * yaml_text(yaml_find(…)) asks for an optional key. */
const char *yaml_text(const YamlNode *node);

/* True for an unquoted scalar that is empty, "~" or "null". */
bool yaml_is_null(const YamlNode *node);

/* Items of a sequence or pairs of a mapping; 0 for a scalar or NULL. */
size_t yaml_count(const YamlNode *node);
const YamlNode *yaml_item(const YamlNode *sequence, size_t index);
const YamlNode *yaml_key(const YamlNode *mapping, size_t index);
const YamlNode *yaml_value(const YamlNode *mapping, size_t index);

/* The value of KEY in MAPPING; NULL when absent or when MAPPING is NULL or no mapping. */
const YamlNode *yaml_find(const YamlNode *mapping, const char *key);
