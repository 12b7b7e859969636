/* The mark of a draft on pages and pictures that are drawn. */
#pragma once

#include "reports/device/font/page.h"
#include "reports/device/page/canvas.h"

/* Draws in both side margins of a page of PAPER, as high as its content, a dark stripe that says
 * what a draft is: nothing moves for it, nothing is hidden, and a copy of half a page has it. TAG
 * is what it is in the order of reading, once; NULL: an artifact. Nothing for other models. */
void canvas_draft(const Canvas *canvas, const Model *model, const PagePaper *paper, Tag *tag);

/* Draws the same as a band over the canvas; returns the height that is taken, 0 for other models.
 */
double canvas_draft_band(const Canvas *canvas, const Model *model);
