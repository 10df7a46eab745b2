/* The wizard: the pages in their order, the focus of each, one message line, one question at a time. It knows
 * no curses: presses go in, a canvas comes out.
 *
 * Back never loses anything: every page shows the one draft of the model, and each keeps its own focus. */
#ifndef TUI_WIZARD_WIZARD_H
#define TUI_WIZARD_WIZARD_H

#include "tui/form/form.h"
#include "tui/picture/picture.h"
#include "tui/wizard/action.h"
#include "tui/wizard/host_refs.h"
#include "tui/wizard/keep.h"
#include "tui/wizard/model.h"
#include "tui/wizard/preview.h"

enum page_id {
    PAGE_START,
    PAGE_PRODUCT,
    PAGE_TOPOLOGY,
    PAGE_HOSTS,
    PAGE_FLOWS,
    PAGE_SERVICES,
    PAGE_SAFETY,
    PAGE_REVIEW,
    PAGE_APPLY,
    PAGE_STATUS,
    PAGE_HOST,   /* everything of one host */
    PAGE_WHATIF, /* one packet: its fate */
    PAGE_WHY,    /* one flow: service, reason, source */
    PAGE_HELP,
    PAGE_RECOVER, /* answers of a session that was cut */
    PAGE_HISTORY, /* who changed what, and when */
    PAGE_PAST,    /* one entry of it */
    PAGE_WEB,     /* the web ports of a device */
    PAGE_PREVIEW, /* the rules that a page changed so far */
    PAGE_COUNT
};

enum { PAGE_ACTIONS = 10, PAGE_TRAIL = 16, WHY_FLOWS = 64, WHATIF_TEXT = 64 };

struct page {
    const char *name, *title;
    bool step;                            /* one of the numbered steps */
    bool (*present)(struct model *model); /* NULL = always */
    void (*enter)(struct wizard *wizard); /* NULL = nothing to do */
    void (*build)(struct wizard *wizard, struct sheet *sheet);
    /* The page's own actions; false: not for it. NULL = none. */
    bool (*act)(struct wizard *wizard, enum action action);
    /* Whether the footer offers it now; NULL = always. */
    bool (*offers)(const struct wizard *wizard, enum action action);
    enum action actions[PAGE_ACTIONS]; /* what the footer offers; ACTION_NONE ends it */
    bool cards;                        /* where there is no room: one field at a time */
    const char *enter_word;            /* what Enter does, in the footer; NULL = nothing */
    const char *space_word;            /* the same of Space; Enter then goes on even on a line */
    const char *about;                 /* the page in a few sentences, for the help */
};

extern const struct page page_start, page_product, page_topology, page_hosts, page_flows, page_services,
    page_safety, page_review, page_apply, page_status, page_host, page_why, page_help, page_recover,
    page_history, page_past, page_preview, page_whatif, page_web;

/* A question in the last two lines: a text, or one of some keys. */
struct question {
    bool open, keys;
    char words[160];
    char offer[80]; /* the footer's words */
    struct edit edit;
    void (*answer)(struct wizard *wizard, const char *text);
    bool (*key)(struct wizard *wizard, unsigned point); /* false: not one of the keys */
};

enum apply_phase { APPLY_ASK, APPLY_TRIAL, APPLY_OVER };

/* Work that may take a while: it is done after the screen has said so. */
typedef void (*wizard_work)(struct wizard *wizard);

/* One packet, as typed. */
struct whatif {
    char from[WHATIF_TEXT], to[WHATIF_TEXT], port[WHATIF_TEXT];
    enum protocol protocol; /* PROTOCOL_ANY = not asked yet */
};

struct wizard {
    struct model model;
    enum page_id page;
    enum page_id trail[PAGE_TRAIL]; /* pages to go back to from a side page */
    size_t depth;
    struct form forms[PAGE_COUNT];
    struct sheet sheet;
    int rows, cols;
    bool bars; /* title and footer are coloured bars; else rules */
    bool slow; /* neither */

    char message[240];
    enum paint message_paint;
    char title[160], errors[200]; /* kept still while somebody types */
    bool warned;                  /* Enter was pressed on a page with errors; once more goes on */
    struct {
        size_t index; /* of the problems */
        enum page_id page;
        char focus[FIELD_ID];
    } shown_error; /* where the last error was shown */
    struct host_refs refs;
    struct question question;
    wizard_work work;

