/* What `apply` and `remove` have in common: their options and the answer. */
#ifndef TUI_CLI_TRIAL_OPTIONS_H
#define TUI_CLI_TRIAL_OPTIONS_H

#include "tui/cli/command.h"

/* An outcome; what is wrong was said. */
int trial_options_read(struct apply_options *options, const struct arguments *arguments);
/* The trial that is open now (or the confirmed rules), in the invocation's format. `what` begins the
 * sentence, such as "the rules of 'srv-a' are live"; `warnings` were told before. */
void trial_answer(const struct invocation *invocation, const struct apply_options *options, const char *what,
                  const struct trial_view *view, const struct apply_times *times,
                  const struct problems *warnings);

/* Starts the trial of a plan and gives the answer; an outcome. `derived`: nanoseconds that deriving it took.
 */
/* Says what must be known before (plan NULL: before rules of ours go away); the caller releases it. */
struct problems trial_forewarn(const struct invocation *invocation, const struct apply_options *options,
                               const struct plan *plan);
int trial_perform(const struct invocation *invocation, const struct apply_options *options,
                  const struct plan *plan, int64_t derived, const char *what);

#endif
