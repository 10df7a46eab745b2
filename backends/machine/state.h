/* Where penstock keeps what must survive it: paths below the machine's root, folder 0700, files 0600. */
#ifndef BACKENDS_MACHINE_STATE_H
#define BACKENDS_MACHINE_STATE_H

#define STATE_FOLDER "/var/lib/penstock"
#define STATE_LOCK STATE_FOLDER "/lock"
#define STATE_JOURNAL STATE_FOLDER "/journal"
#define STATE_CONFIRMED STATE_FOLDER "/confirmed"
#define STATE_GROUND STATE_FOLDER "/ground"
#define STATE_ORIGINAL STATE_FOLDER "/original"
#define STATE_HISTORY STATE_FOLDER "/history"

#endif
