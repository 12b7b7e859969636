#include "etl/guard/pseudonym.h"

#include <criterion/criterion.h>
#include <string.h>

static const guint8 key_a[32] = { 1, 2, 3 };
static const guint8 key_b[32] = { 1, 2, 4 };

static char *hash_of(const guint8 key[32], const char *domain, const char *text)
{
	static const char digits[] = "0123456789abcdef";
	g_autoptr(Pseudonym) pseudonym = pseudonym_new(key);
	guint8 hash[PSEUDONYM_BYTES];
	GString *hex = g_string_new(NULL);
	pseudonym_hash(pseudonym, domain, text, strlen(text), hash);
	for (size_t n = 0; n < sizeof hash; n++) {
		g_string_append_c(hex, digits[hash[n] >> 4]);
		g_string_append_c(hex, digits[hash[n] & 15]);
	}
	return g_string_free(hex, FALSE);
}

/* Made with Python's hashlib.blake2b(domain + b"\0" + text, digest_size=16, key=key). */
Test(pseudonym, is_the_keyed_blake2b_of_domain_zero_and_key)
{
	g_autofree char *hash = hash_of(key_a, "psrms/", "35202-1234567-1");
	cr_expect_str_eq(hash, "510a28a6c77176660c420a00deadaaec");
}

Test(pseudonym, differs_by_key_domain_and_text)
{
	static const struct {
		const guint8 *key;
		const char *domain;
		const char *text;
	} others[] = {
		{ key_b, "a/", "x" }, { key_a, "b/", "x" }, { key_a, "a/", "y" },
		{ key_a, "a/x", "" }, { key_a, "", "a/x" },
	};
	g_autofree char *first = hash_of(key_a, "a/", "x");
	for (size_t n = 0; n < G_N_ELEMENTS(others); n++) {
		g_autofree char *other = hash_of(others[n].key, others[n].domain, others[n].text);
		cr_expect_str_neq(first, other, "case %d", (int)n);
	}
}

Test(pseudonym, is_the_same_for_the_same)
{
	g_autofree char *first = hash_of(key_a, "a/", "x");
	g_autofree char *second = hash_of(key_a, "a/", "x");
	cr_expect_str_eq(first, second);
}
