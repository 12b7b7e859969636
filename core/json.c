#include "core/json.h"

#include <string.h>

static void put_letter(GString *json, char letter)
{
	static const char shorts[] = "\b\t\n\f\r\"\\", letters[] = "btnfr\"\\";
	const char *is_short = letter != '\0' ? strchr(shorts, letter) : NULL;
	if (is_short != NULL)
		g_string_append_printf(json, "\\%c", letters[is_short - shorts]);
	else if ((guchar)letter < 0x20)
		g_string_append_printf(json, "\\u%04x", (unsigned)letter);
	else
		g_string_append_c(json, letter);
}

void json_put_text_of(GString *json, const char *text, gsize length)
{
	g_string_append_c(json, '"');
	for (gsize n = 0; n < length; n++)
		put_letter(json, text[n]);
	g_string_append_c(json, '"');
}

void json_put_text(GString *json, const char *text)
{
	json_put_text_of(json, text, strlen(text));
}

void json_put_name(GString *json, const char *name)
{
	if (json->len > 0 && json->str[json->len - 1] != '{')
		g_string_append_c(json, ',');
	json_put_text(json, name);
	g_string_append_c(json, ':');
}
