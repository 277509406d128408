#include "kernels.h"

#include <math.h>

// Compiled once per instruction set, like the other kernels.
#if defined(__x86_64__) && defined(__linux__)
#define EQ_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"), min_vector_width(512)))
#else
#define EQ_CLONES
#endif

// Aligned like a double: the arrays come from Swift.
typedef double row_lanes __attribute__((vector_size(8 * EQ_ROW), aligned(8)));
typedef double block_lanes __attribute__((vector_size(8 * EQ_BLOCK), aligned(64)));

// Every loop over a row starts at the whole register that holds the diagonal: what lies before it is zero in U, and
// either zero in the vector or left as it is by a zero of U.
#define FIRST(k) ((k) / EQ_ROW * EQ_ROW)

EQ_CLONES void eq_upper_add(double *u, double *x, size_t size, size_t stride) {
    for (size_t k = 0; k < size; k++) {
        if (x[k] == 0) continue;
        double *row = u + k * stride;
        const double radius = sqrt(row[k] * row[k] + x[k] * x[k]);
        const double cosine = row[k] / radius, sine = x[k] / radius;
        for (size_t i = FIRST(k); i < stride; i += EQ_ROW) {
            row_lanes *r = (row_lanes *)(row + i), *v = (row_lanes *)(x + i);
            const row_lanes old = *r;
            *r = cosine * old + sine * *v;
            *v = cosine * *v - sine * old;
        }
        row[k] = radius;
        x[k] = 0;
    }
}

EQ_CLONES void eq_upper_forward(const double *u, double *b, size_t size, size_t stride) {
    for (size_t k = 0; k < size; k++) {
        const double *row = u + k * stride;
        const double value = b[k] / row[k];
        for (size_t i = FIRST(k); i < stride; i += EQ_ROW) {
            *(row_lanes *)(b + i) -= value * *(const row_lanes *)(row + i);
        }
        b[k] = value;
    }
}

EQ_CLONES void eq_upper_back(const double *u, double *b, size_t size, size_t stride) {
    for (size_t k = size; k-- > 0;) {
        const double *row = u + k * stride;
        const double right = b[k];
        b[k] = 0;
        row_lanes sums = {0};
        for (size_t i = FIRST(k); i < stride; i += EQ_ROW) {
            sums += *(const row_lanes *)(row + i) * *(const row_lanes *)(b + i);
        }
        double sum = 0;
        for (size_t lane = 0; lane < EQ_ROW; lane++) sum += sums[lane];
        b[k] = (right - sum) / row[k];
    }
}

EQ_CLONES void eq_upper_scores(const double *u, size_t size, size_t stride, const double *coefficients, const float *x,
                               size_t rows, double *means, double *squares) {
    block_lanes y[size];
    for (size_t start = 0; start < rows; start += EQ_BLOCK) {
        const size_t count = rows - start < EQ_BLOCK ? rows - start : EQ_BLOCK;
        for (size_t lane = 0; lane < EQ_BLOCK; lane++) {
            const float *from = x + (start + (lane < count ? lane : 0)) * size;
            for (size_t k = 0; k < size; k++) y[k][lane] = from[k];
        }
        block_lanes mean = {0}, square = {0};
        for (size_t k = 0; k < size; k++) {
            block_lanes rest = y[k];
            mean += coefficients[k] * rest;
            for (size_t j = 0; j < k; j++) rest -= u[j * stride + k] * y[j];
            rest *= 1 / u[k * stride + k];
            square += rest * rest;
            y[k] = rest;
        }
        for (size_t lane = 0; lane < count; lane++) {
            means[start + lane] = mean[lane];
            squares[start + lane] = square[lane];
        }
    }
}
