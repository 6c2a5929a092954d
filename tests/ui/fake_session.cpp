// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/fake_session.h"

#include <algorithm>

namespace synscope::test {
namespace {

constexpr std::int64_t kBegin = 1'700'000'000'000'000'000;

} // namespace

FakeCapture::FakeCapture() = default;

Timestamp FakeCapture::at(double seconds) {
    return timestampFromNs(kBegin + static_cast<std::int64_t>(seconds * 1e9));
}

ConnectionId FakeCapture::add(std::initializer_list<Step> steps, std::uint16_t serverPort) {
    const auto number = static_cast<std::uint32_t>(m_rows.size());
    FlowKey key;
    key.lowAddress = 0x0a000001U + (number << 8U) % 0x90000U;
    key.lowPort = static_cast<std::uint16_t>(40000 + number % 20000);
    key.highAddress = 0x0a090909U;
    key.highPort = serverPort;
    ConnectionRow row;
    row.flow = FlowId{static_cast<std::uint32_t>(m_flows.append(key))};
    row.first = row.last = at(steps.begin()->seconds);
    row.segments = {number % 7 + 1, number % 5 + 1};
    row.bytes = {number * 10ULL, number * 3ULL};
    const ConnectionId id{static_cast<std::uint32_t>(m_rows.append(row))};
    for (const Step& step : steps)
        change(id, step);
    return id;
}

ConnectionId FakeCapture::addEstablished(double from, std::uint16_t serverPort) {
    return add({{from, Side::Initiator, State::SynSent},
                {from + 0.1, Side::Responder, State::SynReceived},
                {from + 0.2, Side::Initiator, State::Established},
                {from + 0.3, Side::Responder, State::Established}},
               serverPort);
}

ConnectionId FakeCapture::addLeak(double from, double closed, std::uint16_t serverPort) {
    const ConnectionId id = addEstablished(from, serverPort);
    change(id, {closed, Side::Initiator, State::FinWait1});
    change(id, {closed, Side::Responder, State::CloseWait});
    change(id, {closed + 0.1, Side::Initiator, State::FinWait2});
    return id;
}

ConnectionId FakeCapture::addClosing(double from, double closed) {
    const ConnectionId id = addLeak(from, closed);
    change(id, {closed + 0.2, Side::Responder, State::LastAck});
    change(id, {closed + 0.2, Side::Initiator, State::TimeWait});
    change(id, {closed + 0.3, Side::Responder, State::Closed});
    return id;
}

void FakeCapture::change(ConnectionId id, Step step) {
    ConnectionRow& changed = row(id);
    const auto side = static_cast<std::size_t>(step.side);
    Transition transition(nsSinceEpoch(at(step.seconds)), kNoSegment, step.side, changed.state[side], step.to,
                          Basis::Sent);
    transition.setPrevious(changed.lastTransition);
    changed.lastTransition = TransitionId{static_cast<std::uint32_t>(m_transitions.append(transition))};
    changed.visited[side] = changed.visited[side].either({changed.state[side], step.to});
    changed.state[side] = step.to;
    changed.last = std::max(changed.last, at(step.seconds));
    m_end = std::max(m_end, changed.last);
}

SnapshotPtr FakeCapture::snapshot(bool finished) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->generation = ++m_generation;
    snapshot->rows = m_rows.publish();
    snapshot->transitions = m_transitions.view();
    snapshot->flows = m_flows.publish();
    snapshot->owners = m_owners.publish();
    snapshot->kernelOwed = kernelOwed;
    snapshot->begin = at(0);
    snapshot->end = m_end;
    snapshot->load = load;
    snapshot->load.finished = finished;
    snapshot->load.packets = m_transitions.size();
    snapshot->counts.byFate[static_cast<std::size_t>(PacketFate::Tracked)] = m_transitions.size();
    return snapshot;
}

std::unique_ptr<Session> makeFakeSession(std::shared_ptr<bool> cancelled) {
    auto session = std::make_unique<Session>();
    session->name = "fake.pcap";
    session->path = "fake.pcap";
    session->fetch = [](std::uint64_t, FetchBuffer&) -> Result<RawPacket> { return Error{"no packets", {}, {}}; };
    session->cancel = [cancelled = std::move(cancelled)] { *cancelled = true; };
    return session;
}

} // namespace synscope::test
