// SPDX-License-Identifier: Apache-2.0
#include "ui/machine/machine_feed.h"

#include <QMetaObject>

#include <utility>

namespace synscope::ui {

MachineFeed::MachineFeed(std::shared_ptr<const MachineWatch> watch, QObject* parent)
    : QObject(parent), m_watch(std::move(watch)) {
    m_watch->mailbox->setListener([this] { announce(); });
    announce(); // what was published before the listener was there
}

MachineFeed::~MachineFeed() {
    m_watch->mailbox->setListener({});
}

void MachineFeed::setPaused(bool isPaused) {
    m_isPaused = isPaused;
    if (!isPaused)
        announce();
}

void MachineFeed::readNow() {
    if (m_watch->readNow)
        m_watch->readNow();
}

void MachineFeed::setPolicy(const DiagnosePolicy& policy) {
    if (m_watch->setPolicy)
        m_watch->setPolicy(policy);
    readNow();
}

/// Any thread.
void MachineFeed::announce() {
    if (!m_isPending.exchange(true))
        QMetaObject::invokeMethod(this, &MachineFeed::deliver, Qt::QueuedConnection);
}

void MachineFeed::deliver() {
    m_isPending.store(false); // before reading: a publish after this line is announced anew
    if (!m_isPaused)
        Q_EMIT arrived(m_watch->mailbox->latest());
}

} // namespace synscope::ui
