#include "reports/release/folder_verify.h"

#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/text.h"
#include "reports/release/contents.h"
#include "reports/release/figures_check.h"
#include "reports/release/proof.h"
#include "reports/release/seal.h"
#include "reports/witness/check.h"

/* Bytes of a file whose rows are read. */
#define ROWS_MOST ((gint64)256 << 20)

typedef struct {
	const char *folder;
	GString *said;
	GHashTable *lines; /* that were said, or counted */
	guint changed;     /* faults of files */
	guint disclosed;   /* faults of figures and proof */
	guint files;
	char *release; /* as the manifest says; NULL: it is none */
	FiguresCount figures;
	long counts[WITNESS_COUNTS], tables;
} Verify;

static void say(Verify *verify, guint *kind, const char *what)
{
	g_autofree char *shown = text_printable(what, -1);
	g_autofree char *line = g_strconcat(shown, "\n", NULL);
	if (g_hash_table_contains(verify->lines, line))
		return;
	if (verify->changed + verify->disclosed < FOLDER_FAULTS_SAID)
		g_string_append(verify->said, line);
	g_hash_table_add(verify->lines, g_steal_pointer(&line));
	(*kind)++;
}

static void changed(Verify *verify, const char *name, const char *why)
{
	g_autofree char *what = g_strdup_printf("%s: %s", name, why);
	say(verify, &verify->changed, what);
}

/* The text of NAME; empty, and told, when it cannot be read. Transfer full. */
static char *read_one(Verify *verify, const char *name, gint64 most, gsize *ret_length)
{
	g_autoptr(GError) cause = NULL;
	char *text = contents_read(verify->folder, name, most, ret_length, &cause);
	if (text != NULL)
		return text;
	changed(verify, name, "it is missing");
	*ret_length = 0;
	return g_strdup("");
}

/* ── the signature ── */
static bool signed_by(const GPtrArray *keys, const char *json, const char *signature)
{
	for (guint n = 0; n < keys->len; n++) {
		if (signature_holds(g_ptr_array_index(keys, n), json, signature))
			return true;
	}
	return false;
}

/* The keys to trust: those of KEY_PATH; else the folder's own, none when it holds no key. */
static GPtrArray *keys_of(Verify *verify, const char *key_path, GError **error)
{
	gsize length = 0;
	if (key_path != NULL)
		return signature_read_public(key_path, error);
	g_autofree char *text = read_one(verify, SEAL_PUBLIC, 4096, &length);
	GPtrArray *keys = strlen(text) == length ? signature_parse_public(text) : NULL;
	if (keys != NULL && keys->len == 1)
		return keys;
	if (keys != NULL)
		g_ptr_array_unref(keys);
	changed(verify, SEAL_PUBLIC, "it is no public key");
	return g_ptr_array_new_with_free_func(g_free);
}

/* The key in the folder is that of KEYS which signed, whoever gave these. */
static void check_own_key(Verify *verify, const GPtrArray *keys)
{
	gsize length = 0;
	g_autofree char *text = read_one(verify, SEAL_PUBLIC, 4096, &length);
	for (guint n = 0; n < keys->len; n++) {
		g_autofree char *pem = signature_pem(g_ptr_array_index(keys, n));
		if (strcmp(pem, text) == 0 && strlen(text) == length)
			return;
	}
	changed(verify, SEAL_PUBLIC, "it is another key than the one that was given");
}

static bool check_signature(Verify *verify, const char *json, const char *key_path, GError **error)
{
	gsize length = 0;
	g_autoptr(GPtrArray) keys = keys_of(verify, key_path, error);
	if (keys == NULL)
		return false;
	if (key_path != NULL)
		check_own_key(verify, keys);
	g_autofree char *line = read_one(verify, SEAL_SIGNATURE, 4096, &length);
	bool ended = length > 0 && strlen(line) == length && line[length - 1] == '\n';
	if (ended)
		line[length - 1] = '\0';
	if (keys->len > 0 && (!ended || !signed_by(keys, json, line)))
		changed(verify, SEAL_MANIFEST,
			key_path != NULL
			    ? "its signature is not of the key that was given: it was changed, or "
			      "somebody else signed it"
			    : "its signature does not hold: it or the signature was changed");
	return true;
}

