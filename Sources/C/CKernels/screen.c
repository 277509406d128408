// Upper bounds of products, from vectors rounded to bytes: which few of very many need to be worked out at all.
//
// The sums of products of bytes are whole numbers, the same with every instruction set.
#include <math.h>
#include <string.h>

#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))
#define LANES EQ_SCREEN_PANEL
// Codes of a vector that lie side by side.
#define GROUP 4
// The largest code.
#define TOP 127
// So that a square root that was rounded down, and rounded again to a float, is not below what it stands for.
#define UPWARDS (1 + 0x1p-20)
// What is beyond this is not approximated, so that no product of scales can overflow or lose its digits.
#define LARGEST 0x1p50
#define SMALLEST 0x1p-60

typedef float floats __attribute__((vector_size(4 * LANES), aligned(4)));
typedef int32_t wholes __attribute__((vector_size(4 * LANES), aligned(4)));

// The beginning of a panel; groups of codes, [group][lane][GROUP], follow.
typedef struct {
    float scales[LANES], norms[LANES], errors[LANES];
    // What is added to the products, and may be hidden by its rounding.
    float ceilings[LANES];
    // 128 times the sum of each vector's codes.
    int32_t excesses[LANES];
} head;

static size_t rounded(size_t width) { return (width + 2 * GROUP - 1) / (2 * GROUP) * (2 * GROUP); }

size_t eq_screen_codes(size_t width) { return rounded(width); }

size_t eq_screen_bytes(size_t width) { return sizeof(head) + LANES * rounded(width); }

eq_rounding eq_screen_round(const float *x, size_t width, int8_t *codes) {
    double squares = 0;
    float largest = 0;
    for (size_t i = 0; i < width; i++) {
        squares += (double)x[i] * x[i];
        largest = fmaxf(largest, fabsf(x[i]));
    }
    const double norm = sqrt(squares) * UPWARDS;
    memset(codes, 0, rounded(width));
    // Or is not a number.
    if (!(norm <= LARGEST)) return (eq_rounding){.scale = 0, .norm = INFINITY, .error = INFINITY};
    if (norm == 0) return (eq_rounding){0};
    if (norm < SMALLEST) return (eq_rounding){.scale = 0, .norm = SMALLEST, .error = SMALLEST};
    const float scale = largest / TOP, inverse = TOP / largest;
    double errors = 0, values = 0;
    for (size_t i = 0; i < width; i++) {
        const float code = x[i] * inverse;
        const int whole = (int)(code + copysignf(0.5f, code)), kept = whole > TOP ? TOP : whole < -TOP ? -TOP : whole;
        codes[i] = (int8_t)kept;
        const double value = (double)scale * kept;
        errors += (x[i] - value) * (x[i] - value);
        values += value * value;
    }
    const double longest = fmax(norm, sqrt(values) * UPWARDS);
    return (eq_rounding){.scale = scale, .norm = (float)longest, .error = (float)(sqrt(errors) * UPWARDS)};
}

void eq_screen_pack(const float *vectors, const float *bias, size_t width, const int32_t *rows, size_t count,
                    float slack, void *panel, int8_t *codes, float *norm, float *ceiling) {
    head *to = panel;
    memset(panel, 0, eq_screen_bytes(width));
    *norm = 0;
    *ceiling = -INFINITY;
    for (size_t lane = 0; lane < count; lane++) {
        const size_t row = (size_t)rows[lane];
        const eq_rounding it = eq_screen_round(vectors + row * width, width, codes);
        // The smallest normal number is more than all that can be lost below it.
        const float above = (bias[row] + slack * fabsf(bias[row])) + 0x1p-126f;
        to->scales[lane] = it.scale;
        to->norms[lane] = it.norm;
        to->errors[lane] = it.error;
        to->ceilings[lane] = above;
        int8_t *start = (int8_t *)(to + 1) + lane * GROUP;
        for (size_t i = 0; i < rounded(width); i++) {
            start[i / GROUP * LANES * GROUP + i % GROUP] = codes[i];
            to->excesses[lane] += 128 * codes[i];
        }
        *norm = fmaxf(*norm, it.norm);
        *ceiling = fmaxf(*ceiling, isnan(above) ? INFINITY : above);
    }
}

// The numbers, from `first` on, of those lanes of a panel whose product may be `least` or more.
INLINE size_t passing(const int32_t *sums, const head *panel, size_t lanes, int32_t first, eq_rounding query,
                      float slack, float least, int32_t *out) {
    wholes whole;
    floats scales, norms, errors, ceilings;
    memcpy(&whole, sums, sizeof whole);
    memcpy(&scales, panel->scales, sizeof scales);
    memcpy(&norms, panel->norms, sizeof norms);
    memcpy(&errors, panel->errors, sizeof errors);
    memcpy(&ceilings, panel->ceilings, sizeof ceilings);
    const floats upper = __builtin_convertvector(whole, floats) * scales * query.scale + query.norm * errors +
                         (query.error + slack * query.norm) * norms + ceilings;
    // What is not a number is not below.
    const wholes below = upper < least;
    if (__builtin_reduce_and(below)) return 0;
    size_t count = 0;
    for (size_t lane = 0; lane < lanes; lane++)
        if (!below[lane]) out[count++] = first + (int32_t)lane;
    return count;
}

