// SPDX-License-Identifier: Apache-2.0
//
// Filters as people write them, on six connections; and what they are told of the ones that are wrong.
#include "core/store/filter.h"

#include "tests/store/snapshot_builder.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>

namespace synscope::test {
namespace {

Snapshot sixConnections() {
    SnapshotBuilder builder;
    // 0: a leak, its server in CLOSE_WAIT for 90 s
    builder.add({.client = "10.0.0.1",
                 .clientPort = 40001,
                 .server = "10.2.0.9",
                 .serverPort = 8080,
                 .clientState = State::FinWait2,
                 .serverState = State::CloseWait,
                 .stateAgeSeconds = 90});
    // 1: busy
    builder.add({.client = "10.0.0.2",
                 .clientPort = 40002,
                 .server = "10.2.0.9",
                 .serverPort = 443,
                 .stateAgeSeconds = 10,
                 .durationSeconds = 600,
                 .bytes = {5000, 2'000'000},
                 .segments = {1000, 2000},
                 .retransmissions = 7});
    // 2: over IPv6, the client's address is the higher one
    builder.add({.client = "2001:db8::ff",
                 .clientPort = 40003,
                 .server = "2001:db8::1",
                 .serverPort = 443,
                 .clientState = State::TimeWait,
                 .serverState = State::Closed,
                 .stateAgeSeconds = 5});
    // 3: reset, a second use of its ports
    builder.add({.client = "192.168.1.5",
                 .clientPort = 443,
                 .server = "192.168.1.6",
                 .serverPort = 5432,
                 .clientState = State::Closed,
                 .serverState = State::Closed,
                 .stateAgeSeconds = 300,
                 .rst = 1,
                 .incarnation = 1});
    // 4: met mid-stream
    builder.add({.client = "172.16.0.1", .clientPort = 40005, .server = "172.16.0.2", .origin = Origin::Midstream});
    // 5: unanswered
    builder.add({.client = "10.0.0.3",
                 .clientPort = 40006,
                 .server = "10.2.0.9",
                 .serverPort = 22,
                 .clientState = State::SynSent,
                 .serverState = State::Closed,
                 .stateAgeSeconds = 40,
                 .bytes = {0, 0},
                 .segments = {3, 0}});
    return builder.build();
}

/// The numbers of the connections let through: "0 2 5"; or the error.
std::string matchingIn(const Snapshot& snapshot, const std::string& expression) {
    const Result<Filter> filter = Filter::parse(expression);
    if (!filter)
        return filter.error().message;
    std::string numbers;
    for (std::uint32_t i = 0; i < snapshot.size(); ++i)
        if (filter.value().matches(snapshot, ConnectionId{i}))
            numbers += (numbers.empty() ? "" : " ") + std::to_string(i);
    return numbers;
}

std::string matching(const std::string& expression) {
    static const Snapshot snapshot = sixConnections();
    return matchingIn(snapshot, expression);
}

/// "PLACE: message".
std::string errorOf(const std::string& expression) {
    const Result<Filter> filter = Filter::parse(expression);
    if (filter)
        return "no error";
    return std::to_string(filter.error().byteOffset.value_or(9999)) + ": " + filter.error().message;
}

TEST(Filter, LetsEverythingThroughWhenBlank) {
    EXPECT_EQ(matching(""), "0 1 2 3 4 5");
    EXPECT_EQ(matching("  \t"), "0 1 2 3 4 5");
    EXPECT_TRUE(Filter().empty());
    EXPECT_TRUE(Filter::parse(" ").value().empty());
    EXPECT_FALSE(Filter::parse("443").value().empty());
}

TEST(Filter, KnowsStatesInEverySpelling) {
    EXPECT_EQ(matching("close_wait"), "0");
    EXPECT_EQ(matching("CLOSE-WAIT"), "0");
    EXPECT_EQ(matching("CloseWait"), "0");
    EXPECT_EQ(matching("state == close_wait"), "0");
    EXPECT_EQ(matching("state:estab"), "1 4");
    EXPECT_EQ(matching("state = ESTABLISHED"), "1 4");
    EXPECT_EQ(matching("syn-sent"), "5");
}

TEST(Filter, TellsTheSidesApart) {
    EXPECT_EQ(matching("client.state == closed"), "3");
    EXPECT_EQ(matching("server.state == closed"), "2 3 5");
    EXPECT_EQ(matching("client.port == 443"), "3");
    EXPECT_EQ(matching("server.port == 443"), "1 2");
}

TEST(Filter, TellsWhatIsPossibleFromWhatIsLikeliest) {
    SnapshotBuilder builder;
    builder.add({.serverState = State::Established, .serverPossible = {State::Established, State::CloseWait}});
    builder.add({.serverState = State::CloseWait});
    const Snapshot snapshot = builder.build();
    EXPECT_EQ(matchingIn(snapshot, "state == close_wait"), "1");
    EXPECT_EQ(matchingIn(snapshot, "possible == close_wait"), "0 1");
    EXPECT_EQ(matchingIn(snapshot, "possible != close_wait"), "");
    EXPECT_EQ(matchingIn(snapshot, "client.possible == close_wait"), "");
    EXPECT_EQ(matchingIn(snapshot, "server.possible ~ wait"), "0 1");
    EXPECT_EQ(matchingIn(snapshot, "ambiguous"), "0");
    EXPECT_EQ(matchingIn(snapshot, "ambiguous == no"), "1");
}

TEST(Filter, HoldsForEitherSideAndItsNegationForNeither) {
    EXPECT_EQ(matching("state == closed"), "2 3 5");
    EXPECT_EQ(matching("state != closed"), "0 1 4");
    EXPECT_EQ(matching("port == 443"), "1 2 3");
    EXPECT_EQ(matching("port != 443"), "0 4 5");
    EXPECT_EQ(matching("ip != 10.2.0.9"), "2 3 4");
}

TEST(Filter, ComparesHowLongAStateHasLasted) {
    EXPECT_EQ(matching("close_wait > 30s"), "0");
    EXPECT_EQ(matching("close_wait > 90s"), "");
    EXPECT_EQ(matching("close_wait >= 1m30s"), "0");
    EXPECT_EQ(matching("syn_sent < 1m"), "5");
    EXPECT_EQ(matching("state==close_wait && age>60s"), "0");
    EXPECT_EQ(matching("age > 1.5m"), "3");
    EXPECT_EQ(matching("age >= 40"), "0 3 5");
}

TEST(Filter, ComparesAddressesAndNetworks) {
    EXPECT_EQ(matching("ip == 10.2.0.9"), "0 1 5");
    EXPECT_EQ(matching("host:10.0.0.0/30"), "0 1 5");
    EXPECT_EQ(matching("10.0.0.2/31"), "1 5");
    EXPECT_EQ(matching("client == 10.0.0.1"), "0");
    EXPECT_EQ(matching("server == 10.0.0.1"), "");
    EXPECT_EQ(matching("server == 10.2.0.9:443"), "1");
    EXPECT_EQ(matching("0.0.0.0/0"), "0 1 3 4 5");
    EXPECT_EQ(matching("ip ~ 168.1"), "3");
}

TEST(Filter, ComparesIpv6Addresses) {
    EXPECT_EQ(matching("client == 2001:db8::ff"), "2");
    EXPECT_EQ(matching("client == 2001:0DB8:0::00ff"), "2");
    EXPECT_EQ(matching("server == [2001:db8::1]:443"), "2");
    EXPECT_EQ(matching("addr:2001:db8::/32"), "2");
    EXPECT_EQ(matching("2001:db8::1"), "2");
    EXPECT_EQ(matching("2001:db8::/121 and 2001:db8::80/121"), "2");
    EXPECT_EQ(matching("2001:db8::100/121"), "");
    EXPECT_EQ(matching("::/0"), "2");
}

TEST(Filter, TakesABareWordAsPortAddressStateOrPartOfThem) {
    EXPECT_EQ(matching("443"), "1 2 3");
    EXPECT_EQ(matching("10.2.0.9:22"), "5");
    EXPECT_EQ(matching("192.168."), "3");
    EXPECT_EQ(matching("\"0.9:8\""), "0");
    EXPECT_EQ(matching("est"), "1 4");
    EXPECT_EQ(matching("clos"), "0 2 3 5");
    EXPECT_EQ(matching("db8"), "2");
}

TEST(Filter, CountsThings) {
    EXPECT_EQ(matching("bytes > 1M"), "1");
    EXPECT_EQ(matching("packets>=3000"), "1");
    EXPECT_EQ(matching("packets < 4"), "5");
    EXPECT_EQ(matching("retransmissions > 0"), "1");
    EXPECT_EQ(matching("resets > 0"), "3");
    EXPECT_EQ(matching("duration > 5m"), "1");
    EXPECT_EQ(matching("stream == 4"), "4");
    EXPECT_EQ(matching("incarnation > 0"), "3");
}

TEST(Filter, KnowsFlagsOriginsAndFindings) {
    EXPECT_EQ(matching("reused"), "3");
    EXPECT_EQ(matching("reused == false"), "0 1 2 4 5");
    EXPECT_EQ(matching("reused != true"), "0 1 2 4 5");
    EXPECT_EQ(matching("origin == midstream"), "4");
    EXPECT_EQ(matching("origin ~ hand"), "0 1 2 3 5");
    EXPECT_EQ(matching("finding == close-wait-leak"), "0");
    EXPECT_EQ(matching("finding ~ leak"), "0");
}

TEST(Filter, UnderstandsTheNamesOfOtherTools) {
    EXPECT_EQ(matching("ip.addr == 10.2.0.9 && tcp.port==443"), "1");
    EXPECT_EQ(matching("ip.src == 10.0.0.1"), "0");
    EXPECT_EQ(matching("ip.dst == 10.0.0.1"), "");
    EXPECT_EQ(matching("ipv6.addr == 2001:db8::1"), "2");
    EXPECT_EQ(matching("tcp.stream == 2"), "2");
    EXPECT_EQ(matching("tcp.flags.reset==1"), "3");
    EXPECT_EQ(matching("tcp.flags.reset == 0"), "0 1 2 4 5");
}

TEST(Filter, JoinsTermsAsLogicDoes) {
    EXPECT_EQ(matching("443 estab"), "1");
    EXPECT_EQ(matching("443 and estab"), "1");
    EXPECT_EQ(matching("22 or 8080"), "0 5");
    EXPECT_EQ(matching("22 || 443 && estab"), "1 5");
    EXPECT_EQ(matching("(22 || 443) && estab"), "1");
    EXPECT_EQ(matching("!443"), "0 4 5");
    EXPECT_EQ(matching("not (443 or 22)"), "0 4");
    EXPECT_EQ(matching("NOT 443 AND NOT estab"), "0 5");
    EXPECT_EQ(matching("!!443"), "1 2 3");
}

TEST(Filter, NeedsNoSpacesAroundOperators) {
    EXPECT_EQ(matching("close_wait>30s"), "0");
    EXPECT_EQ(matching("port:443"), "1 2 3");
    EXPECT_EQ(matching("port : 443"), "1 2 3");
    EXPECT_EQ(matching("port: 443"), "1 2 3");
    EXPECT_EQ(matching("(port==443)&&!(state==estab)"), "2 3");
}

TEST(Filter, SaysWhatIsWrongAndWhere) {
    EXPECT_EQ(errorOf("443 prot == 5"), "4: there is no field 'prot'; did you mean port?");
    EXPECT_EQ(errorOf("close_wait > soon"), "13: 'soon' is no length of time such as 30s, 5m, 1h30m or 250ms");
    EXPECT_EQ(errorOf("port == 70000"), "8: '70000' is no port from 0 to 65535");
    EXPECT_EQ(errorOf("ip == 10.0.0.0/33"),
              "6: '10.0.0.0/33' is no address, network (10.0.0.0/8) or address with a port (10.0.0.1:80)");
    EXPECT_EQ(errorOf("ip > 10.0.0.1"), "0: 'ip' can be compared with == != ~ matches in only");
    EXPECT_EQ(errorOf("state == open"),
              "9: 'open' is no TCP state; states are named as in CLOSE_WAIT, ESTAB, FIN_WAIT_2");
    EXPECT_EQ(errorOf("port =="), "7: a value for 'port' is missing here");
    EXPECT_EQ(errorOf("port"), "0: 'port' needs an operator and a value");
    EXPECT_EQ(errorOf("foo"), "0: 'foo' is no state, address, port or field");
}

TEST(Filter, SaysWhereItsStructureIsBroken) {
    EXPECT_EQ(errorOf("443 && (estab"), "7: this '(' is not closed");
    EXPECT_EQ(errorOf("443) estab"), "3: this ')' closes nothing");
    EXPECT_EQ(errorOf("443 &&"), "6: a term is missing here");
    EXPECT_EQ(errorOf("443 | 22"), "4: one '|' means nothing; or is '||'");
    EXPECT_EQ(errorOf("\"443"), "0: the quotation that begins here does not end");
}

TEST(Filter, RefusesWhatWouldExhaustIt) {
    EXPECT_EQ(errorOf(std::string(5000, '(')), "100: the filter is nested too deeply");
    std::string many;
    for (int i = 0; i < 2000; ++i)
        many += "443 ";
    EXPECT_EQ(errorOf(many), "4000: the filter has more than 1000 terms");
}

TEST(Filter, ListsItsFieldsForCompletion) {
    const auto fields = filterFields();
    EXPECT_GE(fields.size(), 30U);
    EXPECT_TRUE(std::all_of(fields.begin(), fields.end(), [](const FilterField& f) { return !f.description.empty(); }));
}

} // namespace
} // namespace synscope::test
