/*
 * Key files: secrets of 32 random bytes in <data>/keys, never in the warehouse.
 *
 * A file is 64 hexadecimal digits and a line end, of mode 0600, made on the first
 * use. The warehouse keeps, as a setting, what the key is known again by; so a
 * lost or exchanged one is noticed before it does harm.
 */
#pragma once

#include "core/config/config.h"
#include "core/database/database.h"

#define KEYFILE_BYTES 32

/* One kind of key; const tables of their modules. */
typedef struct {
	const char *what;      /* "pseudonym key", for messages */
	const char *file;      /* "pseudonym.key" */
	const char *setting;   /* etl.setting that knows it again */
	const char *gone;      /* why no other key will do: "the warehouse holds …" */
	const char *exchanged; /* the same, when there is another key */
	const char *hint;      /* what to do about either */
} KeyFile;

/* The folder of key files. Transfer full. */
char *keyfile_folder(const Config *config);

/* The file's path. Transfer full. */
char *keyfile_path(const KeyFile *file, const Config *config);

/* Reads the key, making the folder and it when there is none; with NEEDED its
 * absence is an error. A damaged file and one that others can read are refused.
 * Errors: SHUMAR_ERROR_CONFIG. The caller wipes RET_KEY. */
bool keyfile_open(const KeyFile *file, const Config *config, bool needed,
		  guint8 ret_key[KEYFILE_BYTES], GError **error);

/* Holds IDENTITY against the one that WAREHOUSE keeps, and keeps it when there is
 * none or it is not NEEDED any more. SHUMAR_ERROR_CONFIG when it is another. */
bool keyfile_check(const KeyFile *file, const Config *config, Database *warehouse, bool needed,
		   const char *identity, GError **error);
