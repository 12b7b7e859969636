#include "reports/disclosure/choice.h"

#include <string.h>

#include "core/error.h"
#include "reports/disclosure/keep.h"
#include "reports/disclosure/solver.h"

/* What a choice's key is made with. */
#define USE "choice"

/* The key of choice NUMBER (from 0, which is KEY's own); NULL without KEY. Transfer full. */
static GBytes *key_of(GBytes *key, guint number)
{
	if (key == NULL || number == 0)
		return key != NULL ? g_bytes_ref(key) : NULL;
	gsize length = 0;
	const guint8 *bytes = g_bytes_get_data(key, &length);
	g_autofree char *text = g_strdup_printf(USE " %u", number);
	g_autoptr(GHmac) hmac = g_hmac_new(G_CHECKSUM_SHA256, bytes, length);
	g_hmac_update(hmac, (const guchar *)text, (gssize)strlen(text));
	guint8 digest[32];
	gsize size = sizeof digest;
	g_hmac_get_digest(hmac, digest, &size);
	return g_bytes_new(digest, size);
}

/* The cells of STORE as they are. Transfer full. */
static StoreCell *cells_of(const Store *store)
{
	StoreCell *cells = g_new(StoreCell, store->cells->len + 1);
	for (guint n = 0; n < store->cells->len; n++)
		cells[n] = *store_cell(store, n);
	return cells;
}

static void give_cells(Store *store, const StoreCell *cells)
{
	for (guint n = 0; n < store->cells->len; n++)
		*store_cell(store, n) = cells[n];
}

static bool are_same(const bool *left, const bool *right, guint count)
{
	return left != NULL && memcmp(left, right, count * sizeof *left) == 0;
}

/* How much is kept, from most to nothing. */
typedef enum {
	KEEP_ALL,     /* of the headline, and what is wanted */
	KEEP_WANTED,  /* what is wanted */
	KEEP_BESIDE,  /* the same, but beside what was refused */
	KEEP_NOTHING, /* all may be withheld for what is small */
	KEEP_LEVELS,
} KeepLevel;

/* Names what the key chooses, and forces what LEVEL keeps. Which; transfer full. */
static bool *keep(const Choice *choice, const ProtectRules *rules, Store *store, KeepLevel level,
		  const GArray *refused)
{
	guint count = store->cells->len;
	rules_choose_wanted(rules, store);
	bool *kept = level < KEEP_NOTHING
			 ? keep_wanted(store, level == KEEP_BESIDE ? refused : NULL)
			 : g_new0(bool, count + 1);
	rules_apply(rules, store, NULL, 0);
	if (level > KEEP_ALL)
		return kept;
	g_autofree bool *headline = keep_headline(store, choice->headline, rules);
	for (guint n = 0; n < count; n++)
		kept[n] = kept[n] || headline[n];
	return kept;
}

/* One choice, from what keeps most; *ret_fault is that of the last try. */
static bool try_levels(const Choice *choice, const ProtectRules *rules, Store *store,
		       ProtectResult *result, GError **ret_fault)
{
	g_autofree StoreCell *before = cells_of(store);
	g_autofree bool *last = NULL;
	for (KeepLevel level = KEEP_ALL; level < KEEP_LEVELS; level++) {
		give_cells(store, before);
		g_autofree bool *kept = keep(choice, rules, store, level, result->refused);
		if (are_same(last, kept, store->cells->len))
			continue;
		protect_result_clear(result);
		*result = (ProtectResult){ 0 };
		g_clear_error(ret_fault);
		if (choice->protect(store, rules, choice->payload, result, ret_fault)) {
			keep_free(store, kept);
			return true;
		}
		if (!g_error_matches(*ret_fault, SHUMAR_ERROR, SHUMAR_ERROR_DISCLOSURE))
			break;
		g_free(last);
		last = g_steal_pointer(&kept);
	}
	give_cells(store, before);
	return false;
}

/* The key decides nothing where the same cells are refused as under the choice before. */
static bool is_hopeless(const GArray *before, const GArray *now)
{
	if (before == NULL || now == NULL || now->len == 0 || before->len != now->len)
		return false;
	for (guint n = 0; n < now->len; n++) {
		bool found = false;
		for (guint m = 0; m < before->len && !found; m++)
			found = g_array_index(before, guint, m) == g_array_index(now, guint, n);
		if (!found)
			return false;
	}
	return true;
}

/* Whether another choice is tried after FAULT, which refused NOW as the one before refused LAST. */
static bool goes_on(const Choice *choice, const GError *fault, const GArray *last,
		    const GArray *now, gint64 steps)
{
	return g_error_matches(fault, SHUMAR_ERROR, SHUMAR_ERROR_DISCLOSURE) &&
	       !is_hopeless(last, now) && steps <= choice->steps;
}

bool choice_protect(const Choice *choice, Store *store, ProtectResult *result, guint *ret_number,
		    GError **error)
{
	g_autoptr(GError) first = NULL;
	g_autoptr(GArray) last = NULL;
	guint most = choice->rules->key != NULL ? CHOICES : 1;
	gint64 before = solver_steps();
	for (guint number = 0; number < most; number++) {
		g_autoptr(GBytes) key = key_of(choice->rules->key, number);
		g_autoptr(GError) fault = NULL;
		g_auto(ProtectResult) tried = { 0 };
		ProtectRules rules = *choice->rules;
		rules.key = key;
		*ret_number = number + 1;
		bool done = try_levels(choice, &rules, store, &tried, &fault);
		bool ends =
		    done || !goes_on(choice, fault, last, tried.refused, solver_steps() - before);
		g_clear_pointer(&last, g_array_unref);
		last = tried.refused != NULL ? g_array_ref(tried.refused) : NULL;
		if (done || number == 0) {
			protect_result_clear(result);
			*result = tried;
			tried = (ProtectResult){ 0 };
		}
		if (done)
			return true;
		if (first == NULL ||
		    !g_error_matches(fault, SHUMAR_ERROR, SHUMAR_ERROR_DISCLOSURE)) {
			g_clear_error(&first);
			first = g_steal_pointer(&fault);
		}
		if (ends)
			break;
	}
	g_propagate_error(error, g_steal_pointer(&first));
	return false;
}
