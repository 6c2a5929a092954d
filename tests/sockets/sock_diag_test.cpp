// SPDX-License-Identifier: Apache-2.0
//
// A dump whose kernel is in a bad mood: interrupted, out of buffers, refusing, silent.
#include "core/sockets/linux/sock_diag.h"
#include "tests/sockets/netlink_bytes.h"

#include <cerrno>
#include <deque>
#include <gtest/gtest.h>
#include <memory>
#include <utility>

namespace synscope::test {
namespace {

/// What receive() gives: bytes, or a negative errno.
struct Step {
    ByteVector bytes;
    int errorNumber = 0;
};
/// The answer to one request. Its messages are made for sequence number 1 and renumbered when they are asked for.
using Answer = std::deque<Step>;

/// A kernel that answers request after request with what was written down for it.
class ScriptedChannel : public DumpChannel {
public:
    ScriptedChannel(std::deque<Answer>& script, int& requests) : m_script(script), m_requests(requests) {}

    int send(std::span<const std::byte> request) override {
        nlmsghdr head{};
        std::memcpy(&head, request.data(), sizeof head);
        m_sequence = head.nlmsg_seq;
        ++m_requests;
        m_answer = std::move(m_script.front());
        m_script.pop_front();
        return 0;
    }

    std::ptrdiff_t receive(std::span<std::byte> into) override {
        Step step = std::move(m_answer.front());
        m_answer.pop_front();
        if (step.errorNumber != 0)
            return -step.errorNumber;
        for (std::size_t at = 0; at < step.bytes.size();) {
            nlmsghdr head{};
            std::memcpy(&head, &step.bytes[at], sizeof head);
            head.nlmsg_seq = m_sequence;
            std::memcpy(&step.bytes[at], &head, sizeof head);
            at += (head.nlmsg_len + 3) / 4 * 4;
        }
        std::copy(step.bytes.begin(), step.bytes.end(), into.begin());
        return static_cast<std::ptrdiff_t>(step.bytes.size());
    }

private:
    std::deque<Answer>& m_script;
    int& m_requests;
    std::uint32_t m_sequence = 0;
    Answer m_answer;
};

Step oneSocket() {
    return {closeWaitMessage(1)};
}
Step done() {
    return {endMessage(NLMSG_DONE, 1, 0)};
}
Step interrupted() {
    return {message(NLMSG_DONE, 1, ByteVector(4), NLM_F_MULTI | NLM_F_DUMP_INTR)};
}

class Dump : public ::testing::Test {
protected:
    Result<SocketDump> run(std::deque<Answer> script, const DumpOptions& options = {}) {
        m_script = std::move(script);
        const OpenChannel open = [this]() -> Result<std::unique_ptr<DumpChannel>> {
            return std::unique_ptr<DumpChannel>(std::make_unique<ScriptedChannel>(m_script, m_requests));
        };
        return dumpSockets(open, options);
    }
    int m_requests = 0;

private:
    std::deque<Answer> m_script;
};

TEST_F(Dump, BothFamiliesAreAskedAndPiecesJoined) {
    const auto dump = run({{oneSocket(), oneSocket(), done()}, {oneSocket(), done()}});
    ASSERT_TRUE(dump.hasValue());
    EXPECT_EQ(dump.value().entries.size(), 3U);
    EXPECT_TRUE(dump.value().notes.empty());
    EXPECT_EQ(m_requests, 2);
}

TEST_F(Dump, AnInterruptedDumpIsRepeated) {
    const auto dump = run({{oneSocket(), oneSocket(), interrupted()}, {oneSocket(), done()}, {done()}});
    ASSERT_TRUE(dump.hasValue());
    EXPECT_EQ(dump.value().entries.size(), 1U);
    EXPECT_TRUE(dump.value().notes.empty());
    EXPECT_EQ(m_requests, 3);
}

TEST_F(Dump, ADumpInterruptedAgainAndAgainIsPartial) {
    const Answer bad{oneSocket(), interrupted()};
    const auto dump = run({bad, bad, bad, {done()}});
    ASSERT_TRUE(dump.hasValue());
    EXPECT_EQ(dump.value().entries.size(), 1U);
    ASSERT_EQ(dump.value().notes.size(), 1U);
    EXPECT_EQ(dump.value().notes[0], "some IPv4 sockets may be missing: the table changed while the kernel read it");
}

TEST_F(Dump, LostBuffersAreTriedAgain) {
    const auto dump = run({{oneSocket(), {{}, ENOBUFS}}, {oneSocket(), oneSocket(), done()}, {done()}});
    ASSERT_TRUE(dump.hasValue());
    EXPECT_EQ(dump.value().entries.size(), 2U);
    EXPECT_TRUE(dump.value().notes.empty());
}

TEST_F(Dump, ARefusalIsAnErrorWithItsReason) {
    const auto dump = run({{{endMessage(NLMSG_ERROR, 1, -ENOENT)}}});
    ASSERT_FALSE(dump.hasValue());
    EXPECT_EQ(dump.error().message, "the kernel does not tell its socket table: No such file or directory");
}

TEST_F(Dump, AKernelThatFallsSilentIsAnError) {
    EXPECT_FALSE(run({{oneSocket(), {{}, EAGAIN}}}).hasValue());
    EXPECT_FALSE(run({{oneSocket(), {{}, 0}}}).hasValue());
}

TEST_F(Dump, DamagedMessagesAreCountedAndNamed) {
    ByteVector shortMessage = message(SOCK_DIAG_BY_FAMILY, 1, ByteVector(8));
    const auto dump = run({{{shortMessage}, oneSocket(), done()}, {done()}});
    ASSERT_TRUE(dump.hasValue());
    EXPECT_EQ(dump.value().entries.size(), 1U);
    EXPECT_EQ(dump.value().malformed, 1U);
    EXPECT_EQ(dump.value().notes[0], "1 answers of the kernel about IPv4 sockets could not be read");
}

TEST_F(Dump, MoreSocketsThanWantedAreCutAndSaidSo) {
    DumpOptions options;
    options.mostEntries = 2;
    const auto dump = run({{oneSocket(), oneSocket(), oneSocket(), oneSocket()}, {done()}}, options);
    ASSERT_TRUE(dump.hasValue());
    EXPECT_EQ(dump.value().entries.size(), 2U);
    EXPECT_EQ(dump.value().notes[0], "only the first 2 IPv4 sockets were read");
}

TEST_F(Dump, AChannelThatCannotBeOpenedIsAnError) {
    const OpenChannel refuse = []() -> Result<std::unique_ptr<DumpChannel>> { return Error{"no way", {}, {}}; };
    const auto dump = dumpSockets(refuse, {});
    ASSERT_FALSE(dump.hasValue());
    EXPECT_EQ(dump.error().message, "no way");
}

TEST_F(Dump, ANamespaceThatIsNoneMayNotBeEntered) {
    const auto channel = openSockDiagIn(-1);
    ASSERT_FALSE(channel.hasValue());
    EXPECT_EQ(channel.error().message, "the network namespace may not be entered: Bad file descriptor");
}

} // namespace
} // namespace synscope::test
