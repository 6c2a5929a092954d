// SPDX-License-Identifier: Apache-2.0
//
// The leak ledger of real captures: the lesson about leaks, and the one about a half-close in use.
#include "core/engine/engine.h"
#include "core/store/owed_close.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

SnapshotPtr lesson(const std::string& name) {
    return loadCapture(SYNSCOPE_SOURCE_DIR "/resources/lessons/" + name + ".pcap", {}).value().snapshot;
}

/// "192.0.2.11:40041 not-closed", a line an entry.
std::string linesOf(const Snapshot& snapshot, const LeakLedger& ledger) {
    std::string lines;
    for (const LedgerEntry& entry : ledger.entries) {
        const OwedClose owed = owedCloseOf(snapshot, ledger, entry, {});
        lines += toText(owed.peer) + " " + std::string(toText(owed.cause)) + "\n";
    }
    return lines;
}

TEST(LeakLedgerOfLessons, ListsTheFiveThatTheServerForgot) {
    const SnapshotPtr snapshot = lesson("04-close-wait-leak");
    const LeakLedger ledger = ledgerOf(*snapshot, {});
    EXPECT_EQ(linesOf(*snapshot, ledger), "192.0.2.11:40041 not-closed\n"
                                          "192.0.2.12:40042 not-closed\n"
                                          "192.0.2.13:40043 not-closed\n"
                                          "192.0.2.14:40044 not-closed\n"
                                          "192.0.2.15:40045 not-closed\n");
    ASSERT_EQ(ledger.groups.size(), 1U);
    EXPECT_EQ(ownerText(ledger.groups[0]), "192.0.2.80:8080");
    EXPECT_EQ(ledger.groups[0].perhaps, 0U);
    EXPECT_EQ(ledger.groups[0].ended, 0U);
    EXPECT_EQ(ledger.countsOf(ledger.groups[0]).front(), 0U);
    EXPECT_EQ(ledger.countsOf(ledger.groups[0]).back(), 5U);
    EXPECT_DOUBLE_EQ(ledger.groups[0].perMinute.value(), 0) << "they came at the beginning";
}

TEST(LeakLedgerOfLessons, HasTheWordsOfOneLeak) {
    const SnapshotPtr snapshot = lesson("04-close-wait-leak");
    const LeakLedger ledger = ledgerOf(*snapshot, {});
    const OwedClose owed = owedCloseOf(*snapshot, ledger, ledger.entries.at(0), {});
    EXPECT_EQ(owed.connection, ConnectionId{1});
    EXPECT_EQ(owedSentence(owed),
              "192.0.2.80:8080 got FIN from 192.0.2.11:40041 1 min 28 s before the end of the capture (packet " +
                  std::to_string(indexOf(owed.fin)) +
                  ") and was not closed: its kernel acknowledged the FIN, but its program never called close()");
}

TEST(LeakLedgerOfLessons, IsEmptyWhereEverybodyClosedOrUsedTheHalfClose) {
    for (const char* name : {"01-open-and-close", "06-reset", "09-half-close", "11-simultaneous-close"})
        EXPECT_TRUE(ledgerOf(*lesson(name), {}).groups.empty()) << name;
}

} // namespace
} // namespace synscope::test
