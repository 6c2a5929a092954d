// SPDX-License-Identifier: Apache-2.0
#include "ui/latest_job.h"

namespace synscope::ui {

LatestJob::LatestJob(QObject* parent) : QObject(parent) {
    m_pool.setMaxThreadCount(1);
}

LatestJob::~LatestJob() {
    cancelAndWait();
}

void LatestJob::cancel() {
    if (m_cancelled)
        m_cancelled->store(true);
    m_running = false;
}

void LatestJob::cancelAndWait() {
    cancel();
    m_pool.waitForDone();
}

} // namespace synscope::ui
