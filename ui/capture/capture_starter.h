// SPDX-License-Identifier: Apache-2.0
//
// Begins live captures on a thread of its own, so that the window stays alive until the first bytes come.
#pragma once

#include "core/store/session.h"

#include <QObject>

#include <functional>
#include <memory>
#include <thread>
#include <variant>

namespace synscope::ui {

class CaptureStarter : public QObject {
    Q_OBJECT

public:
    using Started = std::variant<std::unique_ptr<Session>, CaptureTrouble>;
    using Done = std::function<void(Started)>;

    using QObject::QObject;

    /// `done` is called on this thread, later. Gives up whatever was being started.
    void start(const StartCapture& startCapture, const CaptureRequest& request, const Done& done);
    /// Gives up; the `done` of what was being started is not called any more.
    void cancel();

private:
    quint64 m_number = 0; ///< of the latest request
    std::jthread m_thread;
};

} // namespace synscope::ui