#define DEFINE_SCREEN(NAME, SUMS, TARGET)                                                                              \
    TARGET static size_t NAME(const uint8_t *panels, size_t width, int32_t first, size_t count, const int8_t *codes,   \
                              eq_rounding query, float slack, float least, int32_t *out) {                             \
        size_t found = 0;                                                                                              \
        for (size_t at = 0; at < count; at += LANES, panels += eq_screen_bytes(width)) {                               \
            const head *panel = (const head *)panels;                                                                  \
            const size_t lanes = count - at < LANES ? count - at : LANES;                                              \
            int32_t sums[LANES];                                                                                       \
            SUMS(codes, panel, rounded(width), sums);                                                                  \
            found += passing(sums, panel, lanes, first + (int32_t)at, query, slack, least, out + found);               \
        }                                                                                                              \
        return found;                                                                                                  \
    }

INLINE void sums_plain(const int8_t *codes, const head *panel, size_t width, int32_t *sums) {
    const int8_t *from = (const int8_t *)(panel + 1);
    memset(sums, 0, LANES * sizeof *sums);
    for (size_t i = 0; i < width; i += GROUP, from += LANES * GROUP)
        for (size_t lane = 0; lane < LANES; lane++)
            for (size_t part = 0; part < GROUP; part++) sums[lane] += codes[i + part] * from[lane * GROUP + part];
}
DEFINE_SCREEN(screen_plain, sums_plain, )

#if defined(__x86_64__)
#define V3 __attribute__((target("arch=x86-64-v3")))
#define V4 __attribute__((target("arch=x86-64-v4,avx512vnni"), min_vector_width(512)))

// A register holds two halves of the sums of four lanes, which are added at the end.
V3 INLINE void sums_v3(const int8_t *codes, const head *panel, size_t width, int32_t *sums) {
    const int8_t *from = (const int8_t *)(panel + 1);
    __m256i halves[4] = {_mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256()};
    for (size_t i = 0; i < width; i += GROUP, from += LANES * GROUP) {
        int32_t four;
        memcpy(&four, codes + i, sizeof four);
        const __m256i query = _mm256_cvtepi8_epi16(_mm_set1_epi32(four));
        for (size_t part = 0; part < 4; part++) {
            const __m256i words = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(from + 16 * part)));
            halves[part] = _mm256_add_epi32(halves[part], _mm256_madd_epi16(query, words));
        }
    }
    for (size_t part = 0; part < 4; part++) {
        const __m128i low = _mm256_castsi256_si128(halves[part]), high = _mm256_extracti128_si256(halves[part], 1);
        _mm_storeu_si128((__m128i *)(sums + 4 * part), _mm_hadd_epi32(low, high));
    }
}
DEFINE_SCREEN(screen_v3, sums_v3, V3)

// The instruction multiplies bytes without a sign by bytes with one: 128 is added to the query's codes, and taken off.
V4 INLINE void sums_v4(const int8_t *codes, const head *panel, size_t width, int32_t *sums) {
    const int8_t *from = (const int8_t *)(panel + 1);
    __m512i even = _mm512_setzero_si512(), odd = _mm512_setzero_si512();
    for (size_t i = 0; i < width; i += 2 * GROUP, from += 2 * LANES * GROUP) {
        int32_t four[2];
        memcpy(four, codes + i, sizeof four);
        const __m512i one = _mm512_set1_epi32(four[0] ^ (int32_t)0x80808080);
        const __m512i other = _mm512_set1_epi32(four[1] ^ (int32_t)0x80808080);
        even = _mm512_dpbusd_epi32(even, one, _mm512_loadu_si512(from));
        odd = _mm512_dpbusd_epi32(odd, other, _mm512_loadu_si512(from + LANES * GROUP));
    }
    const __m512i excesses = _mm512_loadu_si512(panel->excesses);
    _mm512_storeu_si512(sums, _mm512_sub_epi32(_mm512_add_epi32(even, odd), excesses));
}
DEFINE_SCREEN(screen_v4, sums_v4, V4)
#endif

size_t eq_screen_find(const void *panels, size_t width, int32_t first, size_t count, const int8_t *codes,
                      eq_rounding query, float slack, float least, int32_t *out) {
    const uint8_t *from = (const uint8_t *)panels + (size_t)first / LANES * eq_screen_bytes(width);
#if defined(__x86_64__)
    if (__builtin_cpu_supports("x86-64-v4") && __builtin_cpu_supports("avx512vnni"))
        return screen_v4(from, width, first, count, codes, query, slack, least, out);
    if (__builtin_cpu_supports("x86-64-v3"))
        return screen_v3(from, width, first, count, codes, query, slack, least, out);
#endif
    return screen_plain(from, width, first, count, codes, query, slack, least, out);
}
