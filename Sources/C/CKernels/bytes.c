// Products of vectors with a matrix in bytes: a quarter of the memory, and four times the products for each instruction.
//
// Sums of products of bytes are whole numbers, and what is done to them afterwards is not fused: results are the same, to
// the last bit, with every instruction set.
#include <math.h>
#include <string.h>

#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))
#define PANEL EQ_BYTES_PANEL
// Codes of one vector that lie side by side.
#define GROUP 4
// Ranges below this are taken for zero, so that nothing is divided by what has lost its digits.
#define SMALLEST 1e-30f

#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"), min_vector_width(512)))
#else
#define CLONES
#endif

// The beginning of a panel; groups of codes, [group][output][GROUP], follow.
typedef struct {
    float scales[PANEL], bias[PANEL];
    // Of each output's codes.
    int32_t sums[PANEL];
} head;

// What one call works on, without the panel.
typedef struct {
    const uint8_t *codes;
    const eq_bytes_scale *scales;
    // Of codes, in bytes, and of results, in floats.
    size_t width, stride;
    float *out;
} task;

size_t eq_bytes_width(size_t inputs) { return (inputs + GROUP - 1) / GROUP * GROUP; }

size_t eq_bytes_size(size_t outputs, size_t inputs) {
    return (outputs + PANEL - 1) / PANEL * (sizeof(head) + PANEL * eq_bytes_width(inputs));
}

void eq_bytes_pack(const int8_t *codes, const float *scales, const float *bias, size_t outputs, size_t inputs,
                   void *panels) {
    memset(panels, 0, eq_bytes_size(outputs, inputs));
    const size_t bytes = eq_bytes_size(PANEL, inputs);
    for (size_t output = 0; output < outputs; output++) {
        const size_t lane = output % PANEL;
        head *panel = (head *)((uint8_t *)panels + output / PANEL * bytes);
        int8_t *to = (int8_t *)(panel + 1);
        panel->scales[lane] = scales[output];
        panel->bias[lane] = bias ? bias[output] : 0;
        for (size_t i = 0; i < inputs; i++) {
            const int8_t code = codes[output * inputs + i];
            to[(i / GROUP * PANEL + lane) * GROUP + i % GROUP] = code;
            panel->sums[lane] += code;
        }
    }
}

// Sixteen numbers at a time; what is left over is one more step with zeros behind it.
#define LANES 16
typedef float floats __attribute__((vector_size(4 * LANES), aligned(4)));
typedef int32_t wholes __attribute__((vector_size(4 * LANES), aligned(4)));
typedef uint8_t bytes __attribute__((vector_size(LANES), aligned(1)));

INLINE void load(floats *v, const float *from, size_t rest) {
    if (rest >= LANES) {
        memcpy(v, from, sizeof *v);
    } else {
        *v = (floats){0};
        memcpy(v, from, rest * sizeof *from);
    }
}

INLINE void round_row(const float *x, size_t inputs, uint8_t *codes, eq_bytes_scale *scale) {
    floats least = {0}, most = {0}, strange = {0}, v;
    for (size_t i = 0; i < inputs; i += LANES) {
        load(&v, x + i, inputs - i);
        least = __builtin_elementwise_min(least, v);
        most = __builtin_elementwise_max(most, v);
        strange += v * 0;
    }
    float low = 0, high = 0, lost = 0;
    for (size_t lane = 0; lane < LANES; lane++) {
        low = least[lane] < low ? least[lane] : low;
        high = most[lane] > high ? most[lane] : high;
        lost += strange[lane];
    }
    const float range = high - low;
    const int usable = range > SMALLEST && range <= 3e38f && lost == 0;
    const float inverse = usable ? 255 / range : 0;
    const float zero = (float)(int32_t)(0.5f - (usable ? low : 0) * inverse);
    // What is not finite stays so: its products are not numbers.
    scale->scale = usable ? range / 255 : range <= SMALLEST && lost == 0 ? 0 : NAN;
    scale->zero = (int32_t)zero;
    for (size_t i = 0; i < inputs; i += LANES) {
        load(&v, x + i, inputs - i);
        v = v * inverse + (zero + 0.5f);
        // Also keeps what is not a number from being made a whole one.
        v = __builtin_elementwise_min(__builtin_elementwise_max(v, (floats){0}), (floats){0} + 255);
        const bytes rounded = __builtin_convertvector(__builtin_convertvector(v, wholes), bytes);
        if (inputs - i >= LANES)
            memcpy(codes + i, &rounded, LANES);
        else
            memcpy(codes + i, &rounded, eq_bytes_width(inputs - i));
    }
}

