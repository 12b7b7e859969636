/*
 * Publicity: what a public template may hold, found by the check, before there are any figures.
 *
 * Its datasets read what is released, and say so in their headers,
 *
 *     -- reads: released
 *
 * which their text is held to (reports/template/public_sql.h); they have no column of a station, a
 * case or a person. Its texts say nothing that blames, identifies or condemns anybody, hold no
 * shape of a CNIC, a phone number or a FIR's number, and it prints the helplines
 * (reports/template/public_words.h).
 */
#pragma once

#include "reports/template/template_measure.h"

/* Adds a fault at NODE where DATASET of a public template is not of what is released. */
void publicity_check(TemplateReader *reader, const YamlNode *node, const char *where,
		     const TemplateDataset *dataset);

/* Adds faults to the texts of a public template, in its file and in the parts that it includes. */
void publicity_check_texts(TemplateReader *reader);
