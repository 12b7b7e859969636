#include "tests/support/release_home.h"

#include <criterion/criterion.h>
#include <string.h>

/* A plan and a paper so small that a release takes a moment. */
static const char plan[] =
    "release: tiny\n"
    "title: {en: Cases, ur: مقدمات}\n"
    "parameters:\n"
    "  month: {type: month, default: last-complete}\n"
    "jurisdiction: punjab\n"
    "papers: [tiny-note]\n"
    "most-lost: 95\n"
    "tables:\n"
    "  - {table: division-month, measure: cases_registered, place: division, kind: all, period: month, to: $month, last: 2}\n"
    "headline:\n"
    "  - {table: division-month, place: punjab, kind: all}\n";
static const char paper[] =
    "template: tiny-note\n"
    "paper: {en: Note, ur: نوٹ}\n"
    "audience: public\n"
    "languages: [en, ur]\n"
    "outputs: [text]\n"
    "datasets:\n"
    "  helplines: {office: helplines, columns: \"number telephone, name text, what text\"}\n"
    "  contacts: {office: contacts, columns: \"for text, office text, telephone telephone, email e-mail\"}\n"
    "blocks:\n"
    "  - heading: {en: Crimes against women, ur: خواتین کے خلاف جرائم}\n"
    "  - include: shared/office-help.yaml\n";

char *release_home_new(const char *data)
{
	g_autofree char *config = g_strdup_printf(
	    "data: %s\nwarehouse: embedded\ntemplates: templates\noutput: out\noffice: %s/deploy/office-example\n"
	    "sources:\n  psrms: {mapping: psrms, connection: \"embedded:psrms_demo\"}\n",
	    data, g_getenv("SHUMAR_ROOT"));
	char *home = program_home(config);
	g_autofree char *from = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	g_autoptr(ProgramRun) copied =
	    program_run_other(home, "cp", "-r", "--", from, "templates", NULL);
	cr_assert_eq(copied->code, 0, "%s", copied->err);
	program_write(home, "templates/releases/tiny.yaml", plan);
	program_write(home, "templates/tiny-note.yaml", paper);
	return home;
}

void release_home_end(char *home)
{
	program_run_free(program_run_other(NULL, "rm", "-rf", "--", home, NULL));
	g_free(home);
}

ProgramRun *release_run(const char *home, const char *clock, const char *fault, const char *words)
{
	g_autofree char *time = g_strconcat("SHUMAR_CLOCK=", clock, NULL);
	g_autofree char *point =
	    fault != NULL ? g_strconcat("SHUMAR_FAULT=", fault, NULL) : g_strdup("X=1");
	g_autofree char *command = g_strdup_printf("exec \"$SHUMAR_PROGRAM\" release %s", words);
	return program_run_other(home, "env", time, point, "sh", "-c", command, NULL);
}

char *release_done(const char *home, const char *clock, const char *words)
{
	g_autoptr(ProgramRun) run = release_run(home, clock, NULL, words);
	cr_assert_eq(run->code, 0, "release %s: exit %d: %s", words, run->code, run->err);
	return g_steal_pointer(&run->out);
}

void release_says(const char *home, const char *clock, const char *words, const char *said)
{
	g_autofree char *out = release_done(home, clock, words);
	cr_expect(strstr(out, said) != NULL, "release %s: expected '%s' in: %s", words, said, out);
}

void release_refused(const char *home, const char *clock, const char *words, int code,
		     const char *says)
{
	g_autoptr(ProgramRun) run = release_run(home, clock, NULL, words);
	cr_assert_eq(run->code, code, "release %s: exit %d: %s", words, run->code, run->err);
	cr_assert(strstr(run->err, says) != NULL, "expected '%s' in: %s", says, run->err);
	cr_assert(strstr(run->err, "hint: ") != NULL || strstr(run->err, "did you mean") != NULL,
		  "%s", run->err);
}

void release_killed(const char *home, const char *clock, const char *name, const char *words)
{
	g_autofree char *fault = g_strconcat(name, "=kill", NULL);
	g_autoptr(ProgramRun) run = release_run(home, clock, fault, words);
	cr_assert(run->code == 137 || run->code == 9, "release %s did not come to %s: exit %d: %s",
		  words, name, run->code, run->err);
}
