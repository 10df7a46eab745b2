#include "tui/pages/flows/picture.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/pages/flows/why.h"
#include "tui/pages/hosts/host.h"
#include "tui/pages/page.h"

struct flows_view *flows_view_of(const struct wizard *wizard)
{
    return wizard_state(wizard, PAGE_FLOWS);
}

void flows_view_release(void *view)
{
    picture_release(&((struct flows_view *)view)->picture);
}

static bool word_at(const struct cell *cells, int cols, int col)
{
    return col < cols && !glyph_is(cells[col].point) && cells[col].point != ' ' &&
           cells[col].point != CELL_TAIL;
}

static int glyph_run(struct sheet *sheet, int row, const struct cell *cells, int cols, int col)
{
    int end = col + 1;
    while (end < cols && cells[end].point == cells[col].point && cells[end].paint == cells[col].paint)
        end++;
    sheet_run(sheet, row, col, end - col, (enum paint)cells[col].paint, cells[col].point);
    return end;
}

static int flows_picture_words(struct sheet *sheet, int row, const struct canvas *canvas, int from, int col)
{
    const struct cell *cells = canvas->cells + from * canvas->cols;
    int end = col + 1;
    while (word_at(cells, canvas->cols, end) ||
           (word_at(cells, canvas->cols, end + 1) && end < canvas->cols && cells[end].point == ' '))
        end++;
    struct canvas part = {1, end - col, (struct cell *)cells + col, 0, 0};
    char *text = canvas_dump(&part, false);
    text[strcspn(text, "\n")] = '\0';
    sheet_text(sheet, row, col, (enum paint)cells[col].paint, text);
    free(text);
    return end;
}

static void carry(struct sheet *sheet, int first, const struct canvas *canvas)
{
    for (int row = 0; row < canvas->rows; row++) {
        const struct cell *cells = canvas->cells + row * canvas->cols;
        for (int col = 0; col < canvas->cols;)
            if (glyph_is(cells[col].point))
                col = glyph_run(sheet, first + row, cells, canvas->cols, col);
            else if (word_at(cells, canvas->cols, col))
                col = flows_picture_words(sheet, first + row, canvas, row, col);
            else
                col++;
    }
}

static void to_host(struct wizard *wizard, const struct field *field)
{
    const struct host *host = field->data;
    if (!host) {
        wizard_say(wizard, PAINT_NORMAL, "v shows the list: there each stands alone");
        return;
    }
    host_open(wizard, host->index);
}

static void to_flows(struct wizard *wizard, const struct field *field)
{
    const struct picture_arrow *arrow = &flows_view_of(wizard)->picture.arrows[field->index];
    why_flows(wizard, arrow->flows, arrow->flow_count);
}

static void arrows(struct sheet *sheet, int first, const struct picture *picture, size_t box)
{
    for (size_t i = 0; i < picture->arrow_count; i++) {
        const struct picture_arrow *arrow = &picture->arrows[i];
        if (arrow->box == box)
            sheet_field(sheet, (struct field){.kind = FIELD_BUTTON,
                                              .row = first + arrow->row,
                                              .col = arrow->col,
                                              .id = sheet_printf(sheet, "arrow.%zu.%s", i, arrow->label),
                                              .label = arrow->label,
                                              .paint = arrow->denied && picture->coloured ? PAINT_REMOVED
                                                                                          : PAINT_NORMAL,
                                              .index = i,
                                              .act = to_flows});
    }
}

static void fields(struct sheet *sheet, int first, const struct picture *picture)
{
    for (size_t i = 0; i < picture->box_count; i++) {
        const struct picture_box *box = &picture->boxes[i];
        if (box->you)
            sheet->first = (int)sheet->field_count;
        sheet_field(sheet,
                    (struct field){.kind = FIELD_ROW,
                                   .row = first + box->row,
                                   .col = box->col,
                                   .id = box->you ? "box.you" : sheet_printf(sheet, "box.%s", box->name),
                                   .label = page_clip(sheet, box->name, box->width),
                                   .data = box->host,
                                   .act = to_host});
        arrows(sheet, first, picture, i);
    }
}

void flows_picture(struct wizard *wizard, struct sheet *sheet, int row)
{
    struct picture *picture = &flows_view_of(wizard)->picture;
    picture_release(picture);
    picture_make(picture, model_flows(&wizard->model), model_host(&wizard->model, NULL), sheet->height - row,
                 sheet->cols);
    carry(sheet, row, &picture->canvas);
    fields(sheet, row, picture);
    sheet->free = true;
    row += picture->canvas.rows;
    for (size_t i = 0; i < picture->note_count; i++)
        row += sheet_wrap(sheet, row, 1, sheet->cols - 2, PAINT_NORMAL, picture->notes[i]);
}
