// SPDX-License-Identifier: Apache-2.0
//
// Follows a watch over this machine's sockets and brings its views to the GUI thread, the latest only.
#pragma once

#include "core/store/machine_watch.h"

#include <QObject>

#include <atomic>
#include <memory>

namespace synscope::ui {

class MachineFeed : public QObject {
    Q_OBJECT

public:
    explicit MachineFeed(std::shared_ptr<const MachineWatch> watch, QObject* parent = nullptr);
    /// Ends the watch, unless somebody else follows it, too.
    ~MachineFeed() override;

    /// While paused nothing arrives; the watch goes on, and what it saw arrives afterwards.
    void setPaused(bool isPaused);
    void readNow();
    /// What leaks are judged by; the sockets are read anew for it.
    void setPolicy(const DiagnosePolicy& policy);

Q_SIGNALS:
    void arrived(const synscope::MachineViewPtr& view);

private:
    void announce();
    void deliver();

    std::shared_ptr<const MachineWatch> m_watch;
    std::atomic<bool> m_isPending{false};
    bool m_isPaused = false;
};

} // namespace synscope::ui
