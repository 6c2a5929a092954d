// SPDX-License-Identifier: Apache-2.0
//
// The issue report: a folder for a bug ticket, with the evidence in Markdown, the diagrams, and a capture of just the
// connections concerned. Here: what is asked for, what comes of it, and the text; the engine writes the folder.
#pragma once

#include "core/diagnose/capture_findings.h"
#include "core/export/issue_report_programs.h"
#include "core/store/leak_ledger.h"
#include "core/store/replay.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace synscope {

/// How the packets came to be, as far as somebody knows; empty where not.
struct CaptureOrigin {
    std::string name; ///< of the file
    std::string interfaces;
    std::string filter; ///< as tcpdump writes it
};

/// What is known of who owes the closes, beyond the packets of some.
struct IssueGroup {
    std::string growth; ///< a sentence: "There are 3.1 more each minute."; empty: not known. Must hold no address
};

/// What the ledger knows of who owes closes, without its address.
[[nodiscard]] IssueGroup issueGroupOf(const LeakGroup& group);

struct IssueReportRequest {
    SnapshotPtr snapshot;
    FetchPacket fetch;
    std::vector<ConnectionId> connections;
    std::string directory;    ///< to be made; may exist when it is empty
    bool anonymise = false;   ///< no address of the capture in any file; names of files and filters go, too
    bool keepPayload = false; ///< when anonymising: payloads are not looked at, and may hold addresses
    std::string program;      ///< "synscope 0.1.0"
    CaptureOrigin origin;
    std::optional<IssueGroup> group;
    DiagnosePolicy policy;
    const std::atomic<bool>* cancelled = nullptr; ///< checked now and then; cancelled, it fails and leaves nothing
};

struct IssueReportResult {
    std::vector<std::string> files; ///< names in the directory
    std::uint64_t connections = 0;  ///< that were asked for
    std::uint64_t packets = 0;      ///< in the capture
};

/// Writes the folder, all or nothing. Cost: the packets of the connections, read up to four times; memory: a bit a
/// segment of the whole capture, and what the connections themselves need when the new capture is read again.
using WriteIssueReport = std::function<Result<IssueReportResult>(const IssueReportRequest&)>;

inline constexpr std::size_t kIssueDetails = 10; ///< connections told in detail
inline constexpr std::size_t kIssueDiagrams = 3; ///< of these, drawn
inline constexpr std::size_t kIssueListed = 200; ///< connections in the table

/// Findings of one kind.
struct FindingTally {
    Finding oldest;             ///< of the longest standing
    bool isOldestOlder = false; ///< its `since` is the latest it can be
    std::uint64_t connections = 0;
    std::optional<Timestamp> newest; ///< `since` of the youngest
};

/// The chosen connections at a glance.
struct IssueDigest {
    std::vector<ConnectionId> connections;      ///< the gravest first, then the longest standing
    std::vector<FindingTally> tallies;          ///< in the order of detectors()
    std::map<std::string, std::uint64_t> owers; ///< of a close(), with how many: a listener, or a client's host
};
/// Cost: the detectors on each connection.
[[nodiscard]] IssueDigest digestOf(const Snapshot& snapshot, std::span<const ConnectionId> connections,
                                   const DiagnosePolicy& policy);

/// All that the text needs besides the connections; about the capture they were taken from.
struct IssueFacts {
    std::string program;
    CaptureOrigin origin;
    std::optional<IssueGroup> group;
    std::uint64_t captureConnections = 0;
    LoadState load;
    Timestamp begin{};
    Timestamp end{};
    std::vector<CaptureFinding> captureFindings;
    std::vector<IssueProgram> programs;
    std::uint64_t connections = 0;    ///< that were asked for
    std::uint64_t withoutPackets = 0; ///< of these: older than the capture, and known by the socket table alone
    std::string_view kernelAdvice;    ///< what to look for, by the kernel's word on leaks; else empty
    bool areOfLiveCapture = false;    ///< the overview's numbers, for some have no packet; else the new capture's
    bool anonymised = false;
    bool payloadKept = false;
    bool endMarked = false;        ///< the new capture ends with a packet that only says when the old one ended
    std::uint64_t packets = 0;     ///< in the new capture, without that one
    std::uint64_t unwrapped = 0;   ///< of these, without their tunnels or link layer
    std::uint64_t reassembled = 0; ///< of these, put together from fragments
    std::uint64_t otherUses = 0;   ///< connections in it only because they used the same ports

    /// Else the text is alone: all that is known is what the socket table told.
    [[nodiscard]] bool hasCapture() const { return withoutPackets == 0 || withoutPackets < connections; }
};

/// "192.0.2.1:80 owes a close() on 6 connections, the oldest for 12 min 3 s": what is owed by whom, or the gravest.
[[nodiscard]] std::string issueTitle(const Snapshot& snapshot, const IssueDigest& digest);

/// Appends title, programs, findings and the table of connections. `snapshot` is that of the new capture: packet
/// numbers are those of the file beside the text; or of the live capture, where some connections have no packet.
void appendIssueOverview(std::string& out, const Snapshot& snapshot, const IssueDigest& digest,
                         const IssueFacts& facts);
/// Appends what is known of one connection. `picture` and `source` are files with its diagram, empty for none;
/// `inlined`: the diagram stands in the text, too.
void appendIssueConnection(std::string& out, const ConnectionDetail& detail, const ConnectionRow& row,
                           const std::string& picture, const std::string& source, bool inlined);
/// Appends how the packets were captured, what was left out, and the files.
void appendIssueCapture(std::string& out, const IssueDigest& digest, const IssueFacts& facts,
                        std::span<const std::string> files);

} // namespace synscope
