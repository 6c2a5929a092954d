// SPDX-License-Identifier: Apache-2.0
//
// Applies one segment to one connection: numbers before flags, then both endpoints' events. The same code for
// both directions: a sender and a receiver. What the sender did is certain; that the receiver got a SYN or FIN is
// believed once something it sends proves it, and then dated to the packet that caused it.
#pragma once

#include "core/tcp/byte_ledger.h"
#include "core/tcp/endpoint.h"
#include "core/tcp/marks.h"
#include "core/tcp/transition_writer.h"
#include "core/wire/segment.h"

namespace synscope {

class ConnectionMachine {
public:
    ConnectionMachine(ConnectionId id, Connection& connection, ConnectionRow& row, TransitionWriter& writer,
                      ByteLedger& ledger)
        : m_id(id), m_connection(connection), m_row(row), m_writer(writer), m_ledger(ledger) {}

    /// Moves states and numbers; the row's packet counters are the caller's. Returns what the segment is.
    Marks apply(const Segment& segment, SegmentId id, Side sender);

private:
    struct Step; // the segment with its two endpoints at hand

    void start(const Step& step);
    void startMidstream(const Step& step);
    void onSyn(const Step& step, Marks& marks);
    void onSynAck(const Step& step, Marks& marks);
    void onReset(const Step& step, Marks& marks);
    void onOther(const Step& step, Marks& marks);
    void provedOpen(const Step& step, Marks& marks);
    void acknowledgedFin(const Step& step);
    void onFin(const Step& step, Marks& marks);
    [[nodiscard]] bool acceptsReset(const Step& step) const;
    void remember(const Step& step, Marks marks);
    void advance(const Step& step, bool retransmitted);
    void rememberOffer(const Step& step);
    bool move(Side side, TcpEvent event, Cause cause, Basis basis);
    [[nodiscard]] State stateOf(Side side) const { return m_row.stateOf(side); }

    ConnectionId m_id;
    Connection& m_connection;
    ConnectionRow& m_row;
    TransitionWriter& m_writer;
    ByteLedger& m_ledger;
};

} // namespace synscope
