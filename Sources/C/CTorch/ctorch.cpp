#include "handles.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/grad_mode.h>
#include <ATen/core/ivalue.h>
#include <ATen/ops/empty.h>
#include <c10/core/InferenceMode.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <dlfcn.h>
#include <torch/csrc/autograd/autograd.h>

#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace ctorch;

namespace {

c10::Device place(ct_device device) {
    return device.index < 0 ? c10::Device(c10::kCPU)
                            : c10::Device(c10::kCUDA, static_cast<c10::DeviceIndex>(device.index));
}

std::string &cuda_problem() {
    static std::string problem;
    return problem;
}

// Loads the CUDA part of libtorch, once, if it lies beside the main part. It must happen before libtorch first asks
// whether it is there, since it remembers the answer.
bool cuda_loaded() {
    static const bool loaded = [] {
        Dl_info info;
        if (!dladdr(reinterpret_cast<const void *>(&at::globalContext), &info) || !info.dli_fname) {
            cuda_problem() = "libtorch's folder could not be found";
            return false;
        }
        std::string path(info.dli_fname);
        path = path.substr(0, path.rfind('/') + 1) + "libtorch_cuda.so";
        if (dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL)) return true;
        const char *reason = dlerror();
        cuda_problem() = reason ? reason : "libtorch_cuda.so could not be loaded";
        return false;
    }();
    return loaded;
}

c10::IValue value_of(const ct_argument &argument) {
    switch (argument.kind) {
        case CT_NONE: return c10::IValue();
        case CT_TENSOR: return argument.value.tensor.object ? c10::IValue(shared(argument.value.tensor)) : c10::IValue();
        case CT_INTEGER: return c10::IValue(argument.value.integer);
        case CT_REAL: return c10::IValue(argument.value.real);
        case CT_TRUTH: return c10::IValue(argument.value.truth);
        case CT_TEXT: return c10::IValue(std::string(argument.value.text, static_cast<size_t>(argument.count)));
        case CT_DEVICE: return c10::IValue(place(argument.value.device));
        case CT_INTEGERS: return c10::IValue(c10::IntArrayRef(argument.value.integers, argument.count));
        case CT_REALS: return c10::IValue(c10::ArrayRef<double>(argument.value.reals, argument.count));
        case CT_TENSORS: {
            c10::List<at::Tensor> list;
            list.reserve(argument.count);
            for (int64_t place = 0; place < argument.count; ++place) list.push_back(shared(argument.value.tensors[place]));
            return c10::IValue(std::move(list));
        }
        case CT_OPTIONAL_TENSORS: {
            c10::List<std::optional<at::Tensor>> list;
            list.reserve(argument.count);
            for (int64_t place = 0; place < argument.count; ++place) {
                ct_tensor tensor = argument.value.tensors[place];
                list.push_back(tensor.object ? std::optional<at::Tensor>(shared(tensor)) : std::nullopt);
            }
            return c10::IValue(std::move(list));
        }
    }
    TORCH_CHECK(false, "an argument of unknown kind ", static_cast<int>(argument.kind));
}

// Appends the tensors of one result.
void flatten(c10::IValue &value, const c10::FunctionSchema &schema, std::vector<at::Tensor> &tensors) {
    if (value.isTensor()) {
        tensors.push_back(std::move(value).toTensor());
    } else if (value.isTensorList()) {
        for (at::Tensor tensor : value.toTensorVector()) tensors.push_back(std::move(tensor));
    } else {
        TORCH_CHECK(value.isNone(), schema.name(), " gives a ", value.tagKind(), ", not a tensor");
        tensors.emplace_back();
    }
}

struct Mode {
    std::optional<at::NoGradGuard> without_gradient;
    std::optional<c10::InferenceMode> inference;
};

}  // namespace

const char *ct_message(void) { return message.c_str(); }

int64_t ct_live(void) { return live.load(std::memory_order_relaxed); }

void ct_release(ct_tensor tensor) {
    if (!tensor.object) return;
    live.fetch_sub(1, std::memory_order_relaxed);
    c10::intrusive_ptr<Implementation, c10::UndefinedTensorImpl>::reclaim(implementation(tensor));
}

ct_status ct_find(const char *name, const char *overload, ct_operator *found) {
    found->object = nullptr;
    return guarded([&] {
        cuda_loaded();
        auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
        if (!handle) {
            message = std::string("libtorch has no operator '") + name + "' with overload '" + overload + "'";
            return CT_UNKNOWN;
        }
        // Operators are never unregistered here, so the handle stays good; it is the size of a few pointers.
        found->object = new c10::OperatorHandle(*handle);
        return CT_OK;
    });
}

