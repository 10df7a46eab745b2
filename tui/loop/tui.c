#include "tui/loop/tui.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/form/themes.h"
#include "tui/loop/job.h"
#include "tui/pages/apply/acts.h"
#include "tui/pages/device.h"
#include "tui/pages/pages.h"
#include "tui/screen/screen.h"
#include "tui/wizard/draw.h"
#include "tui/wizard/go.h"
#include "tui/wizard/keep.h"
#include "tui/wizard/press.h"

enum { THEME_NAME = 64 };

static int loop_tui_refuse(const char *site, char *why)
{
    const char *name = site ? site : "SITE";
    fprintf(stderr, "penstock: %s; use 'penstock plan %s' and 'penstock apply %s' instead\n", why, name,
            name);
    free(why);
    return 3;
}

/* A trial that goes on comes before all else. Asking for it may start programs: the first paint is there
 * before. */
static void look_for_trial(struct wizard *wizard)
{
    if (apply_look(wizard))
        wizard_go(wizard, PAGE_APPLY);
    else if (wizard->page == PAGE_START)
        device_look(wizard);
    wizard->stale = true;
}

static int loop_tui_start(struct wizard *wizard, const struct tui_options *options, char **message)
{
    int code = 0;
    wizard->model.backend = options->backend;
    wizard->slow = options->slow;
    if (options->site_path)
        code = model_open(&wizard->model, options->site_path, message);
    else if (options->example)
        code = model_example(&wizard->model, options->example, message);
    if (code < 0)
        return -1;
    if (options->host)
        snprintf(wizard->model.host, sizeof(wizard->model.host), "%s", options->host);
    int page = options->page ? pages_named(options->page) : -1;
    bool offered = keep_look(wizard);
    if (offered && apply_look(wizard)) {
        /* The trial that those answers began still runs: they come along. */
        if (!wizard->model.begun)
            keep_resume(wizard);
        wizard_go(wizard, PAGE_APPLY);
    } else if (offered) {
        wizard_go(wizard, PAGE_RECOVER);
    } else if (page >= 0)
        wizard_go(wizard, (enum page_id)page);
    else if (wizard->model.begun)
        wizard_go(wizard, PAGE_PRODUCT);
    else
        wizard_go(wizard, PAGE_START);
    if (!offered && page < 0)
        wizard->work = look_for_trial;
    if (code > 0)
        wizard_say(wizard, PAINT_ERROR, "! %s", *message);
    return 0;
}

static void take_input(struct wizard *wizard, struct screen *screen, const struct screen_input *input)
{
    int rows, cols;
    if (input->resized) {
        screen_size(screen, &rows, &cols);
        wizard_resize(wizard, rows, cols);
    }
    if (input->ticked)
        wizard_tick(wizard);
    for (size_t i = 0; i < input->count && !wizard->done; i++)
        wizard_press(wizard, &input->presses[i]);
    if (!wizard->done)
        keep_step(wizard, false);
}

/* Goes to the next theme, and says which; a broken one is told with its place. */
static void recolor(struct wizard *wizard, struct screen *screen, char name[THEME_NAME])
{
    struct themes themes;
    struct theme theme;
    char *message = NULL;
    wizard->recolor = false;
    themes_list(&themes, wizard->model.desk);
    snprintf(name, THEME_NAME, "%s", themes_next(&themes, name));
    if (themes_load(&theme, wizard->model.desk, name, &message) < 0)
        wizard_say(wizard, PAINT_ERROR, "! %s", message);
    else
        wizard_say(wizard, PAINT_NORMAL, "Colours: %s", name);
    screen_theme(screen, &theme);
    free(message);
    themes_release(&themes);
}

/* Keys of the wait belong to what comes after it. Escape, and whatever ends the program, ask the work to give
 * up. */
static void loop_tui_gather(const struct desk *desk, const struct screen_input *now,
                            struct screen_input *later)
{
    bool stop = now->exit_code != 0;
    for (size_t i = 0; i < now->count; i++) {
        stop = stop || now->presses[i].code == PRESS_ESCAPE;
        if (later->count < SCREEN_PRESSES)
            later->presses[later->count++] = now->presses[i];
    }
    later->resized = later->resized || now->resized;
    later->exit_code = now->exit_code;
    if (stop && desk->cancel)
        desk->cancel(desk->context);
}

/* The Escape that ended the work did what it was pressed for. */
static void spend_escape(const struct desk *desk, struct screen_input *later)
{
    size_t kept = 0;
    if (!desk->gave_up || !desk->gave_up(desk->context))
        return;
    for (size_t i = 0; i < later->count; i++)
        if (later->presses[i].code != PRESS_ESCAPE)
            later->presses[kept++] = later->presses[i];
    later->count = kept;
}

