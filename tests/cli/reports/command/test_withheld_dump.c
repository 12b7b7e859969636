/* A public paper's process, halted when all is drawn: what a dump of its memory would hold. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "etl/fact/cubes.h"
#include "tests/support/crash.h"
#include "tests/support/program.h"
#include "tests/support/server.h"
#include "tests/support/withheld_note.h"

/* ── the memory of a halted process ── */

/* What the secret may look like: as printed, as sent, and as the numbers that programs hold. */
typedef struct {
	char plain[16], grouped[16];
	gint64 whole;
	double real;
} Secret;

static Secret secret_new(void)
{
	Secret secret = { .whole = WITHHELD_NUMBER, .real = WITHHELD_NUMBER };
	g_snprintf(secret.plain, sizeof secret.plain, "%d", WITHHELD_NUMBER);
	g_snprintf(secret.grouped, sizeof secret.grouped, "%d,%03d,%03d", WITHHELD_NUMBER / 1000000,
		   WITHHELD_NUMBER / 1000 % 1000, WITHHELD_NUMBER % 1000);
	return secret;
}

static bool holds(const char *bytes, size_t count, const void *form, size_t length)
{
	const char *at = bytes, *end = bytes + count;
	while ((size_t)(end - at) >= length) {
		at = memchr(at, *(const char *)form, (size_t)(end - at) - length + 1);
		if (at == NULL)
			return false;
		if (memcmp(at, form, length) == 0)
			return true;
		at++;
	}
	return false;
}

static const char *found_in(const Secret *secret, const char *bytes, size_t count)
{
	const struct {
		const char *what;
		const void *form;
		size_t length;
	} forms[] = {
		{ "as text", secret->plain, strlen(secret->plain) },
		{ "as printed", secret->grouped, strlen(secret->grouped) },
		{ "as a whole number", &secret->whole, sizeof secret->whole },
		{ "as a real number", &secret->real, sizeof secret->real },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(forms); n++)
		if (holds(bytes, count, forms[n].form, forms[n].length))
			return forms[n].what;
	return NULL;
}

#define SANE_BYTES (1ULL << 36)

/* In which form the writable memory of CHILD holds WITHHELD_NUMBER; NULL where it does not. */
static const char *found_in_memory(pid_t child, const Secret *secret, guint64 *ret_bytes)
{
	g_autofree char *maps_path = g_strdup_printf("/proc/%d/maps", (int)child);
	g_autofree char *path = g_strdup_printf("/proc/%d/mem", (int)child);
	g_autofree char *maps = NULL;
	const char *found = NULL;
	int memory = open(path, O_RDONLY | O_CLOEXEC);
	cr_assert(memory >= 0 && g_file_get_contents(maps_path, &maps, NULL, NULL));
	g_auto(GStrv) lines = g_strsplit(maps, "\n", -1);
	for (char **line = lines; *line != NULL && found == NULL; line++) {
		unsigned long long from = 0, to = 0;
		char rights[5] = "";
		if (sscanf(*line, "%llx-%llx %4s", &from, &to, rights) != 3 || rights[1] != 'w')
			continue;
		/* a sanitizer's notes on memory: terabytes that hold nothing of the process */
		if (to - from > SANE_BYTES)
			continue;
		g_autofree char *bytes = g_malloc((size_t)(to - from));
		ssize_t got = pread(memory, bytes, (size_t)(to - from), (off_t)from);
		*ret_bytes += got > 0 ? (guint64)got : 0;
		found = got > 0 ? found_in(secret, bytes, (size_t)got) : NULL;
	}
	close(memory);
	return found;
}

/* ── the process ── */

static pid_t render(const char *home)
{
	pid_t child = fork();
	if (child != 0)
		return child;
	g_autofree char *out = g_strconcat(home, "/out/", NULL);
	g_setenv("SHUMAR_FAULT", "release.drawn=stop", TRUE);
	if (chdir(home) == 0)
		execl(g_getenv("SHUMAR_PROGRAM"), "shumar", "--quiet", "report", "render",
		      "press-note", "--format", "pdf,xlsx,html,text,csv", "-o", out, NULL);
	_exit(127);
}

/* Renders the note in all formats, and tells how its memory holds the secret once all is drawn. */
static const char *drawn(const char *home)
{
	Secret secret = secret_new();
	int status = 0;
	guint64 bytes = 0;
	pid_t child = render(home);
	cr_assert(crash_wait_halted(child, &status), "it ended with %d", status);
	const char *found = found_in_memory(child, &secret, &bytes);
	(void)kill(child, SIGKILL);
	(void)waitpid(child, NULL, 0);
	cr_expect_gt(bytes, (guint64)1 << 20, "nothing was read");
	return found;
}

/* The files of the edition, all in one. Transfer full. */
static GString *files_below(const char *folder)
{
	GString *all = g_string_new(NULL);
	g_autoptr(GDir) names = g_dir_open(folder, 0, NULL);
	cr_assert(names != NULL);
	for (const char *name; (name = g_dir_read_name(names)) != NULL;) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autofree char *text = NULL;
		gsize length;
		if (g_file_get_contents(path, &text, &length, NULL))
			g_string_append_len(all, text, (gssize)length);
	}
	return all;
}

static void script(Database *db, const char *sql)
{
	g_autoptr(GError) error = NULL;
	cr_assert(database_script(db, sql, &error), "%s", error != NULL ? error->message : "");
}

Test(withheld_dump, a_dump_of_the_process_that_drew_a_public_paper_holds_no_withheld_figure)
{
	g_autofree char *name = server_create(true);
	g_autofree char *conninfo = server_conninfo(name);
	g_autofree char *config = g_strdup_printf("warehouse: \"%s\"\ntemplates: %s/templates\n",
						  conninfo, g_getenv("SHUMAR_ROOT"));
	g_autofree char *home = program_home(config);
	g_autofree char *out = g_build_filename(home, "out", NULL);
	g_autoptr(Database) db = server_open(name);
	g_autoptr(GError) error = NULL;
	Secret secret = secret_new();
	cr_assert(cubes_declare(db, NULL, &error), "%s", error != NULL ? error->message : "");
	script(db, withheld_note);
	const char *found = drawn(home);
	cr_expect_null(found, "withheld, and in memory %s", found);
	GString *files = files_below(out);
	cr_expect(holds(files->str, files->len, "[c]", 3), "the note says what is withheld");
	cr_expect_null(found_in(&secret, files->str, files->len));
	g_string_free(files, TRUE);
	/* and what everybody may read is found by the same search */
	script(db, withheld_note_opened);
	cr_expect_not_null(drawn(home), "a published figure is not found: the search is no good");
	program_home_free(g_steal_pointer(&home));
}
