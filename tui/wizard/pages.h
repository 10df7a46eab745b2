/* The pages: one line of the list and one `struct page` each. Steps come in the order of the list. Adding a
 * page is its own file in tui/pages and its line here; --page, the storm of the tests and what goes from a
 * problem to its field follow from these two.
 *
 * What only one page knows is its state: memory of the size that it asks for, all zero at first. */
#ifndef TUI_WIZARD_PAGES_H
#define TUI_WIZARD_PAGES_H

#include "tui/form/sheet.h"
#include "tui/wizard/action.h"

struct model;

/* id, name; tests/terminal reads these lines too */
#define PAGES(X)          \
    X(START, start)       \
    X(PRODUCT, product)   \
    X(TOPOLOGY, topology) \
    X(HOSTS, hosts)       \
    X(FLOWS, flows)       \
    X(SERVICES, services) \
    X(SAFETY, safety)     \
    X(REVIEW, review)     \
    X(APPLY, apply)       \
    X(STATUS, status)     \
    X(HOST, host)         \
    X(WHATIF, whatif)     \
    X(WHY, why)           \
    X(HELP, help)         \
    X(RECOVER, recover)   \
    X(HISTORY, history)   \
    X(PAST, past)         \
    X(WEB, web)           \
    X(PREVIEW, preview)

#define PAGE_ENUM(id, name) PAGE_##id,
enum page_id { PAGES(PAGE_ENUM) PAGE_COUNT };
#undef PAGE_ENUM

/* What Enter does where no field takes it: id, word of the footer (NULL = it says nothing), the same where it
 * is narrow, whether the page is left by it. */
#define ENTERS(X)                              \
    X(NOTHING, NULL, NULL, false)              \
    X(BACK, NULL, NULL, true)                  \
    X(CONTINUE, "continue", "next", true)      \
    X(DONE, "done", "done", true)              \
    X(CHOOSE, "choose", "choose", false)       \
    X(OPEN, "open", "open", false)             \
    X(TELL, "tell", "tell", false)             \
    X(WHAT_FOR, "what for", "what for", false) \
    X(WHY, "why", "why", false)

#define ENTER_ENUM(id, word, narrow, leaves) ENTER_##id,
enum page_enter { ENTERS(ENTER_ENUM) };
#undef ENTER_ENUM

struct enter_fact {
    const char *word, *narrow;
    bool leaves;
};

enum { PAGE_ACTIONS = 10 };

struct page {
    const char *title, *about; /* about: the page in a few sentences, for the help */
    bool step;                 /* one of the numbered steps */
    bool cards;                /* where there is no room: one field at a time */
    enum page_enter enter_does;
    const char *space_word;            /* what Space does, in the footer; Enter then goes on even on a row */
    enum action actions[PAGE_ACTIONS]; /* what the footer offers; ACTION_NONE ends it */
    /* A side page that can be asked for from everywhere: by which action, and what is said where it is shown
     * already ("the help"); NULL: it is none. */
    enum action opened_by;
    const char *here;
    const char *paths; /* first words of the paths of problems that are put right here, blanks between */

    size_t state_size;            /* 0 = it has none */
    void (*release)(void *state); /* what the state owns; NULL = nothing */

    /* NULL: always, nothing, never. */
    bool (*present)(struct model *model);
    void (*enter)(struct wizard *wizard);
    void (*build)(struct wizard *wizard, struct sheet *sheet);       /* not NULL */
    bool (*act)(struct wizard *wizard, enum action action);          /* the page's own; false: not for it */
    bool (*offers)(const struct wizard *wizard, enum action action); /* whether the footer does now */
    /* The page is about to be visited from another: that one's sheet and focus are still there. */
    void (*asked)(struct wizard *wizard);
    /* A problem at `path`: whether a page that is shown already tells it too; and, from the page whose path
     * it is, the way to one that tells it closer (false: there is none). */
    bool (*tells)(struct wizard *wizard, const char *path);
    bool (*closer)(struct wizard *wizard, const char *path);
    /* Once a second while `ticks` says so. */
    bool (*ticks)(const struct wizard *wizard);
    void (*tick)(struct wizard *wizard);
};

const char *pages_name(enum page_id id);
int pages_named(const char *name); /* -1: none */
/* The name that was meant, NULL = none comes near. */
const char *pages_nearest(const char *typed);
/* Whether problems at `path` are put right on this page. */
bool pages_has_path(const struct page *page, const char *path);
const struct enter_fact *pages_enter(const struct page *page);

#endif
