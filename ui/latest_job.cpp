// SPDX-License-Identifier: Apache-2.0
#include "ui/latest_job.h"

namespace synscope::ui {
namespace {

constexpr int kPatienceMs = 1000;

std::unique_ptr<QThreadPool> makeWorker() {
    auto pool = std::make_unique<QThreadPool>();
    pool->setMaxThreadCount(1);
    return pool;
}

} // namespace

LatestJob::LatestJob(QObject* parent) : QObject(parent), m_pool(makeWorker()) {}

LatestJob::~LatestJob() {
    cancel(); // and each worker is waited for as it goes
}

void LatestJob::cancel() {
    if (m_cancelled)
        m_cancelled->store(true);
    m_running = false;
}

void LatestJob::cancelAndLeave() {
    cancel();
    std::erase_if(m_left, [](const auto& pool) { return pool->waitForDone(0); });
    if (m_pool->waitForDone(kPatienceMs))
        return;
    m_left.push_back(std::move(m_pool));
    m_pool = makeWorker();
}

} // namespace synscope::ui
