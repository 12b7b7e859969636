#include "etl/ledger/manifest_key.h"

#include "core/error.h"
#include "tests/support/records.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <string.h>

Test(manifest_key, signs_what_only_its_public_key_and_the_same_text_verify)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(SignatureKey) key =
	    signature_key_open(&manifest_key, records->config, records->warehouse, &error);
	cr_assert(key != NULL, "%s", error != NULL ? error->message : "");
	const char *public_key = signature_key_public(key);
	g_autofree char *signature = signature_make(key, "text");
	cr_expect(signature_holds(public_key, "text", signature));
	cr_expect_not(signature_holds(public_key, "texts", signature));
	cr_expect_not(signature_holds(public_key, "text", public_key));
	cr_expect_not(signature_holds(public_key, "text", ""));
	cr_expect_not(signature_holds("", "text", signature));
	signature[0] = signature[0] == 'A' ? 'B' : 'A';
	cr_expect_not(signature_holds(public_key, "text", signature));
}

/* RFC 8032, 7.1, test 2: the secret's public key and its signature of one byte. */
Test(manifest_key, is_the_ed25519_of_the_standard)
{
	g_autoptr(Records) records = records_new();
	g_autofree char *path =
	    g_build_filename(records->config->data, "keys", "manifest.key", NULL);
	cr_assert(g_file_set_contents_full(
	    path, "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb\n", -1,
	    G_FILE_SET_CONTENTS_NONE, 0600, NULL));
	g_autoptr(SignatureKey) key =
	    signature_key_open(&manifest_key, records->config, records->warehouse, NULL);
	cr_assert_not_null(key);
	cr_expect_str_eq(signature_key_public(key), "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=");
	g_autofree char *signature = signature_make(key, "r");
	cr_expect_str_eq(signature, "kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWP"
				    "NhPQ8R2MOHsurrQwKu6wDSkWErsMAA==");
}

static void assert_no_key(const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = server_scratch();
	g_autofree char *path = g_build_filename(folder, "x.pub", NULL);
	if (text != NULL)
		cr_assert(g_file_set_contents(path, text, -1, NULL));
	cr_assert_null(signature_read_public(path, &error), "%s", text);
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_CONFIG));
	cr_expect(strstr(error->message, path) != NULL, "%s", error->message);
}

Test(manifest_key, reads_public_keys_and_nothing_else)
{
	g_autofree char *pem = signature_pem("PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=");
	g_autofree char *twice = g_strconcat(pem, pem, NULL);
	g_autofree char *behind = g_strconcat(pem, "x", NULL);
	g_autofree char *cut = g_strndup(pem, strlen(pem) - 1);
	g_autofree char *folder = server_scratch();
	g_autofree char *path = g_build_filename(folder, "x.pub", NULL);
	cr_assert(g_file_set_contents(path, twice, -1, NULL));
	g_autoptr(GPtrArray) keys = signature_read_public(path, NULL);
	cr_assert_not_null(keys);
	cr_expect_eq(keys->len, 2);
	cr_expect_str_eq(g_ptr_array_index(keys, 1),
			 "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=");
	assert_no_key(NULL);
	assert_no_key("");
	assert_no_key(behind);
	assert_no_key(cut);
	assert_no_key("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n");
}
