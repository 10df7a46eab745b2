/* What several pages share: labelled fields, the words about an error beside them, short forms of traffic. */
#ifndef TUI_PAGES_PAGE_H
#define TUI_PAGES_PAGE_H

#include "core/flow/flow.h"
#include "tui/wizard/go.h"
#include "tui/words/answers.h"

/* The problem at `path` (or, with `below`, of an item of it) that is to be told now: not while the field with
 * this id is being typed in. NULL: none. */
const struct problem *page_problem(struct wizard *wizard, const char *path, bool below, const char *id);
/* What is said of it: calmly what is asked for, while nobody has answered nor gone on; else what is wrong. The caller
 * frees it. */
char *page_words(const struct wizard *wizard, const struct problem *problem, enum paint *paint);
/* The same from `row` on at `col`; returns the rows used. */
int page_tell_below(const struct wizard *wizard, struct sheet *sheet, int row, int col,
                    const struct problem *problem);
/* Tells what is wrong with a field that was added: beside it where it fits, else under it at `col`. Returns
 * the rows that it took under the field. */
int page_note(struct wizard *wizard, struct sheet *sheet, const struct field *field, int col);
/* The same for a line that ends at column `end` and has no field. */
int page_note_at(struct wizard *wizard, struct sheet *sheet, int row, int end, int col, const char *path);
/* Label, text field, note; returns the rows used. */
int page_text(struct wizard *wizard, struct sheet *sheet, int row, const char *label, struct field field);
/* A text field over a list: addresses with commas or blanks between. `words` may move; `set` finds it again.
 */
char *page_joined(struct sheet *sheet, const struct words *words);
void page_split(struct words *words, const char *text);

/* `hosts.NAME.key`, or `hosts.#N.key` where the name does not tell the host; the sheet owns it. */
char *page_host_path(struct wizard *wizard, struct sheet *sheet, size_t host, const char *key);
/* The product of a host of the draft; NULL: none. */
const struct product *page_host_product(const struct wizard *wizard, const struct draft_host *host);

/* Where the product sets the port, in the words of the site's version; the caller frees it, NULL = nowhere.
 */
char *page_where_set(struct wizard *wizard, const struct service *service);

/* `text` in at most `width` columns; what was cut is told by `~`. The sheet owns it. */
const char *page_clip(struct sheet *sheet, const char *text, int width);
/* Sets the port of a service; the usual one is not written down. */
void page_set_port(struct wizard *wizard, const struct service *service, const char *text);
/* Shows the plan of the next host of the site from now on. */
void page_next_host(struct wizard *wizard);
/* The word for a severity, as status is told everywhere: FAIL, WARN, OK. */
const char *page_sign(enum severity severity);
enum paint page_severity_paint(enum severity severity);

#endif
