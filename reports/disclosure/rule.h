/*
 * Rules: which figures identify somebody by themselves, as data (templates/disclosure.yaml).
 *
 *     g_autoptr(ProtectRules) rules = rules_read("templates/disclosure.yaml", &error);
 *     rules_apply(rules, store, facts, facts_count);
 *     protect(store, rules, &result, &error);
 *
 * A cell that a rule hits keeps the rule's name; which rule it was is for the desk alone and leaves
 * it in no file. The numbers of the file are the only ones: nothing stands in for a missing line.
 */
#pragma once

#include "reports/disclosure/store.h"

/* Names of rules, in the order in which they are tried. */
#define RULE_SMALL     "small"     /* fewer than the threshold */
#define RULE_WHOLE_ROW "whole-row" /* all of a row's cases are in this one cell */
#define RULE_STATION   "station"   /* too few stations: the figure is that of a station */
#define RULE_CASE      "case"      /* too few FIRs, or one with many victims and too few others */
#define RULE_DECOY     "decoy"     /* 0, or just above the threshold: chosen by the secret key */
#define RULE_TOLD      "told"      /* one of these, and was public with another value */
#define RULE_SECONDARY "secondary" /* of no cell->rule: what the desk calls hidden for others */

/* What is done with figures of 0. */
typedef enum {
	ZEROS_SOME,      /* some are hidden, by key: [c] may be 0 */
	ZEROS_PUBLISHED, /* none is: who reads [c] knows it is at least 1 */
	ZEROS_WITHHELD,  /* all are, like any small number */
} Zeros;

/* Percent by which what is protected stays below the rule of guessing, so that the audit's draws,
 * which are others than those of who chose what to hide, do not find it broken by chance. */
enum { GUESS_MARGIN = 5 };

typedef struct {
	gint64 threshold; /* "fewer than": 5; 0: no small number is hidden, and none is asked for */
	gint64 width;     /* how far apart what a protected cell may be has to be */
	Zeros zeros;
	gint64 zero_in;     /* of ZEROS_SOME: one in so many, by key; 0, or without a key: none */
	char **whole_row;   /* dimensions of rows ("kind", "place", "period"), NULL-terminated */
	gint64 stations;    /* fewer stations than this behind a figure hide it; 0: no such rule */
	gint64 cases;       /* the same of FIRs, where the figure counts victims or accused */
	gint64 decoy_below; /* some from the threshold up to here are hidden as if small, */
	gint64 decoy_in;    /* one in so many, by key; 0, or without a key: none */
	gint64 guess;     /* no value of a hidden figure may hold over so many percent of the tables
			     that fit; 0: no such rule */
	bool contributor; /* who is the one case of a 1 reads too, and knows it */
	GBytes *key;      /* of the jitter of costs, secret; not in the file; NULL: none */
} ProtectRules;

/* Reads PATH strictly: all faults at once, with file, line and column, as SHUMAR_ERROR_CONFIG. */
ProtectRules *rules_read(const char *path, GError **error);
ProtectRules *rules_parse(const char *text, const char *name, GError **error);
void rules_free(ProtectRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ProtectRules, rules_free)

/* What is known of whom a figure is made of; -1: not known, no rule is applied. */
typedef struct {
	guint cell;
	gint64 stations; /* that have at least one in it */
	gint64 cases;    /* FIRs that have at least one in it */
	gint64 largest;  /* how much of it is of one FIR */
} RuleFact;

/* Names the rule of each published or hidden cell of STORE that one hits and that has none yet, and
 * the width it needs. States stay as they are. How many it named. */
guint rules_apply(const ProtectRules *rules, Store *store, const RuleFact *facts, guint count);

/* Names the wanted cells of STORE that the key chooses for themselves though readers want them:
 * half as many as of others. Were there none, one that is withheld would be 1 to 4 for sure, which
 * is less than the width. How many it named. */
guint rules_choose_wanted(const ProtectRules *rules, Store *store);

/* What everybody knows CELL is at least once it is hidden. */
gint64 rules_least(const ProtectRules *rules, const StoreCell *cell);
