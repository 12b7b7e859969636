/* engine.canonical: the text of JSON that is hashed and signed. */
#include "core/error.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>

static const char *said(const GError *error)
{
	return error != NULL ? error->message : "";
}

Test(canonical, has_one_text_for_each_value)
{
	static const struct {
		const char *from;
		const char *to;
	} cases[] = {
		/* bytes, not lengths, are the order of keys */
		{ "{\"b\": 1, \"aa\": 2, \"a\": 3, \"B\": 0, \"\": 4}",
		  "{\"\":4,\"B\":0,\"a\":3,\"aa\":2,\"b\":1}" },
		{ "{\"\\u00e9\": 1, \"z\": 2, \"\\u0634\": 3}", "{\"z\":2,\"é\":1,\"ش\":3}" },
		{ "{\"a\": {\"d\": [], \"c\": {}}, \"a\": {\"d\": [2, 1], \"c\": {\"x\": null}}}",
		  "{\"a\":{\"c\":{\"x\":null},\"d\":[2,1]}}" },
		{ "\"\\u0008\\u0009\\u000a\\u000c\\u000d\\u0022\\u005c\"",
		  "\"\\b\\t\\n\\f\\r\\\"\\\\\"" },
		{ "\"\\u0001\\u001F\\/\\u007f\\u2028\"", "\"\\u0001\\u001f/\177\342\200\250\"" },
		{ "\"\\u0634\\u0645\\u0627\\u0631 \\ud83d\\ude00\"", "\"شمار 😀\"" },
		{ "[true, false, null, \"\", 0, -5, 9007199254740991]",
		  "[true,false,null,\"\",0,-5,9007199254740991]" },
	};
	g_autoptr(Database) db = server_database();
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(DatabaseResult) row =
		    database_one(db, "select engine.canonical($1::text::jsonb)",
				 DATABASE_PARAMS(cases[n].from), &error);
		cr_assert(row != NULL, "%s", said(error));
		cr_expect_str_eq(result_text(row, 0, 0), cases[n].to);
	}
}

Test(canonical, refuses_numbers_that_readers_hold_differently)
{
	static const char *const numbers[] = { "1.5", "1.0", "9007199254740992",
					       "[{\"a\": -9007199254740992}]" };
	g_autoptr(Database) db = server_database();
	for (size_t n = 0; n < G_N_ELEMENTS(numbers); n++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(DatabaseResult) row =
		    database_one(db, "select engine.canonical($1::text::jsonb)",
				 DATABASE_PARAMS(numbers[n]), &error);
		cr_assert_null(row, "%s", numbers[n]);
		cr_expect_str_eq(error_sqlstate(error), "22003");
	}
}
