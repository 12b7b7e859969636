/* A release with the note of Pakpattan, two of whose figures are withheld, for a warehouse with
 * cubes and without records. */
#pragma once

/* What the withheld figures are; the server works it out, and no text of the tests holds it. */
#define WITHHELD_NUMBER (740 * 10004 + 559)

extern const char withheld_note[];
extern const char withheld_note_opened[]; /* one of them is published then */
