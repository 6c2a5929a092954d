// SPDX-License-Identifier: Apache-2.0
//
// The chosen connections at a glance: their order, the findings counted by kind, and the title.
#include "core/export/issue_report.h"

#include "core/diagnose/detectors.h"
#include "core/export/leak_lines.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace synscope {
namespace {

constexpr std::string_view kLeak = "close-wait-leak";

/// Where a connection stands in the report; smaller is earlier.
struct Place {
    int mildness = 0;
    Timestamp since{};
    ConnectionId id = kNoConnection;
    friend bool operator<(const Place& a, const Place& b) {
        return std::tie(a.mildness, a.since, a.id) < std::tie(b.mildness, b.since, b.id);
    }
};

Place placeOf(const Snapshot& snapshot, ConnectionId id, const std::vector<Finding>& findings) {
    constexpr int kWithoutFindings = 1;
    Place place{kWithoutFindings, snapshot.row(id).first, id};
    if (!findings.empty()) { // worst first
        place.mildness = -static_cast<int>(findings.front().severity);
        place.since = findings.front().since.value_or(place.since);
    }
    return place;
}

/// A listener owes as one; a client's ports differ from connection to connection.
std::string owerOf(const Snapshot& snapshot, ConnectionId id, Side side) {
    const SocketAddress address = snapshot.addressOf(snapshot.row(id), side);
    return side == Side::Responder ? toText(address) : toText(address.address);
}

void count(FindingTally& tally, const Finding& finding, const ConnectionRow& row) {
    ++tally.connections;
    const bool isOlder = finding.since && (!tally.oldest.since || *finding.since < *tally.oldest.since);
    if (tally.connections == 1 || isOlder) {
        tally.oldest = finding;
        tally.isOldestOlder = row.wasThereBefore();
    }
    if (finding.since)
        tally.newest = std::max(tally.newest.value_or(*finding.since), *finding.since);
}

const FindingTally* tallyOf(const IssueDigest& digest, std::string_view kind) {
    const auto found = std::find_if(digest.tallies.begin(), digest.tallies.end(),
                                    [kind](const FindingTally& tally) { return tally.oldest.kind == kind; });
    return found == digest.tallies.end() ? nullptr : &*found;
}

std::string age(const Snapshot& snapshot, const FindingTally& tally) {
    return (tally.isOldestOlder ? "at least " : "") +
           durationInWords(snapshot.end - tally.oldest.since.value_or(snapshot.end));
}

std::string leakTitle(const Snapshot& snapshot, const IssueDigest& digest, const FindingTally& leaks) {
    const std::uint64_t owed = std::accumulate(digest.owers.begin(), digest.owers.end(), std::uint64_t{0},
                                               [](std::uint64_t sum, const auto& ower) { return sum + ower.second; });
    const std::string oldest = owed == 1 ? " for " : ", the oldest for ";
    if (digest.owers.size() == 1)
        return digest.owers.begin()->first + " owes a close() on " + counted(owed, "connection") + oldest +
               age(snapshot, leaks);
    return counted(digest.owers.size(), "endpoint") + " owe a close() on " + counted(owed, "connection") + oldest +
           age(snapshot, leaks);
}

} // namespace

IssueGroup issueGroupOf(const LeakGroup& group) {
    IssueGroup known;
    if (group.perMinute)
        known.growth = "The number of closes owed changed by " + growthText(group) + " a minute.";
    if (group.ended > 0) {
        known.growth += known.growth.empty() ? "" : " ";
        known.growth += counted(group.ended, "close") + " that had been owed for long ended, the longest after " +
                        durationInWords(group.longestEnded) + ".";
    }
    return known;
}

IssueDigest digestOf(const Snapshot& snapshot, std::span<const ConnectionId> connections,
                     const DiagnosePolicy& policy) {
    IssueDigest digest;
    std::map<std::string_view, FindingTally> tallies;
    std::vector<Place> places;
    for (const ConnectionId id : connections) {
        const std::vector<Finding> findings = findingsOf(snapshot, id, policy);
        places.push_back(placeOf(snapshot, id, findings));
        for (const Finding& finding : findings) {
            count(tallies[finding.kind], finding, snapshot.row(id));
            if (finding.kind == kLeak)
                ++digest.owers[owerOf(snapshot, id, finding.endpoint)];
        }
    }
    std::sort(places.begin(), places.end());
    for (const Place& place : places)
        digest.connections.push_back(place.id);
    for (const Detector& detector : detectors()) {
        if (const auto found = tallies.find(detector.kind); found != tallies.end())
            digest.tallies.push_back(found->second);
    }
    return digest;
}

std::string issueTitle(const Snapshot& snapshot, const IssueDigest& digest) {
    if (const FindingTally* leaks = tallyOf(digest, kLeak))
        return leakTitle(snapshot, digest, *leaks);
    const std::string connections = counted(digest.connections.size(), "TCP connection");
    if (digest.tallies.empty())
        return connections + " without findings";
    const FindingTally& gravest = digest.tallies.front();
    return connections + ": " + std::string(gravest.oldest.kind) + " on " + std::to_string(gravest.connections);
}

} // namespace synscope
