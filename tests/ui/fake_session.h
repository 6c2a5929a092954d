// SPDX-License-Identifier: Apache-2.0
//
// A capture made by hand: connections are told state by state, and snapshots are published when a test
// says so. Needs no file, no engine and no thread.
#pragma once

#include "core/store/session.h"

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace synscope::test {

/// A connection's state change, `seconds` after the capture began.
struct Step {
    double seconds;
    Side side;
    State to;
};

class FakeCapture {
public:
    FakeCapture();

    /// Client 10.0.`number`.1 port 40000 upwards, server 10.9.9.9:8080 unless said otherwise.
    ConnectionId add(std::initializer_list<Step> steps, std::uint16_t serverPort = 8080);
    /// Client and server ESTABLISHED from `from` seconds on.
    ConnectionId addEstablished(double from, std::uint16_t serverPort = 8080);
    /// The client closed at `closed` and the server has owed its close since.
    ConnectionId addLeak(double from, double closed, std::uint16_t serverPort = 8080);
    /// Opened and closed in order, with the client in TIME_WAIT.
    ConnectionId addClosing(double from, double closed);
    void change(ConnectionId id, Step step);
    ConnectionRow& row(ConnectionId id) { return m_rows.at(indexOf(id)); }
    /// As a live capture does: those before `from` go, a multiple of 256, but for `kept`.
    void letGoBefore(std::size_t from, std::vector<std::uint32_t> kept) {
        m_rows.letGoBefore(from, std::make_shared<const std::vector<std::uint32_t>>(std::move(kept)));
    }
    void setEnd(double seconds) { m_end = at(seconds); }

    /// As the kernel told beside a live capture.
    void setOwner(ConnectionId id, Side side, const SocketOwner& owner) { m_owners.note(id, side, owner); }

    [[nodiscard]] static Timestamp at(double seconds);
    /// What has been told so far.
    [[nodiscard]] SnapshotPtr snapshot(bool finished = true);
    LoadState load;
    KernelOwedPtr kernelOwed;

private:
    ConnectionRows m_rows;
    TransitionLog m_transitions;
    FlowKeys m_flows;
    ConnectionOwners m_owners;
    Timestamp m_end = at(0);
    std::uint64_t m_generation = 0;
};

/// A session without an engine. `cancelled` is set by cancel().
[[nodiscard]] std::unique_ptr<Session> makeFakeSession(std::shared_ptr<bool> cancelled);

} // namespace synscope::test
