// What the files of this target share: handles, and errors as statuses.
#pragma once

#include "ctorch.h"

#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

#include <atomic>
#include <cstring>
#include <new>
#include <string>

namespace ctorch {

using Implementation = c10::TensorImpl;

inline std::atomic<int64_t> live{0};
inline thread_local std::string message;

inline ct_status failed(ct_status status, const char *reason) noexcept {
    try {
        message = reason;
    } catch (...) {
        message.clear();
    }
    return status;
}

// Runs a body and turns what it throws into a status.
template <class Body>
ct_status guarded(Body body) noexcept {
    try {
        return body();
    } catch (const c10::OutOfMemoryError &error) {
        return failed(CT_OUT_OF_MEMORY, error.what_without_backtrace());
    } catch (const c10::Error &error) {
        const char *reason = error.what_without_backtrace();
        // The processor's allocator has no error type of its own.
        bool memory = std::strstr(reason, "DefaultCPUAllocator: ") || std::strstr(reason, "can't allocate memory");
        return failed(memory ? CT_OUT_OF_MEMORY : CT_REFUSED, reason);
    } catch (const std::bad_alloc &) {
        return failed(CT_OUT_OF_MEMORY, "no memory is left");
    } catch (const std::exception &error) {
        return failed(CT_INTERNAL, error.what());
    } catch (...) {
        return failed(CT_INTERNAL, "an exception of unknown type");
    }
}

// The tensor behind a handle, counted once more while it is used.
inline at::Tensor shared(ct_tensor tensor) {
    if (!tensor.object) return at::Tensor();
    return at::Tensor(
        c10::intrusive_ptr<Implementation, c10::UndefinedTensorImpl>::reclaim_copy(
            static_cast<Implementation *>(tensor.object)));
}

inline Implementation *implementation(ct_tensor tensor) { return static_cast<Implementation *>(tensor.object); }

inline ct_tensor given(at::Tensor tensor) {
    if (!tensor.defined()) return {nullptr};
    live.fetch_add(1, std::memory_order_relaxed);
    return {tensor.unsafeReleaseTensorImpl()};
}

}  // namespace ctorch