/* ── the files ── */
static void check_files(Verify *verify, const Contents *manifest, const Contents *found)
{
	for (guint n = 0; n < manifest->files->len; n++) {
		const ContentsFile *file = g_ptr_array_index(manifest->files, n);
		const ContentsFile *there = contents_file(found, file->name);
		if (there == NULL)
			changed(verify, file->name, "it is missing");
		else if (there->bytes != file->bytes || strcmp(there->sha256, file->sha256) != 0)
			changed(verify, file->name, "it was changed");
	}
	for (guint n = 0; n < found->files->len; n++) {
		const ContentsFile *there = g_ptr_array_index(found->files, n);
		if (contents_file(manifest, there->name) == NULL)
			changed(verify, there->name, "it is not in the manifest: it was added");
	}
	verify->files = found->files->len;
}

static bool check_seal(Verify *verify, const char *key_path, GError **error)
{
	static const char *const seal[] = { SEAL_MANIFEST, SEAL_SIGNATURE, SEAL_PUBLIC, NULL };
	g_autoptr(GPtrArray) odd = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Contents) found = contents_new();
	g_autoptr(GError) cause = NULL;
	gsize length = 0;
	if (!contents_walk(found, verify->folder, seal, odd, error))
		return false;
	for (guint n = 0; n < odd->len; n++)
		say(verify, &verify->changed, g_ptr_array_index(odd, n));
	g_autofree char *json = read_one(verify, SEAL_MANIFEST, CONTENTS_MANIFEST_MOST, &length);
	g_autoptr(Contents) manifest = contents_parse(json, length, &cause);
	if (manifest != NULL) {
		verify->release = g_strdup(contents_text_of(manifest, "release"));
		check_files(verify, manifest, found);
	} else
		changed(verify, SEAL_MANIFEST,
			"it is no manifest of a release: it was cut off or changed");
	return check_signature(verify, json, key_path, error);
}

/* ── figures and proof ── */
static void check_figures(Verify *verify, const char *cells)
{
	gsize length = 0;
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *figures = read_one(verify, "data/figures.csv", ROWS_MOST, &length);
	figures_check(figures, cells, verify->release, faults, &verify->figures);
	for (guint n = 0; n < faults->len; n++)
		say(verify, &verify->disclosed, g_ptr_array_index(faults, n));
	if (strlen(figures) != length)
		say(verify, &verify->disclosed, "data/figures.csv: it is no text");
}

/* The lines that the checker said, and the faults it counted beyond. */
static void take_faults(Verify *verify, const char *said, long faults)
{
	g_auto(GStrv) lines = g_strsplit(said, "\n", -1);
	guint before = verify->disclosed;
	for (guint n = 0; lines[n] != NULL; n++) {
		if (*lines[n] != '\0')
			say(verify, &verify->disclosed, lines[n]);
	}
	verify->disclosed = MAX(verify->disclosed, before + (guint)faults);
}

static void check_proof(Verify *verify, char *texts[WITNESS_FILES],
			const gsize lengths[WITNESS_FILES])
{
	FILE *files[WITNESS_FILES];
	char *said = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&said, &length);
	for (int n = 0; n < WITNESS_FILES; n++)
		files[n] = fmemopen(texts[n], MAX(lengths[n], 1), "r");
	long faults = witness_check(files, stream, verify->counts, &verify->tables);
	for (int n = 0; n < WITNESS_FILES; n++)
		(void)fclose(files[n]);
	(void)fclose(stream);
	take_faults(verify, said, faults);
	free(said);
}

static void check_disclosure(Verify *verify)
{
	static const char *const names[WITNESS_FILES] = { "proof/rule.csv", "proof/cells.csv",
							  "proof/sums.csv", "proof/tables.csv" };
	char *texts[WITNESS_FILES];
	gsize lengths[WITNESS_FILES];
	for (int n = 0; n < WITNESS_FILES; n++)
		texts[n] = read_one(verify, names[n], ROWS_MOST, &lengths[n]);
	check_figures(verify, texts[WITNESS_CELLS]);
	check_proof(verify, texts, lengths);
	for (int n = 0; n < WITNESS_FILES; n++)
		g_free(texts[n]);
}

