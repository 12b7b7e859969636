/* The page over a folder of editions: what manifests list, and what became of it. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "reports/edition/index.h"

#define RENDERING                                                                                  \
	"{\"as_at\": \"%s\", \"editions\": [%s], \"fonts\": {}, \"libraries\": {}, "               \
	"\"parts\": {\"dpo-weekly.yaml\": \"%s\"}, \"program\": \"shumar\", \"queries\": {}, "     \
	"\"run\": %d, \"template\": \"%s\"}"

/* ── a folder ── */

static void put(const char *folder, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *parent = g_path_get_dirname(path);
	cr_assert_eq(g_mkdir_with_parents(parent, 0755), 0);
	cr_assert(g_file_set_contents(path, text, -1, NULL));
}

/* The entry of FILE, written with TEXT, of DISTRICT and WEEK. */
static char *entry(const char *folder, const char *file, const char *text, const char *district,
		   const char *week)
{
	g_autofree char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
	put(folder, file, text);
	return g_strdup_printf("{\"bytes\": %zu, \"device\": \"pdf\", \"file\": \"%s\", "
			       "\"language\": \"%s\", \"parameters\": {\"district\": \"%s\", "
			       "\"week\": \"%s\"}, \"sha256\": \"%s\", \"stem\": \"x\"}",
			       strlen(text), file, strstr(file, ".ur.") != NULL ? "ur" : "en",
			       district, week, sha256);
}

/* Two weeks of Lahore, one of Kasur, in two runs; a file altered, one gone, one unlisted. */
static char *make_folder(void)
{
	char *folder = g_dir_make_tmp("shumar-index-XXXXXX", NULL);
	g_autofree char *w46 = entry(folder, "w/W46-LHR.pdf", "old", "LHR", "2026-W46");
	g_autofree char *w47 = entry(folder, "w/W47-LHR.pdf", "new", "LHR", "2026-W47");
	g_autofree char *urdu = entry(folder, "w/W47-LHR.ur.pdf", "urdu", "LHR", "2026-W47");
	g_autofree char *kasur = entry(folder, "w/W47-KSR.pdf", "kasur", "KSR", "2026-W47");
	g_autofree char *listed = g_strjoin(", ", w47, urdu, kasur, NULL);
	for (char *at = listed; (at = strstr(at, "\"w/")) != NULL;)
		memmove(at + 1, at + 3, strlen(at + 3) + 1);
	for (char *at = w46; (at = strstr(at, "\"w/")) != NULL;)
		memmove(at + 1, at + 3, strlen(at + 3) + 1);
	g_autofree char *first =
	    g_strdup_printf(RENDERING, "2026-11-16T01:00:00Z", w46, "aa", 3, "dpo-weekly");
	g_autofree char *second =
	    g_strdup_printf(RENDERING, "2026-11-23T01:00:00Z", listed, "bb", 7, "dpo-weekly");
	g_autofree char *manifest =
	    g_strdup_printf("{\"manifest\": 1, \"renderings\": [%s, %s]}", first, second);
	put(folder, "w/manifest.json", manifest);
	put(folder, "w/stray.pdf", "whose?");
	put(folder, "w/W47-LHR.ur.pdf", "otherwise");
	g_autofree char *gone = g_build_filename(folder, "w/W47-KSR.pdf", NULL);
	g_unlink(gone);
	return folder;
}

static void remove_folder(char *folder)
{
	static const char *const names[] = { "w/W46-LHR.pdf",
					     "w/W47-LHR.pdf",
					     "w/W47-LHR.ur.pdf",
					     "w/stray.pdf",
					     "w/manifest.json",
					     "w/linked",
					     "w",
					     "index.html",
					     "manifest.json" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *path = g_build_filename(folder, names[n], NULL);
		g_remove(path);
	}
	g_rmdir(folder);
	g_free(folder);
}

static Index *read_index(const char *folder, const Districts *districts)
{
	g_autoptr(GError) error = NULL;
	Index *index = index_read(folder, districts, &error);
	cr_assert_not_null(index, "%s", error != NULL ? error->message : "");
	return index;
}

static Library *library(void)
{
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	Library *found = library_open(folders, NULL);
	cr_assert_not_null(found);
	return found;
}

/* ── tests ── */

Test(index, has_the_newest_first_and_what_was_before_it)
{
	char *folder = make_folder();
	g_autoptr(Districts) districts = index_districts();
	g_autoptr(Index) index = read_index(folder, districts);
	cr_assert_eq(index->editions->len, 3);
	const IndexEdition *kasur = index->editions->pdata[0], *lahore = index->editions->pdata[1];
	const IndexEdition *old = index->editions->pdata[2];
	cr_expect_str_eq(kasur->district, "KSR");
	cr_expect_null(kasur->before);
	cr_expect_str_eq(lahore->period, "2026-W47");
	cr_expect_eq(lahore->files->len, 2, "languages of one edition stand together");
	cr_expect_eq(lahore->before, old);
	cr_expect_eq(old->run_no, 3);
	cr_expect(!old->stale, "a later edition of the series is there");
	remove_folder(folder);
}

Test(index, says_which_files_are_gone_or_altered_or_nobodys)
{
	char *folder = make_folder();
	g_autoptr(Districts) districts = index_districts();
	g_autoptr(Index) index = read_index(folder, districts);
	const IndexEdition *kasur = index->editions->pdata[0], *lahore = index->editions->pdata[1];
	cr_expect_eq(((IndexFile *)kasur->files->pdata[0])->state, INDEX_MISSING);
	cr_expect_eq(((IndexFile *)lahore->files->pdata[0])->state, INDEX_WHOLE);
	cr_expect_eq(((IndexFile *)lahore->files->pdata[1])->state, INDEX_ALTERED);
	cr_assert_eq(index->unlisted->len, 1);
	cr_expect_str_eq(index->unlisted->pdata[0], "w/stray.pdf");
	remove_folder(folder);
}

