/* Ports that move, and what others say about them by number: a ban of the old port bans nobody from the new one, and
 * what lets in the old one alone does not let in the new one. */
#include "backends/neighbours/neighbours.h"

static bool moves_names(const struct port_list *ports, uint16_t port)
{
    const struct port_list one = {{{port, port}}, 1};
    return ports->count && port_list_overlaps(ports, &one);
}

static bool moves_is_about(const struct sway *sway, const struct port_move *move)
{
    const struct met *met = &sway->met;
    bool speaks = met->protocol == PROTOCOL_ANY || met->protocol == PROTOCOL_TCP ||
                  (met->protocol == PROTOCOL_UDP && move->udp);
    return speaks && !met->never && !sway->behind && !sway->own &&
           sway->effect & (EFFECT_DROPS | EFFECT_LETS) && moves_names(&met->ports, move->from) &&
           !moves_names(&met->ports, move->to);
}

static int moves_check(const struct foreign *foreign, const struct port_move *move, struct failure *failure)
{
    for (size_t i = 0; i < foreign->sway_count; i++)
        if (moves_is_about(&foreign->sways[i], move))
            return fail(
                failure, FAILURE_REFUSED,
                "the chain '%s' (%s) is not ours and has a rule about port %u, which cannot be moved: "
                "let it name port %u too, or take it away, then try again",
                foreign->name, foreign->hook, move->from, move->to);
    return 0;
}

int neighbours_let_move(const struct neighbours *neighbours, bool ufw, const struct plan *plan,
                        struct failure *failure)
{
    int done = 0;
    for (size_t i = 0; i < neighbours->count; i++) {
        const struct foreign *foreign = &neighbours->items[i];
        if (!(foreign->directions & 1u << DIRECTION_IN) || (ufw && foreign->iptables))
            continue;
        for (size_t k = 0; done == 0 && k < plan->move_count; k++)
            if (!plan->moves[k].left_over)
                done = moves_check(foreign, &plan->moves[k], failure);
    }
    return done;
}
