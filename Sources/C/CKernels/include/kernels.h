// Inner loops over short vectors, compiled once per instruction set and chosen when the program starts.
//
// Swift builds for the oldest x86-64, which has four lanes and no fused multiply-add; these few loops are where
// that costs two to four times. Every function only reads and writes the ranges it is given and keeps no state.
#ifndef EQUIPOISE_KERNELS_H
#define EQUIPOISE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// The sum of x[i] * y[i].
float eq_dot(const float *x, const float *y, size_t count);

// y[i] += scale * x[i].
void eq_add_scaled(float scale, const float *x, float *y, size_t count);

// For every row r and entry e of a sparse matrix with `rows` rows, with t = table[indices[e]] of `width` floats:
//     out[r] += (target + weights[e] * (target - t . x[r])) * t
// Rows of `x` and `out` follow one another, `width` floats each.
void eq_add_weighted_residuals(const float *table, size_t width, const int64_t *offsets, const int32_t *indices,
                               const float *weights, size_t rows, float target, const float *x, float *out);

// One step of the conjugate gradient method on A x = b, given the product n = -A p:
//     a = squares / (-p . n);  x += a p;  r += a n;  p = r + (r . r / squares) p
// Returns the new r . r. Does nothing but return `squares` where A is not positive along p.
float eq_conjugate_step(float *x, float *r, float *p, const float *n, size_t count, float squares);

// One step of stochastic gradient ascent on log(sigmoid(u . (i - j) + offset)), all three vectors decaying:
//     g = sigmoid(-(u . (i - j) + offset));  u += rate * (g * (i - j) - decay * u)
//     i += rate * (g * u' - decay * i);  j += rate * (-g * u' - decay * j)      with u' the old u
// Returns g.
float eq_pairwise_step(float *u, float *i, float *j, size_t count, float offset, float rate, float decay);

// Items in a panel of `eq_products`.
#define EQ_PANEL 32

// scores[r, c] = bias[c] + queries[r] . item[c] for `rows` queries and `columns` items of `width` factors.
// Items lie in panels of EQ_PANEL, factor by factor: panels[p][factor][lane], the last one filled up, as is `bias`.
// `stride` is the distance between rows of scores.
void eq_products(const float *queries, size_t rows, size_t width, const float *panels, const float *bias,
                 size_t columns, float *scores, size_t stride);

// out[n] = bias[rows[n]] + query . vectors[rows[n]] for `count` rows of `width` floats, to the last bit as `eq_products`.
void eq_chains(const float *query, size_t width, const float *vectors, const float *bias, const int32_t *rows,
               size_t count, float *out);

// A vector x in whole numbers: norm >= |x| and |scale * codes|, error >= |x - scale * codes|. What is too large, too
// small or not finite has a scale of 0. Writes `eq_screen_codes(width)` codes, the last of which are zero.
typedef struct {
    float scale, norm, error;
} eq_rounding;
eq_rounding eq_screen_round(const float *x, size_t width, int8_t *codes);
size_t eq_screen_codes(size_t width);

// Packs up to EQ_SCREEN_PANEL rows of `vectors` into a panel of `eq_screen_bytes(width)`, aligned like a float; says what
// their norms and what is added to their products are at most. `codes` is room for one vector's. `slack` is the share of
// the bias that rounding may hide.
#define EQ_SCREEN_PANEL 16
size_t eq_screen_bytes(size_t width);
void eq_screen_pack(const float *vectors, const float *bias, size_t width, const int32_t *rows, size_t count,
                    float slack, void *panel, int8_t *codes, float *norm, float *ceiling);

// Writes down in ascending order which of the `count` vectors from number `first`, a multiple of EQ_SCREEN_PANEL, may
// have a product of `least` or more with the query, and returns how many. `slack` is the share of the norms' product that
// rounding may hide. `out` has room for all.
size_t eq_screen_find(const void *panels, size_t width, int32_t first, size_t count, const int8_t *codes,
                      eq_rounding query, float slack, float least, int32_t *out);

// A matrix in bytes, [outputs, inputs], with a scale for each output, lies in panels of EQ_BYTES_PANEL outputs, in
// `eq_bytes_size(outputs, inputs)` bytes aligned like a float. A vector x is held as x = scale * (code - zero), in
// `eq_bytes_width(inputs)` codes. At most 65,536 inputs, so that sums of products cannot overflow.
#define EQ_BYTES_PANEL 64
typedef struct {
    float scale;
    int32_t zero;
} eq_bytes_scale;
size_t eq_bytes_width(size_t inputs);
size_t eq_bytes_size(size_t outputs, size_t inputs);
// `bias` may be null.
void eq_bytes_pack(const int8_t *codes, const float *scales, const float *bias, size_t outputs, size_t inputs,
                   void *panels);
// Rounds each of `rows` vectors by its own range. One with a number that is not finite gets a scale that is none.
void eq_bytes_round(const float *x, size_t rows, size_t inputs, uint8_t *codes, eq_bytes_scale *scales);

// out[r, o] = scale[r] * scale[o] * sum((code[r] - zero[r]) * code[o]) + bias[o], the sum in whole numbers; `stride` is the
// distance between rows of `out`. The same to the last bit with every kernel; those that the machine lacks must not be
// asked for.
typedef enum { EQ_BYTES_PLAIN, EQ_BYTES_V3, EQ_BYTES_V4 } eq_bytes_kernel;
eq_bytes_kernel eq_bytes_best(void);
void eq_bytes_products(eq_bytes_kernel kernel, const uint8_t *codes, const eq_bytes_scale *scales, size_t rows,
                       size_t inputs, const void *panels, size_t outputs, float *out, size_t stride);

// A positive definite matrix A = U^T U is held as its upper triangular factor U: `size` rows of `stride` doubles, zero
// below the diagonal and beyond `size`; `stride` is `size` rounded up to a multiple of EQ_ROW. Vectors have `stride`
// doubles, zero beyond `size`.
#define EQ_ROW 8

// U of A + x x^T, by Givens rotations; x is overwritten.
void eq_upper_add(double *u, double *x, size_t size, size_t stride);

// b = A^-1 b in two halves: U^T y = b, and U x = y.
void eq_upper_forward(const double *u, double *b, size_t size, size_t stride);
void eq_upper_back(const double *u, double *b, size_t size, size_t stride);

// means[r] = x[r] . coefficients and squares[r] = x[r]^T A^-1 x[r] for `rows` vectors of `size` floats that follow one
// another. Each row comes out the same, to the last bit, alone and among others. Takes 256 * size bytes of stack.
#define EQ_BLOCK 32
void eq_upper_scores(const double *u, size_t size, size_t stride, const double *coefficients, const float *x,
                     size_t rows, double *means, double *squares);

// Asks for the memory of some elements of `size` bytes, which follow one another `stride` bytes apart, ahead of use: what
// is scattered is then fetched all at once and not one after the other. Numbers outside 0 ..< total are passed over.
void eq_prefetch(const void *elements, size_t size, size_t stride, size_t total, const int32_t *numbers, size_t count);

#endif
