// SPDX-License-Identifier: Apache-2.0
//
// One line while a capture is live and after it: from where, packets, packets a second, size against its limit,
// what was let go to stay below it, what the kernel dropped; and what can be done with it.
#pragma once

#include "core/store/session.h"
#include "ui/view_state.h"

#include <QElapsedTimer>
#include <QFrame>
#include <QTimer>

#include <cstdint>
#include <deque>

class QLabel;
class QPushButton;

namespace synscope::ui {

/// Packets a second over the last three samples or so.
class RateMeter {
public:
    void clear() { m_samples.clear(); }
    void add(std::int64_t ms, std::uint64_t packets);
    [[nodiscard]] double perSecond() const;

private:
    struct Sample {
        std::int64_t ms;
        std::uint64_t packets;
    };
    std::deque<Sample> m_samples;
};

class LiveBar : public QFrame {
    Q_OBJECT

public:
    explicit LiveBar(ViewState& state, QWidget* parent = nullptr);

    /// Shows the bar for a capture that begins; with none, hides it.
    void setCapture(const LiveCapture* capture);
    /// The newest that the capture came to, also while the window stands still.
    void setNewest(const SnapshotPtr& snapshot);
    void setPaused(bool isPaused);
    /// The capture, and how it is going, in words: for tests and screen readers.
    [[nodiscard]] QString text() const;
    [[nodiscard]] QPushButton* saveButton() const { return m_save; }
    [[nodiscard]] QPushButton* pauseButton() const { return m_pause; }

Q_SIGNALS:
    void pauseWanted(bool isPaused);
    void restartWanted();
    void saveWanted();

private:
    void measure();
    void showNumbers();
    void showSign(bool isLive);
    void showKept(const LoadState& load);

    ViewState& m_state;
    SnapshotPtr m_newest; ///< null: no capture
    CaptureRequest m_request;
    bool m_isRecovered = false;
    RateMeter m_rate;
    QElapsedTimer m_clock;
    QTimer m_second;
    QLabel* m_sign;
    QLabel* m_source;
    QLabel* m_numbers;
    QLabel* m_kept; ///< hidden while all is
    QLabel* m_drops;
    QPushButton* m_pause; ///< while live
    QPushButton* m_restart;
    QPushButton* m_save;
};

} // namespace synscope::ui
