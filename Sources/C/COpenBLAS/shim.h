// The part of OpenBLAS that Equipoise calls. CBLAS comes from its own header; the LAPACK routines are
// Fortran symbols inside the same library (Debian builds it without LAPACKE), declared here by hand.
#ifndef EQUIPOISE_COPENBLAS_H
#define EQUIPOISE_COPENBLAS_H

#include <cblas.h>

// Cholesky factor of a symmetric positive definite matrix (single precision, column-major).
void spotrf_(const char *uplo, const int *n, float *a, const int *lda, int *info);
// Inverse from the Cholesky factor.
void spotri_(const char *uplo, const int *n, float *a, const int *lda, int *info);
// Solves A X = B from the Cholesky factor.
void spotrs_(const char *uplo, const int *n, const int *nrhs, const float *a, const int *lda, float *b,
             const int *ldb, int *info);
// Factors and solves A X = B in one call.
void sposv_(const char *uplo, const int *n, const int *nrhs, float *a, const int *lda, float *b,
            const int *ldb, int *info);

#endif
