// SPDX-License-Identifier: Apache-2.0
//
// The filter language: any text parses, or names the place where it does not; what parses answers for every connection
// the same each time; and completion works at any place in it (first byte).
#include "core/store/filter.h"
#include "core/store/filter_completion.h"
#include "tests/fuzz/fuzz.h"
#include "tests/store/snapshot_builder.h"

#include <algorithm>

namespace synscope::test {
namespace {

Snapshot someConnections() {
    SnapshotBuilder builder;
    builder.add({.serverState = State::CloseWait, .stateAgeSeconds = 100, .retransmissions = 3});
    builder.add({.client = "2001:db8::1", .server = "2001:db8::2", .serverPort = 443, .origin = Origin::Midstream});
    builder.add({.clientState = State::TimeWait, .serverState = State::Closed, .fin = 2, .rst = 1, .incarnation = 2});
    return builder.build();
}

void ask(const Filter& filter, const Snapshot& snapshot) {
    for (const ConnectionId id : snapshot.connections()) {
        const bool answer = filter.matches(snapshot, id);
        require(answer == filter.matches(snapshot, id), "a filter answers the same each time");
        require(answer || !filter.empty(), "an empty filter lets everything through");
    }
}

void complete(std::string_view text, std::size_t cursor, const Snapshot& snapshot) {
    static const FilterValues values = commonValues(snapshot);
    for (const bool isAsked : {false, true}) {
        const FilterCompletion completion = completeFilter(text, cursor, values, isAsked);
        require(completion.begin <= cursor, "a word begins before the cursor");
    }
}

} // namespace
} // namespace synscope::test

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace synscope;
    using namespace synscope::test;
    static const Snapshot snapshot = someConnections();
    FuzzInput input(data, size);
    const std::size_t place = input.u8();
    const ExactBytes copy(input.rest());
    const std::string_view text = copy.text();
    const Result<Filter> filter = Filter::parse(text);
    if (filter)
        ask(filter.value(), snapshot);
    else
        require(filter.error().byteOffset.value_or(0) <= text.size(), "a fault lies in the text");
    complete(text, std::min(place, text.size()), snapshot);
    return 0;
}
