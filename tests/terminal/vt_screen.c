/* What the screen shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "vt.h"

const char *vt_row(const struct vt *vt, int row)
{
    static char text[4096];
    VTermRect rect = {row, row + 1, 0, vt->cols};
    size_t length = vterm_screen_get_text(vt->screen, text, sizeof(text) - 1, rect);
    while (length && (text[length - 1] == ' ' || text[length - 1] == '\n'))
        length--;
    text[length] = '\0';
    return text;
}

int vt_find(const struct vt *vt, const char *text)
{
    for (int row = 0; row < vt->rows; row++)
        if (strstr(vt_row(vt, row), text))
            return row;
    return -1;
}

bool vt_has(const struct vt *vt, const char *text)
{
    return vt_find(vt, text) >= 0;
}

void vt_expect(const struct vt *vt, const char *text)
{
    if (!vt_has(vt, text)) {
        vt_dump(vt);
        fail_msg("'%s' is not on the screen", text);
    }
}

void vt_expect_not(const struct vt *vt, const char *text)
{
    if (vt_has(vt, text)) {
        vt_dump(vt);
        fail_msg("'%s' is on the screen", text);
    }
}

int vt_colored(const struct vt *vt)
{
    int count = 0;
    VTermScreenCell cell;
    for (int row = 0; row < vt->rows; row++)
        for (int col = 0; col < vt->cols; col++)
            if (vterm_screen_get_cell(vt->screen, (VTermPos){row, col}, &cell) &&
                !(VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) && VTERM_COLOR_IS_DEFAULT_BG(&cell.bg)))
                count++;
    return count;
}

void vt_dump(const struct vt *vt)
{
    for (int row = 0; vt->screen && row < vt->rows; row++)
        fprintf(stderr, "%2d|%s\n", row, vt_row(vt, row));
    fprintf(stderr, "cursor %d,%d marks %lu bytes %zu\n", vt->cursor_row, vt->cursor_col, vt->marks,
            vt->bytes);
}
