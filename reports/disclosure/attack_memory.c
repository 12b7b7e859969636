#include "reports/disclosure/attack_private.h"

#include <string.h>

/* Parts of so many figures are attacked again in less time than they are looked up. */
enum { SMALL = 20 };
/* So many numbers are kept in all; beyond, all is forgotten. */
enum { NUMBERS_MOST = 10000000 };

/* ── what an attack hangs on ── */

static void put_number(GChecksum *sum, gint64 number)
{
	g_checksum_update(sum, (const guchar *)&number, sizeof number);
}

char *attack_part_text(const System *system, const SystemPart *part, const bool *known)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	for (guint column = 0; column < part->unknowns->len; column++) {
		guint unknown = g_array_index(part->unknowns, guint, column);
		const StoreCell *cell = store_cell(system->store, system->cells[unknown]);
		g_checksum_update(sum, (const guchar *)cell->key, (gssize)strlen(cell->key) + 1);
		put_number(sum, system->low[unknown]);
		put_number(sum, system->high[unknown]);
		put_number(sum, known != NULL && known[unknown] ? cell->value : -1);
	}
	for (guint n = 0; n < part->relations->len; n++) {
		const SystemRelation *relation = part->relations->pdata[n];
		put_number(sum, relation->terms->len);
		put_number(sum, relation->right);
		for (guint t = 0; t < relation->terms->len; t++) {
			const StoreTerm *term = &g_array_index(relation->terms, StoreTerm, t);
			put_number(sum, term->cell);
			put_number(sum, term->factor);
		}
	}
	return g_strdup(g_checksum_get_string(sum));
}

/* ── what came of it ── */

typedef struct {
	gint64 *low, *high, *least, *most;
	PartVerdict *verdicts;
	GPtrArray *pool; /* of gint64 *; the first is the base */
} Remembered;

static GHashTable *memory; /* text of the part and the rule → Remembered */
static gsize numbers;

static void remembered_free(gpointer data)
{
	Remembered *known = data;
	g_free(known->low);
	g_free(known->high);
	g_free(known->least);
	g_free(known->most);
	g_free(known->verdicts);
	g_ptr_array_unref(known->pool);
	g_free(known);
}

static gint64 *copy(const gint64 *values, guint count)
{
	return g_memdup2(values, count * sizeof(gint64));
}

static GPtrArray *copy_pool(const GPtrArray *pool, guint count)
{
	GPtrArray *same = g_ptr_array_new_with_free_func(g_free);
	for (guint n = 0; n < pool->len; n++)
		g_ptr_array_add(same, copy(pool->pdata[n], count));
	return same;
}

static char *name_of(const PartAttack *attack)
{
	g_autofree char *text = attack_part_text(attack->system, attack->part, NULL);
	return g_strdup_printf("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s", attack->rule->width,
			       attack->rule->threshold, text);
}

bool attack_recall(PartAttack *attack)
{
	if (attack->count <= SMALL || memory == NULL)
		return false;
	g_autofree char *name = name_of(attack);
	const Remembered *known = g_hash_table_lookup(memory, name);
	if (known == NULL)
		return false;
	gsize size = attack->count * sizeof(gint64);
	memcpy(attack->low, known->low, size);
	memcpy(attack->high, known->high, size);
	memcpy(attack->least, known->least, size);
	memcpy(attack->most, known->most, size);
	memcpy(attack->verdicts, known->verdicts, attack->count * sizeof(PartVerdict));
	g_ptr_array_unref(attack->pool);
	attack->pool = copy_pool(known->pool, attack->count);
	attack->base = copy(attack->pool->pdata[0], attack->count);
	attack->open = 0;
	return true;
}

void attack_forget(void)
{
	g_clear_pointer(&memory, g_hash_table_unref);
	numbers = 0;
}

void attack_remember(const PartAttack *attack)
{
	if (attack->count <= SMALL)
		return;
	gsize more = (gsize)attack->count * (attack->pool->len + 5);
	if (numbers + more > NUMBERS_MOST)
		attack_forget();
	numbers += more;
	if (memory == NULL)
		memory = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, remembered_free);
	Remembered *known = g_new(Remembered, 1);
	*known = (Remembered){
		.low = copy(attack->low, attack->count),
		.high = copy(attack->high, attack->count),
		.least = copy(attack->least, attack->count),
		.most = copy(attack->most, attack->count),
		.verdicts = g_memdup2(attack->verdicts, attack->count * sizeof(PartVerdict)),
		.pool = copy_pool(attack->pool, attack->count),
	};
	g_hash_table_replace(memory, name_of(attack), known);
}
