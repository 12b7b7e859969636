/*
 * Index page: what the files of the page share: the page being written, its words in both
 * languages, and the names of papers and places. Private to index_*.c.
 */
#pragma once

#include "reports/edition/index.h"

typedef struct {
	const Index *index;
	const Library *library;
	const Locale *english, *urdu;
	GString *html;
	GHashTable *papers; /* template's name → char *[2]: what it is called */
} Page;

/* ── words (index_words.c) ── */

/* MARKUP as it is; never what came from a manifest. */
void indexpage_put(Page *page, const char *markup);
/* TEXT with what cannot be printed shown, escaped; indexpage_urdu in a span of its language. */
void indexpage_text(Page *page, const char *text);
void indexpage_urdu(Page *page, const char *text);
/* The locale's word KEY in both languages, with VALUE in the place of "{}" (NULL: there is none).
 */
void indexpage_words(Page *page, const char *key, const char *value);
/* "16 November 2026 to 22 November 2026", or the one day, in both languages. */
void indexpage_days(Page *page, const GDate *first, const GDate *last);

/* What the paper of TEMPLATE_NAME is called, in English and Urdu: its name where the library has it
 * no more, or it does not say. Borrowed. */
char **indexpage_paper_names(Page *page, const char *template_name);
void indexpage_paper(Page *page, const char *template_name);

/* The district of EDITION, or NULL; and its name in both languages. */
const District *indexpage_district_of(const Page *page, const IndexEdition *edition);
void indexpage_district(Page *page, const IndexEdition *edition);

/* What links lead to: paper, period, district and run. Transfer full. */
char *indexpage_edition_id(const IndexEdition *edition);
/* The same of all editions of its paper and period. Transfer full. */
char *indexpage_group_id(const IndexEdition *edition);

/* ── an edition (index_entry.c) ── */
/* Run and records of EDITION and what has changed since the one before, as far as manifests tell;
 * links lead to the group of that one where GROUP. Transfer full: the same text where all of it is
 * the same. */
char *indexpage_since(Page *page, const IndexEdition *edition, bool group);

/* EDITION as an item; SAID (indexpage_since) has been said of its group already. */
void indexpage_edition(Page *page, const IndexEdition *edition, const char *said);
