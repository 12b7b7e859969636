#include <criterion/criterion.h>
#include <errno.h>
#include <gio/gio.h>
#include <string.h>

#include "core/error.h"

Test(error, carries_code_message_and_hint)
{
	g_autoptr(GError) error = NULL;
	error_set(&error, SHUMAR_ERROR_CONFIG, "Mend it.", "cannot read '%s': line %d", "x.yaml",
		  3);
	cr_assert_not_null(error);
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_CONFIG));
	cr_expect_str_eq(error->message, "cannot read 'x.yaml': line 3");
	cr_expect_str_eq(error_hint(error), "Mend it.");
	cr_expect_null(error_sqlstate(error));
}

Test(error, may_have_no_hint)
{
	g_autoptr(GError) error = NULL;
	error_set(&error, SHUMAR_ERROR_FAILED, NULL, "failed");
	cr_expect_null(error_hint(error));
}

Test(error, copies_its_hint)
{
	char hint[] = "Mend it.";
	g_autoptr(GError) error = NULL;
	error_set(&error, SHUMAR_ERROR_FAILED, hint, "failed");
	hint[0] = 'X';
	cr_expect_str_eq(error_hint(error), "Mend it.");
}

Test(error, may_be_of_no_interest)
{
	error_set(NULL, SHUMAR_ERROR_FAILED, "Mend it.", "failed %d", 1);
	error_set_errno(NULL, SHUMAR_ERROR_OUTPUT, ENOSPC, NULL, "cannot write");
}

Test(error, says_why_a_system_call_failed)
{
	g_autoptr(GError) error = NULL;
	error_set_errno(&error, SHUMAR_ERROR_OUTPUT, ENOSPC, "Free some space.",
			"cannot write '%s'", "a.pdf");
	cr_expect_str_eq(error->message, "cannot write 'a.pdf': No space left on device");
	cr_expect_str_eq(error_hint(error), "Free some space.");
	cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_OUTPUT);
}

Test(error, keeps_the_sqlstate)
{
	g_autoptr(GError) error = NULL;
	error_set(&error, SHUMAR_ERROR_FAILED, NULL, "failed");
	error_set_sqlstate(error, "23505");
	cr_expect_str_eq(error_sqlstate(error), "23505");
	error_set_sqlstate(error, NULL);
	cr_expect_null(error_sqlstate(error));
}

Test(error, takes_another_remedy_from_who_knows_more)
{
	g_autoptr(GError) error = NULL;
	error_set(&error, SHUMAR_ERROR_DISCLOSURE, "Publish less.", "refused");
	error_set_hint(error, "Publish 'months'.");
	cr_expect_str_eq(error_hint(error), "Publish 'months'.");
	error_set_hint(error, NULL);
	cr_expect_null(error_hint(error));
	cr_expect_str_eq(error->message, "refused");
}

Test(error, keeps_everything_in_a_copy)
{
	g_autoptr(GError) error = NULL;
	error_set(&error, SHUMAR_ERROR_LOCKED, "Wait.", "run 3 holds the lock");
	error_set_sqlstate(error, "55P03");
	g_autoptr(GError) copy = g_error_copy(error);
	g_clear_error(&error);
	cr_expect_str_eq(copy->message, "run 3 holds the lock");
	cr_expect_str_eq(error_hint(copy), "Wait.");
	cr_expect_str_eq(error_sqlstate(copy), "55P03");
	cr_expect_eq(error_exit_code(copy), SHUMAR_ERROR_LOCKED);
}

Test(error, keeps_its_hint_when_context_is_prefixed)
{
	g_autoptr(GError) error = NULL;
	error_set(&error, SHUMAR_ERROR_FAILED, "Mend it.", "failed");
	g_prefix_error(&error, "source '%s': ", "psrms");
	cr_expect_str_eq(error->message, "source 'psrms': failed");
	cr_expect_str_eq(error_hint(error), "Mend it.");
}

Test(error, of_another_domain_has_no_hint_and_exits_1)
{
	g_autoptr(GError) error = g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
	cr_expect_null(error_hint(error));
	cr_expect_null(error_sqlstate(error));
	cr_expect_eq(error_exit_code(error), 1);
}

Test(error, exits_0_when_there_is_none)
{
	cr_expect_eq(error_exit_code(NULL), 0);
}

/* The exit codes of README.md, Daily use: help, documentation and services rely on the numbers. */
Test(error, numbers_the_exits_as_promised)
{
	static const struct {
		int code;
		const char *word;
	} promised[] = {
		{ 0, "done" },          { 1, "nothing changed" },
		{ 2, "usage" },         { 3, "invalid" },
		{ 4, "unreachable" },   { 5, "lock" },
		{ 6, "not published" }, { 7, "not written" },
		{ 8, "disclosure" },    { 9, "refused as a whole" },
	};
	cr_assert_eq(error_exits_count, G_N_ELEMENTS(promised));
	for (size_t n = 0; n < G_N_ELEMENTS(promised); n++) {
		cr_expect_eq((int)error_exits[n].code, promised[n].code);
		cr_expect_not_null(strstr(error_exits[n].meaning, promised[n].word));
	}
}
