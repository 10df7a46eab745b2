#include "backends/machine/cut.h"

void (*trial_cut)(const char *name);
