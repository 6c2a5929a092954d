// SPDX-License-Identifier: Apache-2.0
//
// Replays the selected connection on a worker and hands over the detail. A new selection cancels the
// replay before; while the capture loads, a connection that grew is replayed again at intervals, and live also one
// whose ages have grown.
#pragma once

#include "core/store/related_connections.h"
#include "core/store/replay.h"
#include "ui/latest_job.h"
#include "ui/view_state.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace synscope::ui {

class DetailLoader : public QObject {
    Q_OBJECT

public:
    explicit DetailLoader(ViewState& state, QObject* parent = nullptr);

    /// Where packets come from; an empty one stops. Waits a moment for a replay that still uses the one before.
    void setFetch(FetchPacket fetch);
    /// Joins what is replayed from now on with a second capture; null for none. Waits as setFetch().
    void setSecond(SnapshotPtr snapshot, FetchPacket fetch);
    /// Replays what is related to the selected connection; besideLoaded() follows, unless the selection changes.
    void loadBeside(Relation relation);
    /// Those, as far as there is room for their lanes.
    void loadTogether(std::vector<ConnectionId> others);
    /// Why the selected connection could not be read, or not all of it; else empty.
    [[nodiscard]] const QString& failure() const { return m_failure; }

Q_SIGNALS:
    void busy(const QString& text); ///< empty when the work is over
    /// Of a long connection first the beginning, with ConnectionDetail::part, then the whole.
    void loaded(const std::shared_ptr<const synscope::ConnectionDetail>& detail);
    /// What loadBeside() or loadTogether() asked for; none where nothing is related.
    void besideLoaded(const std::vector<std::shared_ptr<const synscope::ConnectionDetail>>& details);
    void failed(const QString& message);
    void cleared(); ///< nothing is selected

private:
    using FindOthers = std::function<std::vector<ConnectionId>(const Snapshot&)>;

    void loadOthers(FindOthers find);
    void onSelection();
    void onSnapshot();
    void start();
    void handOver(const std::shared_ptr<const ConnectionDetail>& detail);
    /// On the worker.
    void postBeginning(std::uint64_t run, ConnectionDetail detail);

    ViewState& m_state;
    FetchPacket m_fetch;
    SnapshotPtr m_second; ///< of the second capture; null without
    FetchPacket m_secondFetch;
    LatestJob m_job;
    LatestJob m_besideJob;
    QTimer m_timer;
    QElapsedTimer m_sinceStart;
    QElapsedTimer m_sinceSelection;
    ConnectionId m_shown = kNoConnection; ///< what was handed over last is of it
    std::uint64_t m_run = 0;              ///< number of the newest replay
    QString m_failure;
    qint64 m_lastCostMs = 0;
    SegmentId m_loadedTo = kNoSegment; ///< last segment of the connection in what was replayed last
    Timestamp m_loadedClock{};         ///< the capture's clock then
    DiagnosePolicy m_loadedPolicy;     ///< its findings are of
    bool m_loadedFinal = false;        ///< that was after the load had finished
};

} // namespace synscope::ui
