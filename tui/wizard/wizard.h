/* The wizard: what every page shares. The pages in their order, the focus of each, one message line, one
 * question at a time. It knows no curses and no page: presses go in (press.h), a canvas comes out (draw.h),
 * and what a page alone knows is that page's state.
 *
 * Back never loses anything: every page shows the one draft of the model, and each keeps its own focus. */
#ifndef TUI_WIZARD_WIZARD_H
#define TUI_WIZARD_WIZARD_H

#include "tui/form/form.h"
#include "tui/wizard/host_refs.h"
#include "tui/wizard/kept.h"
#include "tui/wizard/model.h"
#include "tui/wizard/pages.h"
#include "tui/wizard/preview.h"
#include "tui/wizard/question.h"

enum { PAGE_TRAIL = 16 };

/* Work that may take a while: it is done after the screen has said so. */
typedef void (*wizard_work)(struct wizard *wizard);

struct wizard {
    struct model model;
    struct keep keep;
    const struct page *const *pages; /* by their ids */
    void *states[PAGE_COUNT];

    enum page_id page;
    enum page_id trail[PAGE_TRAIL]; /* pages to go back to from a side page */
    size_t depth;
    enum page_id guided;    /* a page that leads to the review at once; PAGE_START = none */
    enum page_id last_step; /* where the technician was among the steps */
    struct preview preview; /* since the page was opened */

    struct form forms[PAGE_COUNT];
    struct sheet sheet;
    int rows, cols;
    bool bars;  /* title and footer are coloured bars; else rules */
    bool slow;  /* neither */
    bool stale; /* the sheet is not of the present model */

    char message[240];
    enum paint message_paint;
    char title[160], errors[200]; /* kept still while somebody types */
    bool tried[PAGE_COUNT];       /* pages that somebody wanted to leave, or whose errors were asked for */
    bool warned;                  /* Enter was pressed on a page with errors; once more goes on */
    struct {
        size_t index; /* of the problems */
        enum page_id page;
        char focus[FIELD_ID];
    } shown_error; /* where the last error was shown */
    struct host_refs refs;
    struct question question;
    wizard_work work;

    bool healing; /* draw everything anew */
    bool recolor; /* the next theme is asked for */
    bool done;
};

/* `pages`: PAGE_COUNT of them, which outlive the wizard. */
void wizard_init(struct wizard *wizard, const struct page *const *pages, const struct catalog *catalog,
                 const struct desk *desk);
void wizard_release(struct wizard *wizard);
void wizard_resize(struct wizard *wizard, int rows, int cols);

const struct page *wizard_page(const struct wizard *wizard); /* the present one */
/* What the page keeps for itself: of its `state_size`; NULL where it has none. */
void *wizard_state(const struct wizard *wizard, enum page_id page);
struct form *wizard_form(struct wizard *wizard);
const struct field *wizard_focus(struct wizard *wizard);
void wizard_edited(struct wizard *wizard); /* the draft: what follows from it is worked out anew */
void wizard_say(struct wizard *wizard, enum paint paint, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

int wizard_timeout(const struct wizard *wizard); /* milliseconds until wizard_tick is due, -1 = never */
void wizard_tick(struct wizard *wizard);
bool wizard_do_work(struct wizard *wizard); /* that waits; false: there was none */

#endif
