/* A network namespace of the test's own: everything that touches a firewall runs in one. */
#ifndef TESTS_UNIT_NETNS_H
#define TESTS_UNIT_NETNS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backends/machine/machine.h"
#include "backends/machine/run.h"
#include "tests/apart.h"

/* Behind the headers of the rooms: its macro `fail` has the name of a function of ours. */
#include <cmocka.h>

static inline void netns_write(const char *path, const char *value)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(value, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* A fresh network. Needs root: it fails without, it never skips. */
static inline void netns_private(void)
{
    const char *failed = apart_network();
    if (failed)
        fail_msg("%s", failed);
}

static inline void netns_assert_private(void)
{
    const char *failed = apart_proof();
    if (failed)
        fail_msg("%s", failed);
}

/* Runs the real nft in this namespace; `input` NULL: none. The caller frees the output. */
static inline char *netns_nft(const char *input, char *const words[])
{
    struct output output = {0};
    struct failure failure = {0};
    netns_assert_private();
    if (machine_run(words, input, 60, &output, &failure) != 0)
        fail_msg("%s", failure.message);
    if (output.status != 0)
        fail_msg("%s %s: %s", words[0], words[1], output.err);
    free(output.err);
    return output.out;
}

#define NETNS_NFT(input, ...) netns_nft(input, (char *[]){"/usr/sbin/nft", __VA_ARGS__, NULL})

/* `nft list ruleset` without the numbers that traffic changes. */
static inline char *netns_listing(void)
{
    char *listing = NETNS_NFT(NULL, "list", "ruleset"), *out = listing;
    for (const char *in = listing; *in;) {
        int skip = 0;
        if (strncmp(in, " packets ", 9) == 0 && in > listing && in[-1] == 'r')
            sscanf(in, " packets %*u bytes %*u%n", &skip);
        in += skip;
        if (!skip)
            *out++ = *in++;
    }
    *out = '\0';
    return listing;
}

#endif
