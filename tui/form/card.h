/* A card: one field of a sheet at a time, for terminals where the sheet has no room. It tells what stands
 * above and beside the field, the field itself (of a choice: all of it), what is wrong with it, and its help.
 */
#ifndef TUI_FORM_CARD_H
#define TUI_FORM_CARD_H

#include "tui/form/sheet.h"

/* What a sheet is built for that is shown as cards: nothing in it is cut. */
enum { CARD_SHEET_COLS = 90, CARD_SHEET_ROWS = 20 };

/* Draws the card of field `focus` into the rows from `row` on, at most `height`. */
void card_draw(const struct sheet *sheet, struct canvas *canvas, int row, int height, int focus,
               struct edit *edit);

#endif
