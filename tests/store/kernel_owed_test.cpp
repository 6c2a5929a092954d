// SPDX-License-Identifier: Apache-2.0
//
// The ledger of a live capture, beside which the kernel's socket table tells more than packets do: why a close is owed,
// what lies in the queues, and which process holds the socket.
#include "core/store/owed_close.h"
#include "tests/store/snapshot_builder.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

constexpr ConnectionId kFirst{0};
constexpr Timestamp kEnd{std::chrono::seconds(SnapshotBuilder::kEndSecond)};

/// Of a connection older than the capture, without a packet.
ConnectionSpec owedSince(double secondsBeforeEnd, Side side, std::uint16_t port = 40000) {
    ConnectionSpec spec;
    spec.clientPort = port;
    (side == Side::Initiator ? spec.clientState : spec.serverState) = State::CloseWait;
    (side == Side::Initiator ? spec.serverState : spec.clientState) = State::FinWait2;
    spec.bytes = {};
    spec.origin = Origin::SocketTable;
    spec.moves = {{secondsBeforeEnd, side, State::Unknown, State::CloseWait, Basis::Kernel}};
    spec.closedFirst = other(side);
    return spec;
}

KernelOwed told(OwedCause cause, std::string text, std::uint32_t receiveQueue = 0) {
    KernelOwed owed;
    owed.connection = kFirst;
    owed.side = Side::Responder;
    owed.cause = cause;
    owed.text = std::move(text);
    owed.read = kEnd;
    owed.receiveQueue = receiveQueue;
    return owed;
}

SocketOwner processWith(std::int32_t pid, std::string name) {
    SocketOwner owner;
    owner.pid = pid;
    owner.name = std::move(name);
    return owner;
}

/// A ledger of one connection with the kernel's word on it.
struct Told {
    Told(const ConnectionSpec& spec, KernelOwed word) : Told(SnapshotBuilder().add(spec).build(), {std::move(word)}) {}
    Told(Snapshot built, KernelOwedEnds words) : snapshot(std::move(built)) {
        snapshot.kernelOwed = std::make_shared<const KernelOwedEnds>(std::move(words));
        ledger = ledgerOf(snapshot, {});
    }
    [[nodiscard]] OwedClose owed() const { return owedCloseOf(snapshot, ledger, ledger.entries.at(0), {}); }

    Snapshot snapshot;
    LeakLedger ledger;
};

TEST(KernelOwed, SaysWhyAndWhatLiesInTheQueues) {
    KernelOwed word = told(OwedCause::UnreadData, "the program stopped reading", 1515);
    word.sent = 300;
    word.received = 1514;
    word.lastReceived = kEnd - std::chrono::seconds(100);
    const OwedClose owed = Told(owedSince(90, Side::Responder), word).owed();
    EXPECT_EQ(owed.cause, OwedCause::UnreadData);
    EXPECT_EQ(owed.receiveQueue, 1515U);
    EXPECT_EQ(owed.ownersBytes, 300U);
    EXPECT_EQ(owed.peersBytes, 1514U);
    EXPECT_EQ(owed.peersLastData, kEnd - std::chrono::seconds(100));
    EXPECT_EQ(causeSentence(owed), "the program stopped reading");
}

TEST(KernelOwed, SpeaksChinese) {
    const Told told90(owedSince(90, Side::Responder),
                      told(OwedCause::UnreadData, "the program stopped reading: 1514 bytes lie unread; look for a "
                                                  "blocked thread or event loop"));
    EXPECT_EQ(causeSentence(told90.owed(), Language::Chinese),
              "程序停止了读取：还有 1514 字节未读；请查是否有阻塞的线程或事件循环");
}

TEST(KernelOwed, WinsWhereOnlyTheKernelKnows) {
    ConnectionSpec used = owedSince(90, Side::Responder);
    used.lastDataSecondsBeforeEnd = {-1, 10};
    used.windowsClosed = 1;
    const Told never(used, told(OwedCause::NeverAccepted, "the program has not called accept()"));
    EXPECT_EQ(never.owed().cause, OwedCause::NeverAccepted);
    EXPECT_EQ(never.ledger.groups.at(0).harmless(), 0U);
    EXPECT_EQ(never.ledger.groups.at(0).kernelsCause(), OwedCause::NeverAccepted);
    const Told closed(used, told(OwedCause::NotClosed, "the program has read everything"));
    EXPECT_EQ(closed.owed().cause, OwedCause::StillSending) << "what packets show to be no leak";
    EXPECT_NE(causeSentence(closed.owed()).find("its peer does not read"), std::string::npos);
}

