// SPDX-License-Identifier: Apache-2.0
#include "app/cli/capture_fault.h"

namespace synscope::cli {

std::string faultText(const CaptureTrouble& trouble) {
    return trouble.hint.empty() ? trouble.message : trouble.message + " (" + trouble.hint + ")";
}

std::string endText(const LiveState& state, const LoadState& load) {
    if (load.damage)
        return "the capture has ended: " + load.damage->reason;
    return state.troubles.empty() ? "the capture has ended" : faultText(state.troubles.back());
}

} // namespace synscope::cli
