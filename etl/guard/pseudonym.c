#include "etl/guard/pseudonym.h"

#include "core/database/sqltext.h"
#include "core/warehouse/keyfile.h"

#include <sodium.h>
#include <string.h>

#define KEY_BYTES   KEYFILE_BYTES
#define FINGERPRINT "shumar pseudonym key" /* what the key is asked to hash, to be known again */

static const KeyFile key_file = {
	.what = "pseudonym key",
	.file = "pseudonym.key",
	.setting = "pseudonym-key",
	.gone = "the warehouse holds records hashed with it",
	.exchanged = "the warehouse's records were hashed with another key",
	.hint = "Restore the file from its backup; without it no new record meets its old ones.",
};

struct Pseudonym {
	guint8 key[KEY_BYTES];
	GHashTable *domains; /* by source, of those that are not called as their keys are */
};

Pseudonym *pseudonym_new(const guint8 key[32])
{
	if (sodium_init() < 0)
		g_error("libsodium cannot be used on this machine");
	Pseudonym *pseudonym = g_new(Pseudonym, 1);
	memcpy(pseudonym->key, key, KEY_BYTES);
	pseudonym->domains = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	sodium_mlock(pseudonym->key, KEY_BYTES); /* best effort: keeps it out of swap */
	return pseudonym;
}

void pseudonym_free(Pseudonym *pseudonym)
{
	if (pseudonym == NULL)
		return;
	sodium_munlock(pseudonym->key, KEY_BYTES); /* wipes it, too */
	g_hash_table_unref(pseudonym->domains);
	g_free(pseudonym);
}

void pseudonym_call(Pseudonym *pseudonym, const char *source, const char *domain)
{
	g_hash_table_insert(pseudonym->domains, g_strdup(source), g_strdup(domain));
}

const char *pseudonym_domain(const Pseudonym *pseudonym, const char *source)
{
	const char *domain = g_hash_table_lookup(pseudonym->domains, source);
	return domain != NULL ? domain : source;
}

void pseudonym_hash(const Pseudonym *pseudonym, const char *domain, const char *key, size_t length,
		    guint8 ret_hash[PSEUDONYM_BYTES])
{
	crypto_generichash_state state;
	crypto_generichash_init(&state, pseudonym->key, KEY_BYTES, PSEUDONYM_BYTES);
	/* The zero byte ends the domain, so that no two pairs are the same bytes. */
	crypto_generichash_update(&state, (const guint8 *)domain, strlen(domain) + 1);
	crypto_generichash_update(&state, (const guint8 *)key, length);
	crypto_generichash_final(&state, ret_hash, PSEUDONYM_BYTES);
}

/* ── the key and the warehouse ── */
static char *fingerprint_new(const Pseudonym *pseudonym)
{
	guint8 hash[PSEUDONYM_BYTES];
	char text[2 * PSEUDONYM_BYTES + 1];
	pseudonym_hash(pseudonym, FINGERPRINT, "", 0, hash);
	sodium_bin2hex(text, sizeof text, hash, sizeof hash);
	return g_strdup(text);
}

static bool warehouse_has_facts(Database *warehouse, bool *ret_facts, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(warehouse, sqltext(SQL_ETL_HAS_FACTS), DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	*ret_facts = result_bool(row, 0, 0);
	return true;
}

Pseudonym *pseudonym_open(const Config *config, Database *warehouse, GError **error)
{
	bool facts = false;
	guint8 key[KEY_BYTES];
	if (!warehouse_has_facts(warehouse, &facts, error) ||
	    !keyfile_open(&key_file, config, facts, key, error))
		return NULL;
	g_autoptr(Pseudonym) pseudonym = pseudonym_new(key);
	sodium_memzero(key, sizeof key);
	g_autofree char *fingerprint = fingerprint_new(pseudonym);
	if (!keyfile_check(&key_file, config, warehouse, facts, fingerprint, error))
		return NULL;
	return g_steal_pointer(&pseudonym);
}
