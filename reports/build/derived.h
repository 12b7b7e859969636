/*
 * Derived: the datasets of a template made of the rows that their queries gave. One may be some
 * rows of another; statistics are added as columns (reports/derive/derive.h).
 */
#pragma once

#include "reports/library/dataset.h"
#include "reports/template/template.h"

/* WANTED from RAW, what its query gave: with derived columns, or the one row that it is; NULL where
 * it is RAW itself. Transfer full. */
Dataset *derived_dataset(const TemplateDataset *wanted, const Dataset *raw);

/* The datasets of TEMPLATE with their derived columns, from RAW (name → Dataset, as queried): name
 * → Dataset. What has nothing derived is borrowed from RAW; OWNED (of Dataset) takes the others. */
GHashTable *derived_datasets(const Template *template, GHashTable *raw, GPtrArray *owned);
