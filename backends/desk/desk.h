/* The desk of the machine that penstock runs on: the backends behind the table of core/desk/desk.h. */
#ifndef BACKENDS_DESK_DESK_H
#define BACKENDS_DESK_DESK_H

#include "core/desk/desk.h"

extern const struct desk_maker machine_desk;

#endif
