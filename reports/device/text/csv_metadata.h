/*
 * CSV metadata: what the columns of an edition's CSV files mean, as "CSV on the Web" says it
 * (W3C, "Metadata Vocabulary for Tabular Data", 2015).
 */
#pragma once

#include "reports/device/text/csv_table.h"

/* Appends the description of MODEL's files to OUT, as JSON. URLS and TABLES go together; the
 * files are beside it. */
void csv_metadata_append(GString *out, const Model *model, const GPtrArray *urls,
			 const GPtrArray *tables);
