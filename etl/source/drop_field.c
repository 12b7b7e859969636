#include "etl/source/drop_field.h"

#include "core/text.h"
#include "etl/guard/forbidden.h"

#include <string.h>

static DropValue read_boolean(const FileField *field, const DropReading *reading, const char *text)
{
	static const struct {
		const char *text;
		bool value;
	} words[] = {
		{ "true", true },   { "t", true },  { "yes", true }, { "y", true },  { "1", true },
		{ "false", false }, { "f", false }, { "no", false }, { "n", false }, { "0", false },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(words); n++) {
		if (g_ascii_tolower(*text) == words[n].text[0] &&
		    g_ascii_strcasecmp(text, words[n].text) == 0)
			return (DropValue){ .boolean = words[n].value };
	}
	g_string_printf(reading->reason, "%s is neither true nor false.", field->name);
	return drop_field_reject("boolean-form", "Write true or false.");
}

/* ── texts ── */
static DropValue read_text(const FileField *field, const DropReading *reading, const char *text,
			   size_t length)
{
	const char *kind = NULL;
	if (field->type == FIELD_KEY || !forbidden_value(text, length, &kind))
		return (DropValue){ .text = text, .length = length };
	g_string_printf(reading->reason, "%s holds %s, which is not taken in.", field->name, kind);
	return drop_field_reject("personal-data", "Take it out of this field at the source.");
}

/* ── any ── */
static void trim(const char **text, size_t *length)
{
	while (*length > 0 && g_ascii_isspace((*text)[*length - 1]))
		(*length)--;
	while (*length > 0 && g_ascii_isspace(**text)) {
		(*text)++;
		(*length)--;
	}
	/* ="001": how a spreadsheet is kept from taking a text for a number */
	if (*length >= strlen("=\"\"") && (*text)[0] == '=' && (*text)[1] == '"' &&
	    (*text)[*length - 1] == '"') {
		*text += 2;
		*length -= 3;
	}
}

static bool is_text(const FileField *field)
{
	return field->type == FIELD_TEXT || field->type == FIELD_KEY;
}

/* Letters that mean a number and are no digits, as the raised 2 of a footnote: 5² is not 52. */
static bool has_other_number(const char *text, size_t length)
{
	if (!g_utf8_validate(text, (gssize)length, NULL))
		return false;
	for (const char *at = text; at < text + length; at += g_utf8_skip[(guchar)*at]) {
		if (g_unichar_type(g_utf8_get_char(at)) == G_UNICODE_OTHER_NUMBER)
			return true;
	}
	return false;
}

/* The form in which numbers and times are looked for. Transfer full. */
static char *shape_of(const char *text, size_t length)
{
	static const char arabic_point[] = "\u066B";
	if (has_other_number(text, length))
		return g_strndup(text, length);
	char *shape = g_strstrip(text_fold_shape(text, (gssize)length));
	char *point = strstr(shape, arabic_point);
	if (point != NULL) {
		const char *behind = point + strlen(arabic_point);
		*point = '.';
		memmove(point + 1, behind, strlen(behind) + 1);
	}
	return shape;
}

/* Brings the value to the form in which it is kept or read. What is read as a number or a time ends
 * with a zero byte. */
static void fold(const FileField *field, const DropReading *reading, const char **text,
		 size_t *length)
{
	bool plain = text_is_plain(*text, (gssize)*length);
	if (plain && (is_text(field) || (*text)[*length] == '\0'))
		return;
	g_autofree char *folded = is_text(field) ? text_fold_key(*text, (gssize)*length)
				  : plain        ? g_strndup(*text, *length)
						 : shape_of(*text, *length);
	*length = strlen(folded);
	*text = g_string_chunk_insert_len(reading->texts, folded, (gssize)*length);
}

/* True for a value that the declaration says to be none. */
static bool is_blank(const FileField *field, const char *text, size_t length)
{
	if (field->blanks == NULL)
		return false;
	g_autofree char *folded = text_fold_compare(text, (gssize)length);
	for (char **blank = field->blanks; *blank != NULL; blank++) {
		g_autofree char *other = text_fold_compare(*blank, -1);
		if (strcmp(folded, other) == 0)
			return true;
	}
	return false;
}

static DropValue read_empty(const FileField *field, const DropReading *reading)
{
	if (!field->required)
		return (DropValue){ .null = true };
	g_string_printf(reading->reason, "%s is empty.", field->name);
	return drop_field_reject("value-missing",
				 "Fill it in at the source; the record comes with the next run.");
}

DropValue drop_field_read(const FileField *field, const DropReading *reading, const char *text,
			  size_t length)
{
	trim(&text, &length);
	if (length > 0)
		fold(field, reading, &text, &length);
	if (length == 0 || is_blank(field, text, length))
		return read_empty(field, reading);
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_KEY:
		return read_text(field, reading, text, length);
	case FIELD_INTEGER:
		return drop_field_integer(field, reading, text);
	case FIELD_DECIMAL:
		return drop_field_decimal(field, reading, text);
	case FIELD_BOOLEAN:
		return read_boolean(field, reading, text);
	case FIELD_DATE:
	case FIELD_TIMESTAMP:
	case FIELD_INSTANT:
		break;
	}
	return drop_field_time(field, reading, text);
}
