/*
 * Publish: moves the pointer that reports read to a run whose cubes are proven.
 */
#pragma once

#include "core/config/config.h"
#include "etl/ledger/claim.h"

/* Publishes the claimed run and ends it with MESSAGE, in a transaction of its own.
 * SHUMAR_ERROR_UNPUBLISHED when a cube has no proof of this run. */
bool publish_run(const Claim *claim, Database *warehouse, const Config *config, const char *message,
		 GError **error);

/* Ends the claimed run, which changed nothing; the pointer stays. */
bool publish_nothing(const Claim *claim, Database *warehouse, const Config *config,
		     const char *message, GError **error);
