// SPDX-License-Identifier: Apache-2.0
#include "ui/let_go.h"

#include <chrono>
#include <future>
#include <system_error>
#include <thread>
#include <utility>

namespace synscope::ui {

void letGo(std::shared_ptr<void> threads) {
    constexpr std::chrono::seconds kPatience(1);
    if (threads == nullptr)
        return;
    std::packaged_task<void()> task([threads = std::move(threads)]() mutable { threads.reset(); });
    const std::future<void> done = task.get_future();
    try {
        std::thread(std::move(task)).detach();
    } catch (const std::system_error&) {
        return; // without a thread they have gone here
    }
    (void)done.wait_for(kPatience);
}

} // namespace synscope::ui
