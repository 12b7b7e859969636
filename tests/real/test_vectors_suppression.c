/* What attackers find under given patterns, against the intervals others have computed. */
#include <criterion/criterion.h>
#include <math.h>

#include "reports/disclosure/attack.h"
#include "tests/support/vector_json.h"
#include "tests/support/vectors.h"

TestSuite(vectors_suppression, .timeout = 600);

static void compare(const VectorJson *vector, const VectorInterval *theirs,
		    const AttackInterval *ours)
{
	const char *key = store_cell(vector->store, theirs->cell)->key;
	cr_expect(fabs(ours->lp_low - theirs->lp_low) < 1e-6 &&
		      fabs(ours->lp_high - theirs->lp_high) < 1e-6,
		  "%s, '%s': ours %g to %g, theirs %g to %g", vector->file, key, ours->lp_low,
		  ours->lp_high, theirs->lp_low, theirs->lp_high);
	double low = theirs->whole ? theirs->low : ceil(theirs->lp_low - 1e-6);
	double high = theirs->whole ? theirs->high : floor(theirs->lp_high + 1e-6);
	bool inside = (double)ours->low >= low && (double)ours->high <= high;
	bool same = (double)ours->low == low && (double)ours->high == high;
	cr_expect(theirs->whole ? same : inside,
		  "%s, '%s', whole numbers: ours %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
		  ", theirs %g to %g",
		  vector->file, key, ours->low, ours->high, low, high);
}

/* The intervals under PATTERN against ATTACK; how many there were. */
static guint check(VectorJson *vector, const GArray *pattern, const GArray *attack)
{
	g_autoptr(GError) error = NULL;
	g_autofree guint *cells = g_new(guint, attack->len + 1);
	vector_json_hide(vector, pattern);
	for (guint n = 0; n < attack->len; n++)
		cells[n] = g_array_index(attack, VectorInterval, n).cell;
	g_autoptr(GArray) ours = attack_intervals(vector->store, cells, attack->len, 0, &error);
	cr_assert_not_null(ours, "%s: %s", vector->file, error != NULL ? error->message : "");
	for (guint n = 0; n < attack->len; n++)
		compare(vector, &g_array_index(attack, VectorInterval, n),
			&g_array_index(ours, AttackInterval, n));
	return attack->len;
}

/* The audit under PATTERN fails exactly the cells whose interval is narrower than WIDTH. */
static void check_audit(VectorJson *vector, const GArray *pattern, const GArray *attack,
			gint64 width)
{
	g_autoptr(GError) error = NULL;
	vector_json_hide(vector, pattern);
	g_autoptr(Audit) audit =
	    attack_audit(vector->store, &(AttackRule){ width, CELL_NO_MOST, 0 }, &error);
	cr_assert_not_null(audit, "%s: %s", vector->file, error != NULL ? error->message : "");
	guint narrow = 0;
	for (guint n = 0; n < attack->len; n++) {
		const VectorInterval *theirs = &g_array_index(attack, VectorInterval, n);
		double low = theirs->whole ? theirs->low : theirs->lp_low;
		double high = theirs->whole ? theirs->high : theirs->lp_high;
		bool nought = low == 0 && high == 0;
		narrow += high - low < (double)width && !nought;
		gint64 pool_low, pool_high;
		tables_range(audit->tables, theirs->cell, &pool_low, &pool_high);
		cr_expect((double)pool_low >= low && (double)pool_high <= high);
	}
	cr_expect_eq(audit->failing->len, narrow, "%s, width %" G_GINT64_FORMAT ": %u of %u fail",
		     vector->file, width, audit->failing->len, narrow);
}

Test(vectors_suppression, intervals_are_those_of_other_programs)
{
	g_autoptr(GPtrArray) files = vector_files("supp_*.json");
	for (guint n = 0; n < files->len; n++) {
		g_autoptr(VectorJson) vector = vector_json_read(files->pdata[n]);
		guint cells = check(vector, vector->pattern, vector->attack);
		for (guint o = 0; o < vector->optima->len; o++) {
			const VectorOptimum *optimum = vector->optima->pdata[o];
			cells += check(vector, optimum->pattern, optimum->attack);
		}
		g_autofree char *note = g_strdup_printf("%u intervals, fractions and whole", cells);
		vector_note(vector->file, note);
	}
}

Test(vectors_suppression, the_audit_fails_what_is_narrow_and_nothing_else)
{
	g_autoptr(GPtrArray) files = vector_files("supp_*.json");
	static const gint64 widths[] = { 1, 3, 4, 10 };
	for (guint n = 0; n < files->len; n++) {
		g_autoptr(VectorJson) vector = vector_json_read(files->pdata[n]);
		for (guint w = 0; w < G_N_ELEMENTS(widths); w++) {
			check_audit(vector, vector->pattern, vector->attack, widths[w]);
			for (guint o = 0; o < vector->optima->len; o++) {
				const VectorOptimum *optimum = vector->optima->pdata[o];
				check_audit(vector, optimum->pattern, optimum->attack, widths[w]);
			}
		}
	}
}
