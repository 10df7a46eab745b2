/* Line characters by meaning. Their values lie above Unicode, so a canvas cell holds either a code point or a
 * glyph; the screen picks the form that the terminal can show. */
#ifndef TUI_FORM_GLYPH_H
#define TUI_FORM_GLYPH_H

#include <stdbool.h>

enum glyph {
    GLYPH_RULE = 0x110000, /* horizontal line */
    GLYPH_BAR,             /* vertical line */
    GLYPH_UL,
    GLYPH_UR,
    GLYPH_LL,
    GLYPH_LR,
    GLYPH_TEE_LEFT,  /* the stroke leaves to the left of a vertical line */
    GLYPH_TEE_RIGHT, /* ... to the right */
    GLYPH_TEE_UP,
    GLYPH_TEE_DOWN,
    GLYPH_HEAVY_RULE,
    GLYPH_HEAVY_BAR,
    GLYPH_HEAVY_UL,
    GLYPH_HEAVY_UR,
    GLYPH_HEAVY_LL,
    GLYPH_HEAVY_LR,
    GLYPH_ARROW_LEFT,
    GLYPH_ARROW_RIGHT,
    GLYPH_ARROW_UP,
    GLYPH_ARROW_DOWN,
    GLYPH_DENIED,
    GLYPH_CROSS,
    GLYPH_END
};

struct glyph_form {
    unsigned unicode; /* all of them are also in CP437 or WGL4: the Linux console has them */
    char ascii;
    char acs; /* the letter of the VT100 line drawing set; 0 = it has none: use `ascii` */
};

bool glyph_is(unsigned point);
const struct glyph_form *glyph_form(unsigned glyph);

#endif
