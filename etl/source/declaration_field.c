#include "etl/source/declaration_private.h"

#include "core/period.h"
#include "etl/guard/forbidden.h"
#include "etl/source/drop_field.h"

#include <string.h>

static const char *const type_names[] = { /* by FieldType */
					  "text",      "key",     "integer", "boolean", "date",
					  "timestamp", "decimal", "instant", NULL
};

static const char *const field_keys[] = { "type",     "required", "optional", "synonyms",
					  "earliest", "latest",   "styles",   "decimals",
					  "digits",   "blank",    NULL };

void declaration_field_free(gpointer data)
{
	FileField *field = data;
	g_free(field->name);
	g_strfreev(field->synonyms);
	g_strfreev(field->blanks);
	g_free(field);
}

/* ── scalars ── */
static void read_date(const DeclarationReader *reader, const YamlNode *node, GDate *ret_date)
{
	const char *text = node != NULL ? yaml_text(node) : NULL;
	if (node != NULL && (text == NULL || !date_parse(text, ret_date, NULL)))
		problems_add(reader->problems, reader->document, node, NULL,
			     "a bound must be a date as 2010-01-31");
}

/* ── fields ── */
static bool has_dates(FieldType type)
{
	return type == FIELD_DATE || type == FIELD_TIMESTAMP || type == FIELD_INSTANT;
}

static void read_styles(const DeclarationReader *reader, const YamlNode *node, FileField *field)
{
	static const char *const names[] = { "iso", "us", "dmy", "month", NULL };
	bool given[G_N_ELEMENTS(names)] = { false };
	if (node != NULL && yaml_kind(node) != YAML_KIND_SEQUENCE) {
		problems_add(reader->problems, reader->document, node, NULL,
			     "styles must be a list, as [iso, us]");
		return;
	}
	for (size_t n = 0; n < yaml_count(node); n++) {
		int style = declaration_choice(reader, yaml_item(node, n), "style", names);
		given[style >= 0 ? style : 0] = true;
	}
	field->us_style = given[1];
	field->dmy_style = given[2];
	field->month_style = given[3];
	if (field->us_style && field->dmy_style)
		problems_add(reader->problems, reader->document, node, "4/8/2019 would be two days",
			     "a column cannot have both us and dmy");
}

/* The settings that only dates have. */
static void read_bounds(const DeclarationReader *reader, const YamlNode *node, FileField *field)
{
	static const char *const keys[] = { "earliest", "latest", "styles" };
	for (size_t n = 0; n < G_N_ELEMENTS(keys) && !has_dates(field->type); n++) {
		if (yaml_find(node, keys[n]) != NULL)
			problems_add(reader->problems, reader->document, yaml_find(node, keys[n]),
				     NULL, "column '%s': only a date or timestamp has '%s'",
				     field->name, keys[n]);
	}
	read_date(reader, yaml_find(node, "earliest"), &field->earliest);
	read_date(reader, yaml_find(node, "latest"), &field->latest);
	if (g_date_valid(&field->earliest) && g_date_valid(&field->latest) &&
	    g_date_compare(&field->earliest, &field->latest) > 0)
		problems_add(reader->problems, reader->document, yaml_find(node, "latest"), NULL,
			     "column '%s': latest is before earliest", field->name);
	read_styles(reader, yaml_find(node, "styles"), field);
}

/* The number NAME, from LEAST to MOST, that only decimals have; *ret_number stays without one. */
static void read_count(const DeclarationReader *reader, const YamlNode *node,
		       const FileField *field, const char *name, int least, int most,
		       int *ret_number)
{
	const YamlNode *value = yaml_find(node, name);
	guint64 number = 0;
	if (value == NULL)
		return;
	if (field->type != FIELD_DECIMAL)
		problems_add(reader->problems, reader->document, value, NULL,
			     "column '%s': only a decimal has '%s'", field->name, name);
	else if (yaml_text(value) == NULL ||
		 !g_ascii_string_to_unsigned(yaml_text(value), 10, (guint64)least, (guint64)most,
					     &number, NULL))
		problems_add(reader->problems, reader->document, value, NULL,
			     "column '%s': %s must be a number from %d to %d", field->name, name,
			     least, most);
	else
		*ret_number = (int)number;
}

/* What the column needs of the header and of a value. */
static void read_header(const DeclarationReader *reader, const YamlNode *node, FileField *field)
{
	const YamlNode *synonyms = yaml_find(node, "synonyms");
	field->required = declaration_bool(reader, yaml_find(node, "required"), "required");
	field->optional = declaration_bool(reader, yaml_find(node, "optional"), "optional");
	if (synonyms != NULL)
		field->synonyms = declaration_texts(reader, synonyms, "synonyms");
	if (yaml_find(node, "blank") != NULL)
		field->blanks = declaration_texts(reader, yaml_find(node, "blank"), "blank");
	if (field->required && field->optional)
		problems_add(reader->problems, reader->document, node,
			     "a required value needs its column",
			     "column '%s' cannot be required and optional", field->name);
}