CLONES void eq_bytes_round(const float *x, size_t rows, size_t inputs, uint8_t *codes, eq_bytes_scale *scales) {
    const size_t width = eq_bytes_width(inputs);
    for (size_t row = 0; row < rows; row++) round_row(x + row * inputs, inputs, codes + row * width, scales + row);
}

INLINE float result(int32_t sum, eq_bytes_scale row, const head *panel, size_t lane) {
    const int32_t whole = (int32_t)((uint32_t)sum - (uint32_t)row.zero * (uint32_t)panel->sums[lane]);
    return (float)whole * (row.scale * panel->scales[lane]) + panel->bias[lane];
}

static void panel_plain(task it, size_t rows, const head *panel, size_t lanes) {
    for (size_t row = 0; row < rows; row++) {
        const uint8_t *codes = it.codes + row * it.width;
        const int8_t *from = (const int8_t *)(panel + 1);
        int32_t sums[PANEL] = {0};
        for (size_t i = 0; i < it.width; i += GROUP, from += PANEL * GROUP)
            for (size_t lane = 0; lane < PANEL; lane++)
                for (size_t part = 0; part < GROUP; part++) sums[lane] += codes[i + part] * from[lane * GROUP + part];
        for (size_t lane = 0; lane < lanes; lane++)
            it.out[row * it.stride + lane] = result(sums[lane], it.scales[row], panel, lane);
    }
}

#if defined(__x86_64__)
#define V3 __attribute__((target("arch=x86-64-v3")))
#define V4 __attribute__((target("arch=x86-64-v4,avx512vnni"), min_vector_width(512)))

// Two vectors by sixteen outputs at a time. A register holds two halves of the sums of four outputs, added at the end.
V3 INLINE void tile_v3(task it, size_t row, size_t rows, const head *panel, size_t lane, size_t lanes) {
    const int8_t *from = (const int8_t *)(panel + 1) + lane * GROUP;
    const uint8_t *codes = it.codes + row * it.width;
    __m256i halves[2][4];
    for (size_t r = 0; r < rows; r++)
        for (size_t part = 0; part < 4; part++) halves[r][part] = _mm256_setzero_si256();
    for (size_t i = 0; i < it.width; i += GROUP, from += PANEL * GROUP) {
        __m256i vectors[2];
        for (size_t r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, codes + r * it.width + i, sizeof four);
            vectors[r] = _mm256_cvtepu8_epi16(_mm_set1_epi32(four));
        }
        for (size_t part = 0; part < 4; part++) {
            const __m256i words = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(from + 16 * part)));
            for (size_t r = 0; r < rows; r++)
                halves[r][part] = _mm256_add_epi32(halves[r][part], _mm256_madd_epi16(vectors[r], words));
        }
    }
    for (size_t r = 0; r < rows; r++) {
        int32_t sums[16];
        for (size_t part = 0; part < 4; part++) {
            const __m128i low = _mm256_castsi256_si128(halves[r][part]);
            const __m128i high = _mm256_extracti128_si256(halves[r][part], 1);
            _mm_storeu_si128((__m128i *)(sums + 4 * part), _mm_hadd_epi32(low, high));
        }
        for (size_t part = 0; part < 16 && lane + part < lanes; part++)
            it.out[(row + r) * it.stride + lane + part] = result(sums[part], it.scales[row + r], panel, lane + part);
    }
}

V3 static void panel_v3(task it, size_t rows, const head *panel, size_t lanes) {
    for (size_t lane = 0; lane < lanes; lane += 16) {
        size_t row = 0;
        for (; row + 2 <= rows; row += 2) tile_v3(it, row, 2, panel, lane, lanes);
        if (row < rows) tile_v3(it, row, 1, panel, lane, lanes);
    }
}

