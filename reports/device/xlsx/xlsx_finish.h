/*
 * XLSX finish: what libxlsxwriter 1.1.4 cannot write, put into the parts it has
 * written: the document's language, and the cell styles "Heading 1" and "Heading 2"
 * by which programs for the blind find titles.
 */
#pragma once

#include <glib.h>

/* The part NAME with TEXT finished for a workbook in LANGUAGE ("en"); NULL for a part that stays
 * as it is. Transfer full. */
char *xlsx_finish_part(const char *name, const char *text, const char *language);
