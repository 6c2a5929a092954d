// SPDX-License-Identifier: Apache-2.0
#include "tests/tcp/trace_segment.h"

#include "tests/tcp/trace_names.h"

#include <cmath>
#include <functional>
#include <map>
#include <stdexcept>
#include <string_view>

namespace synscope::test {
namespace {

std::uint16_t flagsOf(const std::string& letters) {
    constexpr std::string_view kLetters = "FSRPAUEC"; // from bit 0 on
    std::uint16_t bits = 0;
    for (const char letter : letters) {
        const std::size_t bit = kLetters.find(letter);
        if (bit == std::string_view::npos && letter != '-')
            throw std::invalid_argument("unknown flag: " + letters);
        if (letter != '-')
            bits = static_cast<std::uint16_t>(bits | 1U << bit);
    }
    return bits;
}

using SetField = std::function<void(Segment&, std::uint32_t)>;

template <typename T>
SetField into(T Segment::*field) {
    return [field](Segment& segment, std::uint32_t value) { segment.*field = static_cast<T>(value); };
}

template <typename T>
SetField intoOption(T TcpOptions::*field, bool TcpOptions::*present) {
    return [=](Segment& segment, std::uint32_t value) {
        segment.options.*field = static_cast<T>(value);
        segment.options.*present = true;
    };
}

const std::map<std::string, SetField>& fields() {
    static const std::map<std::string, SetField> kFields{
        {"seq", into(&Segment::seq)},
        {"ack", into(&Segment::ack)},
        {"len", into(&Segment::payloadBytes)},
        {"win", into(&Segment::window)},
        {"id", into(&Segment::ipId)},
        {"ttl", into(&Segment::ttl)},
        {"mss", intoOption(&TcpOptions::mss, &TcpOptions::hasMss)},
        {"ws", intoOption(&TcpOptions::windowScale, &TcpOptions::hasWindowScale)},
        {"ts", intoOption(&TcpOptions::tsValue, &TcpOptions::hasTimestamps)},
        {"tsecr", intoOption(&TcpOptions::tsEcho, &TcpOptions::hasTimestamps)},
    };
    return kFields;
}

void setField(Segment& segment, const std::string& word) {
    if (word == "sack") {
        segment.options.sackPermitted = true;
        return;
    }
    if (word == "tfo") {
        segment.options.hasFastOpen = true;
        return;
    }
    const std::size_t equals = word.find('=');
    const auto field = fields().find(word.substr(0, equals));
    if (equals == std::string::npos || field == fields().end())
        throw std::invalid_argument("unknown field: " + word);
    field->second(segment, static_cast<std::uint32_t>(std::stoull(word.substr(equals + 1))));
}

const SocketAddress kClient{IpAddress::fromV4(0xc0000201), 40000};
const SocketAddress kServer{IpAddress::fromV4(0xc6336401), 80};

} // namespace

Timestamp timeOf(const std::string& seconds) {
    return timestampFromNs(std::llround(std::stod(seconds) * 1e9));
}

Segment segmentOf(const std::vector<std::string>& words) {
    if (words.size() < 3 || (words[1] != ">" && words[1] != "<"))
        throw std::invalid_argument("not a segment");
    const bool fromClient = words[1] == ">";
    Segment segment;
    segment.time = timeOf(words[0]);
    segment.source = fromClient ? kClient : kServer;
    segment.destination = fromClient ? kServer : kClient;
    segment.window = 65535;
    segment.flags.bits = flagsOf(words[2]);
    for (std::size_t i = 3; i < words.size(); ++i)
        setField(segment, words[i]);
    return segment;
}

KnownConnection knownOf(const std::vector<std::string>& words) {
    if (words.size() != 4 || words[0] != "known" || (words[1] == "-" && words[2] == "-"))
        throw std::invalid_argument("nothing that a socket table says");
    KnownConnection known;
    known.areRolesGuessed = false;
    for (const std::size_t side : {0U, 1U}) {
        known.end[side].address = side == 0 ? kClient : kServer;
        known.end[side].isInTable = words[side + 1] != "-";
        known.end[side].since = Timestamp{} - timeOf(words[3]).time_since_epoch();
        if (known.end[side].isInTable)
            known.end[side].state = statesNamed(words[side + 1]).at(0);
    }
    return known;
}

} // namespace synscope::test
