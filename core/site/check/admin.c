/* admin: who may manage the hosts, and by what. */
#include "core/base/text.h"
#include "core/site/check/check.h"

static void site_admin_check_service(struct check *check, const struct owner *owner, const struct word *word)
{
    struct spot spot = spot_word(owner, "service", word);
    if (!word->text)
        site_add(check, PROBLEM_MISSING, spot,
                 "'service' is missing; name what is used, such as 'service: ssh'");
    else if (!text_is_name(word->text))
        site_add(
            check, PROBLEM_BAD_NAME, spot,
            "'%.64s' is no name; write up to 63 letters, digits, '.', '_' and '-', a letter or digit first",
            word->text);
}

static void check_admin(struct check *check, const struct owner *owner, const struct draft_admin *draft,
                        struct admin *admin)
{
    struct spot from = spot_words(owner, "from", &draft->from);
    site_admin_check_service(check, owner, &draft->service);
    admin->service = arena_strdup(&check->site->arena, draft->service.text ? draft->service.text : "");
    if (!draft->port.text)
        site_add(check, PROBLEM_MISSING, spot_word(owner, "port", &draft->port),
                 "'port' is missing; write its number, such as 'port: 22'");
    else
        site_port(check, spot_word(owner, "port", &draft->port), draft->port.text, &admin->port);
    if (draft->from.count == 0)
        site_add(check, PROBLEM_MISSING, from,
                 "'from' is missing; list the addresses that may manage the hosts");
    admin->from = site_networks(check, from, &draft->from);
    admin->place = site_owner_place(check, owner);
}

void check_admins(struct check *check)
{
    const struct draft *draft = check->draft;
    struct site *site = check->site;
    site->admin_count = draft->admin_count;
    site->admins = arena_array(&site->arena, draft->admin_count, sizeof(*site->admins));
    for (size_t i = 0; i < draft->admin_count; i++) {
        const struct owner owner = {
            .kind = OF_ADMIN, .index = i, .line = draft->admins[i].line, .column = draft->admins[i].column};
        check_admin(check, &owner, &draft->admins[i], &site->admins[i]);
    }
}
