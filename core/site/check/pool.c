/* All hosts of a product and some roles, gathered once however many hosts use them. */
#include "core/base/text.h"
#include "core/site/check/check.h"

struct pool {
    const struct product *product;
    role_set roles;
    struct hosts hosts;
};

static struct hosts site_pool_gather(struct check *check, const struct product *product, role_set roles)
{
    struct site *site = check->site;
    const struct host **items = arena_array(&site->arena, site->host_count, sizeof(*items));
    size_t count = 0;
    for (size_t i = 0; i < site->host_count; i++)
        if (check->sound[i] && site->hosts[i].product == product && role_bit(site->hosts[i].role) & roles)
            items[count++] = &site->hosts[i];
    return (struct hosts){.items = items, .count = count};
}

struct hosts check_pool(struct check *check, const struct product *product, role_set roles)
{
    for (size_t i = 0; i < check->pool_count; i++)
        if (check->pools[i].product == product && check->pools[i].roles == roles)
            return check->pools[i].hosts;
    check->pools = xgrow(check->pools, check->pool_count, &check->pool_cap, sizeof(*check->pools));
    struct pool *pool = &check->pools[check->pool_count++];
    *pool =
        (struct pool){.product = product, .roles = roles, .hosts = site_pool_gather(check, product, roles)};
    return pool->hosts;
}

char *roles_in_words(const struct check *check, role_set roles)
{
    struct text words = {0};
    unsigned left = (unsigned)__builtin_popcount(roles);
    for (unsigned i = 0; i < ROLES_MOST; i++)
        if (roles & 1u << i) {
            left--;
            text_addf(&words, "%s%s", check->catalog->roles.names[i],
                      left > 1    ? ", "
                      : left == 1 ? " or "
                                  : "");
        }
    return text_take(&words);
}

char *roles_with_in_words(const struct check *check, enum trait trait)
{
    role_set roles = 0;
    for (size_t i = 0; i < check->catalog->product_count; i++)
        roles |= check->catalog->products[i].with[trait];
    return roles_in_words(check, roles);
}
