/* Who has the programme, but not the key, and runs it on every table that fits what is public. */
#include "tests/support/knowing.h"

#include <criterion/criterion.h>

static const char *const no_rows[] = { NULL };

static ProtectRules rules_of(GBytes *key)
{
	return (ProtectRules){ .threshold = 5,
			       .width = 4,
			       .zeros = ZEROS_PUBLISHED,
			       .decoy_below = 9,
			       .decoy_in = 4,
			       .whole_row = (char **)(guintptr)no_rows,
			       .key = key };
}

/* One row of COUNT figures and its total. */
static Store *row_of(const gint64 *values, guint count)
{
	Store *store = store_new();
	gint64 sum = 0;
	g_autofree guint *parts = g_new(guint, count);
	for (guint n = 0; n < count; n++) {
		g_autofree char *key = g_strdup_printf("c%u", n);
		parts[n] = store_add(store, key, values[n]);
		sum += values[n];
	}
	store_total(store, "row", store_add(store, "T", sum), parts, count);
	return store;
}

static GPtrArray *keys_of(guint count)
{
	GPtrArray *keys = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	for (guint n = 0; n < count; n++) {
		guint8 byte = (guint8)n;
		g_ptr_array_add(keys, g_bytes_new(&byte, 1));
	}
	return keys;
}

static Knowing attack(const gint64 *values, GBytes *key, GPtrArray *keys)
{
	ProtectRules rules = rules_of(key);
	g_autoptr(Store) store = row_of(values, 4);
	g_autoptr(GError) error = NULL;
	g_auto(ProtectResult) result = { 0 };
	cr_assert(protect(store, &rules, &result, &error), "%s",
		  error != NULL ? error->message : "");
	return keys != NULL ? knowing_attack(store, &rules, (GBytes **)keys->pdata, keys->len, 30)
			    : knowing_attack(store, &rules, NULL, 0, 30);
}

/* Rows that were narrowed to 1 to 4 before some larger figures were hidden too. */
static const gint64 rows[][4] = { { 7, 6, 20, 1 },  { 0, 5, 5, 4 },  { 19, 2, 16, 18 },
				  { 5, 12, 4, 3 },  { 12, 7, 9, 1 }, { 20, 16, 4, 0 },
				  { 19, 17, 4, 17 } };

Test(knowing, without_the_key_no_primary_is_narrowed_below_the_width)
{
	g_autoptr(GPtrArray) keys = keys_of(48);
	for (guint n = 0; n < G_N_ELEMENTS(rows); n++) {
		Knowing result = attack(rows[n], keys->pdata[0], keys);
		cr_assert_gt(result.left, 1);
		cr_assert_eq(result.narrowed, 0, "row %u: %ld", n, (long)result.narrowest);
	}
}

/* This is why the key is a secret: with it the pattern tells more. */
Test(knowing, with_the_key_some_are)
{
	g_autoptr(GPtrArray) keys = keys_of(1);
	guint narrowed = 0;
	for (guint n = 0; n < G_N_ELEMENTS(rows); n++)
		narrowed += attack(rows[n], keys->pdata[0], NULL).narrowed;
	cr_assert_gt(narrowed, 0);
}
