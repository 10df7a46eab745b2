#include "tui/wizard/preview.h"

#include "tui/pages/page.h"

enum { SIGN_COL = 3, WORDS_COL = 5 };

static int preview_list(struct sheet *sheet, int row, const struct rule_lines *lines, const char *sign,
                        enum paint paint)
{
    for (size_t i = 0; i < lines->count; i++) {
        sheet_text(sheet, row, SIGN_COL, paint, sign);
        row += sheet_wrap(sheet, row, WORDS_COL, sheet->cols - WORDS_COL - 2, paint, lines->items[i]);
    }
    return row;
}

static void preview_build(struct wizard *wizard, struct sheet *sheet)
{
    const struct preview *preview = &wizard->preview;
    sheet_textf(sheet, 0, 1, PAINT_HEADING, "%s: %zu rules added, %zu removed on %s",
                wizard->pages[preview->page]->title, preview->added.count, preview->removed.count,
                *preview->host ? preview->host : "no host");
    int row = preview_list(sheet, 2, &preview->added, "+", PAINT_ADDED);
    row = preview_list(sheet, row, &preview->removed, "-", PAINT_REMOVED);
    if (row == 2)
        sheet_text(sheet, row, SIGN_COL, PAINT_NORMAL, "No rule is another than when the page was opened.");
}

const struct page page_preview = {
    .title = "So far",
    .enter_does = ENTER_BACK,
    .build = preview_build,
    .actions = {ACTION_NONE},
    .about =
        "The rules that the page just left has added (+) and removed (-) since it was opened. The review "
        "compares with what is live on this machine; this list only with how the page began.",
};
