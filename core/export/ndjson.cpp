// SPDX-License-Identifier: Apache-2.0
//
// The lines of connections and segments. Keys and their order are what scripts read: change them only
// together with the published schema.
#include "core/export/ndjson.h"

#include "core/diagnose/quality.h"
#include "core/diagnose/tap_side.h"
#include "core/export/json_writer.h"
#include "core/export/segment_text.h"

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace synscope {
namespace {

std::string_view sideName(Side side) {
    return side == Side::Initiator ? "a" : "b";
}

/// UNKNOWN is no state of the RFC: null.
void writeState(JsonWriter& json, State state) {
    if (state == State::Unknown)
        json.null();
    else
        json.plain(toText(state));
}

void writeStates(JsonWriter& json, StateSet states) {
    json.beginArray();
    for (std::size_t i = 0; i < kStateCount; ++i)
        if (states.has(static_cast<State>(i)))
            writeState(json, static_cast<State>(i));
    json.endArray();
}

void writeTransition(JsonWriter& json, const Snapshot& snapshot, const Transition& transition) {
    json.beginObject();
    json.key("t").time(transition.time());
    json.key("packet").packet(snapshot.packetOf(transition.segment()));
    writeState(json.key("from"), transition.from());
    writeState(json.key("to"), transition.to());
    json.key("basis").plain(toText(transition.basis()));
    if (transition.verdict() == Verdict::Proven)
        json.key("proof").packet(snapshot.packetOf(transition.proof()));
    json.endObject();
}

void writeOffer(JsonWriter& json, const HandshakeOffer& offer) {
    json.key("isn");
    offer.has(HandshakeOffer::HasIsn) ? json.number(offer.isn) : json.null();
    json.key("mss");
    offer.mss != 0 ? json.number(offer.mss) : json.null();
    json.key("window_scale");
    offer.has(HandshakeOffer::HasWindowScale) ? json.number(offer.windowScale) : json.null();
    json.key("sack_permitted").boolean(offer.has(HandshakeOffer::SackPermitted));
    json.key("timestamps").boolean(offer.has(HandshakeOffer::Timestamps));
    json.key("ecn").boolean(offer.has(HandshakeOffer::Ecn));
    json.key("fast_open").boolean(offer.has(HandshakeOffer::FastOpen));
}

void writeProcess(JsonWriter& json, const SocketOwner* owner) {
    if (owner == nullptr || !owner->isKnown())
        return;
    json.key("process").beginObject();
    json.key("pid").number(static_cast<std::uint64_t>(owner->pid));
    json.key("name").string(owner->name);
    json.endObject();
}

void writeEndpoint(JsonWriter& json, const Snapshot& snapshot, const EndpointView& endpoint, Side side,
                   const std::vector<Transition>& transitions, const SocketOwner* owner) {
    json.beginObject();
    json.key("addr").plain(toText(endpoint.address.address));
    json.key("port").number(endpoint.address.port);
    writeState(json.key("final"), endpoint.state);
    if (!endpoint.possible.isCertain())
        writeStates(json.key("possible"), endpoint.possible);
    json.key("transitions").beginArray();
    for (const Transition& transition : transitions)
        if (transition.side() == side)
            writeTransition(json, snapshot, transition);
    json.endArray();
    json.key("segments").number(endpoint.segments);
    json.key("bytes").number(endpoint.bytes);
    writeOffer(json, endpoint.offer);
    json.key("retransmissions").number(endpoint.anomalies.retransmissions);
    json.key("out_of_order").number(endpoint.anomalies.outOfOrder);
    json.key("duplicate_acks").number(endpoint.anomalies.duplicateAcks);
    json.key("zero_windows").number(endpoint.anomalies.zeroWindows);
    json.key("keep_alives").number(endpoint.anomalies.keepAlives);
    json.key("lost_segments").number(endpoint.anomalies.lostSegments);
    json.key("stale_segments").number(endpoint.anomalies.staleSegments);
    writeProcess(json, owner);
    json.endObject();
}

void writeSums(JsonWriter& json, const EndpointView& a, const EndpointView& b) {
    const auto sum = [&](std::string_view name, std::uint32_t AnomalyCounters::PerSide::*counter) {
        json.key(name).number(std::uint64_t{a.anomalies.*counter} + b.anomalies.*counter);
    };
    json.key("segments_a_to_b").number(a.segments);
    json.key("segments_b_to_a").number(b.segments);
    sum("retransmissions", &AnomalyCounters::PerSide::retransmissions);
    sum("out_of_order", &AnomalyCounters::PerSide::outOfOrder);
    sum("duplicate_acks", &AnomalyCounters::PerSide::duplicateAcks);
    sum("zero_windows", &AnomalyCounters::PerSide::zeroWindows);
    sum("keep_alives", &AnomalyCounters::PerSide::keepAlives);
}

void writeQuality(JsonWriter& json, const ConnectionRow& row) {
    const std::vector<QualityNote> notes = qualityOf(row);
    if (notes.empty())
        return;
    json.key("quality").beginArray();
    for (const QualityNote& note : notes)
        json.plain(note.key);
    json.endArray();
}

void writeTap(JsonWriter& json, const ConnectionRow& row, const std::vector<Transition>& transitions) {
    const std::optional<TapSide> tap = tapSideOf(row, transitions);
    if (!tap)
        return;
    json.key("tap").beginObject();
    json.key("near").plain(toText(tap->place));
    json.key("rtt_to_a").seconds(tap->toInitiator);
    json.key("rtt_to_b").seconds(tap->toResponder);
    json.endObject();
}

void writeFinding(JsonWriter& json, const Finding& finding) {
    json.beginObject();
    json.key("kind").plain(finding.kind);
    json.key("endpoint").plain(sideName(finding.endpoint));
    json.key("packet").packet(finding.packet);
    if (finding.proof != kNoPacket)
        json.key("proof").packet(finding.proof);
    json.key("since");
    finding.since ? json.time(*finding.since) : json.null();
    json.key("text").string(finding.text);
    json.endObject();
}

} // namespace

void appendConnectionNdjson(std::string& out, const Snapshot& snapshot, ConnectionId id, const DiagnosePolicy& policy) {
    const ConnectionRow& row = snapshot.row(id);
    const EndpointView a = snapshot.endpoint(id, Side::Initiator);
    const EndpointView b = snapshot.endpoint(id, Side::Responder);
    const std::vector<Transition> transitions = snapshot.transitionsOf(id);

    JsonWriter json(out);
    json.beginObject();
    json.key("stream").number(indexOf(id));
    json.key("incarnation").number(row.incarnation);
    json.key("first").time(row.first);
    json.key("last").time(row.last);
    json.key("packets").number(row.packets());
    json.key("syn").number(row.syn);
    json.key("fin").number(row.fin);
    json.key("rst").number(row.rst);
    json.key("reused").boolean(row.incarnation > 0);
    json.key("origin").plain(toText(static_cast<Origin>(row.origin)));
    writeSums(json, a, b);
    writeEndpoint(json.key("a"), snapshot, a, Side::Initiator, transitions, snapshot.owners.of(id, Side::Initiator));
    writeEndpoint(json.key("b"), snapshot, b, Side::Responder, transitions, snapshot.owners.of(id, Side::Responder));
    writeQuality(json, row);
    writeTap(json, row, transitions);
    json.key("findings").beginArray();
    for (const Finding& finding : findingsOf(snapshot, id, policy))
        writeFinding(json, finding);
    json.endArray();
    json.endObject();
    out.push_back('\n');
}

namespace {

/// Up to its marks. `packet` is the number in this capture.
void beginSegment(JsonWriter& json, const DetailSegment& segment, PacketNumber packet) {
    const auto writeAck = [&segment](JsonWriter& at, std::uint32_t value) {
        segment.flags.ack() ? at.number(value) : at.null();
    };
    json.beginObject();
    json.key("packet").packet(packet);
    json.key("t").time(segment.time);
    json.key("from").plain(sideName(segment.sender));
    json.key("flags").beginArray();
    forEachFlag(segment.flags, [&json](std::string_view name) { json.plain(name); });
    json.endArray();
    json.key("seq").number(segment.seq.value());
    json.key("seq_relative").number(segment.relativeSeq);
    writeAck(json.key("ack"), segment.ack.value());
    writeAck(json.key("ack_relative"), segment.relativeAck);
    json.key("length").number(segment.payloadBytes);
    json.key("window").number(segment.window);
    json.key("marks").beginArray();
    forEachMark(segment.marks, [&json](std::string_view name) { json.plain(name); });
    json.endArray();
}

/// What a second capture tells of it: when it left the one place and reached the other.
void writeWay(JsonWriter& json, const ConnectionDetail& detail, const DetailSegment& segment) {
    if (!detail.ends)
        return;
    const std::optional<Timestamp> elsewhere = segment.elsewhere();
    if (elsewhere && segment.packet != kNoPacket && !segment.isLost) {
        json.key("left").time(std::min(segment.time, *elsewhere));
        json.key("arrived").time(std::max(segment.time, *elsewhere));
    }
    json.key("lost").boolean(segment.isLost);
}

} // namespace

void appendElsewhereNdjson(std::string& out, const ConnectionDetail& detail, std::size_t index) {
    DetailSegment segment = detail.seenElsewhere[index];
    JsonWriter json(out);
    beginSegment(json, segment, kNoPacket);
    json.key("elsewhere_packet").packet(std::exchange(segment.packet, kNoPacket));
    writeWay(json, detail, segment);
    json.endObject();
    out.push_back('\n');
}

void appendSegmentNdjson(std::string& out, const ConnectionDetail& detail, std::size_t index) {
    const DetailSegment& segment = detail.segments[index];
    JsonWriter json(out);
    beginSegment(json, segment, segment.packet);
    json.key("state_after").beginObject();
    writeState(json.key("a"), segment.stateAfter[0]);
    writeState(json.key("b"), segment.stateAfter[1]);
    json.endObject();
    if (!segment.possibleAfter[0].isCertain() || !segment.possibleAfter[1].isCertain()) {
        json.key("possible_after").beginObject();
        writeStates(json.key("a"), segment.possibleAfter[0].either({segment.stateAfter[0]}));
        writeStates(json.key("b"), segment.possibleAfter[1].either({segment.stateAfter[1]}));
        json.endObject();
    }
    writeWay(json, detail, segment);
    json.endObject();
    out.push_back('\n');
}

} // namespace synscope
