#include "backends/cut.h"

void (*trial_cut)(const char *name);
