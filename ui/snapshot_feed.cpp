// SPDX-License-Identifier: Apache-2.0
#include "ui/snapshot_feed.h"

#include "ui/let_go.h"

#include <QMetaObject>

#include <utility>

namespace synscope::ui {

SnapshotFeed::SnapshotFeed(std::unique_ptr<Session> session, QObject* parent)
    : QObject(parent), m_session(std::move(session)) {
    m_session->mailbox->setListener([this] { announce(); });
    announce(); // what was published before the listener was there
}

SnapshotFeed::~SnapshotFeed() {
    m_session->mailbox->setListener({});
    if (!m_session->live) // a live one must be over before another begins
        letGo(std::move(m_session->threads));
}

void SnapshotFeed::cancel() {
    if (m_session->cancel)
        m_session->cancel();
}

/// Any thread.
void SnapshotFeed::announce() {
    if (!m_isPending.exchange(true))
        QMetaObject::invokeMethod(this, &SnapshotFeed::deliver, Qt::QueuedConnection);
}

void SnapshotFeed::deliver() {
    m_isPending.store(false); // before reading: a publish after this line is announced anew
    Q_EMIT arrived(m_session->mailbox->latest());
}

} // namespace synscope::ui
