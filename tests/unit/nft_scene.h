/* Plans compiled for nftables, and the steps of a trial that must succeed. */
#ifndef TESTS_UNIT_NFT_SCENE_H
#define TESTS_UNIT_NFT_SCENE_H

#include "backends/registry.h"
#include "tests/unit/netns.h"
#include "tests/unit/sites.h"

static const struct machine here = {.root = ""};

struct compiled_scene {
    struct scene scene;
    struct plan plan;
    struct compiled *compiled;
};

static inline void compiled_init(struct compiled_scene *made, const char *yaml, const char *host)
{
    scene_init(&made->scene, yaml);
    scene_plan(&made->scene, host, &made->plan);
    assert_int_equal(backend_nft.compile(&made->plan, &made->compiled, &made->scene.problems), 0);
}

static inline void compiled_release(struct compiled_scene *made)
{
    backend_nft.compiled_free(made->compiled);
    plan_release(&made->plan);
    scene_release(&made->scene);
}

static inline void must(int done, const struct failure *failure)
{
    if (done != 0)
        fail_msg("%s", failure->message);
}

static inline struct live read_live(void)
{
    struct live live;
    struct failure failure = {0};
    must(backend_nft.read(&here, &live, &failure), &failure);
    return live;
}

static inline void stage(const struct compiled *compiled)
{
    struct failure failure = {0};
    struct live live = read_live();
    must(backend_nft.stage(&here, compiled, &live, &failure), &failure);
    live_release(&live);
}

static inline void start(const struct compiled *compiled, unsigned seconds)
{
    struct failure failure = {0};
    stage(compiled);
    must(backend_nft.start(&here, seconds, &failure), &failure);
}

static inline void confirm(void)
{
    struct failure failure = {0};
    must(backend_nft.confirm(&here, &failure), &failure);
    must(backend_nft.tidy(&here, &failure), &failure);
}

static inline void apply(const struct compiled *compiled)
{
    start(compiled, 60);
    confirm();
}

#define PAIR                                                                                            \
    "product: geo-scada\nversion: \"2022\"\nredundancy: hot-standby\n"                                  \
    "hosts:\n"                                                                                          \
    "  - {name: srv-a, role: server, address: [10.20.0.11, \"fd00:20::11\"]}\n"                         \
    "  - {name: srv-b, role: server, address: [10.20.0.12, \"fd00:20::12\"]}\n"                         \
    "  - {name: dmz-1, role: dmz-standby, address: 10.30.0.5}\n"                                        \
    "  - {name: control-room, role: client, address: [10.21.0.0/24], version: \"2019\", uses: [srv-a, " \
    "srv-b]}\n"                                                                                         \
    "  - {name: desk, role: client, address: [10.22.0.7], uses: [srv-a, srv-b]}\n"                      \
    "  - {name: office, role: web-client, address: 10.40.0.0/16, uses: [dmz-1, srv-a]}\n"               \
    "  - {name: fw-1, role: gateway, zones: {eth0: [10.20.0.0/23, 10.22.0.0/16, \"fd00:20::/64\"], "    \
    "eth1: [10.30.0.0/24, 10.22.8.0/24], eth2: {any: true}}}\n"                                         \
    "admin: [{service: ssh, port: 22, from: [10.20.0.0/24]}]\n"

#define DEVICE                                                                                           \
    "product: smartserver\nversion: \"4.4\"\n"                                                           \
    "hosts:\n"                                                                                           \
    "  - {name: ss-1, role: smartserver, address: 192.168.1.222, security: enhanced, interface: eth0}\n" \
    "services: {mqtt: on, bacnet: on, remote-cms: on}\n"                                                 \
    "allow-from: {mqtt: [192.168.1.0/24]}\n"

#endif
