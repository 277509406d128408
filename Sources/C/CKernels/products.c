// Products of a few vectors with very many: scores of shoppers against all items.
//
// Every score is one chain of multiply-adds over the factors, in their order, wherever it lies in the result. So a score
// does not depend on which others are computed with it, which a general matrix product does not promise.
#include <string.h>

#include "kernels.h"

#define ROWS 6
#define INLINE static inline __attribute__((always_inline))

// Scores of `rows` queries against two registers full of items: `rows` times two sums, all kept in registers.
#define DEFINE_TILE(NAME, VECTOR)                                                                                      \
    INLINE void NAME(const float *queries, size_t rows, size_t width, const float *items, const float *bias,         \
                     float *out, size_t stride) {                                                                      \
        const size_t lanes = sizeof(VECTOR) / sizeof(float);                                                           \
        VECTOR sums[ROWS][2], low, high;                                                                               \
        memcpy(&low, bias, sizeof low);                                                                                \
        memcpy(&high, bias + lanes, sizeof high);                                                                      \
        _Pragma("clang loop unroll(full)") for (size_t row = 0; row < rows; row++) {                                   \
            sums[row][0] = low;                                                                                        \
            sums[row][1] = high;                                                                                       \
        }                                                                                                              \
        for (size_t factor = 0; factor < width; factor++) {                                                            \
            memcpy(&low, items + factor * EQ_PANEL, sizeof low);                                                       \
            memcpy(&high, items + factor * EQ_PANEL + lanes, sizeof high);                                             \
            _Pragma("clang loop unroll(full)") for (size_t row = 0; row < rows; row++) {                               \
                const float query = queries[row * width + factor];                                                     \
                sums[row][0] += query * low;                                                                           \
                sums[row][1] += query * high;                                                                          \
            }                                                                                                          \
        }                                                                                                              \
        _Pragma("clang loop unroll(full)") for (size_t row = 0; row < rows; row++) {                                   \
            memcpy(out + row * stride, &sums[row][0], sizeof low);                                                     \
            memcpy(out + row * stride + lanes, &sums[row][1], sizeof high);                                            \
        }                                                                                                              \
    }

#define DEFINE_PRODUCTS(NAME, TILE, VECTOR, TARGET)                                                                    \
    DEFINE_TILE(TILE, VECTOR)                                                                                          \
    TARGET static void NAME(const float *queries, size_t rows, size_t width, const float *panels, const float *bias,   \
                            size_t columns, float *scores, size_t stride) {                                            \
        for (size_t first = 0; first < columns; first += EQ_PANEL) {                                                   \
            float edge[ROWS * EQ_PANEL];                                                                               \
            const size_t wanted = columns - first < EQ_PANEL ? columns - first : EQ_PANEL;                             \
            for (size_t row = 0; row < rows;) {                                                                        \
                const size_t count = rows - row < ROWS ? 1 : ROWS;                                                     \
                float *out = wanted < EQ_PANEL ? edge : scores + row * stride + first;                                 \
                const size_t outStride = wanted < EQ_PANEL ? EQ_PANEL : stride;                                        \
                for (size_t part = 0; part < EQ_PANEL; part += 2 * sizeof(VECTOR) / sizeof(float)) {                   \
                    const float *items = panels + first * width + part;                                                \
                    if (count == ROWS)                                                                                 \
                        TILE(queries + row * width, ROWS, width, items, bias + first + part, out + part, outStride);   \
                    else                                                                                               \
                        TILE(queries + row * width, 1, width, items, bias + first + part, out + part, outStride);      \
                }                                                                                                      \
                if (wanted < EQ_PANEL)                                                                                 \
                    for (size_t at = 0; at < count; at++)                                                              \
                        memcpy(scores + (row + at) * stride + first, edge + at * EQ_PANEL, wanted * sizeof(float));    \
                row += count;                                                                                          \
            }                                                                                                          \
        }                                                                                                              \
    }

// A few chains at a time, because each waits for its own last step.
#define CHAINS 8
#define DEFINE_CHAINS(NAME, TARGET)                                                                                    \
    TARGET static void NAME(const float *query, size_t width, const float *vectors, const float *bias,                \
                            const int32_t *rows, size_t count, float *out) {                                          \
        for (size_t first = 0; first < count; first += CHAINS) {                                                       \
            const size_t wanted = count - first < CHAINS ? count - first : CHAINS;                                     \
            const float *from[CHAINS];                                                                                 \
            float sums[CHAINS];                                                                                        \
            for (size_t at = 0; at < CHAINS; at++) {                                                                   \
                const size_t row = (size_t)rows[first + (at < wanted ? at : 0)];                                       \
                from[at] = vectors + row * width;                                                                      \
                sums[at] = bias[row];                                                                                  \
            }                                                                                                          \
            for (size_t factor = 0; factor < width; factor++)                                                          \
                _Pragma("clang loop unroll(full)") for (size_t at = 0; at < CHAINS; at++)                              \
                    sums[at] += query[factor] * from[at][factor];                                                      \
            memcpy(out + first, sums, wanted * sizeof(float));                                                         \
        }                                                                                                              \
    }

typedef float four __attribute__((vector_size(16)));
DEFINE_PRODUCTS(products_plain, tile_plain, four, )
DEFINE_CHAINS(chains_plain, )

#if defined(__x86_64__)
typedef float eight __attribute__((vector_size(32)));
typedef float sixteen __attribute__((vector_size(64)));
DEFINE_PRODUCTS(products_v3, tile_v3, eight, __attribute__((target("arch=x86-64-v3"))))
// Compilers halve the widest registers unless asked not to.
DEFINE_PRODUCTS(products_v4, tile_v4, sixteen, __attribute__((target("arch=x86-64-v4"), min_vector_width(512))))
DEFINE_CHAINS(chains_fused, __attribute__((target("arch=x86-64-v3"))))
#endif

void eq_products(const float *queries, size_t rows, size_t width, const float *panels, const float *bias,
                 size_t columns, float *scores, size_t stride) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("x86-64-v4")) {
        products_v4(queries, rows, width, panels, bias, columns, scores, stride);
        return;
    }
    if (__builtin_cpu_supports("x86-64-v3")) {
        products_v3(queries, rows, width, panels, bias, columns, scores, stride);
        return;
    }
#endif
    products_plain(queries, rows, width, panels, bias, columns, scores, stride);
}

void eq_chains(const float *query, size_t width, const float *vectors, const float *bias, const int32_t *rows,
               size_t count, float *out) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("x86-64-v3")) {
        chains_fused(query, width, vectors, bias, rows, count, out);
        return;
    }
#endif
    chains_plain(query, width, vectors, bias, rows, count, out);
}
