// SPDX-License-Identifier: Apache-2.0
//
// The filter's language beyond plain comparisons: sets, patterns, times, past states, findings and their severity,
// and that no input, however odd, does harm.
#include "core/store/filter.h"
#include "tests/store/snapshot_builder.h"

#include <array>
#include <gtest/gtest.h>
#include <random>
#include <string>

namespace synscope::test {
namespace {

/// Ends at 2023-11-14 22:30:00 UTC.
Snapshot fourConnections() {
    SnapshotBuilder builder;
    // 0: a leak; the client went through FIN_WAIT_1 on its way
    builder.add(
        {.client = "10.0.0.1",
         .clientPort = 40001,
         .server = "10.2.0.9",
         .serverPort = 8080,
         .clientState = State::FinWait2,
         .serverState = State::CloseWait,
         .durationSeconds = 300,
         .fin = 1,
         .moves = {{.secondsBeforeEnd = 300, .side = Side::Initiator, .to = State::Established},
                   {.secondsBeforeEnd = 300, .from = State::Listen, .to = State::Established},
                   {.secondsBeforeEnd = 95, .from = State::Established, .to = State::Closing, .isDisproved = true},
                   {.secondsBeforeEnd = 90, .side = Side::Initiator, .from = State::Established, .to = State::FinWait1},
                   {.secondsBeforeEnd = 90, .from = State::Established, .to = State::CloseWait},
                   {.secondsBeforeEnd = 89, .side = Side::Initiator, .from = State::FinWait1, .to = State::FinWait2}}});
    // 1: busy, with trouble on the way
    builder.add({.client = "10.0.0.2",
                 .clientPort = 40002,
                 .server = "10.2.0.9",
                 .serverPort = 443,
                 .durationSeconds = 60,
                 .bytes = {5000, 3'000'000},
                 .segments = {1000, 2000},
                 .retransmissions = 7,
                 .keepAlives = {0, 2},
                 .closedFirst = Side::Responder});
    // 2: over IPv6, reset
    builder.add({.client = "2001:db8::ff",
                 .clientPort = 40003,
                 .server = "2001:db8::1",
                 .serverPort = 8443,
                 .clientState = State::Closed,
                 .serverState = State::Closed,
                 .durationSeconds = 2,
                 .rst = 1});
    // 3: unanswered
    builder.add({.client = "10.0.0.3",
                 .clientPort = 40006,
                 .server = "10.2.0.9",
                 .serverPort = 22,
                 .clientState = State::SynSent,
                 .serverState = State::Closed,
                 .stateAgeSeconds = 40,
                 .durationSeconds = 40,
                 .bytes = {0, 0},
                 .segments = {3, 0},
                 .syn = 3});
    return builder.build();
}

/// The numbers of the connections let through: "0 2"; or "PLACE: message".
std::string matching(const std::string& expression) {
    static const Snapshot snapshot = fourConnections();
    const Result<Filter> filter = Filter::parse(expression);
    if (!filter)
        return std::to_string(filter.error().byteOffset.value_or(9999)) + ": " + filter.error().message;
    std::string numbers;
    for (std::uint32_t i = 0; i < snapshot.size(); ++i)
        if (filter.value().matches(snapshot, ConnectionId{i}))
            numbers += (numbers.empty() ? "" : " ") + std::to_string(i);
    return numbers;
}

TEST(FilterLanguage, AsksForMembersOfSets) {
    EXPECT_EQ(matching("port in {22, 443}"), "1 3");
    EXPECT_EQ(matching("tcp.port in {22 443}"), "1 3");
    EXPECT_EQ(matching("server.port in {8000..8999}"), "0 2");
    EXPECT_EQ(matching("port in {80..90, 22}"), "3");
    EXPECT_EQ(matching("port not in {22, 443}"), "0 2");
    EXPECT_EQ(matching("!(port in {22, 443})"), "0 2");
    EXPECT_EQ(matching("state in {close_wait, SYN_SENT}"), "0 3");
    EXPECT_EQ(matching("ip in {10.0.0.1, 2001:db8::/32}"), "0 2");
    EXPECT_EQ(matching("bytes in {1M..4M}"), "1");
    EXPECT_EQ(matching("close_wait in {1m..2m}"), "0");
    EXPECT_EQ(matching("finding in {close-wait-leak, unanswered}"), "0 3");
    EXPECT_EQ(matching("port IN {22} and syn_sent"), "3");
}

TEST(FilterLanguage, TakesARangeOfPortsForOnePortAlone) {
    EXPECT_EQ(matching("port in {23..8079}"), "1"); // neither 22 nor 8080 with 40000 is both above and below
}

TEST(FilterLanguage, SaysWhatIsWrongWithASet) {
    EXPECT_EQ(matching("port in 80"), "0: 'port' needs an operator and a value");
    EXPECT_EQ(matching("port in {80"), "8: this '{' is not closed");
    EXPECT_EQ(matching("port in {}"), "9: a value for 'port' is missing here");
    EXPECT_EQ(matching("port in {80 .. }"), "15: the end of the range is missing here");
    EXPECT_EQ(matching("port in {90..80}"), "13: this range ends before it begins");
    EXPECT_EQ(matching("port in {80..70000}"), "13: '70000' is no port from 0 to 65535");
    EXPECT_EQ(matching("state in {a..b}"), "10: values of 'state' have no order: a range means nothing");
    EXPECT_EQ(matching("port in"), "7: a set is missing here: {80, 443} or {8000..8999}");
    EXPECT_EQ(matching("443 } 22"), "4: '}' means nothing here");
    EXPECT_EQ(matching("443 & 22"), "4: one '&' means nothing; and is '&&'");
}

TEST(FilterLanguage, KnowsOperatorsAsWords) {
    EXPECT_EQ(matching("port eq 443"), "1");
    EXPECT_EQ(matching("port ne 443"), "0 2 3");
    EXPECT_EQ(matching("packets gt 1000 and bytes ge 1000"), "1");
    EXPECT_EQ(matching("packets lt 4 or packets le 3"), "3");
    EXPECT_EQ(matching("ip contains \"db8\""), "2");
    EXPECT_EQ(matching("ip contains \"DB8\""), "2");
    EXPECT_EQ(matching("ip contains \"9:8080\""), "0");
    EXPECT_EQ(matching("ip contains \"1.*\""), "") << "no pattern";
    EXPECT_EQ(matching("state contains wait"), "0");
}

TEST(FilterLanguage, MatchesPatterns) {
    EXPECT_EQ(matching("client matches \"^10\\.0\\.0\\.[12]$\""), "0 1");
    EXPECT_EQ(matching("ip matches \"::\""), "2");
    EXPECT_EQ(matching("state matches \"^(close|fin)_wait\""), "0");
    EXPECT_EQ(matching("finding matches \"leak|answered\""), "0 3");
    EXPECT_EQ(matching("!(client matches \"^10\")"), "2");
    EXPECT_EQ(matching("client matches \"a(b\""), "17: in the pattern: this '(' is not closed");
    EXPECT_EQ(matching("state matches \"a(b\""), "16: in the pattern: this '(' is not closed");
    EXPECT_EQ(matching("finding matches \"a(b\""), "18: in the pattern: this '(' is not closed");
    EXPECT_EQ(matching("port matches \"8.*\""), "0: 'port' can be compared with == != > >= < <= in only");
}

TEST(FilterLanguage, TakesQuotationMarksInsideQuotations) {
    EXPECT_EQ(matching("client matches \"^10\\\\.0\""), "0 1 3");
    EXPECT_EQ(matching("ip contains \"\\\"\""), "");
    EXPECT_EQ(matching("ip contains \"10.0"), "12: the quotation that begins here does not end");
}

TEST(FilterLanguage, RemembersStatesThatHavePassed) {
    EXPECT_EQ(matching("ever(FIN_WAIT_1)"), "0");
    EXPECT_EQ(matching("fin_wait_1"), "");
    EXPECT_EQ(matching("client.ever(fin_wait_1)"), "0");
    EXPECT_EQ(matching("server.ever(fin_wait_1)"), "");
    EXPECT_EQ(matching("ever(listen)"), "0");
    EXPECT_EQ(matching("ever(fin_wait_1, syn_sent)"), "0 3");
    EXPECT_EQ(matching("ever == close_wait"), "0");
    EXPECT_EQ(matching("ever != established"), "2 3");
    EXPECT_EQ(matching("ever(shut)"),
              "5: 'shut' is no TCP state; states are named as in CLOSE_WAIT, ESTAB, FIN_WAIT_2");
    EXPECT_EQ(matching("ever(closing"), "4: this '(' is not closed");
}

TEST(FilterLanguage, ForgetsStatesThatWereDisproved) {
    EXPECT_EQ(matching("ever(closing)"), "");
}

TEST(FilterLanguage, TellsTheSidesOfAStateApart) {
    EXPECT_EQ(matching("server.close_wait"), "0");
    EXPECT_EQ(matching("client.close_wait"), "");
    EXPECT_EQ(matching("server.close_wait > 1m"), "0");
    EXPECT_EQ(matching("client.fin_wait_2 >= 89s"), "0");
    EXPECT_EQ(matching("client.fin_wait_2 > 89s"), "");
}

TEST(FilterLanguage, CountsPerSide) {
    EXPECT_EQ(matching("client.bytes >= 5000"), "1");
    EXPECT_EQ(matching("server.bytes > 2.5M"), "1");
    EXPECT_EQ(matching("client.packets == 3"), "0 2 3");
    EXPECT_EQ(matching("client.retransmissions == 7"), "1");
    EXPECT_EQ(matching("server.retransmissions > 0"), "");
    EXPECT_EQ(matching("keep_alives == 2"), "1");
}

TEST(FilterLanguage, TakesACountAloneForAboveZero) {
    EXPECT_EQ(matching("retransmissions"), "1");
    EXPECT_EQ(matching("!retransmissions"), "0 2 3");
    EXPECT_EQ(matching("server.bytes"), "0 1 2");
    EXPECT_EQ(matching("resets"), "2");
    EXPECT_EQ(matching("out_of_order or duplicate_acks or zero_windows or lost or stale"), "");
}

TEST(FilterLanguage, WritesSizesInManyWays) {
    EXPECT_EQ(matching("bytes >= 3.005M"), "1");
    EXPECT_EQ(matching("bytes > 3.005M"), "");
    EXPECT_EQ(matching("bytes > 2MiB"), "1");
    EXPECT_EQ(matching("bytes > 3MiB"), "");
    EXPECT_EQ(matching("bytes > 3000kB"), "1");
    EXPECT_EQ(matching("bytes > 3 K"), "10: 'K' is no state, address, port or field");
    EXPECT_EQ(matching("bytes > 3x"), "8: '3x' is no number such as 12, 10k, 1.5M or 64KiB");
    EXPECT_EQ(matching("bytes > -3"), "8: '-3' is no number such as 12, 10k, 1.5M or 64KiB");
    EXPECT_EQ(matching("bytes > 99999999999T"), "8: '99999999999T' is no number such as 12, 10k, 1.5M or 64KiB");
}

TEST(FilterLanguage, ComparesDatesAndTimesOfDay) {
    EXPECT_EQ(matching("start < \"2023-11-14 22:28\""), "0");
    EXPECT_EQ(matching("start >= 2023-11-14"), "0 1 2 3");
    EXPECT_EQ(matching("start > 2023-11-14"), ""); // the day is over at midnight
    EXPECT_EQ(matching("start == 2023-11-14"), "0 1 2 3");
    EXPECT_EQ(matching("start != 2023-11-14"), "");
    EXPECT_EQ(matching("start == \"2023-11-14 22:29\""), "1 2 3");
    EXPECT_EQ(matching("start == 2023-11-14T22:29:58Z"), "2");
    EXPECT_EQ(matching("start == 22:25"), "0");
    EXPECT_EQ(matching("start in {22:00..22:28}"), "0");
    EXPECT_EQ(matching("start > 22:29:00"), "2 3");
    EXPECT_EQ(matching("end >= 22:30"), "0 1 2 3");
    EXPECT_EQ(matching("frame.time < 22:28"), "0");
    EXPECT_EQ(matching("start > 2023-02-30"),
              "8: '2023-02-30' is no time such as \"2026-11-28 17:00\", 2026-11-28 or 17:00:05 (UTC)");
    EXPECT_EQ(matching("start in {22:00..2023-11-14}"), "17: this range ends before it begins");
}

TEST(FilterLanguage, KnowsHowConnectionsEnded) {
    EXPECT_EQ(matching("closed_first == server"), "1");
    EXPECT_EQ(matching("closed_first in {client, both}"), "0 2 3");
    EXPECT_EQ(matching("closed_first == me"),
              "16: 'me' is no value of 'closed_first'; there are nobody, client, server, both");
    EXPECT_EQ(matching("refused or reset"), "");
}

TEST(FilterLanguage, KnowsFlagsAsOtherToolsNameThem) {
    EXPECT_EQ(matching("tcp.flags.fin == 1"), "0");
    EXPECT_EQ(matching("tcp.flags.syn"), "0 1 2 3");
    EXPECT_EQ(matching("tcp.flags == rst"), "2");
    EXPECT_EQ(matching("tcp.flags == reset"), "2");
    EXPECT_EQ(matching("tcp.flags in {fin, rst}"), "0 2");
    EXPECT_EQ(matching("tcp.flags != syn"), "");
    EXPECT_EQ(matching("tcp.analysis.retransmission"), "1");
    EXPECT_EQ(matching("tcp.analysis.keep_alive == 1"), "1");
    EXPECT_EQ(matching("tcp.analysis.flags"), "1");
    EXPECT_EQ(matching("tcp.flags.syn == 1 && !tcp.analysis.flags"), "0 2 3");
    EXPECT_EQ(matching("tcp.flags.fin == maybe"), "17: 'maybe' is no truth value: true or false");
}

TEST(FilterLanguage, KnowsFindingsAndTheirSeverity) {
    EXPECT_EQ(matching("finding"), "0 3");
    EXPECT_EQ(matching("finding == close_wait_leak"), "0");
    EXPECT_EQ(matching("finding != close-wait-leak"), "1 2 3");
    EXPECT_EQ(matching("severity >= warning"), "0 3");
    EXPECT_EQ(matching("severity == problem"), "0");
    EXPECT_EQ(matching("severity < problem"), "3");
    EXPECT_EQ(matching("severity != problem"), "1 2 3");
    EXPECT_EQ(matching("severity > warning"), "0");
    EXPECT_EQ(matching("severity <= warning"), "3");
    EXPECT_EQ(matching("finding == close-wait-leek"),
              "11: 'close-wait-leek' is no value of 'finding'; did you mean close-wait-leak?");
    EXPECT_EQ(matching("severity == bad"), "12: 'bad' is no value of 'severity'; there are note, warning, problem");
    EXPECT_EQ(matching("origin == hanshake"), "10: 'hanshake' is no value of 'origin'; did you mean handshake?");
}

TEST(FilterLanguage, KnowsWhichOfItsFiltersEndInAnOr) {
    EXPECT_TRUE(Filter::parse("22 or 443").value().isDisjunction());
    EXPECT_TRUE(Filter::parse("port in {22, 443}").value().isDisjunction());
    EXPECT_TRUE(Filter::parse("22 and 443 or 80").value().isDisjunction());
    EXPECT_FALSE(Filter::parse("22 and (443 or 80)").value().isDisjunction());
    EXPECT_FALSE(Filter::parse("").value().isDisjunction());
}

TEST(FilterLanguage, SurvivesWhateverIsTyped) {
    std::mt19937 random(11); // NOLINT(cert-msc51-cpp): the same texts each time
    const std::array<std::string_view, 34> pieces{
        "port", "ip", "state", "ever", "finding",    "start",      "in",  "not", "and", "or",      "(", ")",
        "{",    "}",  "..",    ",",    "==",         "!=",         ">",   "<",   "~",   "matches", "!", "|",
        "&&",   "\"", "\\",    "443",  "10.0.0.0/8", "close_wait", "30s", "::1", "x",   "\xff"};
    for (int round = 0; round < 50'000; ++round) {
        std::string text;
        for (auto i = random() % 9; i > 0; --i)
            text.append(pieces[random() % pieces.size()]).append(random() % 3 == 0 ? " " : "");
        const std::string answer = matching(text);
        EXPECT_EQ(answer.find("9999:"), std::string::npos) << text;
    }
}

TEST(FilterLanguage, RefusesWhatIsTooDeepOrTooLong) {
    EXPECT_EQ(matching(std::string(100'001, 'a')), "100000: the filter is longer than 100000 characters");
    EXPECT_EQ(matching(std::string(50'000, '!') + "443"), "100: the filter is nested too deeply");
    std::string members = "port in {";
    for (int i = 0; i < 1001; ++i)
        members += "1 ";
    EXPECT_EQ(matching(members + "}"), "2009: the filter has more than 1000 terms");
    std::string deep = "443";
    for (int i = 0; i < 90; ++i)
        deep = "!(" + deep + " or 22)";
    EXPECT_EQ(matching(deep).find("nested") != std::string::npos, true);
}

} // namespace
} // namespace synscope::test