static void read_field(const DeclarationReader *reader, const YamlNode *node, FileField *field)
{
	int type = -1;
	if (yaml_kind(node) == YAML_KIND_SCALAR)
		type = declaration_choice(reader, node, "type", type_names);
	else {
		g_autofree char *where = g_strdup_printf("column '%s'", field->name);
		if (!problems_check_keys(reader->problems, reader->document, node, where,
					 field_keys))
			return;
		if (yaml_find(node, "type") != NULL)
			type =
			    declaration_choice(reader, yaml_find(node, "type"), "type", type_names);
		else
			problems_add(reader->problems, reader->document, node, NULL,
				     "%s: 'type' is missing", where);
	}
	if (type < 0)
		return;
	field->type = (FieldType)type;
	if (yaml_kind(node) != YAML_KIND_MAPPING)
		return;
	read_header(reader, node, field);
	read_bounds(reader, node, field);
	read_count(reader, node, field, "decimals", 0, DROP_DECIMAL_PLACES, &field->decimals);
	read_count(reader, node, field, "digits", 1, DROP_DECIMAL_WHOLE, &field->digits);
}

static bool same_field(gconstpointer left, gconstpointer right)
{
	const FileField *field = left;
	g_autofree char *one = g_utf8_casefold(field->name, -1);
	g_autofree char *other = g_utf8_casefold(right, -1);
	return strcmp(one, other) == 0;
}

/* Bytes of NAME that PostgreSQL keeps of it: whole letters (pg_mbcliplen). */
static size_t kept_bytes(const char *name)
{
	size_t length = strlen(name);
	if (length <= FIELD_NAME_BYTES)
		return length;
	length = FIELD_NAME_BYTES;
	while (length > 0 && ((guchar)name[length] & 0xC0) == 0x80)
		length--;
	return length;
}

/* Two long names of which the same is kept would be one column. */
static bool same_kept(const char *one, const char *other)
{
	size_t length = kept_bytes(one);
	return strlen(one) != length && kept_bytes(other) == length &&
	       strncmp(one, other, length) == 0;
}

/* Problems with a column's name itself. */
static void check_field_name(const DeclarationReader *reader, const YamlNode *key,
			     const GPtrArray *fields)
{
	const char *name = yaml_text(key);
	bool taken = g_str_has_prefix(name, "origin") || g_str_has_prefix(name, "raw_");
	if (taken || name[0] == '\0')
		problems_add(reader->problems, reader->document, key, NULL,
			     "column '%s': a name is not empty and begins with neither "
			     "'origin' nor 'raw_'",
			     name);
	for (guint n = 0; n < fields->len; n++) {
		if (same_field(g_ptr_array_index(fields, n), name))
			problems_add(reader->problems, reader->document, key, NULL,
				     "column '%s' stands twice, in other letters", name);
		else if (same_kept(((const FileField *)g_ptr_array_index(fields, n))->name, name) ||
			 same_kept(name, ((const FileField *)g_ptr_array_index(fields, n))->name))
			problems_add(
			    reader->problems, reader->document, key,
			    "give it a shorter name, and this one among its synonyms",
			    "column '%s' begins with the same %d bytes as another, by which the "
			    "warehouse would take both for one",
			    name, FIELD_NAME_BYTES);
	}
}

/* What a column of FIELD's type can hold. */
static ForbiddenType held(const FileField *field)
{
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_KEY:
		return FORBIDDEN_TEXT;
	case FIELD_BOOLEAN:
	case FIELD_DATE:
	case FIELD_TIMESTAMP:
	case FIELD_INSTANT:
		return FORBIDDEN_MOMENT;
	default:
		return FORBIDDEN_NUMBER;
	}
}

static void refuse_personal(const DeclarationReader *reader, const YamlNode *node,
			    const FileField *field, const char *name)
{
	const char *kind = NULL;
	if (forbidden_column(name, held(field), &kind) &&
	    !declaration_allows(reader->declaration, name))
		problems_add(reader->problems, reader->document, node,
			     "such columns never enter the warehouse: leave it out, or say under "
			     "'allow: columns:' why it is nobody's",
			     "column '%s' would hold %s", name, kind);
}

/* The names of a column and of all that stand for it in headers. */
static void check_personal(const DeclarationReader *reader, const YamlNode *key,
			   const YamlNode *node, const FileField *field)
{
	const YamlNode *synonyms =
	    yaml_kind(node) == YAML_KIND_MAPPING ? yaml_find(node, "synonyms") : NULL;
	refuse_personal(reader, key, field, field->name);
	for (guint n = 0; field->synonyms != NULL && field->synonyms[n] != NULL; n++)
		refuse_personal(reader, synonyms != NULL ? yaml_item(synonyms, n) : key, field,
				field->synonyms[n]);
}

void declaration_read_fields(const DeclarationReader *reader, const YamlNode *columns,
			     FileDeclaration *file)
{
	for (size_t n = 0; n < yaml_count(columns); n++) {
		check_field_name(reader, yaml_key(columns, n), file->fields);
		FileField *field = g_new0(FileField, 1);
		field->name = g_strdup(yaml_text(yaml_key(columns, n)));
		field->decimals = -1;
		g_date_clear(&field->earliest, 1);
		g_date_clear(&field->latest, 1);
		g_ptr_array_add(file->fields, field);
		read_field(reader, yaml_value(columns, n), field);
		check_personal(reader, yaml_key(columns, n), yaml_value(columns, n), field);
	}
}
