// SPDX-License-Identifier: Apache-2.0
#include "core/export/issue_report_advice.h"

#include <array>

namespace synscope {
namespace {

struct Advice {
    std::string_view kind;
    std::string_view text;
};

constexpr std::array kAdvice{
    Advice{"close-wait-leak",
           "In the program that owes the close: every path after read() returned 0, exceptions and early returns "
           "included, must reach close(). Look for a connection that is held for later use and never looked at again, "
           "for a thread or event loop that is blocked elsewhere, and for a descriptor that a child process inherited. "
           "No timer of TCP ends CLOSE_WAIT, and tuning the kernel does not help: the state waits for the program."},
    Advice{"foreign-reset",
           "Look for firewalls, filters and attackers on the way; compare TTL and IP identification of "
           "the RST with those of the side that it names."},
    Advice{"peer-not-reading", "Look at the peer: its program closed its own half, or stopped there, and does not read "
                               "what is still sent to it."},
    Advice{"half-open", "Look for crashes and restarts, and for firewalls that forget idle connections."},
    Advice{"abandoned-half-close", "Look for a program that goes idle after the end of the stream instead of closing."},
    Advice{"closed-with-unread-data", "Look for a close() before everything was read up to the end of the stream."},
    Advice{"refused", "Look for a server that does not run, a wrong port, or a firewall that rejects."},
    Advice{"aborted", "Look for SO_LINGER set to 0, time limits of proxies, and close() with unread data."},
    Advice{"unanswered", "Look for firewalls that drop, hosts that are down, and listeners whose queue is full."},
    Advice{"accept-queue-overflow", "Look at the listener's queue (ss -ltn) and for a program that does not accept(); "
                                    "else for loss after the capture point, or TCP_DEFER_ACCEPT."},
    Advice{"challenge-ack", "Look for a restart of that side, leaked connections on ports that are used again, and "
                            "forged packets."},
    Advice{"time-wait-assassination", "Look for late packets that a new connection of the ports takes for its own."},
    Advice{"reuse-too-early", "Look for too few local ports, fixed local ports, and address translators."},
    Advice{"kernel-differs",
           "Look for packets that the capture missed (drops, a capture filter, another interface, the "
           "network card), and for sockets destroyed by force (ss -K)."},
    Advice{"data-after-fin", "Look for devices on the way that write into connections."},
};

} // namespace

std::string_view issueAdvice(std::string_view kind) {
    for (const Advice& advice : kAdvice) {
        if (advice.kind == kind)
            return advice.text;
    }
    return {};
}

} // namespace synscope
