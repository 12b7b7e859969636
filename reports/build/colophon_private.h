/* Colophon: what its two files share: making the parts, and what a rendering says of itself. */
#pragma once

#include "reports/build/colophon.h"

ColophonRendering *colophon_rendering_new(void);

/* A new edition of RENDERING, which owns it. */
ColophonEdition *colophon_edition_new(ColophonRendering *rendering);

/* All that RENDERING says but its editions, as text: equal when they were made of the same. */
char *colophon_made_of(const ColophonRendering *rendering);
