#include "tui/form/glyph.h"

static const struct glyph_form forms[] = {
    [GLYPH_RULE - GLYPH_RULE] = {0x2500, '-', 'q'},     [GLYPH_BAR - GLYPH_RULE] = {0x2502, '|', 'x'},
    [GLYPH_UL - GLYPH_RULE] = {0x250c, '+', 'l'},       [GLYPH_UR - GLYPH_RULE] = {0x2510, '+', 'k'},
    [GLYPH_LL - GLYPH_RULE] = {0x2514, '+', 'm'},       [GLYPH_LR - GLYPH_RULE] = {0x2518, '+', 'j'},
    [GLYPH_TEE_LEFT - GLYPH_RULE] = {0x2524, '+', 'u'}, [GLYPH_TEE_RIGHT - GLYPH_RULE] = {0x251c, '+', 't'},
    [GLYPH_TEE_UP - GLYPH_RULE] = {0x2534, '+', 'v'},   [GLYPH_TEE_DOWN - GLYPH_RULE] = {0x252c, '+', 'w'},
    [GLYPH_HEAVY_RULE - GLYPH_RULE] = {0x2501, '=', 0}, [GLYPH_HEAVY_BAR - GLYPH_RULE] = {0x2503, '#', 0},
    [GLYPH_HEAVY_UL - GLYPH_RULE] = {0x250f, '+', 0},   [GLYPH_HEAVY_UR - GLYPH_RULE] = {0x2513, '+', 0},
    [GLYPH_HEAVY_LL - GLYPH_RULE] = {0x2517, '+', 0},   [GLYPH_HEAVY_LR - GLYPH_RULE] = {0x251b, '+', 0},
    [GLYPH_ARROW_LEFT - GLYPH_RULE] = {0x25c4, '<', 0}, [GLYPH_ARROW_RIGHT - GLYPH_RULE] = {0x25ba, '>', 0},
    [GLYPH_ARROW_UP - GLYPH_RULE] = {0x25b2, '^', 0},   [GLYPH_ARROW_DOWN - GLYPH_RULE] = {0x25bc, 'v', 0},
    [GLYPH_DENIED - GLYPH_RULE] = {0x2573, 'X', 0},     [GLYPH_CROSS - GLYPH_RULE] = {0x253c, '+', 'n'},
};

bool glyph_is(unsigned point)
{
    return point >= GLYPH_RULE && point < GLYPH_END;
}

const struct glyph_form *glyph_form(unsigned glyph)
{
    return &forms[glyph - GLYPH_RULE];
}
