/* Every file of expected numbers is read by a test of its family, or belongs to another library. */
#include "tests/support/vectors.h"

#include <criterion/criterion.h>

static const char *const families[] = {
	"README*",
	"R_session*",
	"wilson*.csv",
	"poisson_counts*.csv",
	"crude_rate_phe*.csv",
	"dsr_*expected.csv",
	"dsr_*input.csv",
	"isr_byar*.csv",
	"funnel_prop_*_limits.csv",
	"funnel_prop_*_points.csv",
	"funnel_rate_*_limits.csv",
	"funnel_rate_*_points.csv",
	"funnelplotr_*_limits.csv",
	"funnelplotr_*_points.csv",
	"km_*.csv",
	"aj_*_input.csv",
	"aj_*_expected.csv",
	"aj_*_cuminc_by*.csv",
	"aj_*_gray_test.csv",
	"cohort_*_input.csv",
	"cohort_*_aj.csv",
	"xmr_*.csv",
	"spc_*.csv",
	"stl_*.csv",
	"revisions_*expected.csv",
	"revisions_*input.csv",
};
static const char *const others[] = {
	"gauss_*", "plsround_*", "random_rounding_*", "feasibility_*", "supp_*",
};

static bool matches(const char *name, const char *const *patterns, size_t count)
{
	for (size_t n = 0; n < count; n++)
		if (g_pattern_match_simple(patterns[n], name))
			return true;
	return false;
}

Test(vectors, leave_no_file_unread)
{
	g_autoptr(GPtrArray) names = vector_all_files();
	for (guint n = 0; n < names->len; n++) {
		const char *name = g_ptr_array_index(names, n);
		bool other = matches(name, others, G_N_ELEMENTS(others));
		if (other)
			vector_note(name, "not this library (disclosure control)");
		cr_expect(other || matches(name, families, G_N_ELEMENTS(families)),
			  "%s is of no family that a test reads", name);
	}
}
