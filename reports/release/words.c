#include "reports/release/words.h"

#include "core/error.h"
#include "reports/release/papers.h"
#include "reports/template/public_words.h"

typedef struct {
	const PublicWords *words;
	GString *said;
	guint findings;
} Looking;

static void say(Looking *looking, const char *paper, const char *language,
		const GPtrArray *findings)
{
	for (guint n = 0; n < findings->len; n++) {
		const PublicFinding *finding = findings->pdata[n];
		if (finding->found != NULL)
			g_string_append_printf(looking->said, "%s (%s): '%s': %s (rule '%s')\n",
					       paper, language, finding->found, finding->why,
					       finding->rule);
		else
			g_string_append_printf(looking->said, "%s (%s): lacks '%s': %s\n", paper,
					       language, finding->rule, finding->why);
		looking->findings++;
	}
}

/* Numbers to call and addresses of offices are there on purpose. */
static void look_at_line(Looking *looking, const char *paper, const char *language,
			 const char *line)
{
	g_autoptr(GPtrArray) findings = public_words_find(looking->words, language, line);
	say(looking, paper, language, findings);
	const char *shape = public_words_shape(line, true);
	if (shape == NULL)
		return;
	g_string_append_printf(looking->said, "%s (%s): holds what looks like %s\n", paper,
			       language, shape);
	looking->findings++;
}

static bool look_at_paper(const char *paper, const char *language, const char *text,
			  gpointer payload, GError **error)
{
	(void)error;
	Looking *looking = payload;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++)
		look_at_line(looking, paper, language, *line);
	g_autoptr(GPtrArray) lacking = public_words_lacking(looking->words, text);
	say(looking, paper, language, lacking);
	return true;
}

bool words_look(Database *db, const Library *library, const char *id, GString *said,
		guint *ret_findings, GError **error)
{
	g_autoptr(PublicWords) words = public_words_read(library, error);
	Looking looking = { words, said, 0 };
	if (words == NULL || !papers_each_text(db, library, id, look_at_paper, &looking, error))
		return false;
	*ret_findings = looking.findings;
	return true;
}

bool words_may_say(const Library *library, const char *language, const char *what, const char *text,
		   GError **error)
{
	static const char hint[] =
	    "Say it otherwise; the rules are in templates/words/public.yaml.";
	g_autoptr(PublicWords) words = public_words_read(library, error);
	if (words == NULL)
		return false;
	g_autoptr(GPtrArray) findings = public_words_find(words, language, text);
	const char *shape = public_words_shape(text, false);
	if (shape != NULL)
		error_set(error, SHUMAR_ERROR_DISCLOSURE, hint,
			  "%s would be public, and holds what looks like %s", what, shape);
	else if (findings->len > 0) {
		const PublicFinding *finding = findings->pdata[0];
		error_set(error, SHUMAR_ERROR_DISCLOSURE, hint,
			  "%s would be public, and says '%s': %s", what, finding->found,
			  finding->why);
	}
	return shape == NULL && findings->len == 0;
}
