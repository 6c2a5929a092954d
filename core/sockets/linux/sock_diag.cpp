// SPDX-License-Identifier: Apache-2.0
//
// The dump itself: see sock_diag.h. The kernel makes the next piece of an answer when the last one was taken, so one
// buffer of the largest size of a piece is enough, however many sockets there are.
#include "core/sockets/linux/sock_diag.h"

#include "core/sockets/linux/netlink_dump.h"

#include <cerrno>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include <linux/netlink.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace synscope {
namespace {

constexpr std::size_t kPieceBytes = 65536; ///< the kernel makes pieces of at most 32 KiB
constexpr int kPatienceSeconds = 5;        ///< the kernel answers at once, or something is very wrong

class NetlinkChannel : public DumpChannel {
public:
    explicit NetlinkChannel(Descriptor socket) : m_socket(std::move(socket)) {}

    int send(std::span<const std::byte> request) override {
        sockaddr_nl kernel{};
        kernel.nl_family = AF_NETLINK;
        const ssize_t sent = ::sendto(m_socket.get(), request.data(), request.size(), 0,
                                      reinterpret_cast<const sockaddr*>(&kernel), sizeof kernel);
        return sent < 0 ? errno : 0;
    }

    std::ptrdiff_t receive(std::span<std::byte> into) override {
        for (;;) {
            sockaddr_nl from{};
            socklen_t fromLength = sizeof from;
            const ssize_t count = ::recvfrom(m_socket.get(), into.data(), into.size(), MSG_TRUNC,
                                             reinterpret_cast<sockaddr*>(&from), &fromLength);
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0)
                return -errno;
            if (from.nl_pid == 0) // any process may write to a netlink socket; the kernel is 0
                return count;
        }
    }

private:
    Descriptor m_socket;
};

/// How one attempt at one family ended.
struct Attempt {
    std::vector<SocketEntry> entries;
    std::uint64_t malformed = 0;
    int errorNumber = 0;     ///< the kernel refused or fell silent
    std::string disturbance; ///< why it should be tried again; empty: it is whole
    bool isCut = false;      ///< more sockets than wanted
};

void takePiece(const DumpPiece& piece, Attempt& attempt) {
    attempt.malformed += piece.malformed;
    if (piece.wasInterrupted)
        attempt.disturbance = "the table changed while the kernel read it";
    if (piece.overran || piece.errorNumber == ENOBUFS)
        attempt.disturbance = "the kernel lost part of its answer";
    else if (piece.errorNumber != 0)
        attempt.errorNumber = piece.errorNumber;
}

/// Receives pieces until the last one.
void receiveAnswer(DumpChannel& channel, std::uint32_t sequence, const DumpOptions& options, Attempt& attempt) {
    std::vector<std::byte> buffer(kPieceBytes);
    for (;;) {
        const std::ptrdiff_t size = channel.receive(buffer);
        if (size == -ENOBUFS) {
            attempt.disturbance = "the kernel lost part of its answer";
            return;
        }
        if (size <= 0) {
            attempt.errorNumber = size == 0 ? ECONNRESET : static_cast<int>(-size);
            return;
        }
        const std::size_t whole = std::min(static_cast<std::size_t>(size), buffer.size());
        const DumpPiece piece = parseDump(std::span(buffer).first(whole), sequence, attempt.entries);
        takePiece(piece, attempt);
        if (piece.isLast)
            return;
        if (attempt.entries.size() > options.mostEntries) {
            attempt.entries.resize(options.mostEntries);
            attempt.isCut = true;
            return;
        }
    }
}

/// Asks for one family once.
Result<Attempt> attemptDump(const OpenChannel& open, bool v6, std::uint32_t sequence, const DumpOptions& options) {
    Result<std::unique_ptr<DumpChannel>> channel = open();
    if (!channel)
        return channel.error();
    Attempt attempt;
    attempt.errorNumber = channel.value()->send(dumpRequest(v6, options.states, sequence));
    if (attempt.errorNumber == 0)
        receiveAnswer(*channel.value(), sequence, options, attempt);
    return attempt;
}

Error refusal(int errorNumber) {
    return {"the kernel does not tell its socket table: " + errorText(errorNumber), {}, {}};
}

void appendTo(SocketDump& dump, Attempt&& attempt, bool v6) {
    const std::string family = v6 ? "IPv6" : "IPv4";
    if (attempt.isCut)
        dump.notes.push_back("only the first " + std::to_string(attempt.entries.size()) + " " + family +
                             " sockets were read");
    if (!attempt.disturbance.empty())
        dump.notes.push_back("some " + family + " sockets may be missing: " + attempt.disturbance);
    if (attempt.malformed > 0)
        dump.notes.push_back(std::to_string(attempt.malformed) + " answers of the kernel about " + family +
                             " sockets could not be read");
    dump.malformed += attempt.malformed;
    dump.entries.insert(dump.entries.end(), attempt.entries.begin(), attempt.entries.end());
}

Result<std::unique_ptr<DumpChannel>> openHere() {
    Descriptor socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    if (!socket.isOpen())
        return refusal(errno);
    const timeval patience{kPatienceSeconds, 0};
    if (::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) < 0)
        return refusal(errno);
    return std::unique_ptr<DumpChannel>(std::make_unique<NetlinkChannel>(std::move(socket)));
}

} // namespace

Result<std::unique_ptr<DumpChannel>> openSockDiag() {
    return openHere();
}

Result<std::unique_ptr<DumpChannel>> openSockDiagIn(int netNamespace) {
    std::optional<Result<std::unique_ptr<DumpChannel>>> opened;
    std::thread visitor([&opened, netNamespace] {
        if (::setns(netNamespace, CLONE_NEWNET) < 0)
            opened = Error{"the network namespace may not be entered: " + errorText(errno), {}, {}};
        else
            opened = openHere();
    });
    visitor.join();
    return std::move(*opened);
}

Result<SocketDump> dumpSockets(const OpenChannel& open, const DumpOptions& options) {
    SocketDump dump;
    std::uint32_t sequence = 0;
    for (const bool v6 : {false, true}) {
        for (int left = options.attempts; left > 0; --left) {
            Result<Attempt> attempt = attemptDump(open, v6, ++sequence, options);
            if (!attempt)
                return attempt.error();
            if (attempt.value().errorNumber != 0)
                return refusal(attempt.value().errorNumber);
            if (!attempt.value().disturbance.empty() && left > 1)
                continue;
            appendTo(dump, std::move(attempt).value(), v6);
            break;
        }
    }
    return dump;
}

} // namespace synscope
