#include "tests/unit/tui/wizard_play.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/pages/pages.h"
#include "tui/wizard/build.h"
#include "tui/wizard/draw.h"
#include "tui/wizard/go.h"
#include "tui/wizard/press.h"

int play_begin(void **state)
{
    struct play *play = xcalloc(1, sizeof(*play));
    struct problems problems = {0};
    if (catalog_init(&play->catalog, &problems) < 0)
        return -1;
    desk_double_init(&play->twin, "10.20.0.11", true);
    wizard_init(&play->wizard, pages, &play->catalog, &play->twin.desk);
    *state = play;
    return 0;
}

int play_end(void **state)
{
    struct play *play = *state;
    wizard_release(&play->wizard);
    desk_double_release(&play->twin);
    catalog_release(&play->catalog);
    canvas_release(&play->canvas);
    free(play->screen);
    free(play);
    return 0;
}

void play_machine(struct play *play, const char *own, bool privileged)
{
    desk_double_release(&play->twin);
    desk_double_init(&play->twin, own, privileged);
}

void play_work(struct play *play)
{
    while (wizard_do_work(&play->wizard))
        continue;
    wizard_build(&play->wizard);
}

void play_example(struct play *play, const char *name, enum page_id page)
{
    char *message = NULL;
    assert_int_equal(model_example(&play->wizard.model, name, &message), 0);
    free(message);
    wizard_go(&play->wizard, page);
    play_work(play);
}

static void play_one(struct play *play, struct press press)
{
    wizard_press(&play->wizard, &press);
    play_work(play);
}

void play_press(struct play *play, enum press_code code)
{
    play_one(play, (struct press){.code = code});
}

void play_function(struct play *play, unsigned number)
{
    play_one(play, (struct press){PRESS_FUNCTION, number});
}

void play_type(struct play *play, const char *text)
{
    for (; *text; text++)
        play_one(play, (struct press){PRESS_POINT, (unsigned char)*text});
}

void play_click(struct play *play, int row, int col)
{
    play_one(play, (struct press){PRESS_CLICK, (unsigned)row << 16 | (unsigned)col});
}

void play_focus(struct play *play, const char *id)
{
    wizard_build(&play->wizard);
    form_focus(wizard_form(&play->wizard), &play->wizard.sheet, id);
    assert_string_equal(play_focused(play), id);
}

const char *play_focused(struct play *play)
{
    wizard_build(&play->wizard);
    const struct field *field = wizard_focus(&play->wizard);
    return field ? field->id : "";
}

static const char *play_draw(struct play *play)
{
    wizard_draw(&play->wizard, &play->canvas);
    free(play->screen);
    play->screen = canvas_dump(&play->canvas, true);
    return play->screen;
}

void play_shows(struct play *play, const char *text)
{
    if (!strstr(play_draw(play), text))
        fail_msg("'%s' is not on the screen:\n%s", text, play->screen);
}

void play_hides(struct play *play, const char *text)
{
    if (strstr(play_draw(play), text))
        fail_msg("'%s' is on the screen:\n%s", text, play->screen);
}

int play_row(struct play *play, const char *text)
{
    const char *at = strstr(play_draw(play), text);
    int row = 0;
    if (!at)
        return -1;
    for (const char *c = play->screen; c < at; c++)
        row += *c == '\n';
    return row;
}
