/*
 * Pseudonyms: keyed hashes that replace keys before they land.
 *
 * BLAKE2b-128 (libsodium crypto_generichash, keyed) over domain, a zero byte and
 * the source's key text; 16 bytes, stored as uuid. The 32-byte key is a file of
 * mode 0600 in the data folder, never in the warehouse; only its fingerprint is
 * (etl.setting 'pseudonym-key'), so that a lost or exchanged key is noticed.
 */
#pragma once

#include "core/config/config.h"
#include "core/database/database.h"

typedef struct Pseudonym Pseudonym;

#define PSEUDONYM_BYTES 16

/* Opens <data>/keys/pseudonym.key, making it on the first use of an empty
 * warehouse. A missing key beside facts, a wrong fingerprint and a file others
 * can read are SHUMAR_ERROR_CONFIG. */
Pseudonym *pseudonym_open(const Config *config, Database *warehouse, GError **error);
Pseudonym *pseudonym_new(const guint8 key[32]); /* for tests */
void pseudonym_free(Pseudonym *pseudonym);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pseudonym, pseudonym_free)

/* Keys of SOURCE are hashed within DOMAIN from now on: a source that was renamed keeps the one it
 * had. pseudonym_domain gives it back, SOURCE where none was said; borrowed. Not while others hash.
 */
void pseudonym_call(Pseudonym *pseudonym, const char *source, const char *domain);
const char *pseudonym_domain(const Pseudonym *pseudonym, const char *source);

/* Writes the keyed hash of LENGTH bytes at KEY within DOMAIN (that of the source). */
void pseudonym_hash(const Pseudonym *pseudonym, const char *domain, const char *key, size_t length,
		    guint8 ret_hash[PSEUDONYM_BYTES]);
