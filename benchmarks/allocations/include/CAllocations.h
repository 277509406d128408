// Counts what the calling thread asks of the heap, by standing in front of the C library's allocator.
#ifndef EQUIPOISE_ALLOCATIONS_H
#define EQUIPOISE_ALLOCATIONS_H

#include <stdint.h>

/// Blocks that this thread has asked for since it began.
int64_t allocations_count(void);

/// Bytes in these blocks; of a block that grows, its new size.
int64_t allocations_bytes(void);

#endif
