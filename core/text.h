/*
 * Text: what values of records and of users are folded to before they are kept, compared,
 * searched for personal data or shown. Every other file uses these; Unicode's own properties
 * decide (ICU), no list of characters of ours but the letters of Urdu and Arabic.
 *
 *     text_fold_key       "  Sad‍dar " -> "Saddar"       at the door: keys and names as they are
 * kept text_fold_compare   "پاكپتن"     -> "پاکپتن"       what counts as the same word
 *     text_fold_shape     "۰۳۰۰−١٢٣"   -> "0300-123"     before shapes of numbers are matched
 *     text_printable      "a\x1b[31m"  -> "a‹U+001B›[31m" before anything is shown
 *
 * TEXT may hold any bytes: those that are not UTF-8 become U+FFFD (in text_printable ‹0xFF›).
 * LENGTH is in bytes, -1 where TEXT ends with a zero byte. All results are transfer full.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* What the folds are; another where they give another result. What was read by another is read
 * again, once. */
#define TEXT_FOLD "fold 1"

/* True when text_fold_key would give the same bytes back: printable ASCII without blanks at its
 * ends or two in a row. Quick, for values that stream by; false may still mean "the same". */
bool text_is_plain(const char *text, gssize length);

/* TEXT as a key or name is kept: NFC, blanks of any kind and control characters as one blank
 * each run, none at the ends, invisible characters dropped, digits of any script as ASCII (FIR ۷
 * is FIR 7). The joiners U+200C and U+200D stay between two letters of the Arabic script, whose
 * words need them. Folding twice changes nothing. */
char *text_fold_key(const char *text, gssize length);

/* What is the same for readers has the same result: text_fold_key, then NFKC with letter case
 * folded, joiners, vowel signs and tatweel dropped, digits of any script as ASCII, dashes as '-',
 * and the letters that keyboards of Arabic give for Urdu's (kaf, yeh, heh, alef) as Urdu's. */
char *text_fold_compare(const char *text, gssize length);

/* TEXT as shapes of numbers are looked for in it: NFKC, digits of any script as ASCII, dashes
 * and minus signs as '-', any blank as ' ', invisible characters dropped. */
char *text_fold_shape(const char *text, gssize length);

/* TEXT with what cannot or must not be printed shown as what it is, "‹U+202E›": control characters
 * but line end and tab, noncharacters, private and unassigned code points, marks that turn the
 * direction of what follows, bytes that are not UTF-8. Joiners and direction marks of one place
 * stay. */
char *text_printable(const char *text, gssize length);

/* TEXT for a message: printable, on one line, in quotes, and cut after 60 letters, with their
 * number: "'abc…' (20000 letters)". */
char *text_quote(const char *text, gssize length);

/* The letters of TEXT that are not ASCII, for a value that looks right and is not known:
 * "U+067E U+0627 U+0643"; at most 24, then "…". NULL when all are ASCII. */
char *text_letters(const char *text, gssize length);

/* What TEXT looks like, without giving it away: "2 words, 12 letters (Latin), 3 digits". */
char *text_outline(const char *text, gssize length);

/* NUMBER of ONE ("earlier release"), which gets an s unless it is one: "1 earlier release".
 * Transfer full. */
char *text_count(guint number, const char *one);
