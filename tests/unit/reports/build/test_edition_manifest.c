/* The manifest of editions as a text: the same for the same, whole or refused. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/error.h"
#include "reports/build/edition_manifest.h"

static const char manifest_text[] =
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

static EditionManifest *parse(const char *text)
{
	g_autoptr(GError) error = NULL;
	EditionManifest *manifest =
	    edition_manifest_parse(text, strlen(text), "manifest.json", &error);
	cr_assert(manifest != NULL, "%s", error != NULL ? error->message : "");
	return manifest;
}

Test(edition_manifest, is_written_as_it_was_read)
{
	g_autoptr(EditionManifest) manifest = parse(manifest_text);
	g_autofree char *text = edition_manifest_text(manifest);
	cr_assert_str_eq(text, manifest_text);
}

Test(edition_manifest, gives_the_words_that_bind_an_edition_again)
{
	g_autoptr(EditionManifest) manifest = parse(manifest_text);
	const ManifestRendering *rendering = g_ptr_array_index(manifest->renderings, 0);
	g_auto(GStrv) words = edition_manifest_words(rendering->editions->pdata[0]);
	cr_assert_str_eq(words[0], "district=پاکپتن");
	cr_assert_null(words[1]);
	cr_assert_eq(rendering->run_no, 12);
}

Test(edition_manifest, refuses_what_is_no_manifest_or_not_whole)
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
		g_autoptr(EditionManifest) manifest =
		    edition_manifest_parse(texts[n], strlen(texts[n]), "x.json", &error);
		cr_expect(manifest == NULL, "'%s' was taken", texts[n]);
		cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_USAGE);
	}
}

Test(edition_manifest, forgets_what_was_made_anew_and_files_that_are_gone)
{
	g_autoptr(EditionManifest) manifest = parse(manifest_text);
	g_autoptr(EditionManifest) other = parse(manifest_text);
	ManifestRendering *newer = g_ptr_array_steal_index(other->renderings, 0);
	newer->run_no = 13;
	edition_manifest_take(manifest, newer);
	cr_assert_eq(manifest->renderings->len, 1);
	cr_assert_eq(((ManifestRendering *)manifest->renderings->pdata[0])->run_no, 13);
}
