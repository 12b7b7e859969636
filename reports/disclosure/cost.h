/*
 * Cost: what it is worth to keep a cell public, for whoever chooses what is hidden.
 *
 * A cost tells as little of the value as it can, since it shapes what everybody sees: its policy
 * weight, by one of four classes of size, by a jitter that
 * hangs on the cell's key and a secret key. Who knows the programme but not the key cannot say
 * which of two figures of like size would have been hidden.
 */
#pragma once

#include "reports/disclosure/jitter.h"
#include "reports/disclosure/rule.h"

/* By cell, above 0. Transfer full (g_free). */
double *costs_new(const Store *store, const ProtectRules *rules);
