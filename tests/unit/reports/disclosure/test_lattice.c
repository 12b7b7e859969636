/* The lattice against full enumeration: what it leaves out binds nothing, and what it makes is
 * true of every table. */
#include "reports/disclosure/lattice.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* province > 2 divisions > districts; all > 2 groups > offences. */
typedef struct {
	Dimension *places, *kinds;
	Lattice *lattice;
} World;

static void add_members(Dimension *dimension, guint level, const char *prefix, guint parents,
			const guint *per_parent)
{
	const GArray *above = dimension_level(dimension, level - 1)->members;
	guint number = 0;
	for (guint n = 0; n < parents; n++) {
		guint parent = g_array_index(above, guint, n);
		for (guint m = 0; m < per_parent[n]; m++) {
			g_autofree char *code = g_strdup_printf("%s%u", prefix, ++number);
			dimension_add(dimension, code, level, &parent);
		}
	}
}

static World world_begin(void)
{
	static const guint districts[] = { 2, 1 }, offences[] = { 2, 1 };
	World world = { dimension_new("place", false), dimension_new("kind", true), NULL };
	dimension_add_level(world.places, "province", NULL);
	guint division = dimension_add_level(world.places, "division", "province");
	guint district = dimension_add_level(world.places, "district", "division");
	dimension_add_level(world.kinds, "all", NULL);
	guint group = dimension_add_level(world.kinds, "group", "all");
	guint offence = dimension_add_level(world.kinds, "offence", "group");
	guint channel = dimension_add_level(world.kinds, "vwps", "all");
	static const guint two[] = { 2 };
	dimension_add(world.places, "P", 0, NULL);
	add_members(world.places, division, "V", 1, two);
	add_members(world.places, district, "D", 2, districts);
	guint all = dimension_add(world.kinds, "all", 0, NULL);
	add_members(world.kinds, group, "G", 1, two);
	add_members(world.kinds, offence, "O", 2, offences);
	dimension_add(world.kinds, "vwps", channel, &all);
	dimension_add(world.kinds, "other", channel, &all);
	world.lattice = lattice_new(world.places, world.kinds);
	return world;
}