    int view; /* of the review */
    char search[64];
    size_t host_index; /* of PAGE_HOST */
    bool listed;       /* who talks: the list instead of the picture */
    struct picture picture;
    struct whatif whatif;
    size_t flow_index; /* of PAGE_WHY: the present one of `why_flows` */
    size_t why_flows[WHY_FLOWS], why_count, why_at;
    const struct service *help_service; /* what the field is about; NULL = no service */
    char help[600];                     /* about the field that had the focus when help was asked for */

    enum apply_phase phase;
    struct trial_view trial;
    char outcome[400]; /* how the last trial ended, or why it did not start */
    bool outcome_good;
    bool lockout; /* apply was refused for a way in: the host's name is asked for */
    struct status_report status;
    bool has_status;
    char *status_refusal;

    struct keep keep;
    struct preview preview; /* since `preview_page` was opened */
    enum page_id preview_page;
    enum page_id guided;    /* a page that leads to the review at once; PAGE_START = none */
    enum page_id last_step; /* where the technician was among the steps */
    struct web_drift web;   /* nginx and the firewall of this device, as last looked at */
    struct past *past;      /* the history, newest first */
    size_t past_count, past_index;
    char *past_refusal;

    char theme[64]; /* the name of the present one */
    bool stale;     /* the sheet is not of the present model */
    bool healing;   /* draw everything anew */
    bool recolor;   /* the next theme is asked for */
    bool done;
    char *farewell; /* a line for the shell's screen, NULL = none */
};

void wizard_init(struct wizard *wizard, const struct catalog *catalog, const struct desk *desk);
void wizard_release(struct wizard *wizard);
void wizard_resize(struct wizard *wizard, int rows, int cols);

void wizard_press(struct wizard *wizard, const struct press *press);
void wizard_tick(struct wizard *wizard);
int wizard_timeout(const struct wizard *wizard); /* milliseconds until wizard_tick is due, -1 = never */
/* Does the work that waits. False: there was none. */
bool wizard_do_work(struct wizard *wizard);
void wizard_draw(struct wizard *wizard, struct canvas *canvas);
/* Over what was drawn last: what the work beside the loop does. */
void wizard_draw_phase(struct canvas *canvas, const char *phase);
/* Rows above the body: the title, and one more where there is room. */
bool wizard_shows_cards(const struct wizard *wizard);
int wizard_body_row(const struct wizard *wizard);
/* Builds the sheet of the present page, if it is not of the present model. */
void wizard_build(struct wizard *wizard);

/* For pages. */
const struct page *wizard_page_of(enum page_id id);
int wizard_page_named(const char *name); /* -1: none */
enum page_id wizard_last_step(const struct wizard *wizard);
struct form *wizard_form(struct wizard *wizard);
const struct field *wizard_focus(struct wizard *wizard);
void wizard_go(struct wizard *wizard, enum page_id page);    /* a step, or the start */
void wizard_visit(struct wizard *wizard, enum page_id page); /* a side page: Back returns here */
void wizard_next(struct wizard *wizard);
void wizard_back(struct wizard *wizard);
/* The draft was changed: everything that follows from it is worked out anew. */
void wizard_edited(struct wizard *wizard);
void wizard_say(struct wizard *wizard, enum paint paint, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Opens the file, and says what came of it. */
void wizard_open(struct wizard *wizard, const char *path);
void wizard_ask_open(struct wizard *wizard);
void wizard_ask_save(struct wizard *wizard);
void wizard_quit(struct wizard *wizard);
/* Goes to the next error: its page, its field. */
void wizard_next_error(struct wizard *wizard);
/* Goes to the page and field that a problem is about, and says it. */
void wizard_show(struct wizard *wizard, const struct problem *problem);
/* The page whose fields `path` belongs to. */
enum page_id wizard_page_of_path(const char *path);
/* The help, about the field that has the focus and the page. */
void wizard_help(struct wizard *wizard);
/* Number of the present page among the steps, from 1; 0 = it is none. *count: how many there are. */
int wizard_step(struct wizard *wizard, int *count);

#endif