ct_status ct_call(
    ct_operator operation, const ct_argument *arguments, int64_t count, ct_tensor *results, int64_t expected) {
    return guarded([&] {
        const auto &handle = *static_cast<const c10::OperatorHandle *>(operation.object);
        const c10::FunctionSchema &schema = handle.schema();
        const auto &wanted = schema.arguments();
        TORCH_CHECK(
            count <= static_cast<int64_t>(wanted.size()), schema.name(), " takes ", wanted.size(), " arguments, not ",
            count);
        torch::jit::Stack stack;
        stack.reserve(wanted.size());
        for (int64_t place = 0; place < count; ++place) {
            const auto list = wanted[static_cast<size_t>(place)].type()->cast<c10::ListType>();
            // Of nothing, which says not of what.
            const bool empty = arguments[place].kind == CT_TENSORS && arguments[place].count == 0 && list;
            stack.push_back(
                empty ? c10::IValue(c10::impl::GenericList(list->getElementType())) : value_of(arguments[place]));
        }
        for (size_t place = static_cast<size_t>(count); place < wanted.size(); ++place) {
            const auto &preset = wanted[place].default_value();
            TORCH_CHECK(preset, schema.name(), " needs an argument '", wanted[place].name(), "'");
            stack.push_back(*preset);
        }
        handle.callBoxed(stack);
        if (stack.size() == 1 && expected == 1 && stack[0].isTensor()) {
            results[0] = given(std::move(stack[0]).toTensor());
            return CT_OK;
        }
        std::vector<at::Tensor> tensors;
        for (c10::IValue &value : stack) flatten(value, schema, tensors);
        TORCH_CHECK(
            static_cast<int64_t>(tensors.size()) == expected, schema.name(), " gives ", tensors.size(),
            " tensors, not ", expected);
        for (int64_t place = 0; place < expected; ++place) results[place] = given(std::move(tensors[place]));
        return CT_OK;
    });
}

ct_status ct_create(
    const void *bytes, int64_t byte_count, const int64_t *shape, int64_t axes, int32_t element, ct_device device,
    ct_tensor *made) {
    made->object = nullptr;
    return guarded([&] {
        cuda_loaded();
        auto options = at::TensorOptions().dtype(static_cast<c10::ScalarType>(element));
        at::Tensor tensor = at::empty(c10::IntArrayRef(shape, axes), options);
        if (bytes) {
            TORCH_CHECK(
                static_cast<int64_t>(tensor.nbytes()) == byte_count, "shape ", tensor.sizes(), " takes ",
                tensor.nbytes(), " bytes, not ", byte_count);
            if (byte_count > 0) std::memcpy(tensor.mutable_data_ptr(), bytes, static_cast<size_t>(byte_count));
        }
        *made = given(device.index < 0 ? tensor : tensor.to(place(device)));
        return CT_OK;
    });
}

ct_status ct_copy_out(ct_tensor tensor, void *bytes, int64_t byte_count) {
    return guarded([&] {
        at::Tensor source = shared(tensor).detach().to(c10::kCPU).contiguous();
        TORCH_CHECK(
            static_cast<int64_t>(source.nbytes()) == byte_count, "the tensor has ", source.nbytes(), " bytes, not ",
            byte_count);
        if (byte_count > 0) std::memcpy(bytes, source.const_data_ptr(), static_cast<size_t>(byte_count));
        return CT_OK;
    });
}

void *ct_bytes(ct_tensor tensor) {
    Implementation *held = implementation(tensor);
    if (!held || !held->is_cpu() || !held->is_contiguous()) return nullptr;
    return held->mutable_data();
}

int64_t ct_axes(ct_tensor tensor) { return implementation(tensor)->dim(); }

int64_t ct_extent(ct_tensor tensor, int64_t axis) {
    return implementation(tensor)->sizes()[static_cast<size_t>(axis)];
}

int32_t ct_element(ct_tensor tensor) {
    return static_cast<int32_t>(c10::typeMetaToScalarType(implementation(tensor)->dtype()));
}

ct_device ct_where(ct_tensor tensor) {
    c10::Device device = implementation(tensor)->device();
    return {device.is_cuda() ? static_cast<int32_t>(device.index()) : -1};
}

