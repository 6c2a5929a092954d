// SPDX-License-Identifier: Apache-2.0
//
// What is suggested at the end of half-written filters: "BEGIN: first second …".
#include "core/store/filter_completion.h"

#include "tests/store/snapshot_builder.h"

#include <gtest/gtest.h>
#include <string>

namespace synscope::test {
namespace {

FilterValues valuesOfTwo() {
    SnapshotBuilder builder;
    builder.add({.client = "10.0.0.1", .server = "10.2.0.9", .serverPort = 8080});
    builder.add({.client = "10.0.0.2", .server = "10.2.0.9", .serverPort = 443});
    builder.add({.client = "10.0.0.2", .server = "10.2.0.9", .serverPort = 443});
    return commonValues(builder.build());
}

/// The first five.
std::string suggested(std::string_view text, bool isAsked = false) {
    const FilterCompletion completion = completeFilter(text, text.size(), valuesOfTwo(), isAsked);
    std::string line = std::to_string(completion.begin) + ":";
    for (std::size_t i = 0; i < std::min<std::size_t>(completion.suggestions.size(), 5); ++i)
        line += " " + completion.suggestions[i].text;
    return line;
}

TEST(FilterCompletion, OffersFieldsAndStatesThatBeginSo) {
    EXPECT_EQ(suggested("retr"), "0: retransmissions");
    EXPECT_EQ(suggested("close"), "0: closed_first closed close_wait");
    EXPECT_EQ(suggested("TCP.STR"), "0: tcp.stream");
    EXPECT_EQ(suggested("443 && (por"), "8: port");
    EXPECT_EQ(suggested("!sev"), "1: severity");
}

TEST(FilterCompletion, OffersNothingBeforeATermIsBegunUnlessAsked) {
    EXPECT_EQ(suggested(""), "0:");
    EXPECT_EQ(suggested("443 && "), "7:");
    EXPECT_EQ(suggested("", true), "0: state client.state server.state possible client.possible");
}

TEST(FilterCompletion, OffersNothingWhereOnlyTheWordItselfFits) {
    EXPECT_EQ(suggested("retransmissions"), "0:");
    EXPECT_EQ(suggested("banana"), "0:");
}

TEST(FilterCompletion, OffersOperatorsThatGoWithTheField) {
    EXPECT_EQ(suggested("state "), "6: == != contains matches in");
    EXPECT_EQ(suggested("packets "), "8: == != > >= <");
    EXPECT_EQ(suggested("reused "), "7: == !=");
    EXPECT_EQ(suggested("close_wait "), "11: == != > >= <");
    EXPECT_EQ(suggested("state con"), "6: contains");
}

TEST(FilterCompletion, OffersValuesOfTheField) {
    EXPECT_EQ(suggested("state == clos"), "9: closed close_wait closing");
    EXPECT_EQ(suggested("finding==close-w"), "9: close-wait-leak");
    EXPECT_EQ(suggested("severity >= "), "12: note warning problem");
    EXPECT_EQ(suggested("state:tim"), "6: time_wait");
    EXPECT_EQ(suggested("origin != m"), "10: midstream");
    EXPECT_EQ(suggested("age > "), "6: 1s 10s 30s 1m 5m");
    EXPECT_EQ(suggested("reused == "), "10: true false");
}

TEST(FilterCompletion, OffersWhatTheCaptureHas) {
    EXPECT_EQ(suggested("server.port == "), "15: 443 8080");
    EXPECT_EQ(suggested("ip == 10."), "6: 10.2.0.9 10.0.0.2 10.0.0.1");
    EXPECT_EQ(suggested("port:8"), "5: 8080");
}

TEST(FilterCompletion, OffersMembersOfSets) {
    EXPECT_EQ(suggested("port in {"), "9: 443 8080");
    EXPECT_EQ(suggested("port in {443, 8"), "14: 8080");
    EXPECT_EQ(suggested("ever(clos"), "5: closed close_wait closing");
    EXPECT_EQ(suggested("ever(closing, last"), "14: last_ack");
    EXPECT_EQ(suggested("port in {443} retr"), "14: retransmissions");
}

TEST(FilterCompletion, LooksAtTheWordBeforeTheCursorOnly) {
    const FilterCompletion completion = completeFilter("retr == 5", 4, {}, false);
    ASSERT_EQ(completion.suggestions.size(), 1U);
    EXPECT_EQ(completion.suggestions[0].text, "retransmissions");
    EXPECT_EQ(completion.suggestions[0].note, "segments sent again, both sides");
}

TEST(FilterCompletion, SurvivesTextsThatMeanNothing) {
    for (const char* text : {"== ==", "\"", "ip == \"10", "}{)(", "!=!", ":", "port::", "ever((", "\xff\xff"})
        EXPECT_LE(completeFilter(text, std::string_view(text).size(), {}, true).begin, std::string_view(text).size());
}

} // namespace
} // namespace synscope::test
