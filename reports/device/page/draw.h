/*
 * Draw: from the model's blocks to pieces of a flow, which page.h places. Private to the devices
 * that draw with cairo: canvas.h is where ink goes, flow.h what is placed, and each draw_*.c draws
 * a kind of block.
 */
#pragma once

#include "reports/device/page/flow.h"

/* Measures MODEL for CANVAS and tells how it is to be set. */
FlowPlan draw_plan(const Canvas *canvas, const Model *model, Outline *outline);

/* Adds the pieces of BLOCKS. */
void draw_blocks(Flow *flow, const GPtrArray *blocks);

/* The blocks. A pair of charts stands side by side; the second may be NULL. */
void draw_heading(Flow *flow, const Block *block);
void draw_text(Flow *flow, const Block *block);
void draw_notes(Flow *flow, const Block *block);
void draw_figures(Flow *flow, const Block *block);
void draw_table(Flow *flow, const Block *block);
void draw_dictionary(Flow *flow, const Block *block); /* notes that are one */
void draw_cover(Flow *flow, const Block *block);
void draw_banner(Flow *flow, const Block *block);
void draw_card(Flow *flow, const Block *block);
void draw_columns(Flow *flow, const Block *block);
void draw_contents(Flow *flow, const Block *block);
bool draw_charts_pair(const Flow *flow, const Block *left, const Block *right);
void draw_charts(Flow *flow, const Block *left, const Block *right);
