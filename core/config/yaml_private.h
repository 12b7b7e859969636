/*
 * What the files of yaml.h share: the document, and how a fault in it is said.
 */
#pragma once

#include "core/config/yaml.h"

struct YamlDocument {
	char *name;
	char *text;
	bool shown;       /* messages may show its lines: they read as YAML of somebody's making */
	GPtrArray *nodes; /* owns every node, so that freeing needs no recursion */
	YamlNode *root;
};

/* Sets *error to the message at LINE and COLUMN with the line it stands in; always false. */
bool yaml_fault(const YamlDocument *document, int line, int column, const char *hint,
		GError **error, const char *format, ...) G_GNUC_PRINTF(6, 7);

/* Line and column of the byte OFFSET of the text. */
void yaml_position(const YamlDocument *document, size_t offset, int *ret_line, int *ret_column);

/* What is wrong at LINE and COLUMN where the parser said PROBLEM, in our words; START is the line
 * where what it was reading began, or 0. Sets *error; always false. */
bool yaml_syntax_fault(const YamlDocument *document, const char *problem, int line, int column,
		       int start, GError **error);

/* True when TEXT may be shown in messages: at least one of its lines is "key: value", of one of
 * KEYS unless that is NULL, or it is in braces. Any other file was named by mistake, and what it
 * holds (a password file's first line) is nobody's to print. */
bool yaml_may_be_shown(const char *text, const char *const *keys);