TEST(KernelOwed, LeavesThePacketsTheirWordWhereItHasNone) {
    const Told young(owedSince(30, Side::Responder), told(OwedCause::NotClosed, "the program never called close()"));
    EXPECT_EQ(young.owed().cause, OwedCause::Unknown);
    EXPECT_EQ(causeSentence(young.owed()), "not yet for so long that it is a leak");
    const Told old(owedSince(90, Side::Responder), told(OwedCause::NotClosed, "the program never called close()"));
    EXPECT_EQ(causeSentence(old.owed()), "the program never called close()");
    KernelOwed others = told(OwedCause::UnreadData, "the program stopped reading");
    others.side = Side::Initiator;
    EXPECT_EQ(Told(owedSince(90, Side::Responder), others).owed().cause, OwedCause::NotClosed);
}

TEST(KernelOwed, CallsDataOnItsWayNoLeak) {
    const Told sending(owedSince(90, Side::Responder), told(OwedCause::StillSending, "data still goes to the peer"));
    EXPECT_EQ(sending.owed().cause, OwedCause::StillSending);
    EXPECT_EQ(sending.ledger.groups.at(0).inUse, 1U);
}

TEST(KernelOwed, MakesCertainWhatPacketsLeaveOpen) {
    ConnectionSpec spec = owedSince(90, Side::Responder);
    spec.serverPossible = {State::Established};
    spec.quietSeconds = 20;
    KernelOwed word = told(OwedCause::UnreadData, "the program stopped reading", 8);
    EXPECT_FALSE(Told(spec, word).ledger.entries.at(0).isPerhaps);
    word.read = kEnd - std::chrono::seconds(30);
    EXPECT_TRUE(Told(spec, word).ledger.entries.at(0).isPerhaps) << "a packet came later";
}

TEST(KernelOwed, KeepsADescriptorWhoseConnectionIsGone) {
    ConnectionSpec spec = owedSince(300, Side::Responder);
    spec.serverState = spec.clientState = State::Closed;
    spec.moves.push_back({100, Side::Responder, State::CloseWait, State::Closed, Basis::Received});
    const Told ghost(spec, told(OwedCause::GhostDescriptor, "descriptor 7 still holds its socket"));
    EXPECT_EQ(ghost.owed().cause, OwedCause::GhostDescriptor);
    EXPECT_EQ(ghost.owed().age, std::chrono::seconds(300));
    EXPECT_FALSE(ghost.owed().receiveQueue) << "it went with the connection";
    EXPECT_EQ(ghost.ledger.groups.at(0).owed, 1U);
    EXPECT_EQ(ghost.ledger.groups.at(0).ended, 0U);
}

/// Two programs of one host, clients of the same server.
TEST(KernelOwed, GathersClientsByTheirProcesses) {
    SnapshotBuilder builder;
    for (const std::uint16_t port : {std::uint16_t{1}, std::uint16_t{2}, std::uint16_t{3}})
        builder.add(owedSince(90, Side::Initiator, port));
    Snapshot snapshot = builder.build();
    ConnectionOwners owners;
    owners.note(ConnectionId{0}, Side::Initiator, processWith(7, "curl"));
    owners.note(ConnectionId{1}, Side::Initiator, processWith(8, "curl"));
    owners.note(ConnectionId{2}, Side::Initiator, processWith(8, "curl"));
    snapshot.owners = owners.publish();
    const LeakLedger ledger = ledgerOf(snapshot, {});
    ASSERT_EQ(ledger.groups.size(), 2U);
    EXPECT_EQ(ledger.groups[0].owed, 2U);
    EXPECT_EQ(toText(ledger.groups[0].process.get()), "curl[8]");
    EXPECT_EQ(toText(ledger.groups[1].process.get()), "curl[7]");
}

TEST(KernelOwed, NamesTheProcessesOfAListener) {
    SnapshotBuilder builder;
    for (const std::uint16_t port : {std::uint16_t{1}, std::uint16_t{2}, std::uint16_t{3}})
        builder.add(owedSince(90, Side::Responder, port));
    Snapshot snapshot = builder.build();
    ConnectionOwners owners;
    owners.note(ConnectionId{1}, Side::Responder, processWith(8, "worker"));
    owners.note(ConnectionId{2}, Side::Responder, processWith(8, "worker"));
    snapshot.owners = owners.publish();
    KernelOwed never = told(OwedCause::NeverAccepted, "the program has not called accept()");
    never.listener = std::make_shared<const SocketOwner>(processWith(7, "master"));
    const Told both(std::move(snapshot), {never});
    ASSERT_EQ(both.ledger.groups.size(), 1U);
    EXPECT_EQ(toText(both.ledger.groups[0].process.get()), "master[7]") << "who ought to accept it";
    EXPECT_EQ(both.ledger.groups[0].otherProcesses, 1U);
}

} // namespace
} // namespace synscope::test
