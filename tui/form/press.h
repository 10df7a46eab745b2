/* What a key means, whatever terminal sent it. tui/screen/keys.c makes these; pages and tests read them. */
#ifndef TUI_FORM_PRESS_H
#define TUI_FORM_PRESS_H

enum press_code {
    PRESS_NONE,
    PRESS_POINT, /* a character: `point` */
    PRESS_UP,
    PRESS_DOWN,
    PRESS_LEFT,
    PRESS_RIGHT,
    PRESS_HOME,
    PRESS_END,
    PRESS_PAGE_UP,
    PRESS_PAGE_DOWN,
    PRESS_TAB,
    PRESS_BACK_TAB,
    PRESS_ENTER,
    PRESS_ESCAPE,
    PRESS_BACKSPACE,
    PRESS_DELETE,
    PRESS_INSERT,
    PRESS_FUNCTION, /* F1..F10: `point` is the number; Escape and a digit are the same key */
    PRESS_CLEAR,    /* Ctrl-U: empties a text field */
    PRESS_CLICK,    /* of the mouse: `point` is row << 16 | column */
    PRESS_REDRAW,   /* Ctrl-L */
    PRESS_ONWARD    /* Ctrl-N: goes on, whatever has the focus */
};

struct press {
    enum press_code code;
    unsigned point;
};

#endif
