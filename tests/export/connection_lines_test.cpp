// SPDX-License-Identifier: Apache-2.0
//
// A connection as a line of ndjson, of csv and of the table; segments; and how tables are aligned.
#include "core/export/csv.h"
#include "core/export/ndjson.h"
#include "core/export/table.h"
#include "core/export/text_ladder.h"
#include "core/store/replay.h"
#include "tests/store/snapshot_builder.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <sstream>

namespace synscope::test {
namespace {

constexpr ConnectionId kFirst{0};

Snapshot leak() {
    return SnapshotBuilder()
        .add({.clientState = State::FinWait2,
              .serverState = State::CloseWait,
              .stateAgeSeconds = 90,
              .durationSeconds = 100,
              .retransmissions = 2,
              .incarnation = 1})
        .build();
}

std::string ndjsonOf(const Snapshot& snapshot) {
    std::string line;
    appendConnectionNdjson(line, snapshot, kFirst, {});
    return line;
}

/// Fails when `part` is not in the line.
void expectIn(const std::string& line, std::string_view part) {
    EXPECT_NE(line.find(part), std::string::npos) << part << "\nis not in\n" << line;
}

ConnectionDetail twoSegments() {
    ConnectionDetail detail;
    DetailSegment syn;
    syn.packet = PacketNumber{5};
    syn.time = Timestamp(std::chrono::seconds(100));
    syn.flags.bits = static_cast<std::uint16_t>(TcpFlag::Syn);
    syn.seq = SeqNum(4'000'000'000U);
    syn.window = 64240;
    syn.marks.add(Mark::OpensConnection);
    syn.stateAfter = {State::SynSent, State::Listen};
    DetailSegment answer = syn;
    answer.packet = PacketNumber{7};
    answer.time += std::chrono::milliseconds(20);
    answer.sender = Side::Responder;
    answer.flags.bits = static_cast<std::uint16_t>(answer.flags.bits | static_cast<std::uint16_t>(TcpFlag::Ack));
    answer.ack = SeqNum(4'000'000'001U);
    answer.relativeAck = 1;
    answer.marks = {};
    answer.stateAfter = {State::Established, State::SynReceived};
    detail.segments = {syn, answer};
    return detail;
}

TEST(ConnectionNdjson, HasTheKeysOfTheContractInOrder) {
    const std::string line = ndjsonOf(leak());
    std::size_t place = 0;
    for (const std::string_view key : {"stream",
                                       "incarnation",
                                       "first",
                                       "last",
                                       "packets",
                                       "syn",
                                       "fin",
                                       "rst",
                                       "reused",
                                       "origin",
                                       "a",
                                       "addr",
                                       "port",
                                       "final",
                                       "transitions",
                                       "segments",
                                       "bytes",
                                       "isn",
                                       "mss",
                                       "window_scale",
                                       "sack_permitted",
                                       "timestamps",
                                       "ecn",
                                       "fast_open",
                                       "retransmissions",
                                       "out_of_order",
                                       "duplicate_acks",
                                       "zero_windows",
                                       "keep_alives",
                                       "lost_segments",
                                       "stale_segments",
                                       "b",
                                       "findings",
                                       "kind",
                                       "endpoint",
                                       "packet",
                                       "since",
                                       "text"}) {
        const std::size_t found = line.find("\"" + std::string(key) + "\":", place);
        ASSERT_NE(found, std::string::npos) << key << " is missing or out of order in\n" << line;
        place = found;
    }
    EXPECT_EQ(line.find('\n'), line.size() - 1);
}

TEST(ConnectionNdjson, RepeatsSegmentsAndSumsAtTopLevel) {
    const std::string line = ndjsonOf(leak());
    const std::string top = line.substr(0, line.find("\"a\":"));
    expectIn(top, R"("segments_a_to_b":3,"segments_b_to_a":4,"retransmissions":2,)");
    expectIn(top, R"("incarnation":1,"first":1700000900.000000000,"last":1700001000.000000000,"packets":7,)");
    expectIn(top, R"("reused":true,"origin":"handshake")");
}

TEST(ConnectionNdjson, HasNullWhereNothingIsKnown) {
    const std::string line = ndjsonOf(leak());
    expectIn(line, R"("isn":null,"mss":null,"window_scale":null,)");
    expectIn(line, R"({"t":1700000910.000000000,"packet":null,"from":null,"to":"CLOSE_WAIT","basis":"timer"})");
}

TEST(ConnectionNdjson, NamesStatesAndFindings) {
    const std::string line = ndjsonOf(leak());
    expectIn(line, R"("a":{"addr":"10.0.0.1","port":40000,"final":"FIN_WAIT_2",)");
    expectIn(line, R"("b":{"addr":"10.0.0.2","port":80,"final":"CLOSE_WAIT",)");
    expectIn(line,
             R"("findings":[{"kind":"close-wait-leak","endpoint":"b","packet":null,"since":1700000910.000000000,)");
}

TEST(ConnectionNdjson, HasTheProofOfAFindingWhereThereIsOne) {
    ConnectionSpec spec{.clientState = State::FinWait2, .serverState = State::CloseWait, .stateAgeSeconds = 90};
    spec.packet = 7;
    EXPECT_EQ(ndjsonOf(SnapshotBuilder().add(spec).build()).find("\"proof\""), std::string::npos);
    spec.proofPacket = 8;
    expectIn(ndjsonOf(SnapshotBuilder().add(spec).build()),
             R"({"kind":"close-wait-leak","endpoint":"b","packet":7,"proof":8,"since":1700000910.000000000,)");
}

TEST(ConnectionNdjson, HasQualityWhereItIsLowered) {
    EXPECT_EQ(ndjsonOf(leak()).find("\"quality\""), std::string::npos);
    const Snapshot poor =
        SnapshotBuilder()
            .add({.origin = Origin::Midstream, .quality = static_cast<std::uint8_t>(QualityBit::MissedFromResponder)})
            .build();
    expectIn(ndjsonOf(poor), R"(,"quality":["missed-from-b","midstream"],"findings":[)");
}

TEST(ConnectionNdjson, HasNoTapWithoutAHandshake) {
    EXPECT_EQ(ndjsonOf(leak()).find("\"tap\""), std::string::npos);
}

TEST(ConnectionCsv, HasAsManyFieldsAsNames) {
    std::string names;
    appendCsvHeader(names);
    std::string line;
    appendConnectionCsv(line, leak(), kFirst, {});
    EXPECT_EQ(std::count(names.begin(), names.end(), ','), std::count(line.begin(), line.end(), ','));
    EXPECT_TRUE(names.ends_with(
        ",findings,client_possible,server_possible,client_process,client_pid,server_process,server_pid\r\n"));
    EXPECT_TRUE(line.ends_with(",close-wait-leak,,,,,,\r\n"));
    expectIn(line, "0,1,1700000900.000000000,1700001000.000000000,100.000000000,7,2,0,0,true,handshake,10.0.0.1,40000,"
                   "FIN_WAIT_2,3,100,2,");
}

/// The server's state is open between two.
Snapshot undecided() {
    return SnapshotBuilder().add({.serverPossible = {State::Established, State::CloseWait}}).build();
}

TEST(ConnectionCsv, ListsThePossibleStatesWhereThereAreSeveral) {
    std::string line;
    appendConnectionCsv(line, undecided(), kFirst, {});
    EXPECT_TRUE(line.ends_with(",,,ESTABLISHED CLOSE_WAIT,,,,\r\n")) << line;
}

TEST(ConnectionNdjson, ListsThePossibleStatesWhereThereAreSeveral) {
    const std::string line = ndjsonOf(undecided());
    expectIn(line, R"("port":40000,"final":"ESTABLISHED","transitions")");
    expectIn(line, R"("port":80,"final":"ESTABLISHED","possible":["ESTABLISHED","CLOSE_WAIT"],"transitions")");
}

/// The server is held by a process of a name made to confuse.
Snapshot owned() {
    Snapshot snapshot = leak();
    SocketOwner owner;
    owner.pid = 4711;
    owner.name = "a\"b,\x1b";
    ConnectionOwners owners;
    owners.note(kFirst, Side::Responder, owner);
    snapshot.owners = owners.publish();
    return snapshot;
}

TEST(ConnectionCsv, QuotesTheNamesOfProcesses) {
    std::string line;
    appendConnectionCsv(line, owned(), kFirst, {});
    EXPECT_TRUE(line.ends_with(",close-wait-leak,,,,,\"a\"\"b,\uFFFD\",4711\r\n")) << line;
}

TEST(ConnectionNdjson, NamesTheProcessOfAnEndWhereItIsKnown) {
    EXPECT_EQ(ndjsonOf(leak()).find("\"process\""), std::string::npos);
    const std::string line = ndjsonOf(owned());
    expectIn(line.substr(line.find("\"b\":")), R"(,"process":{"pid":4711,"name":"a\"b,\u001b"}},)");
}

TEST(ConnectionTable, MarksTheLikeliestOfSeveralStates) {
    EXPECT_EQ(connectionCells(undecided(), kFirst, {})[3], "ESTAB");
    EXPECT_EQ(connectionCells(undecided(), kFirst, {})[4], "ESTAB?");
    EXPECT_TRUE(isUndecided(undecided().row(kFirst)));
    EXPECT_FALSE(isUndecided(leak().row(kFirst)));
}

TEST(SegmentNdjson, ListsThePossibleStatesWhereThereAreSeveral) {
    ConnectionDetail detail = twoSegments();
    detail.segments[0].possibleAfter = {StateSet{State::SynSent}, StateSet{State::Listen, State::SynReceived}};
    std::string line;
    appendSegmentNdjson(line, detail, 0);
    expectIn(line, R"("state_after":{"a":"SYN_SENT","b":"LISTEN"},)"
                   R"("possible_after":{"a":["SYN_SENT"],"b":["LISTEN","SYN_RECEIVED"]}})");
    EXPECT_EQ(segmentCells(detail, 0)[11], "LISTEN?");
}

TEST(SegmentNdjson, TellsNumbersMarksAndStates) {
    std::string lines;
    appendSegmentNdjson(lines, twoSegments(), 0);
    appendSegmentNdjson(lines, twoSegments(), 1);
    EXPECT_EQ(lines, R"({"packet":5,"t":100.000000000,"from":"a","flags":["SYN"],"seq":4000000000,"seq_relative":0,)"
                     R"("ack":null,"ack_relative":null,"length":0,"window":64240,"marks":["opens-connection"],)"
                     R"("state_after":{"a":"SYN_SENT","b":"LISTEN"}})"
                     "\n"
                     R"({"packet":7,"t":100.020000000,"from":"b","flags":["SYN","ACK"],"seq":4000000000,)"
                     R"("seq_relative":0,"ack":4000000001,"ack_relative":1,"length":0,"window":64240,"marks":[],)"
                     R"("state_after":{"a":"ESTABLISHED","b":"SYN_RECEIVED"}})"
                     "\n");
}

TEST(SegmentTable, CountsTimeFromTheFirstSegment) {
    const std::vector<std::string> cells = segmentCells(twoSegments(), 1);
    const std::vector<std::string> expected{
        "7", "0.020000", "b", "SYN,ACK", "4000000000", "4000000001", "0", "1", "0", "64240", "ESTAB", "SYN_RCVD", ""};
    EXPECT_EQ(cells, expected);
    EXPECT_EQ(segmentCells(twoSegments(), 0)[5], "-") << "no ACK flag, no number";
    EXPECT_EQ(segmentColumns().size(), cells.size());
}

TEST(ConnectionTable, SpellsStatesAsSsDoes) {
    const std::vector<std::string> cells = connectionCells(leak(), kFirst, {});
    const std::vector<std::string> expected{"0",   "10.0.0.1:40000", "10.0.0.2:80", "FIN_WAIT_2",     "CLOSE_WAIT", "7",
                                            "300", "100.000000",     "2",           "close-wait-leak"};
    EXPECT_EQ(cells, expected);
    EXPECT_EQ(connectionColumns().size(), cells.size());
}

TEST(TextTable, AlignsColumnsAndWritesTitlesOnce) {
    const std::array<TableColumn, 3> columns{{{"n", true}, {"name"}, {"last"}}};
    TextTable table(columns);
    table.add({"1", "a", "x"});
    table.add({"200", "bb", ""});
    std::string text;
    table.appendBlock(text);
    EXPECT_EQ(text, "  n  name  last\n"
                    "  1  a     x\n"
                    "200  bb\n");
    EXPECT_EQ(table.pending(), 0U);

    text.clear();
    table.add({"3", "longer name", "y"});
    table.appendBlock(text);
    EXPECT_EQ(text, "  3  longer name  y\n");
}

TEST(TextTable, WritesTitlesOfAnEmptyTable) {
    const std::array<TableColumn, 2> columns{{{"n", true}, {"name"}}};
    std::string text;
    TextTable(columns).appendBlock(text);
    EXPECT_EQ(text, "n  name\n");
}

ConnectionSpec knownToTheKernel() {
    ConnectionSpec spec;
    spec.origin = Origin::SocketTable;
    spec.clientState = State::FinWait2;
    spec.serverState = State::CloseWait;
    spec.segments = {0, 0};
    spec.bytes = {0, 0};
    spec.syn = 0;
    spec.moves = {{90, Side::Initiator, State::Unknown, State::FinWait2, Basis::Kernel},
                  {90, Side::Responder, State::Unknown, State::CloseWait, Basis::Kernel}};
    return spec;
}

TEST(ConnectionNdjson, HasTheKernelsWordWithoutAPacket) {
    const Snapshot snapshot = SnapshotBuilder().add(knownToTheKernel()).build();
    const std::string line = ndjsonOf(snapshot);
    for (const char* part :
         {R"("packets":0)", R"("origin":"socket-table")", R"("final":"CLOSE_WAIT")",
          R"("transitions":[{"t":1700000910.000000000,"packet":null,"from":null,"to":"CLOSE_WAIT","basis":"kernel"}])",
          R"("kind":"close-wait-leak","endpoint":"b","packet":null)", "at least 1 min 30 s"})
        EXPECT_NE(line.find(part), std::string::npos) << part << "\nis not in\n" << line;
}

TEST(TextLadder, OfAConnectionWithoutPacketsSaysWhereItIsKnownFrom) {
    const Snapshot snapshot = SnapshotBuilder().add(knownToTheKernel()).build();
    const FetchPacket nothing = [](std::uint64_t, FetchBuffer&) -> Result<RawPacket> {
        return Error{"no packet was captured", {}, {}};
    };
    const Result<ConnectionDetail> detail = replay(snapshot, ConnectionId{0}, nothing, {});
    ASSERT_TRUE(detail) << detail.error().message;
    std::ostringstream out;
    writeTextLadder(out, detail.value());
    for (const char* part : {"10.0.0.2:80  server", "known from the kernel's socket table; no packet captured yet",
                             "FIN_WAIT_2 |", "| CLOSE_WAIT", "CLOSE_WAIT for at least 1 min 30 s"})
        EXPECT_NE(out.str().find(part), std::string::npos) << part << "\nis not in\n" << out.str();
}

} // namespace
} // namespace synscope::test
