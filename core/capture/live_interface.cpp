// SPDX-License-Identifier: Apache-2.0
//
// Opening, filtering and reading an interface with libpcap. What libpcap calls devices but are no network
// interfaces (USB, Bluetooth, netfilter's queues) is refused by name before libpcap is asked.
#include "core/capture/live_interface.h"

#include "core/capture/card_drops.h"
#include "core/capture/live_pcap.h"
#include "core/wire/layers.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <net/if.h>
#include <span>
#include <sys/ioctl.h>
#include <utility>

namespace synscope {
namespace {

// libpcap lays out frames a few bytes too short for some link headers: it is asked for more, and cut here.
constexpr std::uint32_t kSlackBytes = 16;
constexpr int kMostWaitMs = 20; // where the system cannot hand over each packet at once

bool isKnown(LinkType link) {
    return layerOfLinkType(link) != nullptr;
}

/// libpcap says this of itself in no other way.
bool isAboutMemory(const char* message) {
    return std::strstr(message, std::strerror(ENOMEM)) != nullptr;
}

LiveFaultKind kindOfActivation(int status, const char* message) {
    switch (status) {
    case PCAP_ERROR_PERM_DENIED:
    case PCAP_ERROR_PROMISC_PERM_DENIED:
        return LiveFaultKind::NoPermission;
    case PCAP_ERROR_NO_SUCH_DEVICE:
        return LiveFaultKind::NoSuchInterface;
    case PCAP_ERROR_IFACE_NOT_UP:
        return LiveFaultKind::InterfaceDown;
    default:
        return isAboutMemory(message) ? LiveFaultKind::OutOfMemory : LiveFaultKind::CaptureFailed;
    }
}

std::string messageOf(LiveFaultKind kind, const std::string& name, int status, const char* details) {
    if (kind == LiveFaultKind::NoPermission)
        return "no permission to capture from " + name;
    if (kind == LiveFaultKind::InterfaceDown)
        return name + " is down: bring it up to capture from it";
    std::string text = name + ": " + ::pcap_statustostr(status);
    if (*details != '\0' && status != PCAP_ERROR)
        text.append(" (").append(details).append(")");
    return status == PCAP_ERROR ? name + ": " + details : text;
}

/// Asked through the socket that is open: the program may have given up the right to open another.
bool isThere(int socket, const std::string& name) {
    ifreq request{};
    name.copy(request.ifr_name, sizeof request.ifr_name - 1);
    return ::ioctl(socket, SIOCGIFINDEX, &request) == 0;
}

} // namespace

struct LiveInterface::Handle {
    PcapHandle pcap;
    std::uint32_t snapLength = 0;
    std::int64_t nsPerFraction = 1; ///< a packet's fraction of a second is in nanoseconds or microseconds
    LiveCounters counters;
    pcap_stat latest{};
    CardDrops cardDrops;
};

LiveInterface::LiveInterface(std::string name) : m_name(std::move(name)) {}
LiveInterface::~LiveInterface() = default;
LiveInterface::LiveInterface(LiveInterface&&) noexcept = default;
LiveInterface& LiveInterface::operator=(LiveInterface&&) noexcept = default;

LiveFault LiveInterface::failed(LiveFaultKind kind, std::string message) const {
    return {kind, std::move(message), m_name};
}

MaybeLiveFault LiveInterface::open(const LiveOptions& options) {
    if (m_name != kAnyInterface && ::if_nametoindex(m_name.c_str()) == 0)
        return failed(LiveFaultKind::NoSuchInterface, "there is no interface " + m_name);
    std::array<char, PCAP_ERRBUF_SIZE> message{};
    m_handle = std::make_unique<Handle>();
    m_handle->pcap.reset(::pcap_create(m_name.c_str(), message.data()));
    pcap_t* const pcap = m_handle->pcap.get();
    if (pcap == nullptr)
        return failed(LiveFaultKind::CaptureFailed, m_name + ": " + message.data());
    m_handle->snapLength = options.snapLength;
    if (options.isPromiscuous) // as libpcap does
        m_handle->cardDrops.begin(m_name);
    // These fail only on a handle that is active already.
    ::pcap_set_snaplen(pcap, static_cast<int>(options.snapLength + kSlackBytes));
    ::pcap_set_promisc(pcap, options.isPromiscuous ? 1 : 0);
    ::pcap_set_timeout(pcap, kMostWaitMs);
    ::pcap_set_immediate_mode(pcap, 1);
    ::pcap_set_buffer_size(pcap, static_cast<int>(options.bufferKib * 1024));
    ::pcap_set_tstamp_precision(pcap, PCAP_TSTAMP_PRECISION_NANO);
    return activate();
}

MaybeLiveFault LiveInterface::activate() {
    pcap_t* const pcap = m_handle->pcap.get();
    const int status = ::pcap_activate(pcap); // above zero: a warning, the interface is open
    if (status < 0) {
        const char* const details = ::pcap_geterr(pcap);
        const LiveFaultKind kind = kindOfActivation(status, details);
        return failed(kind, messageOf(kind, m_name, status, details));
    }
    m_handle->nsPerFraction = ::pcap_get_tstamp_precision(pcap) == PCAP_TSTAMP_PRECISION_NANO ? 1 : 1000;
    std::array<char, PCAP_ERRBUF_SIZE> message{};
    if (::pcap_setnonblock(pcap, 1, message.data()) != 0)
        return failed(LiveFaultKind::CaptureFailed, m_name + ": " + message.data());
    if (descriptor() < 0)
        return failed(LiveFaultKind::CaptureFailed, m_name + " cannot be waited for");
    return chooseLinkType();
}

MaybeLiveFault LiveInterface::chooseLinkType() {
    pcap_t* const pcap = m_handle->pcap.get();
    if (isKnown(link()))
        return std::nullopt;
    const std::vector<LinkType> all = linkTypes();
    const auto known = std::find_if(all.begin(), all.end(), isKnown);
    if (known != all.end() && ::pcap_set_datalink(pcap, dltOf(*known)) == 0)
        return std::nullopt;
    const std::string number = std::to_string(static_cast<unsigned>(link()));
    return failed(LiveFaultKind::UnsupportedLinkType,
                  m_name + " has packets of link type " + number + ", in which TCP cannot be found");
}

MaybeLiveFault LiveInterface::setFilter(const std::string& filter) {
    pcap_t* const pcap = m_handle->pcap.get();
    bpf_program program{};
    if (::pcap_compile(pcap, &program, filter.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0)
        return failed(LiveFaultKind::BadFilter, ::pcap_geterr(pcap));
    const int status = ::pcap_setfilter(pcap, &program);
    ::pcap_freecode(&program);
    if (status != 0)
        return failed(LiveFaultKind::CaptureFailed, m_name + ": " + ::pcap_geterr(pcap));
    return std::nullopt;
}

LiveRead LiveInterface::next(LivePacket& packet) {
    constexpr std::int64_t kNsPerSecond = 1'000'000'000;
    pcap_pkthdr* header = nullptr;
    const u_char* bytes = nullptr;
    const int status = ::pcap_next_ex(m_handle->pcap.get(), &header, &bytes);
    if (status == 0)
        return LiveRead::Nothing;
    if (status != 1)
        return LiveRead::Failed;
    packet.time = timestampFromNs(header->ts.tv_sec * kNsPerSecond + header->ts.tv_usec * m_handle->nsPerFraction);
    packet.originalLength = header->len;
    packet.bytes = std::as_bytes(std::span(bytes, std::min(header->caplen, m_handle->snapLength)));
    return LiveRead::Packet;
}

LiveFault LiveInterface::fault() const {
    if (m_name != kAnyInterface && !isThere(descriptor(), m_name))
        return failed(LiveFaultKind::InterfaceVanished, m_name + " is gone");
    return failed(LiveFaultKind::CaptureFailed, m_name + ": " + ::pcap_geterr(m_handle->pcap.get()));
}

LiveCounters LiveInterface::counters() {
    pcap_stat now{};
    if (::pcap_stats(m_handle->pcap.get(), &now) != 0)
        return m_handle->counters;
    // libpcap counts in 32 bits, which a busy interface fills within the hour.
    const pcap_stat& before = m_handle->latest;
    m_handle->counters.received += now.ps_recv - before.ps_recv;
    m_handle->counters.droppedByKernel += now.ps_drop - before.ps_drop;
    m_handle->counters.droppedByInterface = m_handle->cardDrops.count(); // libpcap would open files for it
    m_handle->latest = now;
    return m_handle->counters;
}

int LiveInterface::descriptor() const {
    return ::pcap_get_selectable_fd(m_handle->pcap.get());
}

LinkType LiveInterface::link() const {
    return linkTypeOf(::pcap_datalink(m_handle->pcap.get()));
}

std::vector<LinkType> LiveInterface::linkTypes() const {
    std::vector<LinkType> all{link()};
    int* list = nullptr;
    const int count = ::pcap_list_datalinks(m_handle->pcap.get(), &list);
    if (count <= 0)
        return all;
    for (const int dlt : std::span(list, static_cast<std::size_t>(count)))
        if (linkTypeOf(dlt) != link())
            all.push_back(linkTypeOf(dlt));
    ::pcap_free_datalinks(list);
    return all;
}

} // namespace synscope
