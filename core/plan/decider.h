/* What decides over a packet. */
#ifndef CORE_PLAN_DECIDER_H
#define CORE_PLAN_DECIDER_H

enum decider { DECIDER_POLICY, DECIDER_RULE, DECIDER_BUILTIN, DECIDER_UNSEEN /* it is not known */ };

#endif
