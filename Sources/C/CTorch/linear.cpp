// Products with a matrix by oneDNN, which uses all of what each kind of processor can do.
#include "handles.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/csrc/autograd/custom_function.h>

#include <cstdlib>

namespace {

// What is compiled for a product of one size is kept, of the last 1,024 sizes unless told otherwise, at up to 2 MB each.
// Training meets ever new sizes, of which few come again soon: 32 cost no time, and save gigabytes. oneDNN and libtorch's
// layer on it read these when they are first used; who sets them otherwise keeps what he set.
__attribute__((constructor)) void keep_few_products() {
    setenv("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "32", 0);
    setenv("LRU_CACHE_CAPACITY", "32", 0);
}

using Optional = std::optional<at::Tensor>;
using Pointwise = at::Tensor(
    const at::Tensor &, const at::Tensor &, const Optional &, c10::string_view, torch::List<std::optional<at::Scalar>>,
    std::optional<c10::string_view>);

// input weight^T + bias, without derivatives.
at::Tensor product(const at::Tensor &input, const at::Tensor &weight, const Optional &bias) {
    static const auto operation =
        c10::Dispatcher::singleton().findSchemaOrThrow("mkldnn::_linear_pointwise", "").typed<Pointwise>();
    return operation.call(input, weight, bias, "none", torch::List<std::optional<at::Scalar>>(), std::nullopt);
}

// libtorch has no derivatives of that operator: they are products of the same kind.
class Linear : public torch::autograd::Function<Linear> {
public:
    static at::Tensor forward(
        torch::autograd::AutogradContext *context, const at::Tensor &input, const at::Tensor &weight,
        const Optional &bias) {
        // Beside a matrix that does not learn, what came in need not be kept.
        context->save_for_backward({weight.requires_grad() ? input : at::Tensor(), weight});
        context->saved_data["bias"] = bias.has_value();
        return product(input, weight, bias);
    }

    static torch::autograd::variable_list backward(
        torch::autograd::AutogradContext *context, torch::autograd::variable_list gradients) {
        const auto saved = context->get_saved_variables();
        const at::Tensor &input = saved[0], &weight = saved[1], &gradient = gradients[0];
        at::Tensor by_input, by_weight, by_bias;
        const at::Tensor rows = gradient.reshape({-1, gradient.size(-1)});
        if (context->needs_input_grad(0)) by_input = product(gradient, weight.t(), std::nullopt);
        if (context->needs_input_grad(1)) {
            by_weight = product(rows.t(), input.reshape({-1, input.size(-1)}).t(), std::nullopt);
        }
        // A bias that is not there has no place to ask about.
        if (context->saved_data["bias"].toBool() && context->needs_input_grad(2)) by_bias = rows.sum(0);
        return {by_input, by_weight, by_bias};
    }
};

}  // namespace

ct_status ct_linear(ct_tensor input, ct_tensor weight, ct_tensor bias, ct_tensor *result) {
    return ctorch::guarded([&] {
        const Optional added = bias.object ? Optional(ctorch::shared(bias)) : std::nullopt;
        const at::Tensor from = ctorch::shared(input), matrix = ctorch::shared(weight);
        TORCH_CHECK(
            from.dim() > 1 && matrix.dim() == 2 && from.size(-1) == matrix.size(1), "linear takes [..., inputs] and [outputs, inputs]; got ",
            from.sizes(), " and ", matrix.sizes());
        TORCH_CHECK(
            !added || (added->dim() == 1 && added->size(0) == matrix.size(0)), "linear takes a bias of ", matrix.size(0),
            " numbers; got ", added ? added->sizes() : at::IntArrayRef());
        *result = ctorch::given(
            at::GradMode::is_enabled() ? Linear::apply(from, matrix, added) : product(from, matrix, added));
        return CT_OK;
    });
}
