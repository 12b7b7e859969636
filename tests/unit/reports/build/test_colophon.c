/* The manifest of editions as a text: the same for the same, whole or refused. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/error.h"
#include "reports/build/colophon.h"

static const char manifest[] =
    "{\n \"manifest\": 1,\n \"renderings\": [\n {\n"
    "  \"as_at\": \"2024-08-05T18:59:59Z\",\n"
    "  \"editions\": [\n"
    "   {\"bytes\": 7, \"device\": \"pdf\", \"file\": \"a \\\"b\\\".pdf\", \"language\": \"en\", "
    "\"parameters\": {\"district\": \"پاکپتن\"}, \"sha256\": \"x\", \"stem\": \"a \\\"b\\\"\"},\n"
    "   {\"bytes\": 9, \"device\": \"text\", \"file\": \"a.txt\", \"language\": \"en\", "
    "\"parameters\": {}, \"sha256\": \"y\", \"stem\": \"a\"}\n"
    "  ],\n"
    "  \"fonts\": {},\n"
    "  \"libraries\": {\"cairo\": \"1.16.0\", \"pango\": \"1.50.12\"},\n"
    "  \"parts\": {\"a.yaml\": \"p\"},\n"
    "  \"program\": \"shumar 1\",\n"
    "  \"queries\": {\"q\": \"h\"},\n"
    "  \"run\": 12,\n"
    "  \"template\": \"a\"\n"
    " }\n ]\n}\n";

static Colophon *parse(const char *text)
{
	g_autoptr(GError) error = NULL;
	Colophon *colophon = colophon_parse(text, strlen(text), "manifest.json", &error);
	cr_assert(colophon != NULL, "%s", error != NULL ? error->message : "");
	return colophon;
}

Test(colophon, is_written_as_it_was_read)
{
	g_autoptr(Colophon) colophon = parse(manifest);
	g_autofree char *text = colophon_text(colophon);
	cr_assert_str_eq(text, manifest);
}

Test(colophon, gives_the_words_that_bind_an_edition_again)
{
	g_autoptr(Colophon) colophon = parse(manifest);
	const ColophonRendering *rendering = g_ptr_array_index(colophon->renderings, 0);
	g_auto(GStrv) words = colophon_words(rendering->editions->pdata[0]);
	cr_assert_str_eq(words[0], "district=پاکپتن");
	cr_assert_null(words[1]);
	cr_assert_eq(rendering->run_no, 12);
}

Test(colophon, refuses_what_is_no_manifest_or_not_whole)
{
	static const char *const texts[] = {
		"",
		"[]",
		"{\"manifest\": 2, \"renderings\": []}",
		"{\"manifest\": 1}",
		"{\"manifest\": 1, \"renderings\": [{\"template\": \"a\"}]}",
		"{\"manifest\": 1, \"renderings\": [",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(texts); n++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Colophon) colophon =
		    colophon_parse(texts[n], strlen(texts[n]), "x.json", &error);
		cr_expect(colophon == NULL, "'%s' was taken", texts[n]);
		cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_USAGE);
	}
}

Test(colophon, forgets_what_was_made_anew_and_files_that_are_gone)
{
	g_autoptr(Colophon) colophon = parse(manifest);
	g_autoptr(Colophon) other = parse(manifest);
	ColophonRendering *newer = g_ptr_array_steal_index(other->renderings, 0);
	newer->run_no = 13;
	colophon_take(colophon, newer);
	cr_assert_eq(colophon->renderings->len, 1);
	cr_assert_eq(((ColophonRendering *)colophon->renderings->pdata[0])->run_no, 13);
}
