// SPDX-License-Identifier: Apache-2.0
#include "ui/second_capture.h"

#include "ui/language/ui_language.h"
#include "ui/let_go.h"

#include <QMetaObject>

#include <utility>

namespace synscope::ui {

SecondCapture::SecondCapture(OpenSession openSession, QObject* parent)
    : QObject(parent), m_opener(new SessionOpener(std::move(openSession), this)) {}

SecondCapture::~SecondCapture() {
    close();
}

void SecondCapture::open(const QString& path) {
    close();
    m_opener->open(path, [this, path](const SessionOpener::Opened& opened) {
        if (!*opened) {
            Q_EMIT failed(messageOf(opened->error()));
            return;
        }
        m_path = path;
        m_session = std::move(*opened).value();
        m_session->mailbox->setListener(
            [this] { QMetaObject::invokeMethod(this, &SecondCapture::lookAgain, Qt::QueuedConnection); });
        lookAgain(); // it may have been read by now
    });
}

void SecondCapture::close() {
    m_opener->cancel();
    if (m_session) {
        m_session->mailbox->setListener({});
        letGo(std::move(m_session->threads));
    }
    m_session.reset();
    m_snapshot.reset();
    m_path.clear();
}

void SecondCapture::lookAgain() {
    if (!m_session || m_snapshot)
        return;
    SnapshotPtr latest = m_session->mailbox->latest();
    if (!latest->load.finished)
        return;
    m_snapshot = std::move(latest);
    Q_EMIT ready();
}

} // namespace synscope::ui
