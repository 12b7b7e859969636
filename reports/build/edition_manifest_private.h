/* Edition manifest: what its files share: making the parts, and what a rendering says of
 * itself. */
#pragma once

#include "reports/build/edition_manifest.h"

ManifestRendering *edition_manifest_rendering_new(void);

/* A new edition of RENDERING, which owns it. */
ManifestEdition *edition_manifest_edition_new(ManifestRendering *rendering);

/* All that RENDERING says but its editions, as text: equal when they were made of the same. */
char *edition_manifest_made_of(const ManifestRendering *rendering);