Test(index, leaves_links_and_manifests_that_lead_elsewhere_alone)
{
	char *folder = make_folder();
	g_autofree char *link = g_build_filename(folder, "w/linked", NULL);
	cr_assert_eq(symlink("/", link), 0);
	g_autofree char *outside =
	    g_strdup_printf(RENDERING, "2026-11-23T01:00:00Z",
			    "{\"bytes\": 1, \"device\": \"pdf\", \"file\": \"../../etc/passwd\", "
			    "\"language\": \"en\", \"parameters\": {}, \"sha256\": \"00\", "
			    "\"stem\": \"x\"}",
			    "cc", 9, "vwps-note");
	g_autofree char *manifest =
	    g_strdup_printf("{\"manifest\": 1, \"renderings\": [%s]}", outside);
	put(folder, "manifest.json", manifest);
	g_autoptr(Districts) districts = index_districts();
	g_autoptr(Index) index = read_index(folder, districts);
	cr_expect_eq(index->editions->len, 3);
	put(folder, "manifest.json", "{\"mine\": true}");
	g_autoptr(Index) broken = read_index(folder, districts);
	cr_assert_eq(broken->unread->len, 1);
	cr_expect_eq(broken->editions->len, 3);
	remove_folder(folder);
}

/* The sha256 of what stands between BEGIN and END of PAGE, as a security policy writes it. */
static char *policy_of(const char *page, const char *begin, const char *end)
{
	const char *from = strstr(page, begin) + strlen(begin);
	g_autofree char *content = g_strndup(from, (gsize)(strstr(from, end) - from));
	guint8 digest[32];
	gsize length = sizeof digest;
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	g_checksum_update(checksum, (const guchar *)content, -1);
	g_checksum_get_digest(checksum, digest, &length);
	g_autofree char *coded = g_base64_encode(digest, length);
	return g_strdup_printf("'sha256-%s'", coded);
}

Test(index, page_runs_its_own_script_and_style_and_nothing_else)
{
	char *folder = make_folder();
	g_autoptr(Districts) districts = index_districts();
	g_autoptr(Index) index = read_index(folder, districts);
	g_autoptr(Library) words = library();
	g_autofree char *page = index_html(index, words);
	g_autofree char *script = policy_of(page, "<script>", "</script>");
	g_autofree char *style = policy_of(page, "<style>", "</style>");
	cr_expect_not_null(strstr(page, "default-src 'none'"));
	cr_expect_not_null(strstr(page, script));
	cr_expect_not_null(strstr(page, style));
	cr_expect_null(strstr(page, "unsafe-inline"));
	cr_expect_null(strstr(page, "://"), "nothing is fetched");
	remove_folder(folder);
}

Test(index, page_says_it_in_both_languages_and_links_what_is_there)
{
	char *folder = make_folder();
	g_autoptr(Districts) districts = index_districts();
	g_autoptr(Index) index = read_index(folder, districts);
	g_autoptr(Library) words = library();
	g_autofree char *page = index_html(index, words);
	g_autofree char *again = index_html(index, words);
	static const char *const parts[] = { "Lahore",
					     "لاہور",
					     "href=\"w/W47-LHR.pdf\"",
					     "the file is gone",
					     "فائل موجود نہیں",
					     "altered since it was listed",
					     "w/stray.pdf",
					     "run 3 → 7",
					     "made otherwise: dpo-weekly.yaml",
					     "data-from=\"2026-11-16\" data-to=\"2026-11-22\"" };
	for (size_t n = 0; n < G_N_ELEMENTS(parts); n++)
		cr_expect_not_null(strstr(page, parts[n]), "'%s' is not on the page", parts[n]);
	cr_expect_null(strstr(page, "href=\"w/W47-KSR.pdf\""), "a file that is gone is no link");
	cr_expect_str_eq(page, again);
	remove_folder(folder);
}

Test(index, page_shows_hostile_names_as_texts)
{
	char *folder = g_dir_make_tmp("shumar-index-XXXXXX", NULL);
	g_autofree char *listed =
	    entry(folder, "a\\u0022b<script>.pdf", "x", "<b>&", "x\\u202e</script>");
	g_autofree char *rendering =
	    g_strdup_printf(RENDERING, "<i>", listed, "aa", 3, "dpo-weekly");
	g_autofree char *manifest =
	    g_strdup_printf("{\"manifest\": 1, \"renderings\": [%s]}", rendering);
	put(folder, "manifest.json", manifest);
	g_autoptr(Districts) districts = index_districts();
	g_autoptr(Index) index = read_index(folder, districts);
	g_autoptr(Library) words = library();
	g_autofree char *page = index_html(index, words);
	cr_assert_eq(index->editions->len, 1);
	cr_expect_null(strstr(page, "<b>"));
	cr_expect_null(strstr(page, "<i>"));
	cr_expect_null(strstr(page, "\u202e"));
	const char *script = strstr(page, "</script>");
	cr_expect_null(strstr(script + 1, "</script>"), "one script, the page's own");
	g_autofree char *file = g_build_filename(folder, "a\\u0022b<script>.pdf", NULL);
	g_unlink(file);
	remove_folder(folder);
}

Test(index, of_no_folder_is_refused)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Districts) districts = index_districts();
	cr_expect_null(index_read("/nowhere/at/all", districts, &error));
	cr_assert_not_null(error);
	cr_expect_not_null(strstr(error->message, "there is no such folder"));
}
