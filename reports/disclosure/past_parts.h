/*
 * Past parts: which parts of a system were there before, figure by figure and sum by sum.
 */
#pragma once

#include "reports/disclosure/system.h"

typedef struct PastParts PastParts;

/* All parts of SYSTEM, with the persons who know a figure of theirs (KNOWN, by unknown). */
PastParts *past_parts_new(const System *system, const bool *known);
void past_parts_free(PastParts *parts);

/* Whether PART of SYSTEM is one of PARTS, with the same persons in it. False where PARTS is NULL.
 */
bool past_parts_have(const PastParts *parts, const System *system, const SystemPart *part,
		     const bool *known);
