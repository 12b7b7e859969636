/* Facts in their orders, as sql/facts/ declares them. */
#include "core/database/fact.h"

#include <criterion/criterion.h>

static void expect_names(const char *const *names, const char *expected)
{
	g_autofree char *joined = g_strjoinv(" ", (char **)(guintptr)names);
	cr_expect_str_eq(joined, expected);
}

Test(fact, feeds_are_told_in_the_order_of_their_places)
{
	expect_names(fact_feeds(),
		     "case accused outcome complaint outreach referral training count");
}

Test(fact, each_is_made_after_those_that_it_inherits_from)
{
	expect_names(fact_order(),
		     "case outcome accused complaint outreach referral training count");
}
