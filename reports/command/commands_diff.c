/* report diff: how two editions differ. */
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "reports/command/commands.h"
#include "reports/edition/diff.h"
#include "reports/edition/verify.h"

/* One edition, whatever its device. */
typedef struct {
	char *template_name;
	char *language; /* NULL: the template's first */
	char *as_of;    /* of a public paper its release */
	char *file;     /* one of its files, or NULL */
	char **words;   /* NAME=VALUE of its parameters */
} Copy;

static void copy_free(gpointer data)
{
	Copy *copy = data;
	g_free(copy->template_name);
	g_free(copy->language);
	g_free(copy->as_of);
	g_free(copy->file);
	g_strfreev(copy->words);
	g_free(copy);
}

static GPtrArray *copies_new(void)
{
	return g_ptr_array_new_with_free_func(copy_free);
}

/* ── from manifests ── */

static bool is_same_model(const Copy *left, const Copy *right)
{
	return strcmp(left->template_name, right->template_name) == 0 &&
	       g_strcmp0(left->language, right->language) == 0 &&
	       g_strcmp0(left->as_of, right->as_of) == 0 &&
	       g_strv_equal((const char *const *)left->words, (const char *const *)right->words);
}

/* Adds the model of EDITION unless it is there in another format. */
static void add_copy(GPtrArray *copies, const ManifestRendering *rendering,
		     const ManifestEdition *edition)
{
	Copy *copy = g_new0(Copy, 1);
	copy->template_name = g_strdup(rendering->template_name);
	copy->language = g_strdup(edition->language);
	copy->as_of = rendering->release != NULL
			  ? g_strdup(rendering->release)
			  : g_strdup_printf("%" G_GINT64_FORMAT, rendering->run_no);
	copy->file = g_strdup(edition->file);
	copy->words = edition_manifest_words(edition);
	for (guint n = 0; n < copies->len; n++) {
		if (!is_same_model(copies->pdata[n], copy))
			continue;
		copy_free(copy);
		return;
	}
	g_ptr_array_add(copies, copy);
}

static GPtrArray *read_copies(const char *path, GError **error)
{
	g_autofree char *file = NULL;
	g_autoptr(EditionManifest) manifest = verify_locate(path, &file, error);
	if (manifest == NULL)
		return NULL;
	GPtrArray *copies = copies_new();
	for (guint r = 0; r < manifest->renderings->len; r++) {
		const ManifestRendering *rendering = g_ptr_array_index(manifest->renderings, r);
		for (guint n = 0; n < rendering->editions->len; n++) {
			const ManifestEdition *edition = rendering->editions->pdata[n];
			if (file == NULL || strcmp(file, edition->file) == 0)
				add_copy(copies, rendering, edition);
		}
	}
	return copies;
}

/* ── pairs ── */

/* How well two copies belong together: 0 not at all; more when more parameters are the same. */
static guint likeness(const Copy *left, const Copy *right)
{
	guint like = 1;
	if (strcmp(left->template_name, right->template_name) != 0 ||
	    g_strcmp0(left->language, right->language) != 0)
		return 0;
	for (char **word = left->words; *word != NULL; word++) {
		if (g_strv_contains((const char *const *)right->words, *word))
			like += 2;
		else if (g_str_has_prefix(*word, "district="))
			return 0; /* another district's is never an edition's other version */
	}
	return like;
}

/* Takes the copy that is most like COPY out of COPIES; NULL when none is. */
static Copy *take_like(GPtrArray *copies, const Copy *copy)
{
	guint best = 0, place = 0;
	for (guint n = 0; n < copies->len; n++) {
		guint like = likeness(copy, copies->pdata[n]);
		if (like > best) {
			best = like;
			place = n;
		}
	}
	return best > 0 ? g_ptr_array_steal_index(copies, place) : NULL;
}

/* ── models ── */

typedef struct {
	const Config *config;
	const Library *library;
} World;

static Model *render_copy(const World *world, const Copy *copy, GError **error)
{
	g_autoptr(Template) template =
	    commands_template(world->library, copy->template_name, error);
	const char *language =
	    template != NULL ? commands_language(template, copy->language, error) : NULL;
	g_autoptr(Render) render = language != NULL ? render_begin(world->config, world->library,
								   template, copy->as_of, error)
						    : NULL;
	g_autoptr(Binding) binding =
	    render != NULL ? render_bind(render, (const char *const *)copy->words, error) : NULL;
	return binding != NULL ? render_model(render, binding, language, error) : NULL;
}

