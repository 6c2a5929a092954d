// SPDX-License-Identifier: Apache-2.0
//
// A capture of the same traffic at another place, read beside the one that is open: once all of it is there, the
// connections shown are joined with it.
#pragma once

#include "ui/session_opener.h"

#include <QObject>
#include <QString>

#include <memory>

namespace synscope::ui {

class SecondCapture : public QObject {
    Q_OBJECT

public:
    explicit SecondCapture(OpenSession openSession, QObject* parent = nullptr);
    ~SecondCapture() override;

    /// Reads it, and lets go of the one before.
    void open(const QString& path);
    /// None afterwards. Who still uses packets of it must have ended.
    void close();

    /// All of it was read.
    [[nodiscard]] bool isReady() const { return m_snapshot != nullptr; }
    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] const SnapshotPtr& snapshot() const { return m_snapshot; } ///< null until then
    [[nodiscard]] const FetchPacket& fetch() const { return m_session->fetch; }

Q_SIGNALS:
    void ready();
    void failed(const QString& message);

private:
    void lookAgain();

    SessionOpener* m_opener;
    QString m_path;
    std::unique_ptr<Session> m_session;
    SnapshotPtr m_snapshot;
};

} // namespace synscope::ui
