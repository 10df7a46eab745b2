/* Nothing is lost: answers that are not saved are kept at every step, and the next start offers to go on with
 * them (PAGE_RECOVER). They are kept whenever a field is left or a page turned, and whenever a signal or a
 * lost connection ends the program; saving them, or leaving without them on purpose, takes them away. */
#ifndef TUI_WIZARD_KEEP_H
#define TUI_WIZARD_KEEP_H

#include "tui/wizard/wizard.h"

/* Looks for answers of an earlier session. True: there are some to offer. */
bool keep_look(struct wizard *wizard);
/* Keeps the answers, if they changed since; `ending`: even while a field is being typed in. */
void keep_step(struct wizard *wizard, bool ending);
/* Takes up the offered answers, and goes to the page they were left on. */
void keep_resume(struct wizard *wizard);
/* Takes the kept answers away. */
void keep_drop(struct wizard *wizard);

#endif