/* ── the verdict ── */
/* "6,412" */
static char *grouped(gint64 number)
{
	GString *text = g_string_new(NULL);
	g_string_printf(text, "%" G_GINT64_FORMAT, number);
	for (gssize at = (gssize)text->len - 3; at > 0; at -= 3)
		g_string_insert_c(text, at, ',');
	return g_string_free(text, FALSE);
}

/* Whether the checker in the folder is this program's. */
static bool own_checker(const Verify *verify)
{
	bool own = true;
	for (guint n = 0; witness_source[n][0] != NULL; n++) {
		gsize length = 0;
		g_autofree char *name = g_build_filename("proof", witness_source[n][0], NULL);
		g_autofree char *text =
		    contents_read(verify->folder, name, ROWS_MOST, &length, NULL);
		own = own && g_strcmp0(text, witness_source[n][1]) == 0;
	}
	return own;
}

static void say_key(Verify *verify, const char *key_path)
{
	if (!own_checker(verify))
		g_string_append(verify->said, "note: the checker in proof/ is not that of this "
					      "program: read it before you build it\n");
	if (key_path != NULL)
		g_string_append_printf(verify->said, "signed by a key of '%s'\n", key_path);
	else
		g_string_append(
		    verify->said,
		    "note: the key in the folder proves only that nothing was changed since it was "
		    "signed. Who signed it, you know from a key that you got elsewhere: from an "
		    "earlier release which you kept, or from the office; give it with --key FILE\n");
}

static void say_verified(Verify *verify, const char *key_path)
{
	g_autofree char *figures = grouped(verify->figures.figures);
	g_autofree char *withheld = grouped(verify->figures.withheld);
	g_autofree char *tables = grouped(verify->tables);
	g_autofree char *cells =
	    grouped(verify->counts[WITNESS_WITHHELD] + verify->counts[WITNESS_UNPUBLISHED]);
	say_key(verify, key_path);
	g_string_append_printf(verify->said,
			       "verified: %u files, %s figures, %s withheld; %s tables prove that "
			       "none of the %s figures that were ever withheld or never published "
			       "can be found\n",
			       verify->files, figures, withheld, tables, cells);
	if (verify->figures.given_up > 0)
		g_string_append_printf(verify->said,
				       "given up: %" G_GINT64_FORMAT
				       " figures of earlier releases could be found before this "
				       "one, and nothing can protect them any more: %s\n",
				       verify->figures.given_up, verify->figures.given_up_by);
}

static bool put_verdict(Verify *verify, const char *key_path, GError **error)
{
	guint faults = verify->changed + verify->disclosed;
	if (faults == 0) {
		say_verified(verify, key_path);
		return true;
	}
	if (faults > FOLDER_FAULTS_SAID)
		g_string_append_printf(verify->said, "… and more: %u faults in all\n", faults);
	g_autofree char *disclosed = text_count(verify->disclosed, "fault");
	g_autofree char *changed = text_count(verify->changed, "fault");
	if (verify->disclosed > 0)
		error_set(error, SHUMAR_ERROR_DISCLOSURE,
			  "Do not use it and do not pass it on; get it again from where it was "
			  "published, and tell the office.",
			  "'%s' is NOT verified: %s of figures or their proof, %u of files",
			  verify->folder, disclosed, verify->changed);
	else
		error_set(error, SHUMAR_ERROR_UNPUBLISHED,
			  "Get it again from where it was published.",
			  "'%s' is NOT verified: %s of files", verify->folder, changed);
	return false;
}

bool folder_verify(const char *folder, const char *key_path, GString *said, GError **error)
{
	Verify verify = { .folder = folder, .said = said };
	if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Name the folder of a release, which has a manifest.json.",
			  "cannot verify '%s': it is no folder", folder);
		return false;
	}
	g_autoptr(GHashTable) lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	verify.lines = lines;
	bool holds = check_seal(&verify, key_path, error);
	if (holds) {
		check_disclosure(&verify);
		holds = put_verdict(&verify, key_path, error);
	}
	g_free(verify.release);
	g_free(verify.figures.given_up_by);
	return holds;
}