// Some vectors by a whole panel: as many sums as there are registers for.
#define TALL 6
V4 INLINE void tile_v4(task it, size_t row, size_t rows, const head *panel, size_t lanes) {
    const int8_t *from = (const int8_t *)(panel + 1);
    const uint8_t *codes = it.codes + row * it.width;
    __m512i sums[TALL][4];
    // One by one, so that they are registers from the start and no piece of memory that is cleared.
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
        for (size_t part = 0; part < 4; part++) sums[r][part] = _mm512_setzero_si512();
    }
    for (size_t i = 0; i < it.width; i += GROUP, from += PANEL * GROUP) {
        __m512i weights[4];
        for (size_t part = 0; part < 4; part++) weights[part] = _mm512_loadu_si512(from + 64 * part);
        for (size_t r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, codes + r * it.width + i, sizeof four);
            const __m512i vector = _mm512_set1_epi32(four);
            for (size_t part = 0; part < 4; part++)
                sums[r][part] = _mm512_dpbusd_epi32(sums[r][part], vector, weights[part]);
        }
    }
    for (size_t part = 0; part < 4 && 16 * part < lanes; part++) {
        const size_t rest = lanes - 16 * part;
        const __mmask16 kept = rest < 16 ? (__mmask16)((1u << rest) - 1) : (__mmask16)0xFFFF;
        const __m512 scales = _mm512_loadu_ps(panel->scales + 16 * part), bias = _mm512_loadu_ps(panel->bias + 16 * part);
        const __m512i excess = _mm512_loadu_si512(panel->sums + 16 * part);
        for (size_t r = 0; r < rows; r++) {
            const eq_bytes_scale scale = it.scales[row + r];
            const __m512i whole =
                _mm512_sub_epi32(sums[r][part], _mm512_mullo_epi32(_mm512_set1_epi32(scale.zero), excess));
            const __m512 factors = _mm512_mul_ps(_mm512_set1_ps(scale.scale), scales);
            const __m512 value = _mm512_add_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(whole), factors), bias);
            _mm512_mask_storeu_ps(it.out + (row + r) * it.stride + 16 * part, kept, value);
        }
    }
}

V4 static void panel_v4(task it, size_t rows, const head *panel, size_t lanes) {
    size_t row = 0;
    for (; row + TALL <= rows; row += TALL) tile_v4(it, row, TALL, panel, lanes);
    switch (rows - row) {
    case 1: tile_v4(it, row, 1, panel, lanes); break;
    case 2: tile_v4(it, row, 2, panel, lanes); break;
    case 3: tile_v4(it, row, 3, panel, lanes); break;
    case 4: tile_v4(it, row, 4, panel, lanes); break;
    case 5: tile_v4(it, row, 5, panel, lanes); break;
    default: break;
    }
}
#endif

eq_bytes_kernel eq_bytes_best(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("x86-64-v4") && __builtin_cpu_supports("avx512vnni")) return EQ_BYTES_V4;
    if (__builtin_cpu_supports("x86-64-v3")) return EQ_BYTES_V3;
#endif
    return EQ_BYTES_PLAIN;
}

void eq_bytes_products(eq_bytes_kernel kernel, const uint8_t *codes, const eq_bytes_scale *scales, size_t rows,
                       size_t inputs, const void *panels, size_t outputs, float *out, size_t stride) {
    void (*multiply)(task, size_t, const head *, size_t) = panel_plain;
#if defined(__x86_64__)
    if (kernel == EQ_BYTES_V3) multiply = panel_v3;
    if (kernel == EQ_BYTES_V4) multiply = panel_v4;
#endif
    const uint8_t *panel = panels;
    task it = {.codes = codes, .scales = scales, .width = eq_bytes_width(inputs), .stride = stride, .out = out};
    for (size_t at = 0; at < outputs; at += PANEL, panel += eq_bytes_size(PANEL, inputs), it.out += PANEL)
        multiply(it, rows, (const head *)panel, outputs - at < PANEL ? outputs - at : PANEL);
}
