#include "kernels.h"

#include <math.h>
#include <string.h>

// Resolved by the dynamic loader, so a call costs what any library call costs.
#if defined(__x86_64__) && defined(__linux__)
// Compilers halve the widest registers unless asked not to.
#define EQ_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"), min_vector_width(512)))
#else
#define EQ_CLONES
#endif
#define EQ_INLINE static inline __attribute__((always_inline))

// Sixteen lanes: one register with AVX-512, two with AVX2, four with SSE2 or NEON.
typedef float lanes __attribute__((vector_size(64)));
typedef float lanes8 __attribute__((vector_size(32)));
typedef float lanes4 __attribute__((vector_size(16)));
#define LANES 16

#define LOAD(into, from) memcpy(&(into), (from), sizeof(into))
#define STORE(to, from) memcpy((to), &(from), sizeof(from))

// Through a pointer, because the calling convention of wide vectors differs between the clones.
EQ_INLINE float sum(const lanes *from) {
    const lanes all = *from;
    lanes8 eight = __builtin_shufflevector(all, all, 0, 1, 2, 3, 4, 5, 6, 7) +
                   __builtin_shufflevector(all, all, 8, 9, 10, 11, 12, 13, 14, 15);
    lanes4 four = __builtin_shufflevector(eight, eight, 0, 1, 2, 3) + __builtin_shufflevector(eight, eight, 4, 5, 6, 7);
    return (four[0] + four[2]) + (four[1] + four[3]);
}

EQ_INLINE float dot(const float *x, const float *y, size_t count) {
    lanes first = {0}, second = {0}, a, b;
    size_t i = 0;
    for (; i + 2 * LANES <= count; i += 2 * LANES) {
        LOAD(a, x + i);
        LOAD(b, y + i);
        first += a * b;
        LOAD(a, x + i + LANES);
        LOAD(b, y + i + LANES);
        second += a * b;
    }
    for (; i + LANES <= count; i += LANES) {
        LOAD(a, x + i);
        LOAD(b, y + i);
        first += a * b;
    }
    first += second;
    float result = sum(&first);
    for (; i < count; i++) result += x[i] * y[i];
    return result;
}

EQ_INLINE void add_scaled(float scale, const float *x, float *y, size_t count) {
    lanes a, b;
    size_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        LOAD(a, x + i);
        LOAD(b, y + i);
        b += scale * a;
        STORE(y + i, b);
    }
    for (; i < count; i++) y[i] += scale * x[i];
}

EQ_CLONES float eq_dot(const float *x, const float *y, size_t count) { return dot(x, y, count); }

EQ_CLONES void eq_add_scaled(float scale, const float *x, float *y, size_t count) { add_scaled(scale, x, y, count); }

EQ_CLONES void eq_add_weighted_residuals(const float *table, size_t width, const int64_t *offsets,
                                         const int32_t *indices, const float *weights, size_t rows, float target,
                                         const float *x, float *out) {
    for (size_t row = 0; row < rows; row++) {
        for (int64_t entry = offsets[row]; entry < offsets[row + 1]; entry++) {
            const float *t = table + (size_t)indices[entry] * width;
            float scale = target + weights[entry] * (target - dot(t, x + row * width, width));
            add_scaled(scale, t, out + row * width, width);
        }
    }
}

EQ_CLONES float eq_conjugate_step(float *x, float *r, float *p, const float *n, size_t count, float squares) {
    const float curvature = -dot(p, n, count);
    if (!(curvature > 0)) return squares;
    const float length = squares / curvature;
    add_scaled(length, p, x, count);
    add_scaled(length, n, r, count);
    const float rest = dot(r, r, count), share = rest / squares;
    lanes a, b;
    size_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        LOAD(a, r + i);
        LOAD(b, p + i);
        b = a + share * b;
        STORE(p + i, b);
    }
    for (; i < count; i++) p[i] = r[i] + share * p[i];
    return rest;
}

EQ_CLONES float eq_pairwise_step(float *u, float *i, float *j, size_t count, float offset, float rate, float decay) {
    lanes first = {0}, a, b, c;
    size_t at = 0;
    for (; at + LANES <= count; at += LANES) {
        LOAD(a, u + at);
        LOAD(b, i + at);
        LOAD(c, j + at);
        first += a * (b - c);
    }
    float score = offset + sum(&first);
    for (; at < count; at++) score += u[at] * (i[at] - j[at]);

    const float gradient = 1 / (1 + expf(score));
    const float push = rate * gradient, keep = 1 - rate * decay;
    for (at = 0; at + LANES <= count; at += LANES) {
        LOAD(a, u + at);
        LOAD(b, i + at);
        LOAD(c, j + at);
        lanes newU = keep * a + push * (b - c), newI = keep * b + push * a, newJ = keep * c - push * a;
        STORE(u + at, newU);
        STORE(i + at, newI);
        STORE(j + at, newJ);
    }
    for (; at < count; at++) {
        const float oldU = u[at], difference = i[at] - j[at];
        u[at] = keep * oldU + push * difference;
        i[at] = keep * i[at] + push * oldU;
        j[at] = keep * j[at] - push * oldU;
    }
    return gradient;
}

void eq_prefetch(const void *elements, size_t size, size_t stride, size_t total, const int32_t *numbers, size_t count) {
    enum { line = 64 };
    for (size_t i = 0; i < count; i++) {
        if (numbers[i] < 0 || (size_t)numbers[i] >= total) continue;
        const char *element = (const char *)elements + (size_t)numbers[i] * stride;
        for (size_t offset = 0; offset < size; offset += line) __builtin_prefetch(element + offset);
        __builtin_prefetch(element + size - 1);
    }
}