static void world_end(World *world)
{
	lattice_free(world->lattice);
	dimension_free(world->places);
	dimension_free(world->kinds);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(World, world_end)

static LatticeTable *table(World *world, const char *name, const char *place, const char *kind)
{
	guint p = 0, k = 0;
	cr_assert(dimension_find_level(world->places, place, &p));
	cr_assert(dimension_find_level(world->kinds, kind, &k));
	return lattice_add_table(world->lattice, name, "m", p, k, true);
}

/* Days 1..4 are the finest: months of a half year of two quarters. */
static void months(LatticeTable *of)
{
	for (guint32 day = 1; day <= 4; day++)
		lattice_span(of, day, day);
}

static void quarters(LatticeTable *of)
{
	lattice_span(of, 1, 2);
	lattice_span(of, 3, 4);
}

static bool has(const World *world, const char *place, const char *kind, guint32 first,
		guint32 last, guint *ret_cell)
{
	guint p = 0, k = 0;
	cr_assert(dimension_find(world->places, place, &p));
	cr_assert(dimension_find(world->kinds, kind, &k));
	LatticeSpan span = { first, last };
	return lattice_find(world->lattice, "m", p, k, span, ret_cell);
}

/* What a record at DISTRICT, OFFENCE (and CHANNEL) on DAY counts in. */
static bool counts(const World *world, const LatticeCell *cell, guint district, guint offence,
		   guint channel, guint32 day)
{
	guint level = dimension_member(world->places, cell->place)->level;
	guint kind_level = dimension_member(world->kinds, cell->kind)->level;
	guint vwps = 0;
	dimension_find_level(world->kinds, "vwps", &vwps);
	guint kind =
	    kind_level == vwps ? channel : dimension_ancestor(world->kinds, offence, kind_level);
	return dimension_ancestor(world->places, district, level) == cell->place &&
	       kind == cell->kind && cell->span.first <= day && day <= cell->span.last;
}

/* Random records; every equation holds for the counts made of them. */
static void expect_true_of_records(const World *world, int seed)
{
	srand((unsigned)seed);
	guint district = 0, offence = 0, channel = 0;
	dimension_find_level(world->places, "district", &district);
	dimension_find_level(world->kinds, "offence", &offence);
	dimension_find_level(world->kinds, "vwps", &channel);
	const GArray *districts = dimension_level(world->places, district)->members;
	const GArray *offences = dimension_level(world->kinds, offence)->members;
	const GArray *channels = dimension_level(world->kinds, channel)->members;
	g_autofree gint64 *values = g_new0(gint64, world->lattice->cells->len);
	for (int record = 0; record < 60; record++) {
		guint d = g_array_index(districts, guint, (guint)rand() % districts->len);
		guint o = g_array_index(offences, guint, (guint)rand() % offences->len);
		guint c = g_array_index(channels, guint, (guint)rand() % channels->len);
		guint32 day = 1 + (guint32)rand() % 9;
		for (guint n = 0; n < world->lattice->cells->len; n++)
			values[n] +=
			    counts(world, &g_array_index(world->lattice->cells, LatticeCell, n), d,
				   o, c, day);
	}
	for (guint n = 0; n < world->lattice->equations->len; n++) {
		const LatticeEquation *equation = world->lattice->equations->pdata[n];
		gint64 sum = 0;
		for (guint m = 0; m < equation->cells->len; m++)
			sum += g_array_index(equation->factors, gint64, m) *
			       values[g_array_index(equation->cells, guint, m)];
		cr_expect_eq(sum, 0, "%s: off by %d", equation->name, (int)sum);
	}
}

static guint count_of(const World *world, const char *place, const char *kind)
{
	guint p = 0, k = 0, found = 0;
	dimension_find_level(world->places, place, &p);
	dimension_find_level(world->kinds, kind, &k);
	for (guint n = 0; n < world->lattice->cells->len; n++) {
		const LatticeCell *cell = &g_array_index(world->lattice->cells, LatticeCell, n);
		found += dimension_member(world->places, cell->place)->level == p &&
			 dimension_member(world->kinds, cell->kind)->level == k;
	}
	return found;
}

Test(lattice, tables_in_a_circle_bind_each_other_in_the_finer_level)
{
	g_auto(World) world = world_begin();
	lattice_span(table(&world, "year", "district", "offence"), 1, 4);
	quarters(table(&world, "quarter", "district", "group"));
	months(table(&world, "month", "division", "group"));
	months(table(&world, "totals", "district", "all"));
	lattice_build(world.lattice);
	guint cell = 0;
	cr_expect(has(&world, "D1", "G1", 1, 1, &cell), "district × group × month is not there");
	cr_expect_eq(g_array_index(world.lattice->cells, LatticeCell, cell).table, -1);
	cr_expect(!has(&world, "D1", "O1", 1, 1, &cell), "district × offence × month is there");
	cr_expect(has(&world, "D1", "O1", 1, 4, &cell));
	expect_true_of_records(&world, 3);
}

/* District × group yearly and district monthly: one margin, no circle. */
Test(lattice, a_table_that_hangs_on_one_margin_makes_nothing_finer)
{
	g_auto(World) world = world_begin();
	lattice_span(table(&world, "year", "district", "group"), 1, 4);
	months(table(&world, "totals", "district", "all"));
	lattice_build(world.lattice);
	guint cell = 0;
	cr_expect(!has(&world, "D1", "G1", 1, 1, &cell));
	cr_expect(has(&world, "D1", "all", 1, 1, &cell));
	cr_expect_eq(count_of(&world, "district", "group"), 6);
	expect_true_of_records(&world, 4);
}

Test(lattice, overlapping_periods_are_cut_and_their_differences_are_cells)
{
	g_auto(World) world = world_begin();
	LatticeTable *notes = table(&world, "notes", "district", "vwps");
	guint district = 0, vwps = 0, cell = 0;
	dimension_find(world.places, "D1", &district);
	dimension_find(world.kinds, "vwps", &vwps);
	lattice_only_place(notes, district);
	lattice_only_kind(notes, vwps);
	lattice_span(notes, 1, 7);
	lattice_span(notes, 1, 8);
	lattice_span(notes, 1, 5);
	lattice_build(world.lattice);
	cr_expect(has(&world, "D1", "vwps", 8, 8, &cell), "the day more is no cell");
	cr_expect(has(&world, "D1", "vwps", 6, 8, &cell), "a difference that is cut is no cell");
	cr_expect(!has(&world, "D2", "vwps", 1, 7, &cell));
	cr_expect(!has(&world, "D1", "all", 1, 7, &cell), "nothing else of all kinds is public");
	expect_true_of_records(&world, 5);
}

/* The cases of one channel never exceed those of all of them. */
Test(lattice, some_kinds_of_one_place_hang_on_the_tables_of_all)
{
	g_auto(World) world = world_begin();
	LatticeTable *note = table(&world, "note", "district", "vwps");
	guint district = 0, vwps = 0, cell = 0;
	dimension_find(world.places, "D1", &district);
	dimension_find(world.kinds, "vwps", &vwps);
	lattice_only_place(note, district);
	lattice_only_kind(note, vwps);
	lattice_span(note, 2, 6);
	months(table(&world, "totals", "district", "all"));
	lattice_build(world.lattice);
	cr_expect(has(&world, "D1", "other", 2, 6, &cell), "the rest is no cell");
	cr_expect_eq(g_array_index(world.lattice->cells, LatticeCell, cell).table, -1);
	cr_expect(has(&world, "D1", "all", 2, 6, &cell));
	cr_expect(has(&world, "D1", "all", 5, 6, &cell), "days that no month has");
	cr_expect(!has(&world, "D2", "other", 2, 6, &cell));
	expect_true_of_records(&world, 6);
}

/* ── exactness by enumeration: rows × columns with a margin in common ── */

/* True when whole numbers X[row][column] >= 0 have these sums of rows and columns. */
static bool refines(const int rows[2], const int columns[2])
{
	bool found = false;
	for (int x = 0; x <= rows[0] && !found; x++) {
		int rest[3] = { rows[0] - x, columns[0] - x, 0 };
		rest[2] = rows[1] - rest[1];
		found =
		    rest[0] >= 0 && rest[1] >= 0 && rest[2] >= 0 && rest[0] + rest[2] == columns[1];
	}
	return found;
}

/* Every district × offence (year) and district × group × quarter that agree on the margin have a
 * common refinement: all of them, up to 6 cases. */
Test(lattice, tables_with_one_margin_always_have_a_common_refinement)
{
	int tried = 0;
	for (int total = 0; total <= 6; total++) {
		for (int row = 0; row <= total; row++) {
			for (int column = 0; column <= total; column++, tried++) {
				const int rows[2] = { row, total - row };
				const int columns[2] = { column, total - column };
				cr_expect(refines(rows, columns), "%d of %d and %d of %d", row,
					  total, column, total);
			}
		}
	}
	cr_expect_gt(tried, 100);
}

/* Three margins of a cube of 2 × 2 × 2 that agree pairwise and that no cube has: what the finer
 * level of the circle is there for. */
Test(lattice, three_margins_in_a_circle_need_not_have_one)
{
	/* x+y, y+z and x+z of three cells that are each 0 or 1 cannot all be 1 */
	static const int ab[2][2] = { { 1, 0 }, { 0, 1 } };
	static const int bc[2][2] = { { 1, 0 }, { 0, 1 } };
	static const int ac[2][2] = { { 0, 1 }, { 1, 0 } };
	bool found = false;
	for (int bits = 0; bits < 256; bits++) {
		bool fits = true;
		for (int i = 0; i < 2; i++) {
			for (int j = 0; j < 2; j++) {
				int sums[3] = { 0 };
				for (int k = 0; k < 2; k++) {
					sums[0] += bits >> (4 * i + 2 * j + k) & 1;
					sums[1] += bits >> (4 * k + 2 * i + j) & 1;
					sums[2] += bits >> (4 * i + 2 * k + j) & 1;
				}
				fits = fits && sums[0] == ab[i][j] && sums[1] == bc[i][j] &&
				       sums[2] == ac[i][j];
			}
		}
		found = found || fits;
	}
	cr_expect(!found);
}