bool ct_requires_gradient(ct_tensor tensor) { return implementation(tensor)->requires_grad(); }

ct_status ct_require_gradient(ct_tensor tensor, bool required) {
    return guarded([&] {
        shared(tensor).set_requires_grad(required);
        return CT_OK;
    });
}

ct_status ct_backward(ct_tensor of, ct_tensor seed, bool keep_graph) {
    return guarded([&] {
        std::vector<at::Tensor> seeds;
        if (seed.object) seeds.push_back(shared(seed));
        torch::autograd::backward({shared(of)}, seeds, keep_graph);
        return CT_OK;
    });
}

ct_status ct_gradients(
    ct_tensor of, ct_tensor seed, const ct_tensor *inputs, int64_t count, bool keep_graph, ct_tensor *found) {
    return guarded([&] {
        std::vector<at::Tensor> seeds, of_inputs;
        if (seed.object) seeds.push_back(shared(seed));
        for (int64_t place = 0; place < count; ++place) of_inputs.push_back(shared(inputs[place]));
        auto gradients = torch::autograd::grad({shared(of)}, of_inputs, seeds, keep_graph, false, true);
        for (int64_t place = 0; place < count; ++place) found[place] = given(std::move(gradients[place]));
        return CT_OK;
    });
}

ct_tensor ct_gradient(ct_tensor tensor) { return given(shared(tensor).grad()); }

ct_status ct_set_gradient(ct_tensor tensor, ct_tensor gradient) {
    return guarded([&] {
        shared(tensor).mutable_grad() = shared(gradient);
        return CT_OK;
    });
}

ct_mode ct_mode_begin(ct_mode_kind kind) {
    auto *mode = new Mode;
    if (kind == CT_INFERENCE) {
        mode->inference.emplace(true);
    } else {
        mode->without_gradient.emplace();
    }
    return {mode};
}

void ct_mode_end(ct_mode mode) { delete static_cast<Mode *>(mode.object); }

namespace {

at::Generator generator(ct_device device) {
    cuda_loaded();
    return at::globalContext().defaultGenerator(place(device));
}

}  // namespace

ct_status ct_seed(uint64_t seed, ct_device device) {
    return guarded([&] {
        at::Generator chosen = generator(device);
        std::lock_guard<std::mutex> lock(chosen.mutex());
        chosen.set_current_seed(seed);
        return CT_OK;
    });
}

ct_status ct_random_state(ct_device device, ct_tensor *state) {
    state->object = nullptr;
    return guarded([&] {
        at::Generator chosen = generator(device);
        std::lock_guard<std::mutex> lock(chosen.mutex());
        *state = given(chosen.get_state());
        return CT_OK;
    });
}

ct_status ct_set_random_state(ct_device device, ct_tensor state) {
    return guarded([&] {
        at::Generator chosen = generator(device);
        std::lock_guard<std::mutex> lock(chosen.mutex());
        chosen.set_state(shared(state));
        return CT_OK;
    });
}

int32_t ct_threads(void) { return at::get_num_threads(); }

void ct_set_threads(int32_t count) { at::set_num_threads(count < 1 ? 1 : count); }

int32_t ct_run_alone(void) {
    // The number of one thread is for a moment what new threads begin with, too: none may begin here meanwhile, and a thread
    // that does nothing else puts it back.
    static std::mutex one_at_a_time;
    std::lock_guard<std::mutex> lock(one_at_a_time);
    const int32_t before = at::get_num_threads();
    if (before == 1) return before;
    at::set_num_threads(1);
    guarded([&] {
        std::thread([before] { at::set_num_threads(before); }).join();
        return CT_OK;
    });
    return before;
}

int32_t ct_gpus(void) {
    int32_t count = 0;
    guarded([&] {
        if (!cuda_loaded()) return failed(CT_REFUSED, cuda_problem().c_str());
        count = c10::impl::getDeviceGuardImpl(c10::kCUDA)->deviceCount();
        if (count == 0) return failed(CT_REFUSED, "no GPU was found");
        return CT_OK;
    });
    return count;
}

ct_status ct_synchronise(ct_device device) {
    return guarded([&] {
        if (device.index >= 0) {
            c10::impl::getDeviceGuardImpl(c10::kCUDA)
                ->synchronizeDevice(static_cast<c10::DeviceIndex>(device.index));
        }
        return CT_OK;
    });
}
