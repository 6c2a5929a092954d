// SPDX-License-Identifier: Apache-2.0
//
// The kernel's states beside those of the packets: a difference counts when it lasts over two readings without a packet
// between, and is then a finding.
#include "core/engine/kernel_comparison.h"

#include "core/diagnose/detectors.h"
#include "core/engine/tracker.h"
#include "core/store/filter.h"
#include "tests/engine/kernel_readings.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

constexpr Timestamp kBegin{std::chrono::seconds(1'700'000'000)};
constexpr ConnectionId kFirst{0};
const SocketAddress kClient = address(1, 40000);
const SocketAddress kServer = address(2, 80);

std::uint16_t bits(std::initializer_list<TcpFlag> flags) {
    unsigned all = 0;
    for (const TcpFlag flag : flags)
        all |= static_cast<unsigned>(flag);
    return static_cast<std::uint16_t>(all);
}

/// A connection is captured from its opening on; the server's socket is this machine's.
class Beside : public testing::Test {
protected:
    explicit Beside(TrackerLimits limits = {}) : m_tracker(std::chrono::seconds(60), limits) {
        send(0, kClient, kServer, {TcpFlag::Syn}, 100, 0);
        send(0, kServer, kClient, {TcpFlag::Syn, TcpFlag::Ack}, 500, 101);
        send(0, kClient, kServer, {TcpFlag::Ack}, 101, 501);
    }

    void send(int seconds, const SocketAddress& from, const SocketAddress& to, std::initializer_list<TcpFlag> flags,
              std::uint32_t seq, std::uint32_t ack) {
        Segment segment;
        segment.time = kBegin + std::chrono::seconds(seconds);
        segment.source = from;
        segment.destination = to;
        segment.flags.bits = bits(flags);
        segment.seq = SeqNum(seq);
        segment.ack = SeqNum(ack);
        segment.window = 65535;
        DecodedBatch batch;
        batch.segments = {segment};
        batch.hashes = {FlowKeyTable::hashOf(segment)};
        batch.firstTime = kBegin;
        batch.clock = segment.time;
        batch.progress.kernelDrops = m_drops;
        m_tracker.consume(batch);
    }

    /// The server's socket as the kernel has it.
    void read(int seconds, SocketState state) {
        m_tracker.heed(readingAt(kBegin + std::chrono::seconds(seconds), {socketIn(state, kServer, kClient)}));
    }
    void readWithoutIt(int seconds) { m_tracker.heed(readingAt(kBegin + std::chrono::seconds(seconds), {})); }

    [[nodiscard]] std::vector<Finding> found() {
        std::vector<Finding> findings = findingsOf(*m_tracker.snapshot(), kFirst, {});
        std::erase_if(findings, [](const Finding& one) { return one.kind != "kernel-differs"; });
        return findings;
    }

    Tracker m_tracker;
    std::uint64_t m_drops = 0;
};

TEST_F(Beside, AgreesWhereThePacketsSayTheSame) {
    for (int second = 1; second < 5; ++second)
        read(second, SocketState::Established);
    EXPECT_TRUE(found().empty());
    EXPECT_EQ(m_tracker.snapshot()->kernelDifferences, nullptr);
}

TEST_F(Beside, DiffersWhereTwoReadingsInTurnSaySo) {
    read(1, SocketState::CloseWait);
    EXPECT_TRUE(found().empty());
    read(2, SocketState::CloseWait);
    const std::vector<Finding> findings = found();
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].endpoint, Side::Responder);
    EXPECT_EQ(findings[0].severity, Severity::Warning);
    EXPECT_EQ(findings[0].since, kBegin + std::chrono::seconds(1));
    EXPECT_TRUE(findings[0].text.starts_with("10.0.0.2:80: the kernel says CLOSE_WAIT where its packets leave "
                                             "ESTABLISHED."))
        << findings[0].text;
}

TEST_F(Beside, AgreesWhereAPacketCameBetween) {
    read(1, SocketState::CloseWait);
    send(2, kServer, kClient, {TcpFlag::Ack}, 501, 101);
    read(3, SocketState::CloseWait);
    EXPECT_TRUE(found().empty());
}

TEST_F(Beside, AgreesWhereTheReadingLiesBesideAPacket) {
    read(0, SocketState::SynReceived);
    read(0, SocketState::SynReceived);
    EXPECT_TRUE(found().empty());
}

TEST_F(Beside, AgreesWhereTheKernelSaidSomethingElseBefore) {
    read(1, SocketState::CloseWait);
    read(2, SocketState::LastAck);
    read(3, SocketState::CloseWait);
    EXPECT_TRUE(found().empty());
}

TEST_F(Beside, TellsOfASocketThatIsGoneWithoutAPacket) {
    read(1, SocketState::Established);
    readWithoutIt(2);
    readWithoutIt(3);
    const std::vector<Finding> findings = found();
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_NE(findings[0].text.find("has no such socket any more where its packets leave ESTABLISHED"),
              std::string::npos);
    EXPECT_NE(findings[0].text.find("SOCK_DESTROY"), std::string::npos);
}

TEST_F(Beside, DoesNotMissASocketThatWasNeverThere) {
    readWithoutIt(1);
    readWithoutIt(2);
    EXPECT_TRUE(found().empty());
}

TEST_F(Beside, LetsTheKernelForgetWhoWaitsForTheLastFin) {
    send(1, kServer, kClient, {TcpFlag::Fin, TcpFlag::Ack}, 501, 101);
    send(1, kClient, kServer, {TcpFlag::Ack}, 101, 502);
    read(2, SocketState::FinWait2);
    readWithoutIt(70);
    readWithoutIt(71);
    EXPECT_TRUE(found().empty());
}

TEST_F(Beside, SaysWhenItWasOver) {
    read(1, SocketState::CloseWait);
    read(2, SocketState::CloseWait);
    read(5, SocketState::Established);
    const std::vector<Finding> findings = found();
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_NE(findings[0].text.find("For 4.0 s, without"), std::string::npos) << findings[0].text;
}

TEST_F(Beside, NamesWhatTheCaptureDropped) {
    m_drops = 7;
    send(0, kServer, kClient, {TcpFlag::Ack}, 501, 101);
    read(1, SocketState::CloseWait);
    read(2, SocketState::CloseWait);
    ASSERT_EQ(found().size(), 1U);
    EXPECT_NE(found()[0].text.find("had dropped packets by then: 7."), std::string::npos) << found()[0].text;
}

TEST_F(Beside, CanBeFilteredFor) {
    const Filter filter = Filter::parse("finding == kernel-differs").value();
    EXPECT_FALSE(filter.matches(*m_tracker.snapshot(), kFirst));
    read(1, SocketState::CloseWait);
    read(2, SocketState::CloseWait);
    EXPECT_TRUE(filter.matches(*m_tracker.snapshot(), kFirst));
}

class BesideAFilter : public Beside {
protected:
    BesideAFilter() : Beside({.isFiltered = true}) {}
};

TEST_F(BesideAFilter, NamesTheFilter) {
    read(1, SocketState::CloseWait);
    read(2, SocketState::CloseWait);
    ASSERT_EQ(found().size(), 1U);
    EXPECT_NE(found()[0].text.find("capture filter"), std::string::npos) << found()[0].text;
}

} // namespace
} // namespace synscope::test
