// SPDX-License-Identifier: Apache-2.0
#include "ui/capture/capture_starter.h"

#include <QMetaObject>

#include <utility>

namespace synscope::ui {

void CaptureStarter::start(const StartCapture& startCapture, const CaptureRequest& request, const Done& done) {
    cancel();
    m_thread = std::jthread([this, number = m_number, startCapture, request, done](std::stop_token stop) {
        auto started = std::make_shared<Started>(startCapture(request, std::move(stop)));
        QMetaObject::invokeMethod(
            this,
            [this, number, done, started] {
                if (number == m_number)
                    done(std::move(*started));
            },
            Qt::QueuedConnection);
    });
}

void CaptureStarter::cancel() {
    ++m_number;
    if (!m_thread.joinable())
        return;
    m_thread.request_stop();
    m_thread.join();
}

} // namespace synscope::ui
