// The part of OpenBLAS that Equipoise calls. CBLAS comes from its own header; the LAPACK routines are
// Fortran symbols inside the same library (Debian builds it without LAPACKE), declared here by hand.
#ifndef EQUIPOISE_COPENBLAS_H
#define EQUIPOISE_COPENBLAS_H

#include <cblas.h>

// Cholesky factor of a symmetric positive definite matrix (single precision, column-major).
void spotrf_(const char *uplo, const int *n, float *a, const int *lda, int *info);
// Inverse of a triangular matrix in place.
void strtri_(const char *uplo, const char *diag, const int *n, float *a, const int *lda, int *info);

#endif
