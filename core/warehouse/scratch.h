/*
 * Scratch: a warehouse of its own, beside the one that is configured, for what must not touch that.
 *
 * A database on the same server, made anew with this program's tables and dropped at the end, with
 * keys of its own in a temporary folder. One at a time: a second process is told to wait.
 */
#pragma once

#include "core/config/config.h"

typedef struct Scratch Scratch;

/* Makes it; CONFIG is borrowed for its life. Errors: SHUMAR_ERROR_LOCKED while another process has
 * one; SHUMAR_ERROR_CONFIG where the warehouse's role may make no database. */
Scratch *scratch_new(const Config *config, GError **error);

/* The same configuration with the scratch as its warehouse. Borrowed. */
const Config *scratch_config(const Scratch *scratch);

/* Drops it. Connections to it must be closed. */
void scratch_free(Scratch *scratch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scratch, scratch_free)
