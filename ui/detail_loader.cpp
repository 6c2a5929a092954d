// SPDX-License-Identifier: Apache-2.0
#include "ui/detail_loader.h"

#include "core/diagram/ladder_lanes.h"
#include "core/store/two_ends.h"
#include "ui/format.h"
#include "ui/language/ui_language.h"

#include <QThreadPool>

#include <algorithm>
#include <utility>

namespace synscope::ui {
namespace {

constexpr int kCoalesceMs = 30;                   // holding an arrow key down does not replay every row passed
constexpr qint64 kShortestPauseMs = 300;          // between two replays of a growing connection
constexpr auto kOldAge = std::chrono::seconds(1); // of what a live capture shows
constexpr std::uint64_t kWorthSaying = 20'000;    // segments from which the page says that it is busy

/// To let go of millions of segments takes a while: it does not happen on the GUI's thread, whoever holds them last.
std::shared_ptr<const ConnectionDetail> shared(ConnectionDetail detail) {
    if (detail.segments.size() < kWorthSaying)
        return std::make_shared<const ConnectionDetail>(std::move(detail));
    return {new ConnectionDetail(std::move(detail)),
            [](const ConnectionDetail* old) { QThreadPool::globalInstance()->start([old] { delete old; }); }};
}

} // namespace

DetailLoader::DetailLoader(ViewState& state, QObject* parent) : QObject(parent), m_state(state) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &DetailLoader::start);
    connect(&state, &ViewState::selectionChanged, this, &DetailLoader::onSelection);
    connect(&state, &ViewState::snapshotChanged, this, &DetailLoader::onSnapshot);
}

void DetailLoader::setFetch(FetchPacket fetch) {
    m_timer.stop();
    m_job.cancelAndLeave();
    m_besideJob.cancelAndLeave();
    m_fetch = std::move(fetch);
}

void DetailLoader::setSecond(SnapshotPtr snapshot, FetchPacket fetch) {
    m_job.cancelAndLeave();
    m_second = std::move(snapshot);
    m_secondFetch = std::move(fetch);
    if (m_fetch && m_state.selected() != kNoConnection)
        m_timer.start(0);
}

void DetailLoader::loadBeside(Relation relation) {
    loadOthers([id = m_state.selected(), relation](const Snapshot& snapshot) {
        return relatedTo(snapshot, id, relation, kMostLanes - 1);
    });
}

void DetailLoader::loadTogether(std::vector<ConnectionId> others) {
    others.resize(std::min(others.size(), kMostLanes - 1));
    loadOthers([others = std::move(others)](const Snapshot&) { return others; });
}

void DetailLoader::loadOthers(FindOthers find) {
    if (!m_fetch || m_state.selected() == kNoConnection)
        return;
    Q_EMIT busy(tr("Reading the connections beside it…"));
    m_besideJob.start(
        [snapshot = m_state.snapshot(), find = std::move(find), fetch = m_fetch](const std::atomic<bool>& cancelled) {
            std::vector<std::shared_ptr<const ConnectionDetail>> details;
            ReplayOptions options;
            options.cancelled = &cancelled;
            options.policy = snapshot->policy;
            for (const ConnectionId other : find(*snapshot)) {
                if (cancelled)
                    break;
                Result<ConnectionDetail> detail = replay(*snapshot, other, fetch, options);
                if (detail)
                    details.push_back(std::make_shared<const ConnectionDetail>(std::move(detail).value()));
            }
            return details;
        },
        [this](const std::vector<std::shared_ptr<const ConnectionDetail>>& details) {
            Q_EMIT busy(details.empty() ? tr("There is no other one") : QString());
            Q_EMIT besideLoaded(details);
        });
}

void DetailLoader::onSelection() {
    m_job.cancel();
    m_besideJob.cancel();
    m_loadedTo = kNoSegment;
    m_loadedFinal = false;
    m_shown = kNoConnection;
    m_failure.clear();
    ++m_run;
    if (m_state.selected() == kNoConnection) {
        m_timer.stop();
        Q_EMIT cleared();
        return;
    }
    const bool isAlone = !m_sinceSelection.isValid() || m_sinceSelection.elapsed() >= kCoalesceMs;
    m_sinceSelection.start();
    m_timer.start(isAlone ? 0 : kCoalesceMs);
}

void DetailLoader::onSnapshot() {
    const ConnectionId id = m_state.selected();
    const Snapshot& snapshot = *m_state.snapshot();
    if (id == kNoConnection || indexOf(id) >= snapshot.size() || m_timer.isActive() || m_job.isRunning())
        return;
    const bool hasGrown = snapshot.row(id).lastSegment != m_loadedTo;
    const bool endIsNew = snapshot.load.finished && !m_loadedFinal;
    const bool isOld = !snapshot.load.finished && !snapshot.load.bytesTotal && snapshot.end - m_loadedClock >= kOldAge;
    const bool isJudgedAnew = snapshot.policy != m_loadedPolicy;
    if (hasGrown || endIsNew || isOld || isJudgedAnew)
        m_timer.start(static_cast<int>(std::max(kShortestPauseMs, 2 * m_lastCostMs)));
}

void DetailLoader::start() {
    const SnapshotPtr snapshot = m_state.snapshot();
    const ConnectionId id = m_state.selected();
    if (!m_fetch || id == kNoConnection || indexOf(id) >= snapshot->size())
        return;
    const ConnectionRow& row = snapshot->row(id);
    m_loadedTo = row.lastSegment;
    m_loadedClock = snapshot->end;
    m_loadedFinal = snapshot->load.finished;
    m_loadedPolicy = snapshot->policy;
    if (row.packets() >= kWorthSaying)
        Q_EMIT busy(tr("Reading %1 segments…").arg(groupedNumber(row.packets())));
    m_sinceStart.start();
    m_failure.clear();
    ++m_run;
    m_job.start(
        [this, run = m_run, isNew = m_shown != id, snapshot, id, fetch = m_fetch, second = m_second,
         secondFetch = m_secondFetch](const std::atomic<bool>& cancelled) -> Result<ConnectionDetail> {
            ReplayOptions options;
            options.cancelled = &cancelled;
            options.policy = snapshot->policy;
            if (isNew)
                options.onBeginning = [this, run](ConnectionDetail detail) { postBeginning(run, std::move(detail)); };
            Result<ConnectionDetail> detail = replay(*snapshot, id, fetch, options);
            if (detail && second)
                if (const auto error = joinCapture(detail.value(), *second, secondFetch, options))
                    return *error;
            return detail;
        },
        [this](Result<ConnectionDetail> detail) {
            m_lastCostMs = m_sinceStart.elapsed();
            Q_EMIT busy({});
            if (detail)
                handOver(shared(std::move(detail).value()));
            else
                Q_EMIT failed(m_failure = messageOf(detail.error()));
            onSnapshot();
        });
}

void DetailLoader::handOver(const std::shared_ptr<const ConnectionDetail>& detail) {
    m_shown = detail->id;
    Q_EMIT loaded(detail);
}

void DetailLoader::postBeginning(std::uint64_t run, ConnectionDetail detail) {
    auto beginning = std::make_shared<const ConnectionDetail>(std::move(detail));
    QMetaObject::invokeMethod(
        this,
        [this, run, beginning = std::move(beginning)] {
            if (run != m_run || !m_job.isRunning())
                return;
            handOver(beginning);
            Q_EMIT busy(tr("The first %1 of %2 segments; reading the others…")
                            .arg(groupedNumber(beginning->segments.size()), groupedNumber(beginning->part->of)));
        },
        Qt::QueuedConnection);
}

} // namespace synscope::ui
