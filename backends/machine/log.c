#include "backends/machine/log.h"

#include <stdarg.h>
#include <stdlib.h>
#include <syslog.h>

#include "core/base/text.h"

static bool opened;

void log_line(const struct machine *machine, const char *format, ...)
{
    if (*machine->root)
        return;
    if (!opened)
        openlog("penstock", LOG_PID, LOG_AUTHPRIV);
    opened = true;
    va_list args;
    va_start(args, format);
    char *raw = xvasprintf(format, args);
    va_end(args);
    char *safe = text_safe(raw);
    syslog(LOG_NOTICE, "%s", safe);
    free(safe);
    free(raw);
}

void log_close(void)
{
    closelog();
    opened = false;
}