/* What the work does, whenever that is another thing. */
static void tell_phase(const struct desk *desk, struct screen *screen, struct canvas *canvas,
                       const char **shown)
{
    const char *phase = desk->phase ? desk->phase(desk->context) : NULL;
    if (!phase || phase == *shown)
        return;
    *shown = phase;
    wizard_draw_phase(canvas, phase);
    screen_draw(screen, canvas);
}

/* The wizard is the job's until it has ended: the loop shows what it does, and listens. */
static void work_beside(struct wizard *wizard, struct screen *screen, struct canvas *canvas,
                        struct screen_input *later)
{
    enum { LOOK_MS = 100 };
    const struct desk *desk = wizard->model.desk;
    const char *shown = NULL;
    struct screen_input now = {0};
    struct job job;
    *later = (struct screen_input){0};
    if (desk->begin)
        desk->begin(desk->context);
    if (!job_start(&job, wizard))
        return;
    screen_watch(screen, job.ended[0]);
    while (!now.watched && !later->exit_code) {
        screen_wait(screen, LOOK_MS, &now);
        loop_tui_gather(desk, &now, later);
        if (now.ticked)
            tell_phase(desk, screen, canvas, &shown);
    }
    screen_watch(screen, -1);
    job_end(&job);
    spend_escape(desk, later);
}

static int loop(struct wizard *wizard, struct screen *screen, char theme[THEME_NAME])
{
    struct canvas canvas = {0};
    struct screen_input input = {0};
    while (!wizard->done && !input.exit_code) {
        if (wizard->healing)
            screen_heal(screen);
        wizard->healing = false;
        if (wizard->recolor)
            recolor(wizard, screen, theme);
        wizard_draw(wizard, &canvas);
        screen_draw(screen, &canvas);
        if (wizard->work)
            work_beside(wizard, screen, &canvas, &input);
        else
            screen_wait(screen, wizard_timeout(wizard), &input);
        if (!input.exit_code)
            take_input(wizard, screen, &input);
    }
    canvas_release(&canvas);
    return input.exit_code;
}

static int loop_tui_show(struct wizard *wizard, const struct tui_options *options, const struct theme *theme)
{
    const char *said = getenv("NO_COLOR");
    bool no_color = options->no_color || (said && *said);
    struct screen_options how = {options->ascii, no_color,      options->mouse,
                                 options->rows,  options->cols, theme};
    char *why = NULL;
    int rows, cols;
    struct screen *screen = screen_open(&how, &why);
    if (!screen)
        return loop_tui_refuse(options->site_path, why);
    screen_size(screen, &rows, &cols);
    wizard_resize(wizard, rows, cols);
    wizard->bars = screen_colors(screen) && !options->slow;
    char name[THEME_NAME];
    snprintf(name, sizeof(name), "%s", options->theme ? options->theme : "default");
    int code = loop(wizard, screen, name);
    screen_close(screen);
    /* Left by the quit key: what was not saved was given up on purpose. */
    if (code)
        keep_step(wizard, true);
    else if (wizard->keep.mind == KEEP_MINE)
        keep_drop(wizard);
    return code;
}

/* What the technician needs when the screen is gone: the line to type as root, or that a trial goes on. */
static void say_farewell(struct wizard *wizard, int code)
{
    if (apply_of(wizard)->phase == APPLY_TRIAL)
        fprintf(stderr, "penstock: the trial goes on: 'penstock confirm' keeps the new rules, without it the "
                        "old ones come "
                        "back by themselves\n");
    else if (code == 0 && wizard->model.path && !wizard->model.desk->privileged &&
             wizard->page == PAGE_APPLY) {
        char *line = apply_command(wizard);
        printf("%s\n", line);
        free(line);
    }
}

int tui_run(const struct tui_options *options, const struct desk *desk, const struct catalog *catalog)
{
    struct wizard wizard;
    struct theme theme;
    char *message = NULL;
    wizard_init(&wizard, pages, catalog, desk);
    char *broken = NULL;
    int code = 3;
    themes_load(&theme, desk, options->theme, &broken);
    if (loop_tui_start(&wizard, options, &message) < 0) {
        fprintf(stderr, "penstock: %s\n", message ? message : "the site cannot be opened");
    } else {
        if (broken)
            wizard_say(&wizard, PAINT_ERROR, "! %s", broken);
        code = loop_tui_show(&wizard, options, &theme);
        say_farewell(&wizard, code);
    }
    if (broken)
        fprintf(stderr, "penstock: %s\n", broken);
    free(broken);
    free(message);
    wizard_release(&wizard);
    return code;
}