static char *copy_name(const Copy *copy)
{
	g_autofree char *words = g_strjoinv(", ", copy->words);
	return g_strdup_printf("%s%s%s", copy->template_name, words[0] != '\0' ? " " : "", words);
}

/* Appends how NEW differs from OLD, under a head of its own. */
static bool diff_pair(const World *world, GString *text, const Copy *old, const Copy *new,
		      GError **error)
{
	g_autoptr(Model) before = render_copy(world, old, error);
	g_autoptr(Model) after = before != NULL ? render_copy(world, new, error) : NULL;
	if (after == NULL)
		return false;
	g_autofree char *was = copy_name(old);
	g_autofree char *is = copy_name(new);
	bool renamed = strcmp(was, is) != 0;
	g_string_append_printf(
	    text, "%s%s%s, run %" G_GINT64_FORMAT " → run %" G_GINT64_FORMAT "\n", was,
	    renamed ? " → " : "", renamed ? is : "", before->run_no, after->run_no);
	if (diff_models(text, before, after) == 0)
		g_string_append(text, "nothing changed\n");
	return true;
}

static bool diff_all(const World *world, GString *text, GPtrArray *before, GPtrArray *after,
		     GError **error)
{
	g_autoptr(GPtrArray) gone = g_ptr_array_new();
	for (guint n = 0; n < before->len; n++) {
		const Copy *old = g_ptr_array_index(before, n);
		Copy *new = take_like(after, old);
		if (new == NULL) {
			g_ptr_array_add(gone, (gpointer)(guintptr)old);
			continue;
		}
		if (text->len > 0)
			g_string_append_c(text, '\n');
		bool done = diff_pair(world, text, old, new, error);
		copy_free(new);
		if (!done)
			return false;
	}
	for (guint n = 0; n < gone->len; n++) {
		g_autofree char *name = copy_name(gone->pdata[n]);
		g_string_append_printf(text, "only before: %s\n", name);
	}
	for (guint n = 0; n < after->len; n++) {
		g_autofree char *name = copy_name(after->pdata[n]);
		g_string_append_printf(text, "only after: %s\n", name);
	}
	return true;
}

/* ── the command ── */

/* The edition of the template NAME as of AS_OF with the parameters asked for. */
static GPtrArray *make_copy(const char *name, const char *as_of, const Asked *asked)
{
	GPtrArray *copies = copies_new();
	Copy *copy = g_new0(Copy, 1);
	copy->template_name = g_strdup(name);
	copy->language = g_strdup(asked->language);
	copy->as_of = g_strdup(as_of);
	copy->words = g_strdupv((char **)(guintptr)asked->params);
	g_ptr_array_add(copies, copy);
	return copies;
}

static bool check_asked(GStrv words, const Asked *asked, GError **error)
{
	if (words[2] != NULL || (asked->params[0] == NULL && asked->language == NULL))
		return true;
	error_set(error, SHUMAR_ERROR_USAGE,
		  "Name a template and two runs, or two releases, to compare: shumar report diff "
		  "NAME RUN RUN --param …",
		  "manifests and editions have their own parameters and language");
	return false;
}

bool report_diff(CommandContext *context, GStrv words, GError **error)
{
	const Asked asked = asked_of(context);
	g_autoptr(Library) library = library_begin(context, words, 2, 3, error);
	if (library == NULL || !check_asked(words, &asked, error))
		return false;
	bool runs = words[2] != NULL;
	g_autoptr(GPtrArray) before =
	    runs ? make_copy(words[0], words[1], &asked) : read_copies(words[0], error);
	g_autoptr(GPtrArray) after = before == NULL ? NULL
				     : runs         ? make_copy(words[0], words[2], &asked)
						    : read_copies(words[1], error);
	if (after == NULL)
		return false;
	const World world = { command_config(context, error), library };
	GString *text = g_string_new(NULL);
	bool done = diff_all(&world, text, before, after, error);
	return commands_print(text, done, error);
}
