// SPDX-License-Identifier: Apache-2.0
#include "tests/explain/detail_of.h"

#include "core/engine/engine.h"
#include "tests/store/first_pass.h"
#include "tests/tcp/trace_files.h"
#include "tests/tcp/trace_segment.h"

#include <sstream>
#include <string>

namespace synscope::test {
namespace {

const FetchPacket kNoPackets = [](std::uint64_t, FetchBuffer&) -> Result<RawPacket> {
    return Error{"a trace has no packets", {}, {}};
};

std::vector<ConnectionDetail> allOf(const Snapshot& snapshot, const FetchPacket& fetch) {
    std::vector<ConnectionDetail> details;
    for (std::uint32_t i = 0; i < snapshot.size(); ++i) {
        Result<ConnectionDetail> detail = replay(snapshot, ConnectionId{i}, fetch, ReplayOptions{});
        if (detail)
            details.push_back(std::move(detail).value());
    }
    return details;
}

} // namespace

std::vector<ConnectionDetail> detailsOfTrace(const std::filesystem::path& trace) {
    FirstPass pass;
    std::istringstream lines(contentOf(trace));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream in(line);
        std::vector<std::string> words;
        for (std::string word; in >> word;)
            words.push_back(word);
        if (words.size() == 2 && words[0] == "end")
            pass.advance(timeOf(words[1]));
        if (words.size() < 3 || (words[1] != ">" && words[1] != "<"))
            continue;
        Segment segment = segmentOf(words);
        segment.reassembled = true; // the index keeps such segments decoded
        segment.packet = PacketNumber{pass.segments().size() + 1};
        pass.track(segment);
    }
    return allOf(pass.snapshot(), kNoPackets);
}

std::vector<ConnectionDetail> detailsOfCapture(const std::filesystem::path& capture) {
    const Result<LoadedCapture> loaded = loadCapture(capture.string(), LoadOptions{});
    return loaded ? allOf(*loaded.value().snapshot, loaded.value().fetch) : std::vector<ConnectionDetail>{};
}

std::vector<std::filesystem::path> allTraces() {
    std::vector<std::filesystem::path> paths;
    for (const std::filesystem::path& folder : {traceFolder(), traceFolder() / "cases"}) {
        for (const std::string& name : traceNames(folder))
            paths.push_back(folder / (name + ".trace"));
    }
    return paths;
}

} // namespace synscope::test
