#include "tui/picture/picture.h"

#include "core/base/text.h"
#include "tui/picture/parts.h"

enum { MOST_SMALL = 4, MOST_LARGE = 5, SMALL_ROWS = 40, BYTES_SMALL = 1210, MOVE = 6 };

/* What a terminal will be sent for one row, about: line characters are three bytes, and blanks are cheap. */
static int row_bytes(const struct cell *cells, int cols)
{
    int bytes = 0, blanks = MOVE;
    for (int col = 0; col < cols; col++)
        if (cells[col].point == ' ') {
            blanks++;
        } else {
            bytes += (blanks > MOVE ? MOVE : blanks) + (glyph_is(cells[col].point) ? 3 : 1);
            bytes += col && cells[col].paint != cells[col - 1].paint && cells[col].paint ? 2 * MOVE : 0;
            blanks = 0;
        }
    return bytes;
}

static bool picture_fits(const struct picture *picture, int rows)
{
    const struct canvas *canvas = &picture->canvas;
    int bytes = 0;
    if (rows >= SMALL_ROWS)
        return canvas->rows <= rows;
    for (int row = 0; row < rows; row++)
        if (row < canvas->rows)
            bytes += row_bytes(canvas->cells + row * canvas->cols, canvas->cols);
        else if (row < canvas->rows + (int)picture->note_count)
            bytes += MOVE + (int)text_columns(picture->notes[row - canvas->rows]);
    return canvas->rows <= rows && bytes <= BYTES_SMALL;
}

static void picture_make_own(struct picture *picture, struct parts parts)
{
    *picture = (struct picture){.coloured = !parts.sparing};
    parts.picture = picture;
    picture_groups(&parts);
    picture_links(&parts);
    picture_bundles(&parts);
    picture_place(&parts);
    picture_draw(&parts);
    picture_notes(&parts);
}

/* What is given up, step by step, until the picture can be seen at once and paid for on a slow line: boxes of
 * their own for like hosts, then for ends outside the site, then for any. */
static bool picture_give_up(struct parts *parts)
{
    bool device = parts->you && host_is(parts->you, TRAIT_DEVICE);
    if (parts->most > 2)
        parts->most--;
    else if (!parts->closed && !device)
        parts->closed = true;
    else if (parts->most > 1)
        parts->most--;
    else
        return false;
    return true;
}

void picture_make(struct picture *picture, const struct flows *flows, const struct host *you, int rows,
                  int cols)
{
    struct parts parts = {.flows = flows, .you = you, .rows = rows, .cols = cols};
    parts.sparing = rows < SMALL_ROWS;
    parts.most = rows < SMALL_ROWS ? MOST_SMALL : MOST_LARGE;
    picture_make_own(picture, parts);
    while (!picture_fits(picture, rows) && picture_give_up(&parts)) {
        picture_release(picture);
        picture_make_own(picture, parts);
    }
}

void picture_release(struct picture *picture)
{
    canvas_release(&picture->canvas);
    arena_release(&picture->arena);
    *picture = (struct picture){0};
}
