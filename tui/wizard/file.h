/* Opening, saving and leaving: what happens to the site file. */
#ifndef TUI_WIZARD_FILE_H
#define TUI_WIZARD_FILE_H

#include "tui/wizard/wizard.h"

/* Opens the file, and says what came of it. */
void wizard_open(struct wizard *wizard, const char *path);
void wizard_ask_open(struct wizard *wizard);
void wizard_ask_save(struct wizard *wizard);
/* Leaves; asks first where something is not saved. */
void wizard_quit(struct wizard *wizard);

#endif
