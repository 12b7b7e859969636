/*
 * Inside of the declaration: declaration.c reads the whole, declaration_file.c one
 * file, declaration_field.c its columns, declaration_scalar.c what a value may be. Only these
 * include it.
 */
#pragma once

#include "core/config/problem.h"
#include "etl/source/declaration.h"

/* What a reader of the declaration hands around. */
typedef struct {
	const YamlDocument *document;
	Problems *problems;
	const Declaration *declaration; /* with its exceptions */
} DeclarationReader;

/* ── scalars ── */
/* The text of a scalar that is not empty; NULL with a problem otherwise. */
const char *declaration_text(const DeclarationReader *reader, const YamlNode *node,
			     const char *what);

/* The text of KEY of MAPPING, which must be there. */
const char *declaration_needed(const DeclarationReader *reader, const YamlNode *mapping,
			       const char *where, const char *key);

/* The place of NODE's text in NAMES; -1 with a problem when it is none of them. */
int declaration_choice(const DeclarationReader *reader, const YamlNode *node, const char *what,
		       const char *const *names);

/* True for "true"; false for "false", for a NODE that is not there, and, with a problem, for
 * others. */
bool declaration_bool(const DeclarationReader *reader, const YamlNode *node, const char *what);

/* The texts of a list, NULL-terminated; NULL, with a problem, when it is none or empty. */
GStrv declaration_texts(const DeclarationReader *reader, const YamlNode *node, const char *what);

/* ── parts ── */
/* Reads the exceptions at ALLOW, which may be NULL. */
void declaration_read_allow(const DeclarationReader *reader, const YamlNode *allow,
			    Declaration *declaration);

/* Reads the mapping COLUMNS into FILE's fields. */
void declaration_read_fields(const DeclarationReader *reader, const YamlNode *columns,
			     FileDeclaration *file);

/* Reads the declared file at NODE; its name is set, its fields are an empty array. */
void declaration_read_file(const DeclarationReader *reader, const YamlNode *key,
			   const YamlNode *node, FileDeclaration *file);
void declaration_file_free(gpointer file);
void declaration_field_free(gpointer field);
