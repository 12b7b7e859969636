#include "reports/disclosure/jitter.h"

#include <string.h>

/* "measure|place|kind|first|last" */
enum { KEY_FIELDS = 5 };

/* Without what says which version of a figure it is: all of them are one to the jitter. */
static gsize length_of(const char *key)
{
	gsize length = 0;
	guint fields = 0;
	for (; key[length] != '\0'; length++) {
		fields += key[length] == '|';
		if (fields == KEY_FIELDS)
			break;
	}
	return length;
}

double cost_jitter(GBytes *secret, const char *use, const char *key)
{
	gsize length = 0;
	const guint8 *bytes = secret != NULL ? g_bytes_get_data(secret, &length) : NULL;
	g_autoptr(GHmac) hmac =
	    g_hmac_new(G_CHECKSUM_SHA256, bytes != NULL ? bytes : (const guint8 *)"", length);
	g_hmac_update(hmac, (const guchar *)use, (gssize)strlen(use) + 1);
	g_hmac_update(hmac, (const guchar *)key, (gssize)length_of(key));
	guint8 digest[32];
	gsize size = sizeof digest;
	g_hmac_get_digest(hmac, digest, &size);
	guint32 number = 0;
	for (guint n = 0; n < 4; n++)
		number = number << 8 | digest[n];
	return (double)number / 4294967296.0;
}
