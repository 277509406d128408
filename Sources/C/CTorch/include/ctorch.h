// What Swift needs of libtorch, as C. The files behind it alone see libtorch's own headers.
//
// Every function that can fail returns a status; `ct_message` then says why, on the same thread, until that thread's
// next failure. No C++ exception leaves. A `ct_tensor` that a function gives out is owned by the caller, who passes it
// to `ct_release` once; those passed in stay the caller's.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// One counted reference to a tensor; `object` is null for no tensor.
typedef struct {
    void *_Nullable object;
} ct_tensor;

// An operator found by name; lives as long as the process.
typedef struct {
    const void *_Nullable object;
} ct_operator;

// A guard that lasts until `ct_mode_end`, on the thread that began it; they nest.
typedef struct {
    void *_Nullable object;
} ct_mode;

typedef enum {
    CT_OK = 0,
    CT_REFUSED = 1,        // libtorch refused the arguments
    CT_OUT_OF_MEMORY = 2,  // on the processor or the GPU
    CT_UNKNOWN = 3,        // no operator of that name
    CT_INTERNAL = 4,       // anything else
} ct_status;

// Kinds of element, with the numbers of c10::ScalarType.
enum {
    CT_UINT8 = 0,
    CT_INT8 = 1,
    CT_INT16 = 2,
    CT_INT32 = 3,
    CT_INT64 = 4,
    CT_FLOAT16 = 5,
    CT_FLOAT32 = 6,
    CT_FLOAT64 = 7,
    CT_BOOL = 11,
    CT_BFLOAT16 = 15,
};

// `index` is -1 for the processor, or the number of a GPU.
typedef struct {
    int32_t index;
} ct_device;

typedef enum {
    CT_NONE,
    CT_TENSOR,            // an undefined one is None
    CT_INTEGER,           // also a kind of element, a layout, a memory format, and any scalar
    CT_REAL,
    CT_TRUTH,
    CT_TEXT,
    CT_DEVICE,
    CT_INTEGERS,
    CT_REALS,
    CT_TENSORS,
    CT_OPTIONAL_TENSORS,  // Tensor?[], as indexing takes it
} ct_kind;

typedef struct {
    ct_kind kind;
    int64_t count;  // of lists and of text's bytes
    union {
        ct_tensor tensor;
        int64_t integer;
        double real;
        bool truth;
        ct_device device;
        const char *_Nullable text;
        const int64_t *_Nullable integers;
        const double *_Nullable reals;
        const ct_tensor *_Nullable tensors;
    } value;
} ct_argument;

const char *_Nonnull ct_message(void);

// References given out and not yet released, in the whole process.
int64_t ct_live(void);
void ct_release(ct_tensor tensor);

// Operators: "aten::add" with overload "Tensor". Arguments beyond `count` take the defaults of the operator's schema.
// Results are flattened, lists too; there must be exactly `expected` tensors (a null one where it gives none).
ct_status ct_find(const char *_Nonnull name, const char *_Nonnull overload, ct_operator *_Nonnull found);
ct_status ct_call(
    ct_operator operation, const ct_argument *_Nullable arguments, int64_t count, ct_tensor *_Nullable results,
    int64_t expected);

// Creation and copies; bytes are row-major.
ct_status ct_create(
    const void *_Nullable bytes, int64_t byte_count, const int64_t *_Nullable shape, int64_t axes, int32_t element,
    ct_device device, ct_tensor *_Nonnull made);
ct_status ct_copy_out(ct_tensor tensor, void *_Nullable bytes, int64_t byte_count);
// Where a contiguous tensor on the processor keeps its elements; null for others.
void *_Nullable ct_bytes(ct_tensor tensor);

int64_t ct_axes(ct_tensor tensor);
int64_t ct_extent(ct_tensor tensor, int64_t axis);
int32_t ct_element(ct_tensor tensor);
ct_device ct_where(ct_tensor tensor);

// Derivatives.
bool ct_requires_gradient(ct_tensor tensor);
ct_status ct_require_gradient(ct_tensor tensor, bool required);
ct_status ct_backward(ct_tensor of, ct_tensor seed, bool keep_graph);
// `found` has one place for each input; a null tensor where `of` does not depend on it.
ct_status ct_gradients(
    ct_tensor of, ct_tensor seed, const ct_tensor *_Nonnull inputs, int64_t count, bool keep_graph,
    ct_tensor *_Nonnull found);
ct_tensor ct_gradient(ct_tensor tensor);
ct_status ct_set_gradient(ct_tensor tensor, ct_tensor gradient);

typedef enum { CT_NO_GRADIENT, CT_INFERENCE } ct_mode_kind;
ct_mode ct_mode_begin(ct_mode_kind kind);
void ct_mode_end(ct_mode mode);

// `input weight^T + bias` of 32-bit numbers on the processor by oneDNN, with derivatives where they are recorded;
// `bias` may be no tensor.
ct_status ct_linear(ct_tensor input, ct_tensor weight, ct_tensor bias, ct_tensor *_Nonnull result);

// Randomness of a device: one generator each.
ct_status ct_seed(uint64_t seed, ct_device device);
ct_status ct_random_state(ct_device device, ct_tensor *_Nonnull state);
ct_status ct_set_random_state(ct_device device, ct_tensor state);

// The machine.
int32_t ct_threads(void);
void ct_set_threads(int32_t count);
// Operators that this thread calls run on it alone, until it calls `ct_set_threads` with the number that is returned: that
// of the threads they had.
int32_t ct_run_alone(void);
// 0 when libtorch's CUDA part is not beside its main part, cannot be loaded, or finds no GPU; `ct_message` says which.
int32_t ct_gpus(void);
ct_status ct_synchronise(ct_device device);

#ifdef __cplusplus
}
#endif
