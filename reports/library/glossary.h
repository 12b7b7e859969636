/*
 * Glossary: templates/glossary.yaml, the one list of terms in both languages.
 *
 *     terms:
 *       referral:
 *         en: [referral, referrals]
 *         ur: [ریفرل, ریفرلز]
 *         not: [حوالگی, حوالگیاں]          # surrender, extradition: no referral
 *         where: press note, measures, locale
 *
 * Where an English text has a term, in any of its forms, the Urdu one must have the term too and
 * none of the words that it is mistaken for. Longer terms go first and are taken out: a gang rape
 * is no rape besides, nor is post-arrest bail interim bail. What stands in braces is not read, but
 * for the words between which {plural} chooses.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Glossary Glossary;

/* Reads FOLDER/glossary.yaml; all faults at once as SHUMAR_ERROR_CONFIG. A folder without one has
 * no terms. */
Glossary *glossary_read(const char *folder, GError **error);
Glossary *glossary_parse(const char *text, const char *name, GError **error); /* for tests */
void glossary_free(Glossary *glossary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Glossary, glossary_free)

/* Where faults of terms are mended. */
#define GLOSSARY_HINT "the terms of both languages are in templates/glossary.yaml"

/* What is wrong with URDU as a translation of ENGLISH, one sentence a term, of char*; empty when
 * nothing is. GLOSSARY may be NULL. Transfer full. */
GPtrArray *glossary_faults(const Glossary *glossary, const char *english, const char *urdu);
