/* The boot image: the messages of slot a as the kernel takes them, and a digest over them. Never derived
 * again. */
#ifndef BACKENDS_NFT_SLOTS_IMAGE_H
#define BACKENDS_NFT_SLOTS_IMAGE_H

#include "backends/machine/failure.h"
#include "backends/nft/wire/batch.h"

/* The caller frees *bytes. */
int nft_image_make(const struct ruleset *ruleset, void **bytes, size_t *length, struct failure *failure);

struct nft_image {
    const uint8_t *messages; /* borrowed from the bytes */
    size_t length;
    unsigned hooks; /* bits of enum hook: the chains it has */
};

/* Checks everything before anything of it may reach the kernel. FAILURE_REFUSED: damaged, or of another
 * machine. */
int nft_image_open(struct nft_image *image, const void *bytes, size_t length, struct failure *failure);
/* Appends the messages, their names moved to `slot`; `context` is the image. For slots_load. */
void nft_image_fill(void *context, struct batch *batch, char slot);

#endif
