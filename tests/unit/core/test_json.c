/* JSON that goes out. */
#include <criterion/criterion.h>

#include "core/json.h"

Test(json, escapes_what_must_be_in_the_shortest_way)
{
	g_autoptr(GString) json = g_string_new(NULL);
	json_put_text(json, "a\"b\\c\b\t\n\f\r\x01/شمار");
	cr_expect_str_eq(json->str, "\"a\\\"b\\\\c\\b\\t\\n\\f\\r\\u0001/شمار\"");
}

Test(json, takes_as_many_bytes_as_it_is_told)
{
	g_autoptr(GString) json = g_string_new(NULL);
	json_put_text_of(json, "12\0,34", 3);
	cr_expect_str_eq(json->str, "\"12\\u0000\"");
}

Test(json, puts_commas_between_members_and_none_before_the_first)
{
	g_autoptr(GString) json = g_string_new("{");
	json_put_name(json, "a");
	g_string_append(json, "{");
	json_put_name(json, "b");
	json_put_text(json, "{");
	g_string_append(json, "}");
	json_put_name(json, "c");
	json_put_text(json, "");
	g_string_append(json, "}");
	cr_expect_str_eq(json->str, "{\"a\":{\"b\":\"{\"},\"c\":\"\"}");
}
